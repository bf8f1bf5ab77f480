"""How a member proves who they are. Each question says what it costs."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import AuthenticatorApp, LinkedLogin, Member, Passkey, RecoveryCode
from accounts.queries import contacts_of
from accounts.rules import Contact


@dataclass(frozen=True, kw_only=True)
class Security:
    """What the page about signing in shows."""

    has_password: bool
    app_since: datetime | None
    recovery_codes_left: int
    passkeys: int
    logins: int
    contacts: list[Contact]


@dataclass(frozen=True, kw_only=True)
class Proofs:
    """With what this member can prove again who they are; a second factor where there is one."""

    app: bool
    passkey: bool
    password: bool
    contacts: list[Contact]
    logins: list[str]


def has_app(member_id: int) -> bool:
    """One statement."""
    return AuthenticatorApp.objects.filter(member_id=member_id, confirmed_at__isnull=False).exists()


def has_passkey(member_id: int) -> bool:
    """One statement."""
    return Passkey.objects.filter(member_id=member_id).exists()


def owes_second_factor(member: Member) -> bool:
    """Whether a sign-in by code or password is only half of it: an app is set up, or the member is of the
    team and has a passkey. Two statements at most.
    """
    return has_app(member.pk) or (member.is_staff and has_passkey(member.pk))


def security_of(member: Member) -> Security:
    """Five statements."""
    app = AuthenticatorApp.objects.filter(member=member, confirmed_at__isnull=False).first()
    return Security(
        has_password=member.has_usable_password(),
        app_since=app.confirmed_at if app else None,
        recovery_codes_left=RecoveryCode.objects.filter(member=member, used_at__isnull=True).count(),
        passkeys=Passkey.objects.filter(member=member).count(),
        logins=LinkedLogin.objects.filter(member=member).count(),
        contacts=contacts_of(member),
    )


def proofs_of(member: Member) -> Proofs:
    """Four statements at most. A weaker proof is no way around a second factor."""
    app, passkey = has_app(member.pk), has_passkey(member.pk)
    strong = app or (passkey and member.is_staff)
    weak_is_enough = not strong and not member.has_usable_password()
    return Proofs(
        app=app,
        passkey=passkey,
        password=member.has_usable_password() and not strong,
        contacts=contacts_of(member) if weak_is_enough else [],
        logins=[login.provider for login in logins_of(member.pk)] if weak_is_enough else [],
    )


def logins_of(member_id: int) -> list[LinkedLogin]:
    """Linked logins, oldest first. One statement."""
    return list(LinkedLogin.objects.filter(member_id=member_id).order_by("pk"))


def passkeys_of(member_id: int) -> list[Passkey]:
    """Oldest first. One statement."""
    return list(Passkey.objects.filter(member_id=member_id))


def pending_app(member_id: int) -> AuthenticatorApp | None:
    """Begun and not yet confirmed. One statement."""
    return AuthenticatorApp.objects.filter(member_id=member_id, confirmed_at__isnull=True).first()

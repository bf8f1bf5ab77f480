"""How a member proves who they are. Each question says what it costs."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import AuthenticatorApp, Member, Passkey, RecoveryCode
from accounts.queries import contacts_of
from accounts.rules import Contact


@dataclass(frozen=True, kw_only=True)
class Security:
    """What the page about signing in shows."""

    has_password: bool
    app_since: datetime | None
    recovery_codes_left: int
    passkeys: int
    contacts: list[Contact]


@dataclass(frozen=True, kw_only=True)
class Proofs:
    """With what this member can prove again who they are; a second factor where there is one."""

    app: bool
    passkey: bool
    password: bool
    contacts: list[Contact]


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
    """Four statements."""
    app = AuthenticatorApp.objects.filter(member=member, confirmed_at__isnull=False).first()
    return Security(
        has_password=member.has_usable_password(),
        app_since=app.confirmed_at if app else None,
        recovery_codes_left=RecoveryCode.objects.filter(member=member, used_at__isnull=True).count(),
        passkeys=Passkey.objects.filter(member=member).count(),
        contacts=contacts_of(member),
    )


def proofs_of(member: Member) -> Proofs:
    """Three statements at most. A weaker proof is no way around a second factor."""
    app, passkey = has_app(member.pk), has_passkey(member.pk)
    strong = app or (passkey and member.is_staff)
    return Proofs(
        app=app,
        passkey=passkey,
        password=member.has_usable_password() and not strong,
        contacts=[] if strong or member.has_usable_password() else contacts_of(member),
    )


def passkeys_of(member_id: int) -> list[Passkey]:
    """Oldest first. One statement."""
    return list(Passkey.objects.filter(member_id=member_id))


def pending_app(member_id: int) -> AuthenticatorApp | None:
    """Begun and not yet confirmed. One statement."""
    return AuthenticatorApp.objects.filter(member_id=member_id, confirmed_at__isnull=True).first()

"""Setting up the authenticator app and its recovery codes, and taking them away."""

from dataclasses import dataclass, field
from datetime import datetime

import pyotp
from django.conf import settings
from django.db import IntegrityError, transaction

from accounts import errors
from accounts.facts import AccountChanged
from accounts.models import AuthenticatorApp, Member, RecoveryCode
from accounts.operations.proofs import app_place, clean_proof, recovery_hash, use_number
from accounts.queries import as_member
from accounts.second_factor_queries import has_app
from accounts.states import AccountNews
from common.access import Actor, allow
from common.crypto import create_key
from common.ids import new_code
from outbox.audit import note
from outbox.facts import record

RECOVERY_CODES = 10
_RECOVERY_LENGTH = 10


@dataclass(frozen=True, kw_only=True)
class AppSetup:
    """``address`` is what the QR code says (``otpauth://``)."""

    secret: str = field(repr=False)
    address: str = field(repr=False)


def ensure_key(member: Member) -> None:
    """Inside the caller's transaction: members made by ``createsuperuser`` have no data key yet."""
    if member.data_key_id is None:
        key = create_key(f"member:{member.public_id}")
        if not Member.objects.filter(pk=member.pk, data_key__isnull=True).update(data_key=key):
            key.delete()
            member.refresh_from_db(fields=["data_key"])
            return
        member.data_key = key


@transaction.atomic
def start_app(*, actor: Actor, now: datetime) -> None:
    """Make a secret for the member's app; it counts once a number is confirmed. Again: another secret.

    Raises: AlreadySetUp, NeedsFreshProof.
    """
    member = as_member(actor)
    allow(actor, "accounts.change-second-factor", member)
    if has_app(member.pk):
        raise errors.AlreadySetUp
    ensure_key(member)
    AuthenticatorApp.objects.filter(member=member, confirmed_at__isnull=True).delete()
    app = AuthenticatorApp(member=member, started_at=now)
    assert member.data_key is not None  # noqa: S101 - made just before
    app.secret_sealed = member.data_key.encrypt(pyotp.random_base32(), aad=app_place(app))
    try:
        with transaction.atomic():
            app.save(force_insert=True)
    except IntegrityError as error:  # one app per member: a twin was faster
        raise errors.AlreadySetUp from error


def app_setup(member: Member) -> AppSetup | None:
    """What to show while the app is being set up; None when nothing was started. One statement."""
    app = AuthenticatorApp.objects.filter(member=member, confirmed_at__isnull=True).first()
    if app is None or member.data_key is None:
        return None
    secret = member.data_key.decrypt(app.secret_sealed, aad=app_place(app))
    address = pyotp.TOTP(secret).provisioning_uri(name=member.handle, issuer_name=settings.SITE_NAME)
    return AppSetup(secret=secret, address=address)


@transaction.atomic
def confirm_app(*, actor: Actor, typed: str, now: datetime) -> list[str]:
    """Count on the app from now on; returns the recovery codes, which are shown this once.

    Raises: WrongProof, NotSetUp.
    """
    member = as_member(actor)
    allow(actor, "accounts.change-second-factor", member)
    pending = AuthenticatorApp.objects.filter(member=member, confirmed_at__isnull=True)
    if not pending.exists():
        raise errors.NotSetUp
    if not use_number(member, clean_proof(typed), confirming=True):
        raise errors.WrongProof(field="code")
    if pending.update(confirmed_at=now) != 1:
        raise errors.AlreadySetUp
    _tell(member, AccountNews.APP_ADDED, actor, now)
    return _write_recovery_codes(member)


@transaction.atomic
def replace_recovery_codes(*, actor: Actor) -> list[str]:
    """Ten fresh codes, shown this once; the old ones end. Raises: NotSetUp."""
    member = as_member(actor)
    allow(actor, "accounts.change-second-factor", member)
    if not has_app(member.pk):
        raise errors.NotSetUp
    return _write_recovery_codes(member)


@transaction.atomic
def remove_app(*, actor: Actor, now: datetime) -> None:
    """Sign-in needs no second factor any more. Repeating changes nothing."""
    member = as_member(actor)
    allow(actor, "accounts.change-second-factor", member)
    if take_away_app(member):
        _tell(member, AccountNews.APP_REMOVED, actor, now)


def take_away_app(member: Member) -> bool:
    """Inside the caller's transaction; whether there was one."""
    app = AuthenticatorApp.objects.filter(member=member).first()
    if app is None:
        return False
    app.delete()
    RecoveryCode.objects.filter(member=member).delete()
    return app.confirmed_at is not None


def _write_recovery_codes(member: Member) -> list[str]:
    codes = [new_code(_RECOVERY_LENGTH) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(member=member).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(member=member, code_hash=recovery_hash(member, code)) for code in codes
    )
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _tell(member: Member, news: str, actor: Actor, now: datetime) -> None:
    note(actor, verb=news, kind="accounts.member", key=member.public_id)
    fact = AccountChanged(member_id=member.pk, news=news, former_id=None, occurred_at=now.isoformat())
    record(fact, subject=f"member:{member.public_id}")

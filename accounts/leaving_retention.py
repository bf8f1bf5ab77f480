"""How long accounts keeps what, and what clears it away."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import operations
from accounts.leaving import marks
from accounts.models import ApiToken, Consent, ContactCode, DataExport, Member
from accounts.operations.leaving import forget_tombstones, shred_due_exports
from common.exporting import holding
from common.registries import Holding, RetentionRule, retention_rules

KEEP_CODES = timedelta(days=1)
KEEP_ENDED_TOKENS = timedelta(days=180)
_AT_ONCE = 500
_AS_LONG_AS_MEMBER = _("As long as you are a member.")


def codes_of(member_id: int) -> Holding:
    codes = ContactCode.objects.filter(contact_index__in=marks(member_id))
    found = holding(codes, until="expires_at")
    until = found.until + KEEP_CODES if found.until else None
    return Holding(count=found.count, until=until)


def sweep_codes(now: datetime) -> int:
    return operations.purge_contact_codes(before=now - KEEP_CODES, limit=_AT_ONCE)


def sweep_sessions(now: datetime) -> int:
    old = Session.objects.filter(expire_date__lt=now).values_list("pk", flat=True)[:_AT_ONCE]
    gone, _by_model = Session.objects.filter(pk__in=list(old)).delete()
    return gone


def sweep_tokens(now: datetime) -> int:
    return operations.purge_ended_tokens(before=now - KEEP_ENDED_TOKENS, limit=_AT_ONCE)


def sweep_archives(now: datetime) -> int:
    return shred_due_exports(now=now)


def _one(member_id: int) -> Holding:
    return holding(Member.objects.filter(pk=member_id), since="joined_at")


def _sessions(member_id: int) -> Holding:
    """Of all sessions nobody counts the member's own while a page waits."""
    return Holding(count=1, until=timezone.now() + timedelta(days=14))


def _none(member_id: int) -> Holding:
    return Holding(count=0)


def _rule(key: str, order: int, **words: Any) -> None:
    retention_rules.register(RetentionRule(key=f"accounts.{key}", order=order, **words))


def register() -> None:
    _register_plain()
    _register_sealed()


def _register_plain() -> None:
    _rule(
        "account",
        10,
        title=_("Your account: name, contacts (encrypted), language"),
        why=_("So that you can sign in and people know whom they are talking to."),
        until=_AS_LONG_AS_MEMBER,
        holding=_one,
    )
    _rule(
        "consents",
        15,
        title=_("What you agreed to, and when"),
        why=_("Proof that we may do what we do. After you leave it belongs to a pseudonym."),
        until=_("Kept for good, without your name."),
        holding=lambda member_id: holding(Consent.objects.filter(member_id=member_id), since="given_at"),
    )
    _rule(
        "sessions",
        20,
        title=_("Browsers that are signed in"),
        why=_("So that you don’t have to sign in on every page."),
        until=_("14 days after the last sign-in."),
        holding=_sessions,
        sweep=sweep_sessions,
    )
    _rule(
        "tokens",
        22,
        title=_("Programs that may act for you"),
        why=_("So that they are recognised; only a fingerprint of the token is kept."),
        until=_("180 days after their end."),
        holding=lambda member_id: holding(ApiToken.objects.filter(member_id=member_id), since="created_at"),
        sweep=sweep_tokens,
    )


def _register_sealed() -> None:
    _rule(
        "codes",
        24,
        title=_("Codes sent to your phone or e-mail"),
        why=_("To prove that a contact is yours. The code itself is not stored."),
        until=_("One day after they end."),
        holding=codes_of,
        sweep=sweep_codes,
    )
    _rule(
        "archives",
        80,
        title=_("Archives you asked for"),
        why=_("So that you can fetch them. They are encrypted with your key."),
        until=_("Three days after they are ready; then only the receipt."),
        holding=lambda member_id: holding(
            DataExport.objects.filter(member_id=member_id), since="requested_at", until="expires_at"
        ),
        sweep=sweep_archives,
    )
    _rule(
        "tombstones",
        95,
        title=_("After you leave: a mark that nobody can trace back"),
        why=_("So that leaving and coming back earns nobody a reward a second time."),
        until=_("A year after you left."),
        holding=_none,
        sweep=forget_tombstones,
    )

"""What LinkedIn verified, as one more line for the certifier; read with the member's permission, once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.operations import give_consent, withdraw_consent
from accounts.queries import as_member, has_consent
from common.access import SYSTEM, Actor, allow
from common.crypto import KeyShredded
from common.errors import IllegalMove, Stale
from common.http.errors import CallFailed, Declined, NotDone
from outbox.facts import record
from trust import errors, facts, linkedin_queries, queries
from trust.checks.names import compare_names
from trust.linkedin_states import PERMISSION_MINUTES, READ_HOURS, SEEN_DAYS, LinkedInState
from trust.models import CheckResult, LinkedInCheck
from trust.notices import LINKEDIN
from trust.operations.cases import write_checks
from trust.operations.contradictions import NAMES
from trust.operations.permissions import Begun, Permission
from trust.providers.linkedin import current_linkedin
from trust.states import WAITING_CASE_STATES, CaseKind

LINKEDIN_PERMISSION = Permission(
    model=LinkedInCheck,
    pending=LinkedInState.PENDING,
    column="code_sealed",
    place="linkedin-code",
    minutes=PERMISSION_MINUTES,
    longest=1000,
    taken=Stale,
    too_late=errors.LinkedInTooLate,
)


@transaction.atomic
def begin_linkedin(*, actor: Actor, notice_hash: str, now: datetime) -> Begun[LinkedInCheck]:
    """Agree, and open the way to LinkedIn's own page. What was read earlier is deleted.

    Raises: NeedsSignIn, LinkedInOff, ConsentNeeded, MemberWithoutKey, Stale.
    """
    allow(actor, "trust.show-linkedin")
    provider, member = current_linkedin(), as_member(actor)
    if provider is None:
        raise errors.LinkedInOff
    if member.data_key_id is None:
        raise errors.MemberWithoutKey
    give_consent(actor=actor, purpose=LINKEDIN.key, notice_hash=notice_hash, now=now)
    drop_linkedin(member_id=member.pk, why="begun anew", actor=actor, now=now)
    row = LinkedInCheck(
        member=member, state=LinkedInState.PENDING, simulated=provider.simulated, began_at=now
    )
    return LINKEDIN_PERMISSION.begin(row)


@transaction.atomic
def answer_linkedin(*, actor: Actor, secret: str, code: str, now: datetime) -> LinkedInCheck:
    """The browser is back, with a code or without: allowed or denied. Works once.

    Raises: NeedsSignIn, NotFound (unknown, used or somebody else's secret), LinkedInTooLate.
    """
    allow(actor, "trust.show-linkedin")
    row = LINKEDIN_PERMISSION.returned(actor=actor, secret=secret, code=code, now=now)
    if not code:
        row.deny(actor=actor, now=now)
        return row
    row.allow(actor=actor, code_sealed=LINKEDIN_PERMISSION.seal(row, {"code": code}))
    fact = facts.LinkedInAllowed(member_id=row.member_id, check_id=row.pk, occurred_at=now.isoformat())
    record(fact, subject=f"linkedin:{row.public_id}")
    return row


def read_linkedin(*, check_id: int, now: datetime) -> None:
    """Ask, and write down what was verified. Repeatable; outside any transaction.

    Raises: NotDone (away: nothing changed, ask again later).
    """
    row = LinkedInCheck.objects.filter(pk=check_id, state=LinkedInState.ALLOWED).first()
    provider = current_linkedin()
    if row is None or provider is None or not has_consent(row.member_id, LINKEDIN.key):
        return
    try:
        answer = provider.ask(LINKEDIN_PERMISSION.token(row, provider.complete))
    except KeyShredded:
        return
    except Declined as declined:
        with transaction.atomic(durable=True):
            row.fail(actor=SYSTEM, why=declined.reason, now=now)
    except CallFailed as failed:
        raise NotDone(failed.reason, "unavailable") from None
    else:
        _note(row, name=answer.data["name"], kinds=answer.data["kinds"].split(","), now=now)


def _note(row: LinkedInCheck, *, name: str, kinds: list[str], now: datetime) -> None:
    """The name is compared and forgotten."""
    named = queries.own_certification(row.member_id)
    match = NAMES[compare_names(named.legal_name, name)][0] if named and name else ""
    try:
        with transaction.atomic(durable=True):
            row.see(
                actor=SYSTEM,
                has_identity="IDENTITY" in kinds,
                has_workplace="WORKPLACE" in kinds,
                name_match=match,
                now=now,
            )
            case = queries.open_case(row.member_id, CaseKind.PROFESSIONAL)
            if case is not None and case.state in WAITING_CASE_STATES:
                CheckResult.objects.filter(
                    case=case, round=case.round, code__in=linkedin_queries.LINES
                ).delete()
                write_checks(case, linkedin_queries.lines_of(row.member_id, now=now), now)
    except (Stale, IllegalMove):  # withdrawn this very moment
        return


@transaction.atomic
def withdraw_linkedin(*, actor: Actor, now: datetime) -> None:
    """Take the permission back: what was read is gone at once. Repeating is harmless."""
    allow(actor, "trust.show-linkedin")
    withdraw_consent(actor=actor, purpose=LINKEDIN.key, now=now)
    drop_linkedin(member_id=as_member(actor).pk, why="withdrawn", actor=actor, now=now)


def drop_linkedin(*, member_id: int, why: str, actor: Actor = SYSTEM, now: datetime) -> None:
    """Inside the caller's transaction. Repeating changes nothing. Decisions stay. Raises: Stale."""
    row = linkedin_queries.live_check(member_id)
    if row is not None:
        row.withdraw(actor=actor, why=why, now=now)
    lines = CheckResult.objects.filter(case__member_id=member_id, code__in=linkedin_queries.LINES)
    lines.delete()


@transaction.atomic
def drop_linkedin_without_consent(*, member_id: int, now: datetime) -> None:
    """A consent ended elsewhere. Whoever has agreed again meanwhile keeps everything."""
    if not has_consent(member_id, LINKEDIN.key):
        drop_linkedin(member_id=member_id, why="consent withdrawn", now=now)


def age_linkedin(*, now: datetime, limit: int = 500) -> int:
    """End what nobody answered or could be read, and what was seen too long ago; how many. Repeatable."""
    done = 0
    unanswered = Q(
        state=LinkedInState.PENDING, began_at__lte=now - timedelta(minutes=PERMISSION_MINUTES)
    ) | Q(state=LinkedInState.ALLOWED, began_at__lte=now - timedelta(hours=READ_HOURS))
    for row in LinkedInCheck.objects.filter(unanswered).order_by("pk")[:limit]:
        with transaction.atomic():
            row.fail(actor=SYSTEM, why="too late", now=now)
        done += 1
    old = LinkedInCheck.objects.filter(state=LinkedInState.SEEN, seen_at__lte=now - timedelta(days=SEEN_DAYS))
    for row in old.order_by("pk")[:limit]:
        with transaction.atomic():
            drop_linkedin(member_id=row.member_id, why="out of date", now=now)
        done += 1
    return done

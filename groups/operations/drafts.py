"""Showing a draft to one member first. Nothing stands on the board without its author."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from accounts.queries import as_member
from accounts.visibility import are_blocked
from common.access import SYSTEM, Actor, allow
from common.clock import db_now
from common.crypto import create_key
from common.errors import NotFound
from common.limits import Limit, hit_all
from groups import draft_errors, facts, rules, words_rules
from groups.board_states import POST_LIMIT
from groups.draft_states import LASTS, LIVE, DraftState
from groups.models import BuddyDraft, Group, Post
from groups.operations.board import check_not_muted, write_post
from groups.queries.drafts import buddies_in, draft_by_id
from outbox.facts import record

S = DraftState
SHOWN = Limit(name="groups.drafts-a-day", allowed=20, per_seconds=86_400)


@transaction.atomic
def show_draft(*, actor: Actor, group_id: int, buddy_id: int, body: str, now: datetime) -> BuddyDraft:
    """Show a draft to one member of the group, for seven days at most.

    Raises: NotFound (not in the group), Muted, NoBuddy (not in it, not seen there, oneself, or across a
    block), DraftShown, WordsMissing, TextTooLong, TooMany.
    """
    group = Group.objects.filter(pk=group_id).first()
    allow(actor, "groups.post", group)
    if group is None:
        raise NotFound
    author = as_member(actor)
    check_not_muted(group_id, author.pk)
    words = words_rules.check_words(body, limit=POST_LIMIT)
    is_there = buddies_in(group, viewer=actor).filter(member_id=buddy_id).exists()
    if not is_there or are_blocked(author.pk, buddy_id):
        raise draft_errors.NoBuddy(field="buddy")
    _lapse_due(BuddyDraft.objects.filter(group_id=group_id, author=author), db_now())
    hit_all([(SHOWN, str(author.pk))])
    dates = {"shown_at": now, "expires_at": db_now() + LASTS}
    made = BuddyDraft(group_id=group_id, author=author, buddy_id=buddy_id, **dates)
    made.data_key = create_key("groups.draft")
    made.sealed_body = made.seal(words, of="body")
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as twice:
        raise draft_errors.DraftShown from twice
    _tell(facts.DraftShown, made, now=now)
    return made


@transaction.atomic
def answer_draft(
    *, actor: Actor, public_id: str, is_good: bool, advice: str = "", now: datetime
) -> BuddyDraft:
    """A short word of advice, or that it is good to go; once. Repeating changes nothing.

    Raises: NotFound (also once it is over, or a block or a leave has parted the two), WordsMissing (neither),
    TextTooLong.
    """
    draft = _locked(actor, "groups.answer-draft", public_id)
    words = rules.check_note(advice, field="advice", required=not is_good)
    if draft.state == S.SHOWN:
        draft.answer(actor=actor, is_good=is_good, advice=words)
        _tell(facts.DraftAnswered, draft, now=now)
    return draft


@transaction.atomic
def publish_draft(*, actor: Actor, public_id: str, body: str, as_is: bool = False, now: datetime) -> Post:
    """The author puts the words on the board, as they are now; the draft is over.

    Raises: NotFound, DraftOver, and what writing a post refuses.
    """
    draft = _locked(actor, "groups.publish-draft", public_id)
    if not draft.is_open_at(db_now()):
        raise draft_errors.DraftOver
    draft.end(S.PUBLISHED, actor=actor)
    return write_post(actor=actor, group_id=draft.group_id, body=body, as_is=as_is, now=now)


@transaction.atomic
def end_draft(*, actor: Actor, public_id: str) -> BuddyDraft:
    """The author shows it no more. Repeating changes nothing. Raises: NotFound."""
    draft = _locked(actor, "groups.end-draft", public_id)
    if draft.is_live:
        draft.end(S.WITHDRAWN, actor=actor)
    return draft


@transaction.atomic
def lapse_drafts(*, now: datetime, limit: int = 200) -> int:
    """Seven days are over. Returns how many ended."""
    due = BuddyDraft.objects.filter(state__in=LIVE, expires_at__lte=now).order_by("expires_at", "pk")
    return _lapse_due(BuddyDraft.objects.filter(pk__in=list(due.values_list("pk", flat=True)[:limit])), now)


@transaction.atomic
def part_drafts(*, blocker_id: int, blocked_id: int) -> int:
    """Two who have blocked each other show each other nothing. Repeating changes nothing."""
    pair = (blocker_id, blocked_id)
    return _end_all(BuddyDraft.objects.filter(author_id__in=pair, buddy_id__in=pair))


@transaction.atomic
def end_drafts_in(*, group_id: int, member_id: int) -> int:
    """Whoever is out of the group shows and sees nothing there. Repeating changes nothing."""
    theirs = Q(author_id=member_id) | Q(buddy_id=member_id)
    return _end_all(BuddyDraft.objects.filter(theirs, group_id=group_id))


@transaction.atomic
def let_go_of_drafts(member_id: int, now: datetime) -> None:
    """The erasure's step. Repeating changes nothing."""
    _end_all(BuddyDraft.objects.filter(Q(author_id=member_id) | Q(buddy_id=member_id)))


def _lapse_due(rows: QuerySet[BuddyDraft], now: datetime) -> int:
    return _end_all(rows.filter(expires_at__lte=now))


def _end_all(rows: QuerySet[BuddyDraft]) -> int:
    live = list(rows.filter(state__in=LIVE).order_by("pk"))
    for draft in live:
        draft.end(S.LAPSED, actor=SYSTEM)
    return len(live)


def _locked(actor: Actor, verb: str, public_id: str) -> BuddyDraft:
    """Ask, hold the row until the transaction ends, and ask again about what is there now."""
    draft = draft_by_id(public_id)
    allow(actor, verb, draft)
    if draft is None:
        raise NotFound
    BuddyDraft.objects.filter(pk=draft.pk).update(version=F("version"))
    draft = draft_by_id(public_id)
    allow(actor, verb, draft)
    if draft is None:
        raise NotFound
    return draft


def _tell(fact: type[facts.DraftFact], draft: BuddyDraft, *, now: datetime) -> None:
    news = fact(
        draft_id=draft.pk,
        group_id=draft.group_id,
        member_id=draft.author_id,
        buddy_id=draft.buddy_id,
        occurred_at=now.isoformat(),
    )
    record(news, subject=draft.public_id)

"""Complaining, being answered, and the clock in between."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.notifications import News
from accounts.operations.notifications import notify
from accounts.queries import as_member, holders_of
from accounts.states import Role
from common.access import SYSTEM, Actor, allow
from common.clock import zone_of
from common.errors import NotFound
from common.limits import hit_all
from groups import complaint_rules, errors, facts, queries, words_rules
from groups.board_states import PostAudience, PostKind
from groups.complaint_states import CLOSES_AFTER, COMPLAINT_LIMIT, UNSETTLED, ComplaintState
from groups.models import Complaint, Group, Post
from groups.operations.board import put_up
from outbox.facts import record

LATE = "groups.complaint-late"
S = ComplaintState


@transaction.atomic
def complain(*, actor: Actor, group_id: int, body: str, on_board: bool, now: datetime) -> Complaint:
    """Tell the stewards what is wrong; ``on_board``: as a post that the group's members read.

    From now their clock runs. Raises: NotFound (not in the group), WordsMissing, TextTooLong, TooMany, and
    Muted for the board: whoever is muted can still complain to the stewards.
    """
    group = Group.objects.filter(pk=group_id).first()
    allow(actor, "groups.complain", group)
    member = as_member(actor)
    if group is None:
        raise NotFound
    words = words_rules.check_words(body, limit=COMPLAINT_LIMIT)
    hit_all([(complaint_rules.COMPLAINTS, str(member.pk))])
    seen_by, answer_by = complaint_rules.deadlines(now, zone_of(group.time_zone))
    post = _put_up(group, member, words, now=now) if on_board else None
    made = Complaint.objects.create(
        group=group,
        member=member,
        post=post,
        body="" if on_board else words,
        opened_at=now,
        since=now,
        seen_by_at=seen_by,
        answer_by_at=answer_by,
        next_due_at=seen_by,
    )
    _record(made, facts.ComplaintMade, now=now)
    return made


@transaction.atomic
def complain_from_elsewhere(
    *, group_id: int, source: str, words: str, answer_limit: int = COMPLAINT_LIMIT, now: datetime
) -> Complaint:
    """What somebody without an account said outside of the community; the stewards' clock runs as always.

    ``source`` names who brought it and what it is; the fact of the answer carries it. Repeating it returns
    the same complaint.
    """
    known = Complaint.objects.filter(source=source).first()
    if known is not None:
        return known
    group = Group.objects.get(pk=group_id)
    seen_by, answer_by = complaint_rules.deadlines(now, zone_of(group.time_zone))
    made = Complaint.objects.create(
        group=group,
        source=source,
        body=words.strip()[:COMPLAINT_LIMIT],
        answer_limit=answer_limit,
        opened_at=now,
        since=now,
        seen_by_at=seen_by,
        answer_by_at=answer_by,
        next_due_at=seen_by,
    )
    _record(made, facts.ComplaintMade, now=now)
    return made


@transaction.atomic
def answer_from_elsewhere(*, source: str, answer: str, now: datetime) -> bool:
    """Whoever brought it has the answer, too, and may give it; False: it waits for none any more."""
    made = Complaint.objects.filter(source=source).first()
    if made is None:
        return False
    Complaint.objects.filter(pk=made.pk).update(version=F("version"))
    made.refresh_from_db()
    if not made.is_running:
        return False
    words = words_rules.check_words(answer, field="answer", limit=made.answer_limit)
    made.answer_it(actor=SYSTEM, answer=words, closes_at=now + CLOSES_AFTER, now=now)
    _record(made, facts.ComplaintAnswered, now=now)
    return True


def forget_words_from_elsewhere(*, before: datetime) -> int:
    """Words of strangers whose complaint was over by ``before``; returns how many. Repeatable."""
    over = Complaint.objects.filter(member=None, since__lt=before).exclude(state__in=UNSETTLED)
    return over.exclude(body="", answer="").update(body="", answer="")


def _put_up(group: Group, author: Any, words: str, *, now: datetime) -> Post:
    kind, audience = PostKind.COMPLAINT, PostAudience.FELLOWS
    return put_up(Post(group=group, author=author, kind=kind, audience=audience, body=words, created_at=now))


@transaction.atomic
def acknowledge_complaint(*, actor: Actor, public_id: str, now: datetime) -> Complaint:
    """A steward has seen it and whoever complained is told so. Repeating changes nothing.

    Raises: NotFound (also one's own), ComplaintOver.
    """
    made = _locked(actor, "groups.answer-complaint", public_id)
    if made.state == S.ACKNOWLEDGED:
        return made
    if made.state != S.OPEN:
        raise errors.ComplaintOver
    due = complaint_rules.next_due(
        state=S.ACKNOWLEDGED, level=made.level, seen_by=made.seen_by_at, answer_by=made.answer_by_at
    )
    made.acknowledge(actor=actor, due=due, now=now)
    _record(made, facts.ComplaintSeen, now=now)
    return made


@transaction.atomic
def answer_complaint(*, actor: Actor, public_id: str, answer: str, now: datetime) -> Complaint:
    """The stewards' answer; whoever complained says whether it helps.

    Raises: NotFound (also one's own), ComplaintOver, WordsMissing, TextTooLong.
    """
    made = _locked(actor, "groups.answer-complaint", public_id)
    words = words_rules.check_words(answer, field="answer", limit=made.answer_limit)
    if not made.is_running:
        raise errors.ComplaintOver
    made.answer_it(actor=actor, answer=words, closes_at=now + CLOSES_AFTER, now=now)
    _record(made, facts.ComplaintAnswered, now=now)
    return made


@transaction.atomic
def confirm_complaint(*, actor: Actor, public_id: str, now: datetime) -> Complaint:
    """Whoever complained is content; also before anybody answered. Repeating changes nothing.

    Raises: NotFound, ComplaintOver.
    """
    made = _locked(actor, "groups.confirm-complaint", public_id)
    if made.state == S.CONFIRMED:
        return made
    if made.state == S.CLOSED:
        raise errors.ComplaintOver
    made.confirm(actor=actor, now=now)
    return made


@transaction.atomic
def reject_answer(*, actor: Actor, public_id: str, now: datetime) -> Complaint:
    """The answer does not help: the clock runs again, and the stewards are told.

    Raises: NotFound, ComplaintOver.
    """
    made = _locked(actor, "groups.confirm-complaint", public_id)
    if made.state != S.ANSWERED:
        raise errors.ComplaintOver
    seen_by, answer_by = complaint_rules.deadlines(now, zone_of(made.group.time_zone))
    made.run_again(actor=actor, seen_by=seen_by, answer_by=answer_by, now=now)
    _record(made, facts.ComplaintMade, now=now)
    return made


def follow_complaints(*, now: datetime) -> int:
    """Remind stewards of what runs late, and close what was answered a week ago; how many.

    Each in its own transaction. Hours late it reminds once, of the latest step; nobody is told twice.
    """
    due = Complaint.objects.filter(next_due_at__lte=now).order_by("next_due_at", "pk")
    return sum(_follow(pk, now=now) for pk in list(due.values_list("pk", flat=True)[:500]))


@transaction.atomic
def _follow(complaint_id: int, *, now: datetime) -> int:
    Complaint.objects.filter(pk=complaint_id).update(version=F("version"))  # nobody else changes it meanwhile
    made = Complaint.objects.select_related("group").get(pk=complaint_id)
    if made.next_due_at is None or made.next_due_at > now:
        return 0
    if made.state == S.ANSWERED:
        made.close(actor=SYSTEM, now=now)
        return 1
    times = {"seen_by": made.seen_by_at, "answer_by": made.answer_by_at}
    level = max(made.level, complaint_rules.level_due(state=made.state, now=now, **times))
    if level > made.level:
        _remind(made, level, now=now)
    due = complaint_rules.next_due(state=made.state, level=level, **times)
    Complaint.objects.filter(pk=made.pk).update(level=level, next_due_at=due)
    return 1


def _remind(made: Complaint, level: int, *, now: datetime) -> None:
    """All stewards of the group; unanswered for 24 waking hours also the community's."""
    told = queries.steward_ids(group_id=made.group_id)
    if level == complaint_rules.NOT_ANSWERED:
        told += [pk for pk in holders_of(Role.STEWARD, "") if pk not in told]
    news = [
        News(
            kind=LATE,
            member_id=member_id,
            about=f"complaint:{made.pk}.{made.rounds}.{level}",
            topic=f"group:{made.group_id}",
        )
        for member_id in told
        if member_id != made.member_id
    ]
    notify(news, now=now)


@transaction.atomic
def let_go_of_complaints(member_id: int, now: datetime) -> None:
    """The erasure's step: the words go, that there was a complaint stays. Repeating changes nothing."""
    Complaint.objects.filter(member_id=member_id).update(body="", answer="")
    live = Complaint.objects.filter(member_id=member_id, state__in=UNSETTLED)
    for made in live.order_by("pk"):
        made.confirm(actor=SYSTEM, now=now)


def _locked(actor: Actor, verb: str, public_id: str) -> Complaint:
    """Ask, and hold the row until the transaction ends."""
    made = queries.complaint_by_id(public_id)
    allow(actor, verb, made)
    if made is None:
        raise NotFound
    Complaint.objects.filter(pk=made.pk).update(version=F("version"))
    return queries.complaint_by_id(public_id) or made


def _record(made: Complaint, fact: type[facts.ComplaintFact], *, now: datetime) -> None:
    stewards = [pk for pk in queries.steward_ids(group_id=made.group_id) if pk != made.member_id]
    news = fact(
        complaint_id=made.pk,
        group_id=made.group_id,
        member_id=made.member_id or 0,
        source=made.source,
        round=made.rounds,
        steward_id=stewards[0] if stewards else 0,
        occurred_at=now.isoformat(),
    )
    record(news, subject=made.public_id)

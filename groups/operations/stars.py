"""Asking for the day's star, the answers, and putting the words up on the day."""

from datetime import date, datetime

from django.db import transaction

from common.access import SYSTEM, Actor, allow
from common.clock import zone_of
from common.errors import NotFound, TooMany
from groups import errors, facts, kind_rules, queries, star_rules, words_rules
from groups.board_states import POST_LIMIT, PostAudience, PostKind
from groups.models import Group, Post, StarGreeter, StarInvitation, StarPlan, StarSlot
from groups.operations.acts import note_act
from groups.operations.board import put_up
from groups.operations.seats import lock_group
from groups.star_states import GREETERS, LIVE, QUESTIONS, StarAnswer, StarState
from groups.states import GroupState
from outbox.facts import record


@transaction.atomic
def switch_stars(*, actor: Actor, group_id: int, is_on: bool) -> StarPlan:
    """Begin to ask for daily stars, or stop; who has said yes stays. Repeating changes nothing."""
    group = Group.objects.filter(pk=group_id).first()
    allow(actor, "groups.keep-stars", group)
    if group is None:
        raise NotFound
    plan, _is_new = StarPlan.objects.get_or_create(group=group)
    if plan.is_on != is_on:
        plan.is_on = is_on
        plan.save(update_fields=["is_on"])
        note_act(group, actor, "switch-stars", new="on" if is_on else "off")
    return plan


def keep_stars(*, now: datetime) -> None:
    """Who did not answer in time makes room, the next is asked, and today's star appears.

    Hours late, or twice at once, it asks nobody twice. One transaction per step.
    """
    for invitation_id in queries.stars_to_expire(now=now):
        _expire(invitation_id, now=now)
    for group_id in StarPlan.objects.filter(is_on=True, group__state=GroupState.ACTIVE).values_list(
        "group_id", flat=True
    ):
        _ask(group_id, now=now)
    for invitation_id in queries.stars_to_appear():
        _appear(invitation_id, now=now)


@transaction.atomic
def _expire(invitation_id: int, *, now: datetime) -> None:
    invitation = _locked(invitation_id)
    if invitation.state == StarState.ASKED and invitation.answer_by <= now:
        invitation.expire(actor=SYSTEM)


@transaction.atomic
def _ask(group_id: int, *, now: datetime) -> list[StarInvitation]:
    """One person for each of the next days that has nobody. Under the group's lock."""
    group = lock_group(group_id)
    zone = zone_of(group.time_zone)
    asked = []
    for day in star_rules.days_to_ask(zone=zone, now=now):
        slot, _is_new = StarSlot.objects.get_or_create(group=group, local_date=day)
        if slot.invitations.filter(state__in=LIVE).exists():
            continue
        member_id = next(iter(queries.next_stars(group=group, now=now, size=1)), None)
        if member_id is None:
            break
        asked.append(_invite(slot, member_id, until=star_rules.answer_by(day, zone=zone, now=now), now=now))
    return asked


def _invite(slot: StarSlot, member_id: int, *, until: datetime, now: datetime) -> StarInvitation:
    invitation = StarInvitation.objects.create(
        slot=slot, group_id=slot.group_id, member_id=member_id, asked_at=now, answer_by=until
    )
    news = facts.StarAsked(
        invitation_id=invitation.pk,
        group_id=slot.group_id,
        member_id=member_id,
        occurred_at=now.isoformat(),
    )
    record(news, subject=invitation.public_id)
    return invitation


@transaction.atomic
def answer_star(
    *, actor: Actor, public_id: str, answer: str, on: date | None = None, now: datetime
) -> StarInvitation:
    """Yes, another day, not now, or never. Repeating the same answer changes nothing.

    Raises: NotFound, StarOver, UnknownChoice, BadDate, DayTaken.
    """
    invitation = _own(actor, public_id)
    if answer not in StarAnswer.values:
        raise errors.UnknownChoice(field="answer")
    if _is_answered_so(invitation, answer):
        return invitation
    if invitation.state != StarState.ASKED or now >= invitation.answer_by:
        raise errors.StarOver
    if answer == StarAnswer.NOT_NOW:
        invitation.decline(actor=actor)
    elif answer == StarAnswer.NEVER:
        invitation.refuse_for_good(actor=actor)
    elif answer == StarAnswer.ANOTHER_DAY:
        return _defer(invitation, on, actor=actor, now=now)
    else:
        invitation.accept(actor=actor, by_interview=answer == StarAnswer.INTERVIEW)
    return invitation


def _is_answered_so(invitation: StarInvitation, answer: str) -> bool:
    if answer in (StarAnswer.YES, StarAnswer.INTERVIEW):
        asked_for = answer == StarAnswer.INTERVIEW
        return invitation.state == StarState.ACCEPTED and invitation.by_interview == asked_for
    same = {
        StarAnswer.ANOTHER_DAY: StarState.DEFERRED,
        StarAnswer.NOT_NOW: StarState.DECLINED,
        StarAnswer.NEVER: StarState.NEVER,
    }
    return same[StarAnswer(answer)] == invitation.state


def _defer(invitation: StarInvitation, on: date | None, *, actor: Actor, now: datetime) -> StarInvitation:
    """The chosen day is theirs at once; the day they were asked for goes to the next. Lock is held."""
    day = star_rules.check_day(on, zone=zone_of(invitation.group.time_zone), now=now)
    slot, _is_new = StarSlot.objects.get_or_create(group=invitation.group, local_date=day)
    if slot.invitations.filter(state__in=LIVE).exists():
        raise errors.DayTaken(field="on")
    invitation.defer(actor=actor)
    theirs = StarInvitation.objects.create(
        slot=slot, group=invitation.group, member=invitation.member, asked_at=now, answer_by=now
    )
    theirs.accept(actor=actor, by_interview=False)
    return theirs


@transaction.atomic
def write_star_words(
    *, actor: Actor, public_id: str, answers: list[str] | None = None, body: str = "", now: datetime
) -> StarInvitation:
    """Keep a draft: own words, or the answers of the interview put together. Nobody else sees it.

    Raises: NotFound, StarOver, WordsMissing, TextTooLong.
    """
    invitation = _accepted(actor, public_id)
    if answers is None:
        invitation.write(answers=[], draft=words_rules.check_words(body, limit=POST_LIMIT))
        return invitation
    given = star_rules.check_answers(answers)
    draft = star_rules.interview([str(question) for question in QUESTIONS], given)
    invitation.write(answers=given, draft=draft)
    return invitation


@transaction.atomic
def approve_star_words(
    *, actor: Actor, public_id: str, body: str, as_is: bool = False, now: datetime
) -> StarInvitation:
    """These words, and no others, appear on the day.

    Raises: NotFound, StarOver, WordsMissing, TextTooLong, MayHurt (unless ``as_is``).
    """
    invitation = _accepted(actor, public_id)
    words = words_rules.check_words(body, limit=POST_LIMIT)
    kind_rules.ask_first(words, as_is=as_is)
    invitation.approve(actor=actor, words=words)
    return invitation


@transaction.atomic
def withdraw_star(*, actor: Actor, public_id: str, now: datetime) -> StarInvitation:
    """Step back, until the evening before; the next is asked. Repeating changes nothing.

    Raises: NotFound, StarOver.
    """
    invitation = _own(actor, public_id)
    if invitation.state == StarState.WITHDRAWN:
        return invitation
    settled = star_rules.settled_at(invitation.slot.local_date, zone_of(invitation.group.time_zone))
    if invitation.state not in LIVE or now >= settled:
        raise errors.StarOver
    invitation.withdraw(actor=actor)
    return invitation


@transaction.atomic
def _appear(invitation_id: int, *, now: datetime) -> Post | None:
    """Put the approved words up once the day has come; words that came too late make nobody a star."""
    invitation = _locked(invitation_id)
    day, zone = invitation.slot.local_date, zone_of(invitation.group.time_zone)
    if invitation.state not in (StarState.ACCEPTED, StarState.READY) or now < star_rules.appears_at(
        day, zone
    ):
        return None
    inside = queries.is_active_member(group_id=invitation.group_id, member_id=invitation.member_id)
    if now >= star_rules.over_at(day, zone) or not inside:
        invitation.expire(actor=SYSTEM)
        return None
    if invitation.state != StarState.READY:
        return None
    try:
        post = _put_up(invitation, now=now)
    except (TooMany, errors.Muted):  # appears as soon as that is over
        return None
    greeters = _greeters(invitation, now=now)
    news = facts.StarAppeared(
        post_id=post.pk,
        group_id=invitation.group_id,
        member_id=invitation.member_id,
        greeter_ids=greeters,
        occurred_at=now.isoformat(),
    )
    record(news, subject=post.public_id)
    return post


def _put_up(invitation: StarInvitation, *, now: datetime) -> Post:
    with transaction.atomic():
        post = put_up(
            Post(
                group=invitation.group,
                author=invitation.member,
                kind=PostKind.STAR,
                audience=PostAudience.FELLOWS,
                body=invitation.draft,
                sent_anyway=kind_rules.may_hurt(invitation.draft),  # asked when they were approved
                created_at=now,
            )
        )
    StarSlot.objects.filter(pk=invitation.slot_id).update(post=post)
    invitation.appear(actor=SYSTEM)
    return post


def _greeters(invitation: StarInvitation, *, now: datetime) -> list[int]:
    chosen = queries.next_greeters(group=invitation.group, star_id=invitation.member_id, size=GREETERS)
    StarGreeter.objects.bulk_create(
        [StarGreeter(slot_id=invitation.slot_id, member_id=member_id, at=now) for member_id in chosen]
    )
    return chosen


@transaction.atomic
def let_go_of_stars(member_id: int, now: datetime) -> None:
    """The erasure's step. Repeating changes nothing."""
    StarGreeter.objects.filter(member_id=member_id).delete()
    for invitation in StarInvitation.objects.filter(member_id=member_id, state__in=LIVE).order_by("pk"):
        invitation.withdraw(actor=SYSTEM)
    StarInvitation.objects.filter(member_id=member_id).update(answers=[], draft="")


def _locked(invitation_id: int) -> StarInvitation:
    """Under the group's lock, as everything that decides who is asked."""
    group_id = StarInvitation.objects.values_list("group_id", flat=True).get(pk=invitation_id)
    lock_group(group_id)
    return StarInvitation.objects.select_related("group", "slot", "member").get(pk=invitation_id)


def _own(actor: Actor, public_id: str) -> StarInvitation:
    invitation = queries.star_by_id(public_id)
    allow(actor, "groups.answer-star", invitation)
    if invitation is None:
        raise NotFound
    return _locked(invitation.pk)


def _accepted(actor: Actor, public_id: str) -> StarInvitation:
    invitation = _own(actor, public_id)
    if invitation.state != StarState.ACCEPTED:
        raise errors.StarOver
    return invitation

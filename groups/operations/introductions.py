"""Asking to be introduced, passing it on, agreeing, and saying no without a word."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from accounts.queries import as_member
from accounts.visibility import are_blocked
from common.access import SYSTEM, Actor, allow
from common.clock import db_now
from common.crypto import create_key, shred_key
from common.errors import NotFound
from common.limits import hit_all
from gifts.operations import enter_in_book
from gifts.states import BookKind
from groups import errors, facts, introduction_rules, queries, words_rules
from groups.introduction_states import CONTACT_LIMIT, LASTS, LIVE, WORDS_LIMIT, IntroductionState
from groups.models import Introduction
from outbox.facts import record

S = IntroductionState


@transaction.atomic
def ask_introduction(
    *, actor: Actor, target_id: int, mutual_id: int, why: str, contact: str, now: datetime
) -> Introduction:
    """Ask somebody who shares a group with both to introduce the actor to a third.

    Raises: NotFound (nobody, oneself, or across a block), NobodyBetween (whoever was chosen does not know
    both), AskedAlready, WordsMissing, TextTooLong, TooMany.
    """
    allow(actor, "groups.ask-introduction", target_id)
    asker = as_member(actor)
    words = words_rules.check_words(why, field="why", limit=WORDS_LIMIT)
    reach = words_rules.check_words(contact, field="contact", limit=CONTACT_LIMIT)
    if mutual_id not in queries.mutual_ids(asker_id=asker.pk, target_id=target_id):
        raise errors.NobodyBetween(field="mutual")
    at = db_now()
    _lapse_due(Introduction.objects.filter(asker=asker, target_id=target_id), at)
    if queries.is_waited_for(asker_id=asker.pk, target_id=target_id, now=at):
        raise errors.AskedAlready
    hit_all([(introduction_rules.ASKED, str(asker.pk))])
    made = Introduction(
        asker=asker,
        mutual_id=mutual_id,
        target_id=target_id,
        why=words,
        created_at=now,
        expires_at=at + LASTS,
    )
    made.data_key = create_key("groups.introduction")
    made.asker_contact = made.seal(reach, of="asker")
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as twice:
        raise errors.AskedAlready from twice
    _record(facts.IntroductionAsked, made, now=now)
    return made


@transaction.atomic
def pass_on_introduction(*, actor: Actor, public_id: str, sentence: str, now: datetime) -> Introduction:
    """Whoever knows both agrees and says a sentence. Repeating changes nothing.

    If the two have blocked each other meanwhile it goes no further, and looks the same. Raises: NotFound,
    IntroductionOver, WordsMissing, TextTooLong.
    """
    one = _locked(actor, "groups.pass-on-introduction", public_id)
    words = words_rules.check_words(sentence, field="words", limit=WORDS_LIMIT)
    if one.state != S.ASKED and one.sentence:
        return one
    _check_open(one, S.ASKED)
    if are_blocked(one.asker_id, one.target_id):
        one.drop(actor=actor, sentence=words)
        return one
    one.pass_on(actor=actor, sentence=words)
    _record(facts.IntroductionPassedOn, one, now=now)
    return one


@transaction.atomic
def accept_introduction(*, actor: Actor, public_id: str, contact: str, now: datetime) -> Introduction:
    """The other agrees: from now both see how to reach each other. Repeating changes nothing.

    It stands in the book of two of whoever knows both with each of them. Raises: NotFound (also once a
    block stands between any two), IntroductionOver, WordsMissing, TextTooLong.
    """
    one = _locked(actor, "groups.accept-introduction", public_id)
    reach = words_rules.check_words(contact, field="contact", limit=CONTACT_LIMIT)
    if one.state == S.INTRODUCED:
        return one
    _check_open(one, S.PASSED_ON)
    one.accept(actor=actor, contact=reach)
    for name, other_id in (("asker", one.asker_id), ("target", one.target_id)):
        enter_in_book(
            giver_id=one.mutual_id,
            other_id=other_id,
            kind=BookKind.INTRODUCTION,
            ref=f"introduction:{one.public_id}:{name}",
            happened_at=now,
        )
    _record(facts.MembersIntroduced, one, now=now)
    return one


@transaction.atomic
def decline_introduction(*, actor: Actor, public_id: str) -> Introduction:
    """Say no, or take one's own question back. Nobody is told. Repeating changes nothing.

    Taking back what the others have declined already looks like taking back what still waits: else the
    button would tell a no from silence.

    Raises: NotFound, IntroductionOver (you know each other already).
    """
    one = _locked(actor, "groups.decline-introduction", public_id)
    if one.state == S.INTRODUCED:
        raise errors.IntroductionOver
    if actor.pk == one.asker_id:
        if one.still_open(now=db_now()):
            one.withdraw(actor=actor)
    elif one.state == S.ASKED or (one.state == S.PASSED_ON and actor.pk == one.target_id):
        one.decline(actor=actor)
    return one


@transaction.atomic
def lapse_introductions(*, now: datetime, limit: int = 200) -> int:
    """Nobody answered in time. Returns how many ended."""
    due = Introduction.objects.filter(state__in=LIVE, expires_at__lte=now).order_by("expires_at", "pk")
    return _lapse_due(Introduction.objects.filter(pk__in=list(due.values_list("pk", flat=True)[:limit])), now)


@transaction.atomic
def let_go_of_introductions(member_id: int, now: datetime) -> None:
    """The erasure's step: words and ways to reach the member go, for good. Repeating changes nothing."""
    rows = Introduction.objects.all()
    rows.filter(asker_id=member_id).update(why="")
    rows.filter(mutual_id=member_id).update(sentence="")
    theirs = rows.filter(asker_id=member_id) | rows.filter(target_id=member_id)
    for key_id in theirs.order_by("pk").values_list("data_key_id", flat=True):
        shred_key(key_id)
    theirs.update(asker_contact="", target_contact="")
    for one in (theirs | rows.filter(mutual_id=member_id)).filter(state__in=LIVE).order_by("pk"):
        one.lapse(actor=SYSTEM)


def _lapse_due(rows: QuerySet[Introduction], now: datetime) -> int:
    due = list(rows.filter(state__in=LIVE, expires_at__lte=now).order_by("pk"))
    for one in due:
        one.lapse(actor=SYSTEM)
    return len(due)


def _locked(actor: Actor, verb: str, public_id: str) -> Introduction:
    """Ask, hold the row until the transaction ends, and ask again about what is there now."""
    one = queries.introduction_by_id(public_id)
    allow(actor, verb, one)
    if one is None:
        raise NotFound
    Introduction.objects.filter(pk=one.pk).update(version=F("version"))
    one = queries.introduction_by_id(public_id)
    allow(actor, verb, one)
    if one is None:
        raise NotFound
    return one


def _check_open(one: Introduction, state: str) -> None:
    if one.state != state or one.expires_at <= db_now():
        raise errors.IntroductionOver


def _record(fact: type[facts.IntroductionFact], one: Introduction, *, now: datetime) -> None:
    news = fact(
        introduction_id=one.pk,
        asker_id=one.asker_id,
        mutual_id=one.mutual_id,
        target_id=one.target_id,
        occurred_at=now.isoformat(),
    )
    record(news, subject=one.public_id)

"""Presents between members: given, sent on their day, called off, thanked for, written in the book."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings

from accounts.models import Member, Notification
from accounts.operations import block_member
from common.errors import NotFound, Refused, TooMany
from gifts import errors, operations, present_queries
from gifts.models import BookEntry, Gift, GiftOffer, Item, Present, ThankYou
from gifts.operations.leaving import let_go_of_gifts
from gifts.states import GiftState
from outbox.models import FactRow, Job
from outbox.testing import run_jobs
from tests.factories import gifts as make

pytestmark = pytest.mark.django_db


def _shelf(stock: int = 3, **columns: Any) -> Item:
    return make.item(stock=stock, for_presents=True, **columns)


def _give(sender: Member, to: Member, of: Item | None = None, **more: Any) -> Present:
    shelf = of or _shelf()
    given: dict[str, Any] = {"card": "Thank you for the walk", "send_at": None, "now": datetime.now(UTC)}
    return operations.give_present(actor=sender, recipient_id=to.pk, item_id=shelf.pk, **given | more)


def _refused(refusal: type[Refused], sender: Member, to: Member, shelf: Item, **more: Any) -> None:
    left = make.left(shelf)
    with pytest.raises(refusal):
        _give(sender, to, shelf, **more)
    assert (Present.objects.count(), Gift.objects.count(), make.left(shelf)) == (0, 0, left)


def test_present_is_held_out_to_the_other_with_its_card() -> None:
    sender, friend, shelf = make.member(), make.member(), _shelf(stock=1)

    present = _give(sender, friend, shelf)

    assert make.state_of(present.gift) == GiftState.OFFERED
    assert GiftOffer.objects.filter(gift=present.gift, recipient=friend, answer="").count() == 1
    assert make.left(shelf) == 0
    seen = present_queries.received_present(gift_id=present.gift_id)
    assert seen is not None
    assert (seen.sender_id, seen.card) == (sender.pk, "Thank you for the walk")


def test_card_stands_nowhere_in_plain() -> None:
    _give(make.member(), make.member(), card="CARD-CANARY-31")

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
            assert "CARD-CANARY-31" not in repr(cursor.fetchall()), table


@pytest.mark.parametrize("blocker", ["sender", "friend"])
def test_is_refused_across_a_block_as_for_nobody(blocker: str) -> None:
    people = {"sender": make.member(), "friend": make.member()}
    other = people["friend" if blocker == "sender" else "sender"]
    block_member(actor=people[blocker], member_id=other.pk, now=make.NOW)

    _refused(NotFound, people["sender"], people["friend"], _shelf())


def test_is_refused_to_oneself_and_to_those_who_are_not_here() -> None:
    sender = make.member()

    _refused(NotFound, sender, sender, _shelf())
    _refused(NotFound, sender, make.member(state="suspended"), _shelf())


def test_is_refused_for_what_is_not_in_the_catalogue() -> None:
    _refused(errors.NotForPresents, make.member(), make.member(), make.item(stock=1))


def test_is_refused_when_nothing_is_left() -> None:
    _refused(errors.SoldOut, make.member(), make.member(), _shelf(stock=0))


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"card": "x" * 301}, errors.CardTooLong),
        ({"card": "a\x07b"}, errors.CardNotPrintable),
        ({"send_at": datetime.now(UTC) + timedelta(days=91)}, errors.DayOutOfRange),
    ],
)
def test_unusable_cards_and_days_are_refused(more: dict[str, Any], refusal: type[Refused]) -> None:
    _refused(refusal, make.member(), make.member(), _shelf(), **more)


@override_settings(LIMITS={"gifts.presents-a-day": 2})
def test_a_member_gives_so_many_a_day() -> None:
    sender, shelf = make.member(), _shelf(stock=5)
    for _number in range(2):
        _give(sender, make.member(), shelf)

    with pytest.raises(TooMany):
        _give(sender, make.member(), shelf)

    assert (Present.objects.count(), make.left(shelf)) == (2, 3)


def test_a_pair_gives_so_many_a_month_in_either_direction() -> None:
    one, other, shelf = make.member(), make.member(), _shelf(stock=5)
    _give(one, other, shelf)
    _give(other, one, shelf)

    with pytest.raises(TooMany):
        _give(one, other, shelf)

    assert Present.objects.count() == 2


def _scheduled(sender: Member, friend: Member, shelf: Item) -> Present:
    present = _give(sender, friend, shelf, send_at=datetime.now(UTC) + timedelta(days=3))
    run_jobs()
    return present


def test_present_for_another_day_holds_its_unit_and_tells_nobody() -> None:
    friend, shelf = make.member(), _shelf(stock=1)

    present = _scheduled(make.member(), friend, shelf)

    assert (present.state, make.left(shelf)) == ("scheduled", 0)
    assert not GiftOffer.objects.exists()
    assert Job.objects.filter(kind="gifts.send-present", state="todo").count() == 1


def test_on_its_day_it_is_sent_once() -> None:
    present = _scheduled(make.member(), make.member(), _shelf())

    for _again in range(2):
        operations.send_present(present_id=present.pk, now=datetime.now(UTC))

    present.refresh_from_db()
    assert present.state == "sent"
    assert GiftOffer.objects.filter(gift=present.gift).count() == 1


def test_is_called_off_on_its_day_when_the_two_have_parted() -> None:
    sender, friend, shelf = make.member(), make.member(), _shelf(stock=1)
    present = _scheduled(sender, friend, shelf)
    block_member(actor=friend, member_id=sender.pk, now=make.NOW)

    operations.send_present(present_id=present.pk, now=datetime.now(UTC))

    present.refresh_from_db()
    assert (present.state, make.left(shelf)) == ("called_off", 1)
    assert not GiftOffer.objects.exists()


def test_sender_calls_it_off_before_its_day() -> None:
    sender, shelf = make.member(), _shelf(stock=1)
    present = _scheduled(sender, make.member(), shelf)

    for _again in range(2):
        operations.call_off_present(actor=sender, public_id=present.public_id, now=datetime.now(UTC))

    assert make.left(shelf) == 1
    operations.send_present(present_id=present.pk, now=datetime.now(UTC))
    assert not GiftOffer.objects.exists()


def test_what_was_sent_cannot_be_called_off_nor_by_anybody_else() -> None:
    sender, friend = make.member(), make.member()
    present = _give(sender, friend)

    with pytest.raises(errors.AlreadySent):
        operations.call_off_present(actor=sender, public_id=present.public_id, now=make.NOW)
    with pytest.raises(NotFound):
        operations.call_off_present(actor=friend, public_id=present.public_id, now=make.NOW)


def _accepted(sender: Member, friend: Member) -> Present:
    present = _give(sender, friend)
    operations.accept_gift(
        actor=friend, gift_id=present.gift_id, address=make.address(), now=datetime.now(UTC)
    )
    return present


def test_accepted_present_stands_in_the_book_once() -> None:
    sender, friend = make.member(), make.member()
    present = _accepted(sender, friend)

    run_jobs(["gifts.enter-present"])
    operations.enter_present(gift_id=present.gift_id, now=make.NOW)

    for one, other in ((sender, friend), (friend, sender)):
        (line,) = present_queries.book_of(member_id=one.pk, other_id=other.pk)
        assert (line.giver_id, line.kind) == (sender.pk, "present")


def test_declined_present_stands_in_no_book_and_reads_like_silence() -> None:
    sender, friend = make.member(), make.member()
    present = _give(sender, friend)
    operations.decline_gift(actor=friend, gift_id=present.gift_id, now=datetime.now(UTC))
    operations.enter_present(gift_id=present.gift_id, now=make.NOW)

    assert not BookEntry.objects.exists()
    seen = present_queries.present_by(member_id=sender.pk, public_id=present.public_id)
    assert (seen.state, seen.phrase) == ("not_taken", "")


def test_either_side_clears_the_book_for_both() -> None:
    sender, friend, third = make.member(), make.member(), make.member()
    operations.enter_present(gift_id=_accepted(sender, friend).gift_id, now=make.NOW)
    operations.enter_present(gift_id=_accepted(sender, third).gift_id, now=make.NOW)

    operations.clear_book(actor=friend, other_id=sender.pk)

    assert present_queries.book_of(member_id=sender.pk, other_id=friend.pk) == []
    assert len(present_queries.book_of(member_id=sender.pk, other_id=third.pk)) == 1


def test_recipient_thanks_once_and_the_sender_reads_it() -> None:
    sender, friend = make.member(), make.member()
    present = _accepted(sender, friend)

    operations.say_thanks(actor=friend, gift_id=present.gift_id, text="Lovely!", now=make.NOW)
    with pytest.raises(errors.AlreadyThanked):
        operations.say_thanks(actor=friend, gift_id=present.gift_id, text="Again", now=make.NOW)

    seen = present_queries.present_by(member_id=sender.pk, public_id=present.public_id)
    assert seen.thanks == "Lovely!"
    assert FactRow.objects.filter(kind="gifts.present-thanked").count() == 1


def test_thanks_are_for_accepted_presents_and_by_their_recipient() -> None:
    sender, friend = make.member(), make.member()
    present = _give(sender, friend)

    for somebody in (friend, sender):
        with pytest.raises(NotFound):
            operations.say_thanks(actor=somebody, gift_id=present.gift_id, text="Hm", now=make.NOW)

    assert not ThankYou.objects.exists()


def _told(member: Member, kind: str) -> int:
    return Notification.objects.filter(member=member, kind=kind).count()


@pytest.mark.parametrize("leaver", ["sender", "recipient"])
def test_nothing_waits_for_its_day_once_one_of_the_two_has_left(leaver: str) -> None:
    shelf = _shelf(stock=1)
    present = _scheduled(make.member(), make.member(), shelf)

    for _again in range(2):
        let_go_of_gifts(getattr(present, f"{leaver}_id"), make.NOW)
    operations.send_present(present_id=present.pk, now=present.send_at)

    present.refresh_from_db()
    assert (present.state, make.left(shelf)) == ("called_off", 1)
    assert not GiftOffer.objects.exists()


@pytest.mark.parametrize("leaver", ["sender", "recipient"])
def test_no_book_is_written_with_somebody_who_has_left(leaver: str) -> None:
    present = _accepted(make.member(), make.member())
    gone = {"phone_index": None, "phone_sealed": "", "email_index": None, "email_sealed": ""}
    Member.objects.filter(pk=getattr(present, f"{leaver}_id")).update(state="erased", **gone)

    operations.enter_present(gift_id=present.gift_id, now=datetime.now(UTC))

    assert not BookEntry.objects.exists()


def test_sender_hears_of_a_yes_and_of_thanks_once_and_never_of_a_no() -> None:
    sender, friend, other = make.member(), make.member(), make.member()
    present, refused = _accepted(sender, friend), _give(sender, other)
    operations.decline_gift(actor=other, gift_id=refused.gift_id, now=datetime.now(UTC))
    operations.say_thanks(actor=friend, gift_id=present.gift_id, text="Lovely!", now=datetime.now(UTC))

    run_jobs()
    operations.enter_present(gift_id=present.gift_id, now=datetime.now(UTC))

    assert (_told(sender, "gifts.present-taken"), _told(sender, "gifts.present-thanked")) == (1, 1)


def test_turn_is_told_once_in_ninety_days_to_who_was_given_last() -> None:
    sender, friend = make.member(), make.member()
    now = datetime(2026, 3, 31, tzinfo=UTC)
    meeting: dict[str, Any] = {"giver_id": sender.pk, "other_id": friend.pk, "kind": "present"}
    operations.enter_in_book(ref="present:a", happened_at=now - timedelta(days=30, seconds=1), **meeting)

    told = [operations.remind_of_turns(now=now + timedelta(days=days)) for days in (0, 1, 45, 89)]

    assert told == [1, 0, 0, 0]
    assert (_told(friend, "gifts.your-turn"), _told(sender, "gifts.your-turn")) == (1, 0)
    operations.enter_in_book(ref="present:b", happened_at=now + timedelta(days=50), **meeting)
    assert operations.remind_of_turns(now=now + timedelta(days=90)) == 1


def test_turn_is_told_once_to_the_pair_and_not_once_to_each() -> None:
    one, other = make.member(), make.member()
    now = datetime(2026, 3, 31, tzinfo=UTC)
    first: dict[str, Any] = {"giver_id": one.pk, "other_id": other.pk, "kind": "present"}
    operations.enter_in_book(ref="present:a", happened_at=now - timedelta(days=31), **first)
    assert operations.remind_of_turns(now=now) == 1

    answer = {**first, "giver_id": other.pk, "other_id": one.pk}
    operations.enter_in_book(ref="present:b", happened_at=now + timedelta(days=5), **answer)

    assert operations.remind_of_turns(now=now + timedelta(days=40)) == 0
    assert operations.remind_of_turns(now=now + timedelta(days=91)) == 1
    assert (_told(other, "gifts.your-turn"), _told(one, "gifts.your-turn")) == (1, 1)


def test_turn_is_told_beyond_those_who_have_heard_and_those_who_do_not_hear() -> None:
    now, at = datetime(2026, 3, 31, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
    givers, friends = [make.member() for _ in range(5)], [make.member() for _ in range(5)]
    block_member(actor=friends[0], member_id=givers[0].pk, now=make.NOW)
    for number, (giver, friend) in enumerate(zip(givers, friends, strict=True)):
        pair: dict[str, Any] = {"giver_id": giver.pk, "other_id": friend.pk, "kind": "present"}
        operations.enter_in_book(ref=f"present:{number}", happened_at=at, **pair)

    assert [operations.remind_of_turns(now=now, at_once=2) for _twice in range(2)] == [4, 0]
    assert [_told(friend, "gifts.your-turn") for friend in friends] == [0, 1, 1, 1, 1]


def test_turn_is_not_told_too_soon_nor_after_an_answer() -> None:
    sender, friend, now = make.member(), make.member(), datetime(2026, 5, 20, tzinfo=UTC)
    pair: dict[str, Any] = {"giver_id": sender.pk, "other_id": friend.pk, "kind": "present"}
    operations.enter_in_book(ref="present:a", happened_at=now - timedelta(days=29), **pair)
    assert operations.remind_of_turns(now=now) == 0

    answer = {**pair, "giver_id": friend.pk, "other_id": sender.pk}
    operations.enter_in_book(ref="present:b", happened_at=now + timedelta(days=1), **answer)

    assert operations.remind_of_turns(now=now + timedelta(days=10)) == 0


def test_card_and_thanks_go_with_their_key() -> None:
    from common.crypto import shred_key

    sender, friend = make.member(), make.member()
    present = _accepted(sender, friend)
    operations.say_thanks(actor=friend, gift_id=present.gift_id, text="Lovely!", now=make.NOW)

    shred_key(present.data_key_id)

    seen = present_queries.present_by(member_id=sender.pk, public_id=present.public_id)
    assert (seen.card, seen.thanks) == ("", "")

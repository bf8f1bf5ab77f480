"""Photos of an event: nobody sees one before all who are in it agreed, and each can take it down."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Member
from accounts.operations import block_member
from common.clock import db_now
from common.errors import NotFound
from common.models import FileState, StoredFile
from groups import album_errors, errors, operations, queries
from groups.album_states import MARK_MOVES, PHOTO_MOVES, AlbumAudience
from groups.models import AlbumPhoto, Attendance, Event, Recap
from groups.operations.albums import let_go_of_album
from tests.factories.albums import agree, now_of, photo
from tests.factories.groups import member
from tests.factories.pictures import arrived, picture
from tests.groups.test_recaps import an_evening, tell

pytestmark = pytest.mark.django_db


def add(made: Event, by: Member, *people: Member, **given: Any) -> AlbumPhoto:
    columns: dict[str, Any] = {"upload": arrived(), "nobody": not people, "now": db_now(), **given}
    ids = [who.public_id for who in people]
    return operations.add_album_photo(actor=by, event_id=made.pk, **{"people": ids, **columns})


def down(one: AlbumPhoto, who: Member) -> AlbumPhoto:
    return operations.take_photo_down(actor=who, public_id=one.public_id, now=db_now())


def seen(made: Event, who: Any) -> list[int]:
    rows, _more = queries.album_of(event=Event.objects.get(pk=made.pk), viewer=who)
    return [row.photo.pk for row in rows]


def pictures(told: Recap, who: Member) -> tuple[list[int], int]:
    found = queries.recap_pictures(told.post, who)
    assert found is not None
    return [one.pk for one in found.photos], found.gone


def for_the_group(made: Event) -> None:
    operations.set_album_audience(
        actor=made.host, event_id=made.pk, audience=AlbumAudience.GROUP, now=db_now()
    )
    made.refresh_from_db()


def in_the_group(made: Event) -> Member:
    """Who was not there."""
    who = member()
    operations.join_group(actor=who, group_id=made.group_id, now=db_now())
    return who


def test_nobody_but_its_people_sees_it_before_all_of_them_agreed() -> None:
    made, (a, b, c) = an_evening()
    one = photo(made, a, b, c)
    outside = in_the_group(made)
    assert one.state == "waiting"
    assert [seen(made, who) for who in (a, b, c)] == [[one.pk]] * 3
    assert (seen(made, made.host), seen(made, outside), seen(made, AnonymousUser())) == ([], [], [])
    assert agree(one, b).state == "waiting"
    assert seen(made, made.host) == []
    assert agree(one, c).state == "shown"
    assert (seen(made, made.host), seen(made, outside)) == ([one.pk], [])


@pytest.mark.parametrize("agreed", [False, True])
def test_a_no_before_or_after_destroys_it_at_once_for_everybody(agreed) -> None:
    made, (a, b, c) = an_evening()
    one = photo(made, a, b, c)
    if agreed:
        assert agree(one, b, c).is_shown
    assert down(one, b).down_reason == "declined"
    after = now_of(one)
    assert (after.state, after.file.state, after.file.blobs.count()) == ("down", FileState.SHREDDED, 0)
    assert [seen(made, who) for who in (a, b, c, made.host)] == [[]] * 4
    assert down(one, b).state == "down"
    with pytest.raises(album_errors.PhotoNotShown):
        agree(one, c)


def test_somebody_who_was_not_marked_takes_down_what_they_are_in() -> None:
    made, (a, b, _c) = an_evening()
    one = photo(made, a)
    assert one.is_shown
    with pytest.raises(NotFound):
        down(one, in_the_group(made))
    assert down(one, b).down_reason == "objected"
    other, third = photo(made, a), photo(made, a)
    assert down(other, a).down_reason == "taken-back"
    assert down(third, made.host).down_reason == "runner"
    with pytest.raises(NotFound):
        down(one, b)


def test_nobody_is_left_out_by_silence_when_a_photo_is_added() -> None:
    made, (a, b, c) = an_evening()
    outside = in_the_group(made)
    with pytest.raises(album_errors.NobodyMarked):
        add(made, a, nobody=False)
    with pytest.raises(album_errors.SomebodyOrNobody):
        add(made, a, b, nobody=True)
    for who in (outside, a):
        with pytest.raises(errors.UnknownChoice):
            add(made, a, who)
    block_member(actor=c, member_id=a.pk, now=db_now())
    with pytest.raises(errors.UnknownChoice):
        add(made, a, c)
    with pytest.raises(NotFound):
        add(made, outside, b)
    assert not AlbumPhoto.objects.exists() and not StoredFile.objects.exists()
    assert add(made, a, b, made.host).marks.count() == 2


def test_nothing_is_added_before_it_begins() -> None:
    made, (a, _b, _c) = an_evening()
    Event.objects.filter(pk=made.pk).update(state="published")
    with pytest.raises(album_errors.NotBegunYet):
        add(made, made.host)
    Attendance.objects.filter(rsvp__member=a).delete()
    with pytest.raises(NotFound):
        add(made, a)


def test_an_album_that_opens_later_opens_no_older_photo_and_closing_closes_all() -> None:
    made, (a, b, _c) = an_evening()
    outside = in_the_group(made)
    old = agree(photo(made, a, b), b)
    with pytest.raises(NotFound):
        operations.set_album_audience(actor=a, event_id=made.pk, audience=20, now=db_now())
    with pytest.raises(errors.UnknownChoice):
        operations.set_album_audience(actor=made.host, event_id=made.pk, audience=30, now=db_now())
    for_the_group(made)
    new = agree(photo(made, a, b), b)
    assert (seen(made, outside), seen(made, b)) == ([new.pk], [new.pk, old.pk])
    operations.set_album_audience(actor=made.host, event_id=made.pk, audience=10, now=db_now())
    assert (seen(made, outside), seen(made, made.host)) == ([], [new.pk, old.pk])


def test_whoever_left_the_group_sees_their_own_and_can_take_it_down() -> None:
    made, (a, b, c) = an_evening()
    one, other = agree(photo(made, a, b), b), photo(made, c)
    operations.leave_group(actor=b, group_id=made.group_id, now=db_now())
    assert seen(made, b) == [one.pk]
    assert other.is_shown
    assert down(one, b).state == "down"


def test_no_photo_crosses_a_block_and_one_of_the_two_comes_down() -> None:
    made, (a, b, c) = an_evening()
    of_both, by_a, with_a = photo(made, a, b), photo(made, a), agree(photo(made, c, a), a)
    agree(of_both, b)
    block_member(actor=b, member_id=a.pk, now=db_now())
    assert seen(made, b) == [of_both.pk]
    assert operations.part_photos(blocker_id=b.pk, blocked_id=a.pk, now=db_now()) == 1
    assert operations.part_photos(blocker_id=b.pk, blocked_id=a.pk, now=db_now()) == 0
    assert (now_of(of_both).down_reason, seen(made, b)) == ("blocked", [])
    assert seen(made, c) == [with_a.pk, by_a.pk]


def test_a_block_that_is_gone_again_parts_nothing() -> None:
    made, (a, b, _c) = an_evening()
    photo(made, a, b)
    assert operations.part_photos(blocker_id=b.pk, blocked_id=a.pk, now=db_now()) == 0


def test_whoever_leaves_the_community_takes_what_they_added_and_are_in_with_them() -> None:
    made, (a, b, c) = an_evening()
    added, inside, others = photo(made, a, c), agree(photo(made, b, a), a), photo(made, b, c)
    for _again in range(2):
        let_go_of_album(a.pk, db_now())
    states = [now_of(one).state for one in (added, inside, others)]
    assert states == ["down", "down", "waiting"]
    assert now_of(added).file.state == now_of(inside).file.state == FileState.SHREDDED


def test_a_recap_takes_only_what_the_group_may_see_and_shows_it_only_while_it_is_shown() -> None:
    made, (a, b, _c) = an_evening()
    narrow = agree(photo(made, a, b), b)
    for_the_group(made)
    shown, waits = agree(photo(made, a, b), b), photo(made, a, b)
    for bad in (narrow, waits):
        with pytest.raises(errors.UnknownChoice):
            tell(made, photos=[bad.public_id])
    told = tell(made, photos=[shown.public_id])
    outside = in_the_group(made)
    assert pictures(told, outside) == ([shown.pk], 0)
    down(shown, b)
    assert pictures(told, outside) == ([], 1)


def test_tables_of_moves_end_where_a_photo_is_gone() -> None:
    assert PHOTO_MOVES["down"] == MARK_MOVES["declined"] == frozenset()
    assert all("down" in moves for state, moves in PHOTO_MOVES.items() if state != "down")


@pytest.mark.django_db(transaction=True)
def test_a_picture_is_made_anew_before_anybody_is_asked() -> None:
    from accounts.models import Notification
    from outbox.testing import run_jobs

    made, (a, b, _c) = an_evening()
    one = add(made, a, b, upload=arrived(picture(exif=b"Exif\x00\x00place")))
    assert (one.state, seen(made, b), seen(made, a)) == ("received", [], [one.pk])
    run_jobs()
    after = now_of(one)
    assert (after.state, sorted(after.file.blobs.values_list("variant", flat=True))) == (
        "waiting",
        ["large", "small"],
    )
    news = Notification.objects.filter(kind="groups.photo-asked")
    assert [row.member_id for row in news] == [b.pk]
    bad = add(made, a, upload=arrived(picture()[:60]))
    run_jobs()
    assert now_of(bad).state == "refused"
    assert down(bad, a).state == "down"

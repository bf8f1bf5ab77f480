"""Photos of posts: seen by whoever may read the post, and gone with it."""

from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.operations import block_member
from common.access import may
from common.clock import db_now
from common.errors import NotFound, TooMany
from common.models import FileState, StoredFile
from groups import errors, operations, post_photo_errors
from groups.models import Group, Post, PostPhoto
from groups.operations.leaving import let_go_of_groups
from groups.operations.post_photos import let_go_of_post_photos
from groups.post_photo_states import POST_PHOTO_MOVES
from outbox.testing import run_jobs
from tests.factories import rituals
from tests.factories.albums import now_of as album_now
from tests.factories.albums import photo as album_photo
from tests.factories.groups import NOW, group, member, steward_of
from tests.factories.moderation import decided, flagged, said
from tests.factories.pictures import arrived, picture
from tests.factories.post_photos import photo_on
from tests.groups.test_recaps import an_evening

pytestmark = pytest.mark.django_db


def write(made: Group, who: Any, *uploads: Any, body: str = "Look", **given: Any) -> Post:
    return operations.write_post(
        actor=who, group_id=made.pk, body=body, photos=uploads, now=db_now(), **given
    )


def sees(who: Any, photo: PostPhoto) -> bool:
    found = PostPhoto.objects.select_related("post__group", "file").get(pk=photo.pk)
    return may(who, "groups.see-post-photo", found)


def state(photo: PostPhoto) -> tuple[str, str]:
    found = PostPhoto.objects.select_related("file").get(pk=photo.pk)
    return found.state, found.file.state


def test_a_photo_has_the_readers_of_its_post_and_widening_a_group_widens_none() -> None:
    author, fellow, outside = member(), member(), member()
    made = group(author, fellow)
    Group.objects.filter(pk=made.pk).update(visibility="private")
    old = photo_on(said(made, author))
    assert [sees(who, old) for who in (author, fellow, outside, AnonymousUser())] == [
        True,
        True,
        False,
        False,
    ]
    Group.objects.filter(pk=made.pk).update(visibility="public")
    made.refresh_from_db()
    assert not sees(outside, old)
    wide = photo_on(write(made, author, audience=40))
    assert sees(outside, wide) and sees(AnonymousUser(), wide)
    block_member(actor=fellow, member_id=author.pk, now=db_now())
    assert (sees(fellow, old), sees(fellow, wide)) == (False, False)


def test_a_photo_may_stand_without_a_word_and_nothing_without_both() -> None:
    author = member()
    made = group(author)
    post = write(made, author, arrived(), arrived(), body=" ", lines="A kite\n\nIgnored")
    assert (post.body, [one.alt for one in post.photos.order_by("pk")]) == ("", ["A kite", ""])
    with pytest.raises(errors.WordsMissing):
        write(made, author, body=" ")


def test_a_post_takes_four_at_most_and_refused_ones_leave_nothing() -> None:
    author = member()
    made = group(author)
    with pytest.raises(post_photo_errors.TooManyPhotos):
        write(made, author, *[arrived() for _ in range(5)])
    with pytest.raises(errors.TextTooLong):
        write(made, author, arrived(), lines="x" * 201)
    assert not StoredFile.objects.exists() and not made.posts.exists()
    post = write(made, author, *[arrived() for _ in range(3)])
    add = partial(operations.add_post_photos, public_id=post.public_id, now=db_now())
    with pytest.raises(post_photo_errors.TooManyPhotos):
        add(actor=author, photos=[arrived(), arrived()])
    assert len(add(actor=author, photos=[arrived()])) == 1
    operations.remove_post_photo(
        actor=author, public_id=post.photos.order_by("pk")[0].public_id, now=db_now()
    )
    assert len(add(actor=author, photos=[arrived()])) == 1
    with pytest.raises(NotFound):
        add(actor=member(), photos=[arrived()])


def test_photos_are_counted_a_day(settings) -> None:
    settings.LIMITS = {"groups.post-photos-a-day": 1}
    author = member()
    made = group(author)
    with pytest.raises(TooMany):
        write(made, author, arrived(), arrived())
    assert not PostPhoto.objects.exists()


def test_only_the_weekends_question_is_answered_with_photos() -> None:
    author = member()
    made = group(author)
    topic = rituals.opened(made)
    answer = partial(operations.answer_prompt, actor=author, body="", now=db_now())
    with pytest.raises(post_photo_errors.PhotosNotAsked):
        answer(public_id=topic.public_id, photos=[arrived()])
    weekend = rituals.opened(made, of=rituals.ritual(made, kind="weekend"))
    post = answer(public_id=weekend.public_id, photos=[arrived()], lines="The lake")
    assert (post.body, [one.alt for one in post.photos.all()]) == ("", ["The lake"])
    words = operations.answer_prompt(
        actor=steward_of(made), public_id=topic.public_id, body="A", now=db_now()
    )
    with pytest.raises(post_photo_errors.PhotosNotAsked):
        operations.add_post_photos(
            actor=steward_of(made), public_id=words.public_id, photos=[arrived()], now=db_now()
        )


def test_photos_go_with_the_post_and_with_their_author() -> None:
    author, other = member(), member()
    made = group(author, other)
    with_post, alone, others = (
        photo_on(said(made, author)),
        photo_on(said(made, author)),
        photo_on(said(made, other)),
    )
    operations.delete_post(actor=author, public_id=with_post.post.public_id)
    assert state(with_post) == ("down", FileState.SHREDDED) and not sees(author, with_post)
    with pytest.raises(NotFound):
        operations.remove_post_photo(actor=other, public_id=alone.public_id, now=db_now())
    for _again in range(2):
        let_go_of_post_photos(author.pk, db_now())
        let_go_of_groups(author.pk, db_now())
    assert (state(alone), state(others)) == (("down", FileState.SHREDDED), ("shown", FileState.READY))


def test_a_hidden_post_hides_its_photos_from_all_but_author_and_stewards() -> None:
    author, fellow = member(), member()
    made = group(author, fellow)
    photo = photo_on(said(made, author))
    decided(flagged(photo.post, fellow), steward_of(made), kind="hide")
    assert [sees(who, photo) for who in (fellow, author, steward_of(made))] == [False, True, True]


def test_what_was_flagged_is_kept_for_the_stewards_until_they_have_decided() -> None:
    author, fellow = member(), member()
    made = group(author, fellow)
    steward, photo = steward_of(made), photo_on(said(made, author), created_at=NOW)
    case = flagged(photo.post, fellow)
    later = photo_on(photo.post)
    operations.delete_post(actor=author, public_id=photo.post.public_id)
    assert state(photo) == ("down", FileState.READY)
    assert state(later) == ("down", FileState.SHREDDED)  # nobody has flagged that one
    assert [sees(who, photo) for who in (author, fellow, steward)] == [False, False, True]
    decided(case, steward)
    assert state(photo) == ("down", FileState.SHREDDED) and not sees(steward, photo)


def test_a_flag_taken_back_or_a_member_who_leaves_keeps_no_photo() -> None:
    author, fellow = member(), member()
    made = group(author, fellow)
    one, two = (photo_on(said(made, author), created_at=NOW) for _ in range(2))
    for photo in (one, two):
        flagged(photo.post, fellow)
        operations.remove_post_photo(actor=author, public_id=photo.public_id, now=db_now())
        assert state(photo) == ("down", FileState.READY)
    operations.withdraw_flags(actor=fellow, words=Post.objects.get(pk=one.post_id), now=db_now())
    assert state(one) == ("down", FileState.SHREDDED)
    let_go_of_post_photos(author.pk, db_now())
    assert state(two) == ("down", FileState.SHREDDED)


def test_a_table_of_moves_ends_where_a_photo_is_gone() -> None:
    assert POST_PHOTO_MOVES["down"] == frozenset()


@pytest.mark.django_db(transaction=True)
def test_a_picture_is_made_anew_before_anybody_sees_it() -> None:
    author, fellow = member(), member()
    made = group(author, fellow)
    write(made, author, arrived(picture(exif=b"Exif\x00\x00place")), arrived(picture()[:60]))
    good, bad = PostPhoto.objects.order_by("pk")
    assert not sees(fellow, good)
    run_jobs()
    assert (state(good)[0], state(bad)[0]) == ("shown", "refused")
    assert sees(fellow, good) and not sees(fellow, bad)
    variants = good.file.blobs.order_by("variant").values_list("variant", flat=True)
    assert list(variants) == ["large", "small"]  # the original, and with it the place, is gone


@pytest.mark.django_db(transaction=True)
def test_whoever_added_an_album_photo_hears_that_it_came_down_and_not_by_whom() -> None:
    from accounts.models import Notification

    made, (a, b, c) = an_evening()
    run_jobs()
    declined, own, blocked = album_photo(made, a, b), album_photo(made, a), album_photo(made, a, c)
    operations.take_photo_down(actor=b, public_id=declined.public_id, now=db_now())
    operations.take_photo_down(actor=a, public_id=own.public_id, now=db_now())
    block_member(actor=c, member_id=a.pk, now=db_now())
    run_jobs()
    assert album_now(blocked).down_reason == "blocked"
    news = Notification.objects.filter(kind="groups.photo-came-down")
    assert [(one.member_id, one.caused_by_id) for one in news] == [(a.pk, None)]

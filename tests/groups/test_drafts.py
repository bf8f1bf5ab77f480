"""A draft is for two people: its author and the one member who reads it first."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from accounts.models import Notification
from accounts.operations import block_member
from accounts.states import Role
from common.clock import db_now
from common.errors import NotFound
from common.models import DataKey
from groups import draft_errors, errors, operations
from groups.board_states import PostAudience
from groups.draft_leaving import export_drafts
from groups.draft_states import LASTS
from groups.models import BuddyDraft, Group, Post
from groups.operations import GroupInput
from groups.operations.drafts import let_go_of_drafts
from outbox.testing import run_jobs
from tests.factories.accounts import MemberFactory
from tests.factories.drafts import draft
from tests.factories.groups import NAME, NOW, group, member, place, steward_of
from tests.factories.moderation import said
from tests.groups.test_pages import signed_in
from tests.racing import race

pytestmark = pytest.mark.django_db


class World:
    def __init__(self) -> None:
        self.author, self.buddy, self.third = (member(display_name=name) for name in ("Ann", "Bo", "Cy"))
        self.group = group(self.author, self.buddy, self.third)
        self.draft = draft(self.group, self.author, self.buddy)

    def again(self) -> BuddyDraft:
        return BuddyDraft.objects.select_related("data_key").get(pk=self.draft.pk)

    def answer(self, actor=None, **given) -> BuddyDraft:
        given = {"is_good": True, "advice": "Shorter", **given}
        who = actor or self.buddy
        return operations.answer_draft(actor=who, public_id=self.draft.public_id, now=db_now(), **given)

    def publish(self, actor=None, **given) -> Post:
        given = {"body": "I say this", **given}
        who = actor or self.author
        return operations.publish_draft(actor=who, public_id=self.draft.public_id, now=db_now(), **given)

    def page(self, who) -> Any:
        return signed_in(who).get(f"/drafts/{self.draft.public_id}/")


@pytest.fixture
def world() -> World:
    return World()


def is_over(world: World, state: str) -> bool:
    """Nothing is left, and what was sealed can't be opened again."""
    now = world.again()
    gone = not DataKey.objects.exclude(wrapped="").filter(pk=now.data_key_id).exists()
    return (now.state, now.sealed_body, now.sealed_advice, gone) == (state, "", "", True)


def test_the_buddy_reads_it_says_a_word_and_only_the_author_publishes(world) -> None:
    assert "May I" not in world.draft.sealed_body
    assert "May I say this?" in world.page(world.buddy).content.decode()
    for _again in range(2):
        world.answer()
    world.answer(is_good=False, advice="Never mind")
    assert (world.again().is_good, world.again().advice) == (True, "Shorter")
    assert not Post.objects.exists()
    with pytest.raises(NotFound):
        world.publish(world.buddy)
    post = world.publish()
    assert (post.author_id, post.body) == (world.author.pk, "I say this")
    assert is_over(world, "published")


def test_nobody_else_ever_sees_it_stewards_neither(world) -> None:
    community = MemberFactory.create(roles=(Role.STEWARD, Role.AUDITOR), is_staff=True)
    for who in (
        world.third,
        steward_of(world.group),
        community,
        MemberFactory.create(is_superuser=True),
        member(),
    ):
        assert world.page(who).status_code == 404
        assert signed_in(who).get(f"/api/v1/drafts/{world.draft.public_id}/").status_code == 404
        with pytest.raises(NotFound):
            world.answer(who)
    assert {world.page(who).status_code for who in (world.author, world.buddy)} == {200}


def test_the_forms_work_without_javascript(world) -> None:
    author, buddy = signed_in(world.third), signed_in(world.buddy)
    page = f"/groups/{world.group.public_id}/drafts/new/"
    assert page in author.get(f"/groups/{world.group.public_id}/board/").content.decode()
    author.post(page, {"body": "Is it too long?", "buddy": world.buddy.public_id})
    made = BuddyDraft.objects.get(author=world.third)
    address = f"/drafts/{made.public_id}/"
    assert buddy.post(address, {"answer": "advice", "advice": ""}).status_code == 422
    buddy.post(address, {"answer": "advice", "advice": "A little"})
    assert "A little" in author.get(address).content.decode()
    assert "Is it too long?" in author.get(f"{address}publish/").content.decode()
    answer = author.post(f"{address}publish/", {"body": "Short"})
    assert Post.objects.get().body == "Short" and answer.status_code == 303
    assert "its words are gone" in author.get(address).content.decode()
    assert buddy.get(address).status_code == 404


@pytest.mark.parametrize("whom", ["self", "outside", "blocked", "nobody"])
def test_a_buddy_is_somebody_else_in_the_group_across_no_block(whom) -> None:
    author, fellow, outside = member(), member(), member()
    made = group(author, fellow)
    if whom == "blocked":
        block_member(actor=fellow, member_id=author.pk, now=db_now())
    buddy = {"self": author.pk, "outside": outside.pk, "blocked": fellow.pk, "nobody": 0}[whom]
    with pytest.raises(draft_errors.NoBuddy):
        operations.show_draft(actor=author, group_id=made.pk, buddy_id=buddy, body="May I?", now=db_now())
    assert not BuddyDraft.objects.exists()


@pytest.fixture
def kept() -> Group:
    """A group that keeps to its stewards who is in it: Ann has said nothing, Bo a word to all, Cy to the
    stewards, and Di has taken hers back.
    """
    people = [member(display_name=name) for name in ("Ann", "Bo", "Cy", "Di")]
    made = group(*people, founder=member(display_name="Eve"))
    said(made, people[1])
    Post.objects.filter(pk=said(made, people[2]).pk).update(audience=PostAudience.STEWARDS)
    operations.delete_post(actor=people[3], public_id=said(made, people[3]).public_id)
    given = GroupInput(name=NAME, capabilities={"see-members": 20})
    return operations.change_group(actor=made.founded_by, group_id=made.pk, given=given, now=NOW)


def offered(made: Group, who: str) -> list[str]:
    viewer = place(made, member__display_name=who).member
    page = signed_in(viewer).get(f"/groups/{made.public_id}/drafts/new/").content.decode()
    return [name for name in ("Ann", "Bo", "Cy", "Di", "Eve") if f">{name}</option>" in page]


def test_whoever_may_not_see_who_is_in_it_is_offered_those_whom_they_see_anyway(kept) -> None:
    assert offered(kept, "Ann") == ["Bo", "Eve"]
    assert offered(kept, "Eve") == ["Ann", "Bo", "Cy", "Di"]


@pytest.mark.parametrize("whom", ["Cy", "Di"])
def test_whoever_is_not_seen_is_no_buddy(kept, whom) -> None:
    ann, other = (place(kept, member__display_name=name).member for name in ("Ann", whom))
    with pytest.raises(draft_errors.NoBuddy):
        draft(kept, ann, other)
    answer = signed_in(ann).post(
        f"/api/v1/groups/{kept.public_id}/drafts/",
        {"body": "May I?", "buddy": other.public_id},
        content_type="application/json",
        headers={"Idempotency-Key": "x" * 20},
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "no-buddy")
    assert not BuddyDraft.objects.exists()


@pytest.mark.parametrize("whom", ["Bo", "Eve"])
def test_whoever_is_seen_anyway_is_a_buddy(kept, whom) -> None:
    ann, other = (place(kept, member__display_name=name).member for name in ("Ann", whom))
    assert draft(kept, ann, other).buddy_id == other.pk


def test_one_draft_at_a_time(world) -> None:
    with pytest.raises(draft_errors.DraftShown):
        draft(world.group, world.author, world.third)
    for _again in range(2):
        operations.end_draft(actor=world.author, public_id=world.draft.public_id)
    assert is_over(world, "withdrawn")
    assert draft(world.group, world.author, world.third).state == "shown"


def test_a_muted_member_and_a_stranger_show_none(world, monkeypatch) -> None:
    with pytest.raises(NotFound):
        draft(world.group, member(), world.buddy)
    monkeypatch.setattr("groups.queries.mute_of", lambda **_asked: object())
    with pytest.raises(errors.Muted):
        draft(world.group, world.third, world.buddy)
    assert BuddyDraft.objects.count() == 1


def test_after_seven_days_it_is_over(world) -> None:
    end = world.draft.expires_at
    assert end - world.draft.shown_at >= LASTS - timedelta(minutes=1)
    assert operations.lapse_drafts(now=end - timedelta(seconds=1)) == 0
    assert [operations.lapse_drafts(now=end) for _again in range(2)] == [1, 0]
    assert is_over(world, "lapsed")


def test_before_the_job_runs_the_clock_closes_it(world) -> None:
    BuddyDraft.objects.filter(pk=world.draft.pk).update(expires_at=db_now())
    assert world.page(world.buddy).status_code == 404
    assert "May I say this?" not in world.page(world.author).content.decode()
    with pytest.raises(draft_errors.DraftOver):
        world.publish()
    assert not Post.objects.exists()


def test_a_block_parts_the_two_at_once_and_for_good(world) -> None:
    block_member(actor=world.buddy, member_id=world.author.pk, now=db_now())
    assert world.page(world.buddy).status_code == 404
    run_jobs()
    assert is_over(world, "lapsed")


@pytest.mark.parametrize("who", ["author", "buddy"])
def test_whoever_leaves_the_group_ends_it(world, who) -> None:
    operations.leave_group(actor=getattr(world, who), group_id=world.group.pk, now=db_now())
    assert world.page(world.buddy).status_code == 404
    run_jobs()
    assert is_over(world, "lapsed")


@pytest.mark.parametrize("who", ["author", "buddy"])
def test_erasing_either_ends_it(world, who) -> None:
    for _again in range(2):
        let_go_of_drafts(getattr(world, who).pk, db_now())
    assert is_over(world, "lapsed")


def test_the_archive_names_the_own_drafts_only(world) -> None:
    assert [len(export_drafts(who.pk)[0].rows) for who in (world.author, world.buddy)] == [1, 0]


def test_the_buddy_and_then_the_author_are_told(world) -> None:
    run_jobs()
    world.answer()
    run_jobs()
    rows = Notification.objects.filter(kind__startswith="groups.draft").order_by("pk")
    assert [(row.kind, row.member_id) for row in rows] == [
        ("groups.draft-shown", world.buddy.pk),
        ("groups.draft-answered", world.author.pk),
    ]


def test_hurtful_words_are_asked_about_when_they_are_published(world) -> None:
    with pytest.raises(errors.MayHurt):
        world.publish(body="You idiot")
    assert world.again().is_live
    assert world.publish(body="You idiot", as_is=True).sent_anyway


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_publishing_twice_at_once_puts_one_post_on_the_board() -> None:
    world = World()
    results = race([partial(world.publish) for _ in range(4)])
    assert Post.objects.filter(author=world.author).count() == 1
    assert sum(isinstance(one, draft_errors.DraftOver) for one in results) == 3

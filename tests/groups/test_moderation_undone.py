"""What it means that a decision is taken back: only what it did, and everything of it."""

import pytest

from accounts.states import Role
from common.clock import db_now
from common.errors import NotFound
from groups import errors, operations
from groups.models import ActionAppeal, Complaint, Group, ModerationAction, Post, ReviewCase
from groups.moderation_states import ActionKind, ActionState, AppealState, Cover, FlagState, ReviewState
from groups.states import MembershipState
from tests.factories.accounts import MemberFactory
from tests.factories.events import draft_input, event
from tests.factories.groups import NOW, group, member, place, steward_of
from tests.factories.moderation import decided, flagged, said
from tests.groups.test_moderation import appeal, co_steward, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return member()


@pytest.fixture
def flagger():
    return member()


@pytest.fixture
def made(author, flagger) -> Group:
    return group(author, flagger)


@pytest.fixture
def steward(made):
    return steward_of(made)


@pytest.fixture
def case(made, author, flagger) -> ReviewCase:
    return flagged(said(made, author), flagger)


def test_whoever_waits_for_an_answer_has_it_when_the_decision_is_taken_back(case, steward) -> None:
    action = decided(case, steward, ActionKind.HIDE)
    appeal(action)
    undo(action, steward)
    case.refresh_from_db()
    made = ActionAppeal.objects.get()
    assert (made.state, made.answer, case.state) == (
        AppealState.OVERTURNED,
        "I was wrong",
        ReviewState.OVERTURNED,
    )


def test_words_whose_decision_was_taken_back_are_flagged_and_judged_anew(case, made, steward) -> None:
    undo(decided(case, steward, ActionKind.HIDE), steward)
    late = member()
    operations.join_group(actor=late, group_id=made.pk, now=NOW)
    post = Post.objects.get()
    assert flagged(post, late).flags.get(member=late).state == FlagState.OPEN
    assert decided(case, steward, ActionKind.FOLD).is_in_force
    post.refresh_from_db()
    assert post.cover == Cover.FOLDED


def test_what_stewards_did_without_a_flag_is_not_undone_with_a_decision(case, made, author, steward) -> None:
    action = decided(case, steward, ActionKind.REMOVE)
    operations.ban_member(
        actor=steward, public_id=place(made, author).public_id, reason="Threats", now=db_now()
    )
    undo(action, steward)
    assert place(made, author).state == MembershipState.BANNED


def test_a_lifted_ban_ends_the_decision_that_set_it(case, made, author, steward) -> None:
    action = decided(case, steward, ActionKind.BAN)
    operations.lift_ban(actor=steward, public_id=place(made, author).public_id, now=db_now())
    action.refresh_from_db()
    assert (action.state, place(made, author).state) == (ActionState.UNDONE, MembershipState.LEFT)
    operations.join_group(actor=author, group_id=made.pk, now=NOW)
    assert ModerationAction.objects.filter(state=ActionState.IN_FORCE).count() == 0


def test_whoever_stands_lower_takes_back_nothing_that_binds_a_person(made, case, author, steward) -> None:
    lower, peer = co_steward(made), co_steward(made)
    mute = decided(flagged(said(made, peer), author), steward, ActionKind.MUTE, days=2)
    with pytest.raises(NotFound):
        undo(mute, lower)
    fold = decided(case, steward, ActionKind.FOLD)
    assert undo(fold, lower).state == ActionState.UNDONE
    assert undo(mute, steward).state == ActionState.UNDONE


def test_deleting_ones_complaint_settles_it(made, author) -> None:
    operations.complain(actor=author, group_id=made.pk, body="Too loud", on_board=True, now=db_now())
    operations.delete_post(actor=author, public_id=Post.objects.get().public_id)
    assert Complaint.objects.get().state == "confirmed"


def test_who_is_muted_neither_publishes_nor_changes_a_meeting(made, flagger, steward) -> None:
    draft = event(group=made, publish=False)
    outside = MemberFactory.create(roles=(Role.STEWARD,), is_staff=True)
    decided(flagged(said(made, steward), flagger), outside, ActionKind.MUTE, days=2)
    with pytest.raises(errors.Muted):
        operations.publish_event(actor=steward, event_id=draft.pk, now=NOW)
    with pytest.raises(errors.Muted):
        operations.change_event(
            actor=steward, event_id=draft.pk, given=draft_input(title={"en": "Shouting"}), now=NOW
        )
    draft.refresh_from_db()
    assert (draft.state, draft.title["en"]) == ("draft", "Card games")

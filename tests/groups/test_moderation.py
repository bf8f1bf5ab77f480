from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from accounts.models import Notification
from accounts.states import Role
from common.clock import db_now
from common.errors import NotAllowed, NotFound
from groups import errors, operations, queries
from groups.models import ActionAppeal, Comment, Flag, Group, ModerationAction, Post, ReviewCase
from groups.moderation_states import ActionKind, ActionState, AppealState, Cover, FlagState, ReviewState
from groups.operations import Decision
from groups.operations.moderation_leaving import let_go_of_moderation
from groups.states import GroupRole, MembershipState
from outbox.models import AuditLine
from outbox.testing import run_jobs
from tests.factories.accounts import MemberFactory
from tests.factories.groups import NOW, group, member, place, steward_of
from tests.factories.moderation import decided, flagged, said
from tests.factories.rituals import opened
from tests.racing import race

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


def cover_of(case: ReviewCase) -> int:
    return ReviewCase.objects.select_related("post").get(pk=case.pk).words.cover


def undo(action: ModerationAction, by) -> ModerationAction:
    return operations.undo_action(actor=by, public_id=action.public_id, reason="I was wrong", now=db_now())


def appeal(action: ModerationAction, **given) -> ActionAppeal:
    values = {"actor": action.member, "text": "Please look again", "now": db_now(), **given}
    return operations.appeal_action(public_id=action.public_id, **values)


def judge(action: ModerationAction, by, *, overturned: bool) -> ActionAppeal:
    return operations.judge_appeal(
        actor=by, public_id=action.public_id, overturned=overturned, answer="I looked", now=db_now()
    )


def co_steward(made: Group):
    who = member()
    operations.join_group(actor=who, group_id=made.pk, now=NOW)
    place_of = place(made, who).public_id
    operations.give_role(actor=steward_of(made), public_id=place_of, role=GroupRole.CO_STEWARD)
    return who


def test_one_steward_at_a_time_looks_and_the_lease_ends(made, case, steward) -> None:
    other = co_steward(made)
    operations.claim_case(actor=steward, public_id=case.public_id)
    operations.claim_case(actor=steward, public_id=case.public_id)
    with pytest.raises(errors.CaseHeld):
        operations.claim_case(actor=other, public_id=case.public_id)
    ReviewCase.objects.update(held_until=db_now() - timedelta(seconds=1))
    with pytest.raises(errors.NotHeld):
        operations.decide_case(
            actor=steward, public_id=case.public_id, given=Decision(kind="none"), now=db_now()
        )
    assert operations.claim_case(actor=other, public_id=case.public_id).holder_id == other.pk
    assert not ModerationAction.objects.exists()


def test_nobody_decides_without_having_taken_it_or_twice(case, steward) -> None:
    with pytest.raises(errors.NotHeld):
        operations.decide_case(
            actor=steward, public_id=case.public_id, given=Decision(kind="none"), now=db_now()
        )
    decided(case, steward)
    for act in (
        partial(operations.claim_case, actor=steward, public_id=case.public_id),
        partial(decided, case, steward),
    ):
        with pytest.raises(errors.CaseOver):
            act()
    assert ModerationAction.objects.count() == 1


def test_members_strangers_and_whom_it_is_about_judge_nothing(made, author, flagger) -> None:
    steward = steward_of(made)
    mine = flagged(said(made, steward), flagger)
    theirs = flagged(said(made, author), flagger)
    for who, one in ((steward, mine), (flagger, theirs), (member(), theirs), (author, theirs)):
        with pytest.raises(NotFound):
            operations.claim_case(actor=who, public_id=one.public_id)
    waiting = queries.cases_waiting(group=made, viewer=steward)
    assert [one.pk for one in waiting.items] == [theirs.pk]


def test_the_communitys_stewards_judge_where_a_group_has_nobody_else(made, flagger) -> None:
    case = flagged(said(made, steward_of(made)), flagger)
    outside = MemberFactory.create(roles=(Role.STEWARD,), is_staff=True)
    action = decided(case, outside, ActionKind.HIDE)
    assert (action.by_id, cover_of(case)) == (outside.pk, Cover.HIDDEN)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"kind": "shout"}, errors.UnknownChoice),
        ({"kind": "note", "reason": "boring"}, errors.UnknownChoice),
        ({"kind": "fold", "text": " "}, errors.WordsMissing),
        ({"kind": "fold", "text": "x" * 1001}, errors.TextTooLong),
        ({"kind": "mute", "days": None}, errors.OutOfRange),
        ({"kind": "mute", "days": 0}, errors.OutOfRange),
        ({"kind": "hide", "days": 366}, errors.OutOfRange),
    ],
)
def test_a_decision_has_a_kind_a_reason_words_and_an_end(case, steward, given, refusal) -> None:
    with pytest.raises(refusal):
        decided(case, steward, **given)
    assert ReviewCase.objects.get().state == ReviewState.CLAIMED


def test_deciding_settles_flags_tells_everybody_and_leaves_a_line(case, author, flagger, steward) -> None:
    flagged(case.words, steward)
    action = decided(case, steward, ActionKind.NUDGE)
    assert dict(Flag.objects.values_list("member_id", "state")) == {
        flagger.pk: FlagState.AGREED,
        steward.pk: FlagState.DEFERRED,  # one's own flag proves nothing
    }
    run_jobs()
    told = set(Notification.objects.values_list("member_id", "kind"))
    assert {(author.pk, "groups.moderated"), (flagger.pk, "groups.flag-looked-at")} <= told
    assert (action.text, action.reason) == ("Be kind", "unkind")
    line = AuditLine.objects.get(object_kind="groups.reviewcase", new_state="decided")
    assert (line.actor_id, line.why) == (steward.pk, "nudge")


def test_nothing_is_told_to_the_author_when_nothing_happens(case, author, steward) -> None:
    action = decided(case, steward, ActionKind.NONE, text="")
    run_jobs()
    assert not Notification.objects.filter(member=author).exists()
    assert Flag.objects.get().state == FlagState.DISAGREED
    with pytest.raises(NotFound):
        appeal(action)


def test_what_is_hidden_is_there_for_its_author_and_the_stewards(
    made, case, author, flagger, steward
) -> None:
    decided(case, steward, ActionKind.HIDE)
    post = Post.objects.select_related("group").get()
    can = [queries.is_readable(post, who) for who in (author, steward, flagger)]
    assert can == [True, True, False]
    pairs = queries.readable_pairs(posts={post.pk: post}, pairs=[(post.pk, w.pk) for w in (author, flagger)])
    assert pairs == {(post.pk, author.pk)}
    undo(ModerationAction.objects.get(), steward)
    assert queries.is_readable(post, flagger)


def test_a_hidden_answer_is_there_for_its_author_and_the_stewards(made, author, flagger, steward) -> None:
    post = said(made, flagger)
    answer = operations.comment(actor=author, public_id=post.public_id, body="No", now=NOW)
    reader = member()
    operations.join_group(actor=reader, group_id=made.pk, now=NOW)

    def seen(who) -> list[int]:
        return [row.comment.pk for row in queries.comments_on(post=post, viewer=who)[0]]

    assert seen(reader) == [answer.pk]
    decided(flagged(answer, flagger), steward, ActionKind.HIDE)
    assert [seen(who) for who in (author, steward, flagger, reader)] == [[answer.pk], [answer.pk], [], []]
    assert Comment.objects.get().body == "No"


def test_what_has_an_end_ends_by_itself_and_only_once(case, steward) -> None:
    action = decided(case, steward, ActionKind.FOLD, days=3)
    assert operations.end_due_actions(now=db_now()) == 0
    ModerationAction.objects.update(expires_at=db_now() - timedelta(seconds=1))
    assert [operations.end_due_actions(now=db_now()) for _n in range(2)] == [1, 0]
    action.refresh_from_db()
    assert (cover_of(case), action.state) == (Cover.OPEN, ActionState.ENDED)
    with pytest.raises(errors.ActionOver):
        undo(action, steward)


def test_the_stronger_cover_stays_until_it_is_taken_back(made, case, author, flagger, steward) -> None:
    fold = decided(case, steward, ActionKind.FOLD)
    operations.edit_post(actor=author, public_id=case.words.public_id, body="Off", now=db_now())
    hide = decided(flagged(case.words, flagger), steward, ActionKind.HIDE)
    assert cover_of(case) == Cover.HIDDEN
    undo(hide, steward)
    assert cover_of(case) == Cover.FOLDED
    undo(fold, steward)
    assert cover_of(case) == Cover.OPEN


def test_who_is_muted_reads_and_writes_nowhere_in_the_group(made, case, author, flagger, steward) -> None:
    post, elsewhere, prompt = said(made, flagger), group(author), opened(made)
    mine = case.words.public_id
    action = decided(case, steward, ActionKind.MUTE, days=2)
    tries: list[Callable[[], object]] = [
        partial(said, made, author),
        partial(operations.comment, actor=author, public_id=post.public_id, body="But", now=NOW),
        partial(operations.edit_post, actor=author, public_id=mine, body="But", now=NOW),
        partial(operations.answer_prompt, actor=author, public_id=prompt.public_id, body="But", now=db_now()),
    ]
    for act in tries:
        with pytest.raises(errors.Muted):
            act()
    assert queries.is_readable(Post.objects.select_related("group").get(pk=post.pk), author)
    said(elsewhere, author)
    operations.leave_group(actor=author, group_id=made.pk, now=NOW)
    operations.join_group(actor=author, group_id=made.pk, now=NOW)
    with pytest.raises(errors.Muted):
        tries[0]()
    ModerationAction.objects.filter(pk=action.pk).update(expires_at=db_now() - timedelta(seconds=1))
    for act in tries:
        act()


@pytest.mark.parametrize(
    ("kind", "state"), [("remove", MembershipState.REMOVED), ("ban", MembershipState.BANNED)]
)
def test_whoever_is_sent_away_is_out_until_it_is_taken_back(made, case, author, steward, kind, state) -> None:
    action = decided(case, steward, kind)
    assert place(made, author).state == state
    run_jobs()
    told = Notification.objects.filter(member=author).values_list("kind", flat=True)
    assert list(told) == ["groups.moderated"]  # once, with the way to appeal
    if kind == "ban":
        with pytest.raises(NotFound):
            operations.join_group(actor=author, group_id=made.pk, now=NOW)
    undo(action, steward)
    made.refresh_from_db()
    assert (place(made, author).state, made.seats_taken) == (MembershipState.ACTIVE, 3)


def test_a_second_ban_holds_when_the_first_is_taken_back(made, case, author, flagger, steward) -> None:
    other = flagged(said(made, author), flagger)
    first, second = decided(case, steward, "ban"), decided(other, steward, "ban")
    undo(first, steward)
    assert place(made, author).state == MembershipState.BANNED
    undo(second, steward)
    assert place(made, author).is_active


@pytest.mark.parametrize("kind", ["mute", "remove", "ban"])
def test_only_who_stands_higher_decides_about_a_person(made, flagger, kind) -> None:
    lower, higher = co_steward(made), steward_of(made)
    case = flagged(said(made, higher), flagger)
    with pytest.raises(NotAllowed):
        decided(case, lower, kind, days=1)
    assert place(made, higher).is_active
    assert decided(case, lower, "fold").kind == "fold"


def test_an_appeal_is_judged_by_somebody_else_than_who_decided(made, case, author, steward) -> None:
    other, action = co_steward(made), decided(case, steward, ActionKind.HIDE)
    appeal(action)
    run_jobs()
    assert Notification.objects.get(kind="groups.appealed").member_id == other.pk
    for who in (steward, author, member()):
        with pytest.raises(NotFound):
            judge(action, who, overturned=False)
    assert [one.action_id for one in queries.appeals_waiting(group=made, viewer=other)] == [action.pk]
    assert queries.appeals_waiting(group=made, viewer=steward) == []
    assert judge(action, other, overturned=True).state == AppealState.OVERTURNED
    case.refresh_from_db()
    assert (cover_of(case), case.state) == (Cover.OPEN, ReviewState.OVERTURNED)
    run_jobs()
    assert Notification.objects.filter(kind="groups.appeal-judged", member=author).count() == 1
    with pytest.raises(errors.CaseOver):
        judge(action, other, overturned=False)


def test_an_appeal_that_is_not_heard_leaves_everything(made, case, steward) -> None:
    other, action = co_steward(made), decided(case, steward, ActionKind.HIDE)
    appeal(action)
    assert judge(action, other, overturned=False).state == AppealState.UPHELD
    case.refresh_from_db()
    assert (cover_of(case), case.state) == (Cover.HIDDEN, ReviewState.UPHELD)


def test_an_appeal_against_a_ban_brings_the_member_back(made, case, author, steward) -> None:
    other, action = co_steward(made), decided(case, steward, ActionKind.BAN)
    appeal(action)
    judge(action, other, overturned=True)
    assert place(made, author).is_active


@pytest.mark.parametrize(("days", "heard"), [(19, True), (20, False)])
def test_an_appeal_comes_within_twenty_days(case, steward, days, heard) -> None:
    action = decided(case, steward)
    now = action.created_at + timedelta(days=days)
    if heard:
        assert appeal(action, now=now).state == AppealState.OPEN
    else:
        with pytest.raises(errors.TooLateToAppeal):
            appeal(action, now=now)
        assert not ActionAppeal.objects.exists()


def test_one_appeal_of_two_thousand_characters_by_whom_it_is_about(case, flagger, steward) -> None:
    action = decided(case, steward)
    for given, refusal in (
        ({"text": "x" * 2001}, errors.TextTooLong),
        ({"text": " "}, errors.WordsMissing),
        ({"actor": flagger}, NotFound),
        ({"actor": steward}, NotFound),
    ):
        with pytest.raises(refusal):
            appeal(action, **given)
    appeal(action, text="x" * 2000)
    with pytest.raises(errors.AppealedAlready):
        appeal(action)
    assert ActionAppeal.objects.count() == 1


def test_what_flags_folded_can_be_appealed_before_anybody_looked(made, case, author, steward) -> None:
    for who in (member(), member()):
        operations.join_group(actor=who, group_id=made.pk, now=NOW)
        flagged(case.words, who)
    action = ModerationAction.objects.get()
    appeal(action)
    judge(action, steward, overturned=True)
    assert (cover_of(case), ReviewCase.objects.get().state) == (Cover.OPEN, ReviewState.PENDING)


def test_whoever_leaves_the_community_takes_their_words_along(made, case, author, steward) -> None:
    action = decided(case, steward)
    appeal(action)
    let_go_of_moderation(author.pk, NOW)
    let_go_of_moderation(author.pk, NOW)
    action.refresh_from_db()
    assert (Flag.objects.get().snapshot, action.text, action.appeal.text) == ("", "", "")
    assert action.kind == ActionKind.NUDGE


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_of_many_who_decide_at_once_one_does(made, case, steward) -> None:
    operations.claim_case(actor=steward, public_id=case.public_id)
    decide = partial(
        operations.decide_case,
        actor=steward,
        public_id=case.public_id,
        given=Decision(kind="fold", text="Be kind"),
        now=db_now(),
    )
    outcomes = race([decide] * 6)
    assert ModerationAction.objects.count() == 1
    assert sum(not isinstance(outcome, Exception) for outcome in outcomes) == 1

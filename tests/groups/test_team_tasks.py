from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Notification
from common.errors import NotFound
from common.moves import unreachable
from groups import errors, operations
from groups.models import Event, TaskCard, TaskConfirmation, Team, TeamTask
from groups.task_sets import READY
from groups.task_states import TASK_MOVES
from groups.team_states import TeamPlanState
from outbox.models import FactRow
from outbox.testing import run_jobs
from tests.factories.door import let_in, tickets
from tests.factories.groups import NOW, member
from tests.groups.test_pages import signed_in
from tests.groups.test_teams import coming, locked, mixed

pytestmark = pytest.mark.django_db


def playing(people: int = 3, *, size: int = 4, keys: tuple[str, ...] = ("names", "other-team")) -> Any:
    """An event that has begun, its teams set, and its cards by key."""
    made, members = coming(people)
    mixed(made, size=size)
    locked(made)
    operations.pick_tasks(actor=made.host, event_id=made.pk, keys=keys, now=NOW)
    operations.follow_clock(now=made.starts_at)
    made.refresh_from_db()
    return made, members, {card.key: card for card in TaskCard.objects.filter(event=made)}


def claim(card: TaskCard, who, code: str = "", **given: Any) -> TeamTask:
    now = given.get("now", card.event.starts_at)
    return operations.claim_task(actor=who, public_id=card.public_id, code=code, now=now)


def confirm(card: TaskCard, who) -> TeamTask:
    return operations.confirm_task(actor=who, public_id=card.public_id, now=card.event.starts_at)


def completed(made: Event) -> list[tuple[int, str]]:
    rows = FactRow.objects.filter(kind="groups.task-completed", subject=made.public_id)
    return sorted((row.payload["member_id"], row.payload["task"]) for row in rows)


def test_every_state_of_a_task_can_be_reached() -> None:
    assert unreachable(TASK_MOVES, "claimed") == set()


def test_ready_tasks_say_the_same_in_both_languages() -> None:
    for task in READY.values():
        assert all(
            set(words) == {"en", "zh-hans"} and all(words.values()) for words in (task.title, task.text)
        )


def test_two_teammates_make_a_task_done_and_the_one_who_says_it_first_is_none_of_them() -> None:
    made, (a, b, c), cards = playing()
    card = cards["names"]
    claim(card, a)
    with pytest.raises(errors.NothingToConfirm):
        confirm(card, a)
    assert [confirm(card, b).state, confirm(card, b).state, confirm(card, c).state] == [
        "claimed",
        "claimed",
        "done",
    ]
    assert TaskConfirmation.objects.count() == 2
    assert (claim(card, b).claimed_by, TeamTask.objects.count(), made.state) == (a, 1, "running")


def test_in_a_team_of_two_one_is_enough_and_alone_nothing_counts() -> None:
    _made, (a, b), cards = playing(2)
    claim(cards["names"], a)
    assert confirm(cards["names"], b).state == "done"
    made, (one, two, three), cards = playing(3, size=2)
    sizes = {team.pk: team.places.count() for team in Team.objects.filter(event=made)}
    alone = next(who for who in (one, two, three) if sizes[who_team(made, who)] == 1)
    with pytest.raises(errors.NeedsTeammates):
        claim(cards["names"], alone)


def who_team(made: Event, who) -> int:
    return Team.objects.get(event=made, places__member=who).pk


def test_letters_of_another_team_make_it_done_at_once_and_ones_own_do_not() -> None:
    made, (a, *_rest), cards = playing(4, size=2)
    own = Team.objects.get(event=made, places__member=a)
    other = Team.objects.exclude(pk=own.pk).get(event=made)
    for letters in (own.code, "ZZZZZZ", ""):
        with pytest.raises(errors.NoSuchTeam):
            claim(cards["other-team"], a, letters)
    assert claim(cards["other-team"], a, f" {other.code.lower()} ").state == "done"


def test_what_is_done_is_told_of_each_who_was_let_in_also_of_whoever_is_let_in_later() -> None:
    made, (a, b, c), cards = playing()
    for who in (a, b):
        let_in(made, tickets(made, who)[0])
    claim(cards["names"], a)
    confirm(cards["names"], b)
    assert completed(made) == []
    confirm(cards["names"], c)
    confirm(cards["names"], c)
    assert completed(made) == [(a.pk, "names"), (b.pk, "names")]
    for _again in range(2):
        let_in(made, tickets(made, c)[0])
    assert completed(made) == sorted((who.pk, "names") for who in (a, b, c))


def test_whoever_is_in_another_team_or_in_none_neither_does_nor_confirms() -> None:
    made, people, cards = playing(4, size=2)
    mine = [who for who in people if who_team(made, who) == who_team(made, people[0])]
    theirs = next(who for who in people if who not in mine)
    claim(cards["names"], mine[0])
    with pytest.raises(errors.NothingToConfirm):
        confirm(cards["names"], theirs)
    for who in (made.host, member()):
        with pytest.raises(NotFound):
            claim(cards["names"], who)
        with pytest.raises(NotFound):
            confirm(cards["names"], who)
    assert not TaskConfirmation.objects.exists()


def test_nothing_is_done_before_the_teams_are_set_or_outside_the_hours() -> None:
    made, (a, _b, _c), cards = playing()
    card = cards["names"]
    for now in (made.starts_at - timedelta(hours=3), made.ends_at + timedelta(hours=49)):
        with pytest.raises(errors.DoorClosed):
            claim(card, a, now=now)
    plan = made.team_plan
    type(plan).objects.update(state=TeamPlanState.MIXED)
    with pytest.raises(errors.TeamsNotSet):
        claim(card, a)
    assert not TeamTask.objects.exists()


def test_a_host_picks_from_the_set_and_what_is_begun_stays() -> None:
    made, (a, _b, _c), cards = playing()
    claim(cards["names"], a)
    with pytest.raises(errors.UnknownChoice):
        operations.pick_tasks(actor=made.host, event_id=made.pk, keys=["riches"], now=NOW)
    with pytest.raises(NotFound):
        operations.pick_tasks(actor=a, event_id=made.pk, keys=[], now=NOW)
    left = operations.pick_tasks(actor=made.host, event_id=made.pk, keys=["in-common"], now=NOW)
    assert sorted(card.key for card in left) == ["in-common", "names"]


def test_teammates_are_asked_and_nobody_else() -> None:
    made, (a, b, c), cards = playing()
    claim(cards["names"], a)
    run_jobs()
    told = Notification.objects.filter(kind="groups.task-said").values_list("member_id", flat=True)
    assert sorted(told) == sorted([b.pk, c.pk])
    assert made.host_id not in told


def soon(made: Event) -> None:
    from common.clock import db_now

    now = db_now()
    Event.objects.filter(pk=made.pk).update(starts_at=now, ends_at=now + timedelta(hours=3))


def test_the_page_of_a_card_that_needs_letters_does_not_call_them_optional() -> None:
    made, (a, _b, _c), cards = playing()
    soon(made)
    card = f"/task-cards/{cards['other-team'].public_id}/"

    page = signed_in(a).get(card).content.decode()
    unanswered = signed_in(a).post(card)

    assert "The letters of the other team" in page
    assert "(optional)" not in page
    assert unanswered.status_code == 422
    assert "(optional)" not in unanswered.content.decode()


def test_a_team_does_a_task_on_pages() -> None:
    made, (a, b, c), cards = playing()
    soon(made)
    list_, card = f"/events/{made.public_id}/tasks/", f"/task-cards/{cards['names'].public_id}/"
    desk = signed_in(made.host)
    assert desk.post(f"{list_}pick/", {"tasks": ["names", "good-deed"]})["Location"] == list_
    assert signed_in(a).post(card)["Location"] == list_
    assert "Say so, too" in signed_in(b).get(list_).content.decode()
    assert "Say so, too" not in signed_in(a).get(list_).content.decode()
    for who in (b, c):
        signed_in(who).post(f"{card}confirm/")
    seen = signed_in(a).get(list_).content.decode()
    assert "Team 1: 1 done" in seen
    assert "Done, together." in signed_in(c).get(card).content.decode()
    assert signed_in(member()).get(card).status_code == 404


def test_programs_pick_do_and_confirm() -> None:
    made, (a, b, _c), cards = playing()
    soon(made)
    key: Any = {"HTTP_IDEMPOTENCY_KEY": "tasks-0001", "content_type": "application/json"}
    address, card = (
        f"/api/v1/events/{made.public_id}/tasks/",
        f"/api/v1/task-cards/{cards['names'].public_id}/",
    )
    assert signed_in(made.host).post(address, {"tasks": ["names"]}, **key).json() == {"tasks": ["names"]}
    assert signed_in(a).post(f"{card}claim/", {}, **key).json() == {"state": "claimed"}
    assert signed_in(b).get(address).json()["tasks"][0]["may_confirm"] is True
    assert signed_in(b).post(f"{card}confirm/", **key).json() == {"state": "claimed"}
    assert signed_in(a).get(address).json()["tasks"][0]["confirmed_by"] == [b.public_id]

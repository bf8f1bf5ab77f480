from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Notification
from accounts.operations import block_member
from common.errors import NotFound
from common.moves import unreachable
from groups import errors, operations, team_rules
from groups.models import Event, Team, TeamMember, TeamPlan, TeamWish
from groups.operations.teams_leaving import let_go_of_wishes
from groups.team_states import TEAM_MOVES
from outbox.testing import run_jobs
from tests.factories.door import over
from tests.factories.events import answer, world
from tests.factories.groups import NOW, member
from tests.groups.test_event_pages import open_event
from tests.groups.test_pages import signed_in

pytestmark = pytest.mark.django_db


def coming(people: int, **given: Any) -> tuple[Event, list[Any]]:
    made, members = world(people, **given)
    for who in members:
        answer(made, who)
    return made, members


def mixed(made: Event, **given: Any) -> TeamPlan:
    columns: dict[str, Any] = {"actor": made.host, "size": 2, "keeps_wishes": True, "now": NOW, **given}
    return operations.mix_teams(event_id=made.pk, **columns)


def locked(made: Event) -> TeamPlan:
    return operations.lock_teams(actor=made.host, event_id=made.pk, now=NOW)


def wish(made: Event, who, other) -> TeamWish | None:
    other_id = other.pk if other else None
    return operations.wish_for(actor=who, event_id=made.pk, other_id=other_id, now=NOW)


def block(one, other) -> None:
    block_member(actor=one, member_id=other.pk, now=NOW)


def team(made: Event, who) -> int | None:
    found = TeamMember.objects.filter(event=made, member=who).first()
    return found.team.number if found else None


def test_every_state_of_teams_can_be_reached() -> None:
    assert unreachable(TEAM_MOVES, "mixed") == set()


def test_whoever_comes_is_mixed_anew_until_the_teams_are_set() -> None:
    made, people = coming(6)
    first = mixed(made, seed=1)
    before = [team(made, who) for who in people]
    again = mixed(made, seed=1)
    assert ([team(made, who) for who in people], again.round, first.pk) == (before, 2, again.pk)
    assert Team.objects.filter(event=made).count() == 3
    assert [locked(made).state, locked(made).state] == ["locked", "locked"]
    with pytest.raises(errors.TeamsSet):
        mixed(made)
    assert [team(made, who) for who in people] == before


def test_everybody_is_told_once_when_the_teams_are_set() -> None:
    made, people = coming(3)
    mixed(made)
    locked(made)
    locked(made)
    run_jobs()
    told = Notification.objects.filter(kind="groups.team-set")
    assert sorted(told.values_list("member_id", flat=True)) == sorted(who.pk for who in people)


def test_nobody_but_the_host_mixes_sets_or_places() -> None:
    made, people = coming(2)
    for act in (
        lambda: mixed(made, actor=people[0]),
        lambda: operations.lock_teams(actor=people[0], event_id=made.pk, now=NOW),
        lambda: operations.place_latecomers(actor=people[0], event_id=made.pk, now=NOW),
    ):
        with pytest.raises(NotFound):
            act()
    assert not TeamPlan.objects.exists()


def test_there_are_no_teams_of_nobody_of_a_draft_or_of_what_is_over() -> None:
    made, people = world(1)
    with pytest.raises(errors.NobodyToMix):
        mixed(made)
    with pytest.raises(errors.NoTeams):
        locked(made)
    over(made)
    with pytest.raises(errors.TeamsClosed):
        mixed(made)
    assert (TeamPlan.objects.exists(), len(people)) == (False, 1)


def test_people_who_blocked_each_other_are_apart_in_every_mix() -> None:
    made, (a, b, _c, _d) = coming(4)
    block(a, b)
    for seed in range(12):
        mixed(made, size=3, seed=seed)
        assert team(made, a) != team(made, b)


def test_rules_that_forget_a_block_write_nothing(monkeypatch) -> None:
    """What is about to be written is looked at once more under the lock."""
    made, (a, b) = coming(2)
    block(a, b)
    careless = team_rules.Mix(teams=[[a.pk, b.pk]], relaxed=[])
    monkeypatch.setattr(team_rules, "mix", lambda *args, **kwargs: careless)
    with pytest.raises(AssertionError), transaction.atomic():
        mixed(made)
    assert not TeamMember.objects.exists()


def test_nobody_can_be_in_two_teams_of_an_event() -> None:
    made, (a, b) = coming(2)
    mixed(made)
    other = Team.objects.create(event=made, number=9, code="ZZZZZZ")
    with pytest.raises(IntegrityError), transaction.atomic():
        TeamMember.objects.create(event=made, team=other, member=a, at=NOW)
    assert TeamMember.objects.filter(event=made, member=b).count() == 1


def test_a_block_after_the_mix_parts_the_two_quietly() -> None:
    made, (a, b, c, d) = coming(4)
    wish(made, a, b)
    wish(made, b, a)
    mixed(made)
    assert team(made, a) == team(made, b)
    locked(made)
    block(a, b)
    run_jobs()
    assert team(made, a) == team(made, c) == team(made, d) != team(made, b)
    assert not TeamWish.objects.exists()
    kinds = set(Notification.objects.values_list("kind", flat=True))
    assert kinds <= {"groups.team-set"}


def test_teams_mixed_before_a_block_are_not_set_as_they_are() -> None:
    made, (a, b) = coming(2)
    mixed(made)
    block(b, a)  # the news of it is still under way
    with pytest.raises(errors.TeamsStale):
        locked(made)
    assert TeamPlan.objects.get().state == "mixed"


def test_whoever_comes_later_is_taken_in_and_the_others_stay() -> None:
    made, people = world(5)
    for who in people[:4]:
        answer(made, who)
    mixed(made)
    locked(made)
    before = [team(made, who) for who in people[:4]]
    answer(made, people[4])
    place = [operations.place_latecomers(actor=made.host, event_id=made.pk, now=NOW) for _n in range(2)]
    assert (place, team(made, people[4]) is not None) == ([1, 0], True)
    assert [team(made, who) for who in people[:4]] == before


def test_a_latecomer_whom_no_team_suits_is_a_team() -> None:
    made, (a, b, late) = world(3)
    answer(made, a)
    answer(made, b)
    mixed(made)
    answer(made, late)
    block(late, a)
    operations.place_latecomers(actor=made.host, event_id=made.pk, now=NOW)
    assert (team(made, a), team(made, b), team(made, late)) == (1, 1, 2)


def test_a_wish_counts_when_both_ask_and_only_if_the_host_wants() -> None:
    made, (a, b, c, d) = coming(4)
    wish(made, a, b)
    wish(made, b, a)
    for seed in range(8):
        mixed(made, seed=seed)
        assert team(made, a) == team(made, b)
    apart = set()
    for seed in range(12):
        mixed(made, seed=seed, keeps_wishes=False)
        apart.add(team(made, a) != team(made, b))
    assert True in apart
    assert team(made, c) is not None
    assert team(made, d) is not None


def test_a_wish_is_for_somebody_who_comes_and_stands_in_nobodys_way() -> None:
    made, (a, b) = coming(2)
    stranger = member()
    block(b, a)
    for other in (stranger, a, b):
        with pytest.raises(NotFound):
            wish(made, a, other)
    with pytest.raises(NotFound):
        wish(made, stranger, a)
    assert not TeamWish.objects.exists()


def test_whoever_gives_their_place_back_is_on_no_team_and_nobodys_company() -> None:
    made, (a, b, c) = coming(3)
    mixed(made, size=3)
    operations.cancel_answer(actor=b, event_id=made.pk, now=NOW)
    with pytest.raises(NotFound):
        wish(made, a, b)
    locked(made)
    assert [team(made, who) for who in (a, b, c)] == [1, None, 1]
    answer(made, b)
    assert operations.place_latecomers(actor=made.host, event_id=made.pk, now=NOW) == 1
    assert team(made, b) == 1


def test_a_wish_is_changed_taken_back_and_gone_with_the_member() -> None:
    made, (a, b, c) = coming(3)
    wish(made, a, b)
    wish(made, a, c)
    assert TeamWish.objects.get().other_id == c.pk
    assert wish(made, a, None) is None
    wish(made, a, b)
    let_go_of_wishes(b.pk, NOW)
    assert not TeamWish.objects.exists()


def test_a_host_mixes_and_sets_on_pages_and_a_member_sees_only_the_set_team() -> None:
    a, b = member(), member()
    made, (host, *_rest) = open_event(a, b)
    for who in (a, b):
        answer(made, who)
    address = f"/events/{made.public_id}/"
    desk, guest = signed_in(host), signed_in(a)
    assert "Mix teams" in desk.get(address).content.decode()
    assert "Mix teams" not in guest.get(address).content.decode()
    assert desk.post(f"{address}teams/", {"size": 1}).status_code == 422
    assert desk.post(f"{address}teams/", {"size": 2})["Location"] == f"{address}teams/"
    assert b.display_name in desk.get(f"{address}teams/").content.decode()
    letters = Team.objects.get().code
    assert letters not in guest.get(f"{address}team/").content.decode()
    desk.post(f"{address}teams/lock/")
    seen = guest.get(f"{address}team/").content.decode()
    assert (letters in seen, b.display_name in seen) == (True, True)
    assert "You are in team 1" in guest.get(address).content.decode()
    assert desk.post(f"{address}teams/", {"size": 2}).status_code == 409


def test_a_member_asks_for_company_on_the_page() -> None:
    a, b = member(), member()
    made, _people = open_event(a, b)
    for who in (a, b):
        answer(made, who)
    page = f"/events/{made.public_id}/team/"
    signed_in(a).post(page, {"other": b.public_id})
    assert TeamWish.objects.get().other_id == b.pk
    assert "No longer ask for" in signed_in(a).get(page).content.decode()
    assert "No longer ask for" not in signed_in(b).get(page).content.decode()
    signed_in(a).post(page, {"other": ""})
    assert not TeamWish.objects.exists()
    assert signed_in(member()).get(page).status_code == 404


def test_programs_mix_set_and_read_teams() -> None:
    a, b, late = member(), member(), member()
    made, (host, *_rest) = open_event(a, b, late)
    for who in (a, b):
        answer(made, who)
    key: Any = {"HTTP_IDEMPOTENCY_KEY": "teams-0001", "content_type": "application/json"}
    address = f"/api/v1/events/{made.public_id}/"
    desk, guest = signed_in(host), signed_in(a)
    assert guest.post(f"{address}team/", {"other": b.public_id}, **key).json() == {"other": b.public_id}
    assert desk.post(f"{address}teams/", {"size": 2}, **key).json()["state"] == "mixed"
    assert guest.get(f"{address}team/").json()["team"] is None
    assert desk.post(f"{address}teams/lock/", **key).json()["state"] == "locked"
    answer(made, late)
    assert desk.get(f"{address}teams/").json()["without"] == 1
    assert desk.post(f"{address}teams/late/", **key).json() == {"placed": 1}
    mine = guest.get(f"{address}team/").json()
    assert (mine["team"]["number"], mine["code"]) == (1, Team.objects.get().code)
    assert guest.get(f"{address}teams/").status_code == 404

"""Who may do what in a group: as usual, or as its stewards set it."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Notification
from common.access import may
from common.errors import NotFound
from groups import errors, operations, queries
from groups.models import Group, Membership
from groups.notification_kinds import ANSWERED
from groups.operations import GroupInput
from groups.rules import CAPABILITIES, SETTABLE, set_otherwise
from groups.states import MembershipState as M
from groups.web.forms import ABILITIES
from outbox.testing import run_jobs
from tests.factories.groups import NAME, NOW, group, member, steward_of
from tests.factories.moderation import said

pytestmark = pytest.mark.django_db


def change(made: Group, **given: Any) -> Group:
    return operations.change_group(
        actor=steward_of(made), group_id=made.pk, given=GroupInput(name=NAME, **given), now=NOW
    )


# {ability: what then only stewards may do, about a group or a post of somebody else}
ON_GROUP = {
    "see-members": "groups.see-members",
    "post": "groups.post",
    "invite": "groups.invite",
    "host-event": "groups.host-event",
}


@pytest.mark.parametrize(("ability", "verb"), ON_GROUP.items())
def test_a_group_asks_for_another_role_and_goes_back(ability: str, verb: str) -> None:
    who = member()
    made = group(who)
    assert may(who, verb, made)
    for role, members_may in ((20, False), (10, True), (30, False)):
        made = change(made, capabilities={ability: role})
        assert may(who, verb, made) is members_may
        assert may(steward_of(made), verb, made)


def test_answers_and_vouches_and_pins_follow_it_too() -> None:
    who, author, deputy = member(), member(), member()
    made = group(who, author, deputy)
    place = queries.membership_of(group_id=made.pk, member_id=deputy.pk)
    assert place is not None
    operations.give_role(actor=steward_of(made), public_id=place.public_id, role=20)
    change(made, capabilities={"comment": 20, "pin": 30, "announce": 30, "keep-rituals": 30})
    post = said(made, author)
    assert not may(who, "groups.comment", post)
    assert may(deputy, "groups.comment", post)
    assert not may(deputy, "groups.pin-post", post)
    made.refresh_from_db()
    assert not may(deputy, "groups.announce", made)
    assert not may(deputy, "groups.keep-rituals", made)


def test_so_many_vouches_as_the_group_wants() -> None:
    vouchers = [member() for _ in range(3)]
    made = group(*vouchers)
    change(made, join_policy="vouched", vouches_needed=3)
    newcomer = member()
    asked = operations.join_group(actor=newcomer, group_id=made.pk, now=NOW)
    states = [operations.vouch_for(actor=one, public_id=asked.public_id, now=NOW).state for one in vouchers]
    assert states == ["requested", "requested", "active"]


@pytest.fixture
def almost() -> tuple[Group, Membership]:
    """A group where two of three members have vouched, and who asks to come in."""
    vouchers = [member() for _ in range(3)]
    made = change(group(*vouchers), join_policy="vouched", vouches_needed=3)
    asked = operations.join_group(actor=member(), group_id=made.pk, now=NOW)
    for one in vouchers[:2]:
        operations.vouch_for(actor=one, public_id=asked.public_id, now=NOW)
    return made, asked


def test_who_has_vouches_enough_comes_in_when_fewer_are_needed(almost: tuple[Group, Membership]) -> None:
    made, asked = almost
    other = operations.join_group(actor=member(), group_id=made.pk, now=NOW)
    for _twice in range(2):
        change(made, join_policy="vouched", vouches_needed=2)
    asked.refresh_from_db()
    other.refresh_from_db()
    assert (asked.state, other.state) == (M.ACTIVE, M.REQUESTED)
    run_jobs()
    told = Notification.objects.filter(kind=ANSWERED).values_list("member_id", flat=True)
    assert list(told) == [asked.member_id]


def test_who_then_finds_no_place_stands_in_the_line(almost: tuple[Group, Membership]) -> None:
    made, asked = almost
    change(made, join_policy="vouched", vouches_needed=1, capacity=4)
    asked.refresh_from_db()
    made.refresh_from_db()
    assert (asked.state, made.seats_taken) == (M.WAITING, 4)


@pytest.mark.parametrize("how", ["more needed", "answered by stewards", "ended"])
def test_nobody_comes_in_by_vouches_otherwise(almost: tuple[Group, Membership], how: str) -> None:
    made, asked = almost
    if how == "ended":
        operations.archive_group(actor=steward_of(made), group_id=made.pk)
    policy = "request" if how == "answered by stewards" else "vouched"
    change(made, join_policy=policy, vouches_needed=4 if how == "more needed" else 2)
    asked.refresh_from_db()
    assert asked.state == M.REQUESTED


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"capabilities": {"fly": 10}}, errors.UnknownChoice),
        ({"capabilities": {"hand-over": 10}}, errors.UnknownChoice),
        ({"capabilities": {"pin": 10}}, errors.UnknownChoice),
        ({"capabilities": {"post": 15}}, errors.UnknownChoice),
        ({"vouches_needed": 0}, errors.BadVouches),
        ({"vouches_needed": 11}, errors.BadVouches),
    ],
)
def test_what_no_group_may_set_is_refused(given: dict[str, Any], refused: type[Exception]) -> None:
    made = group()
    with pytest.raises(refused):
        change(made, **given)
    made.refresh_from_db()
    assert (made.capabilities, made.vouches_needed) == ({}, 2)


def test_members_set_nothing() -> None:
    who = member()
    made = group(who)
    with pytest.raises(NotFound):
        operations.change_group(
            actor=who, group_id=made.pk, given=GroupInput(name=NAME, capabilities={"post": 20}), now=NOW
        )


def test_only_what_differs_is_kept_and_each_has_a_question() -> None:
    assert set_otherwise({"post": 20, "pin": 20, "invite": 10}) == {"post": 20}
    assert set(ABILITIES) == set(SETTABLE)
    assert all(CAPABILITIES[name] in roles for name, roles in SETTABLE.items())


def test_a_steward_chooses_on_the_page_and_a_mistake_loses_nothing(client: Client) -> None:
    made = group()
    client.force_login(steward_of(made))
    usual = {name: CAPABILITIES[name] for name in ABILITIES}
    typed = {
        "name_en": "Tea",
        "visibility": "listed",
        "join_policy": "open",
        "time_zone": "Asia/Shanghai",
        "locale": "en",
        "vouches_needed": "2",
        **usual,
        "post": "20",
    }
    address = f"/groups/{made.public_id}/settings/"
    answer = client.post(address, {**typed, "vouches_needed": "99"})
    assert answer.status_code == 422
    assert '<option value="20" selected>' in answer.content.decode()
    made.refresh_from_db()
    assert made.capabilities == {}

    assert client.post(address, typed).status_code == 303
    made.refresh_from_db()
    assert made.capabilities == {"post": 20}
    page = client.get(address).content.decode()
    assert page.count('<option value="20" selected>') == 4  # and what is the officers' anyway


def test_the_groups_page_leads_nobody_where_they_may_not_go(client: Client) -> None:
    who = member()
    made = group(who)
    client.force_login(who)
    page = f"/groups/{made.public_id}/"
    places = (f"{page}members/", f"{page}invite/")
    assert all(f'href="{place}"' in client.get(page).content.decode() for place in places)
    change(made, capabilities={"see-members": 20, "invite": 20})
    assert not any(f'href="{place}"' in client.get(page).content.decode() for place in places)
    assert [client.get(place).status_code for place in places] == [404, 404]


def test_programs_read_and_set_it(client: Client) -> None:
    made = group()
    client.force_login(steward_of(made))
    given = {"name": {"en": "Tea"}, "capabilities": {"invite": 30}, "vouches_needed": 4}
    answer = client.put(
        f"/api/v1/groups/{made.public_id}/",
        given,
        content_type="application/json",
        headers={"Idempotency-Key": "x" * 20},
    )
    assert answer.status_code == 200, answer.content
    body = client.get(f"/api/v1/groups/{made.public_id}/").json()
    assert (body["capabilities"], body["vouches_needed"]) == ({"invite": 30}, 4)

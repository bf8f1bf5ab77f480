"""What tells of a farm: one network at one time, accounts that are left, a branch that is stopped."""

from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session

from accounts.models import BrowserSession, Member
from accounts.operations import register_member
from accounts.operations.sessions import Browser, begin_browser_session, note_seen
from campaigns.models import Campaign, Referral, RiskCase
from campaigns.operations.risk import assess_referral
from campaigns.queries.risk import rules_in_force
from common.ids import new_public_id
from groups.models import Attendance, Event
from tests.factories import campaigns as make
from tests.factories.events import answer, event
from tests.factories.groups import group

pytestmark = pytest.mark.django_db
EASY = {"requires": ["registered"], "credit": {"registered": 100}, "threshold": 9}
HOME = "203.0.113.7"
LONG_AGO = make.NOW - timedelta(days=30)


def person(name: str = "Somebody", *, key: str = "", at: datetime = LONG_AGO) -> Member:
    return register_member(
        display_name=name, email=f"{new_public_id()}@x.example", visitor_key=key or None, now=at
    )


def friend(advocate: Member, campaign: Campaign, *, minutes: int = 0, network: str = "") -> Referral:
    """Each from a browser of her own; with ``network`` she is signed in from there."""
    key, at = new_public_id(), make.NOW + timedelta(minutes=minutes)
    make.visit(make.link_of(advocate, campaign), visitor_key=key, at=at - timedelta(minutes=5))
    member = person("Friend", key=key, at=at)
    if network:
        sign_in(member, network, at=at)
    return Referral.objects.get(invitee=member, campaign=campaign)


def sign_in(member: Member, network: str, *, at: datetime = make.NOW) -> BrowserSession:
    key = new_public_id()
    Session.objects.create(session_key=key, session_data="", expire_date=at + timedelta(days=30))
    return begin_browser_session(
        member=member, browser=Browser(session_key=key, agent="", address=network), now=at
    )


def look_at(referral: Referral, *, days: int = 0) -> RiskCase:
    now = make.NOW + timedelta(days=days)
    Referral.objects.filter(pk=referral.pk).update(state="qualified", qualified_at=now)
    return assess_referral(referral_id=referral.pk, now=now)


def found(case: RiskCase) -> set[str]:
    """Dry rules, too."""
    return {line["code"] for line in case.trace}


def burst(count: int = 5, *, network: str = HOME) -> tuple[Campaign, Member, Referral]:
    campaign, advocate = make.live(**EASY), person()
    friends = [friend(advocate, campaign, minutes=place, network=network) for place in range(count)]
    return campaign, advocate, friends[-1]


def test_five_within_half_an_hour_from_one_network_are_counted_and_change_nothing() -> None:
    case = look_at(burst()[2])
    assert "one-network" in found(case)
    assert (case.code_list, case.state) == (["velocity"], "passed")
    [rule] = [rule for rule in rules_in_force() if rule.code == "one-network"]
    assert rule.is_dry


def test_a_household_is_nobodys_business() -> None:
    assert "one-network" not in found(look_at(burst(4)[2]))


def test_five_from_five_networks_have_nothing_in_common() -> None:
    campaign, advocate = make.live(**EASY), person()
    friends = [friend(advocate, campaign, minutes=place, network=f"203.0.113.{place}") for place in range(5)]
    assert "one-network" not in found(look_at(friends[-1]))


def test_a_campus_from_which_friends_of_others_come_says_nothing() -> None:
    campaign, _advocate, last = burst()
    friend(person(), campaign, minutes=300, network=HOME)
    assert "one-network" not in found(look_at(last))


def test_friends_of_others_from_elsewhere_make_no_campus() -> None:
    campaign, _advocate, last = burst()
    friend(person(), campaign, minutes=300, network="198.51.100.9")
    assert "one-network" in found(look_at(last))


def test_whoever_meets_people_at_an_event_brings_many_at_once() -> None:
    _campaign, advocate, last = burst()
    made = event(group=group(advocate))
    there = answer(made, advocate)
    at = {"starts_at": make.NOW - timedelta(hours=2), "ends_at": make.NOW - timedelta(hours=1)}
    Event.objects.filter(pk=made.pk).update(**at)
    attended = Attendance.objects.create(rsvp=there, state="absent", since=make.NOW)
    assert "one-network" in found(look_at(last))

    RiskCase.objects.all().delete()
    Attendance.objects.filter(pk=attended.pk).update(state="came")
    assert "one-network" not in found(look_at(last))


def test_an_account_that_was_left_at_once_is_told_by_its_browser() -> None:
    campaign, advocate = make.live(**EASY), person()
    left, stayed, unknown = (friend(advocate, campaign, minutes=40 * place) for place in range(3))
    sign_in(left.invitee, HOME)
    later = make.NOW + timedelta(hours=3)
    session = sign_in(stayed.invitee, HOME)
    note_seen(session_key=session.session_id, address=HOME, now=later)
    codes = [look_at(one, days=2).code_list for one in (left, stayed, unknown)]
    assert codes == [["left-at-once"], [], []]


def test_on_the_first_day_nobody_has_left() -> None:
    campaign, advocate = make.live(**EASY), person()
    referral = friend(advocate, campaign)
    sign_in(referral.invitee, HOME)
    assert look_at(referral).code_list == []


def test_an_advocate_of_less_than_a_day_is_new() -> None:
    campaign = make.live(**EASY)
    new, known = person(at=make.NOW - timedelta(hours=23)), person(at=make.NOW - timedelta(hours=24))
    assert look_at(friend(new, campaign)).code_list == ["new-advocate"]
    assert look_at(friend(known, campaign, minutes=40)).code_list == []


def test_an_account_without_a_proven_contact_is_known() -> None:
    campaign, advocate = make.live(**EASY), person()
    referral = friend(advocate, campaign)
    Member.objects.filter(pk=referral.invitee_id).update(email_index=None, email_sealed="")
    assert look_at(referral).code_list == ["unreachable"]


def branch(advocate: Member, campaign: Campaign, *states: str, first: int = 0) -> None:
    """Friends of hers with cases in these states, each in an hour of her own."""
    for place, state in enumerate(states):
        referral = friend(advocate, campaign, minutes=60 * (first + place))
        case = look_at(referral)
        answered = {"answer_by": make.NOW, "reason": "looked at"}
        RiskCase.objects.filter(pk=case.pk).update(state=state, **answered)


def test_the_next_of_a_branch_that_is_stopped_stands_apart_from_its_siblings() -> None:
    campaign, root = make.live(**EASY), person()
    bad, good = (friend(root, campaign, minutes=place * 40).invitee for place in range(2))
    branch(bad, campaign, "held", "confirmed", "upheld", "passed", "passed")
    branch(good, campaign, *["passed"] * 5, first=10)
    assert "branch-apart" in look_at(friend(bad, campaign, minutes=1400)).code_list
    assert "branch-apart" not in look_at(friend(good, campaign, minutes=1500)).code_list


def test_a_branch_is_judged_by_its_siblings_and_not_by_others() -> None:
    campaign, root = make.live(**EASY), person()
    bad, beside = (friend(root, campaign, minutes=place * 40).invitee for place in range(2))
    branch(bad, campaign, "held", "held", "held", "passed", "passed")
    branch(beside, campaign, "held", "passed", "passed", "passed", "passed", first=10)
    branch(person(), campaign, *["passed"] * 9, first=20)
    assert "branch-apart" not in look_at(friend(bad, campaign, minutes=2900)).code_list


def test_what_a_person_released_does_not_speak_against_a_branch() -> None:
    campaign, advocate = make.live(**EASY), person()
    branch(advocate, campaign, *["released"] * 5)
    assert "branch-apart" not in look_at(friend(advocate, campaign, minutes=1400)).code_list


def test_without_siblings_everybody_else_is_compared() -> None:
    campaign, advocate = make.live(**EASY), person()
    branch(advocate, campaign, *["held"] * 5)
    branch(person(), campaign, *["held"] * 5, first=10)
    assert "branch-apart" not in look_at(friend(advocate, campaign, minutes=1400)).code_list
    RiskCase.objects.exclude(referral__advocate=advocate).update(state="released")
    assert "branch-apart" in look_at(friend(advocate, campaign, minutes=1500)).code_list

"""Who sees which badge."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.audience import Audience, Relation
from accounts.operations import block_member
from common.errors import NotFound
from simulators.testing import running_simulators
from tests.factories.accounts import MemberFactory
from tests.factories.evidence import certified
from tests.trust.credit_worlds import with_level
from trust import badge_queries, errors
from trust.badge_queries import Choice
from trust.credit_states import BadgeKind
from trust.models import BadgeChoice, CreditAttestation, RevealOffer
from trust.operations import choose_badges, offer_reveal, take_back_reveal, withdraw_credit

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def house():
    with running_simulators() as running:
        yield running


@pytest.fixture(autouse=True)
def _wired(house, settings):
    settings.PROVIDERS = {**settings.PROVIDERS, "credit": house.providers["credit"]}


def shown(member, relation=Relation.MEMBER):
    return badge_queries.shown_badges(member.pk, relation, now=timezone.now())


def choose(member, badge, audience, floor=""):
    choose_badges(actor=member, choices={badge: Choice(audience=audience, floor=floor)})


def test_nobody_else_sees_anything_until_the_member_says_so():
    member = MemberFactory.create()
    with_level(member)
    certified(member)
    assert shown(member) == badge_queries.ShownBadges()
    assert shown(member, Relation.SELF).credit


@pytest.mark.parametrize("relation", list(Relation))
@pytest.mark.parametrize("audience", list(Audience))
def test_each_badge_has_an_audience_of_its_own(relation, audience):
    member = MemberFactory.create()
    with_level(member)
    certified(member)
    choose(member, BadgeKind.CREDIT, audience)
    seen = shown(member, relation)
    needed = {"me": 0, "circle": 1, "member": 2, "public": 3, "blocked": 4}[relation]
    assert (seen.credit is not None) == (audience >= needed)
    assert (seen.job is not None) == (relation == Relation.SELF)


@pytest.mark.parametrize(
    ("floor", "label"), [("good", "Good"), ("excellent", "Excellent"), ("", "Excellent")]
)
def test_at_least_this_level(floor, label):
    member = MemberFactory.create()
    with_level(member, "score-650")
    choose(member, BadgeKind.CREDIT, Audience.MEMBERS, floor)
    badge = shown(member).credit
    assert (badge.label, badge.is_floor) == (label, bool(floor))


def test_below_the_floor_looks_the_same_as_never_having_asked():
    member, nobody = MemberFactory.create(), MemberFactory.create()
    with_level(member, "score-600")
    choose(member, BadgeKind.CREDIT, Audience.MEMBERS, "excellent")
    assert shown(member) == shown(nobody)


def test_an_old_level_is_not_shown():
    member = MemberFactory.create()
    row = with_level(member)
    choose(member, BadgeKind.CREDIT, Audience.MEMBERS)
    CreditAttestation.objects.filter(pk=row.pk).update(valid_until=timezone.now())
    assert shown(member).credit is None


@pytest.mark.parametrize(
    ("badge", "audience", "floor"), [("x", 1, ""), ("credit", 9, ""), ("credit", 1, "x")]
)
def test_nonsense_is_refused(badge, audience, floor):
    member = MemberFactory.create()
    with pytest.raises(errors.NotForBadges):
        choose(member, badge, audience, floor)
    assert not BadgeChoice.objects.exists()


def pair(one, other):
    return badge_queries.pair_of(one.pk, other.pk, now=timezone.now())


def both():
    one, other = MemberFactory.create(), MemberFactory.create()
    with_level(one, "score-650")
    with_level(other, "score-350")
    return one, other


def test_levels_are_shown_to_both_or_to_nobody():
    one, other = both()
    offer_reveal(actor=one, other_id=other.pk, now=timezone.now())
    assert not pair(one, other).is_open
    assert not pair(other, one).is_open
    offer_reveal(actor=other, other_id=one.pk, now=timezone.now())
    assert (pair(one, other).own_level.level, pair(one, other).other_level.level) == ("excellent", "poor")
    assert (pair(other, one).own_level.level, pair(other, one).other_level.level) == ("poor", "excellent")


def test_the_other_is_told_that_somebody_would():
    one, other = both()
    offer_reveal(actor=one, other_id=other.pk, now=timezone.now())
    assert [row.member for row in badge_queries.open_offers(other.pk, now=timezone.now())] == [one]
    block_member(actor=other, member_id=one.pk, now=timezone.now())
    assert not badge_queries.open_offers(other.pk, now=timezone.now())


@pytest.mark.parametrize("end", ["taken-back", "withdrawn", "month-over"])
def test_it_ends_for_both_at_once(end):
    one, other = both()
    for who, whom in ((one, other), (other, one)):
        offer_reveal(actor=who, other_id=whom.pk, now=timezone.now())
    if end == "taken-back":
        take_back_reveal(actor=one, other_id=other.pk)
    elif end == "withdrawn":
        withdraw_credit(actor=one, now=timezone.now())
    else:
        RevealOffer.objects.filter(member=one).update(until=timezone.now() - timedelta(seconds=1))
    assert not pair(one, other).is_open
    assert not pair(other, one).is_open


def test_who_has_no_level_can_offer_nothing_and_learns_nothing():
    one, other = MemberFactory.create(), MemberFactory.create()
    with pytest.raises(errors.LevelFirst):
        offer_reveal(actor=one, other_id=other.pk, now=timezone.now())
    with_level(one)
    offer_reveal(actor=one, other_id=other.pk, now=timezone.now())  # the other has none: it just waits


def test_a_block_and_oneself_are_not_found():
    one, other = both()
    block_member(actor=other, member_id=one.pk, now=timezone.now())
    for whom in (other, one):
        with pytest.raises(NotFound):
            offer_reveal(actor=one, other_id=whom.pk, now=timezone.now())

"""A member who joined without an invitation types the code of whoever brought her."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import Member
from accounts.operations import block_member
from campaigns import errors, plain_rules
from campaigns.amendment_rules import Terms, judge_amendment
from campaigns.models import Attribution, Brand, Campaign, Progress, Referral, RiskCase, ShareLink, Touch
from campaigns.operations import typed_codes
from campaigns.operations.lifecycle import close_campaign, pause_campaign
from campaigns.operations.typed_codes import open_typed_code, type_code
from campaigns.queries.replay import replay_campaign
from campaigns.reconcile import CHECKS
from campaigns.rule_shape import find_problems
from campaigns.rulebook import read_rules
from common.access import SYSTEM
from common.errors import NeedsSignIn, TooMany
from common.models import LimitWindow
from outbox.models import FactRow
from outbox.testing import run_jobs
from tests.campaigns.test_replay import approve
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    return make.live()


@pytest.fixture
def link(campaign: Campaign) -> ShareLink:
    return make.link_of(make.member(), campaign)


def write(friend: Any, code: str, **changes: Any) -> Referral:
    return type_code(actor=friend, code=code, now=changes.pop("now", timezone.now()), **changes)


@contextmanager
def refused(error: type[Exception]) -> Iterator[None]:
    """And nothing has changed."""
    news = FactRow.objects.filter(kind__in=["campaigns.referral-registered", "campaigns.invitation-opened"])
    rows = (Referral.objects, Attribution.objects, Touch.objects, news)
    before = [each.count() for each in rows]
    with pytest.raises(error):
        yield
    assert [each.count() for each in rows] == before


def test_she_is_a_friend_like_any_other(campaign: Campaign, link: ShareLink) -> None:
    friend = make.join()

    referral = write(friend, f" {link.code[:4].lower()} {link.code[4:]} ", visitor_key="hers")

    assert (referral.advocate_id, referral.invitee_id) == (link.advocate_id, friend.pk)
    assert referral.registered_at == friend.joined_at
    assert Progress.objects.get(advocate=link.advocate).registered == 1
    why = Attribution.objects.get()
    assert (why.model, why.actor_id, why.link_id) == ("typed", friend.pk, link.pk)
    touch = Touch.objects.get()
    assert (touch.kind, touch.visitor_key, why.touch_id) == ("code", "hers", touch.pk)


def test_what_she_has_shown_since_joining_counts_and_is_looked_at(
    campaign: Campaign, link: ShareLink
) -> None:
    friend = make.join()
    approve(friend)
    run_jobs()

    write(friend, link.code)
    run_jobs()

    assert Referral.objects.get().qualified_at is not None
    case = RiskCase.objects.get(referral__invitee=friend)
    assert ",too-quick," not in case.codes
    assert replay_campaign(campaign.pk) == []
    assert [line for check in CHECKS for line in check.run()] == []


def test_the_same_code_again_changes_nothing(link: ShareLink) -> None:
    friend = make.join()
    first = write(friend, link.code)
    before = FactRow.objects.count()

    assert write(friend, link.code).pk == first.pk
    assert (FactRow.objects.count(), Touch.objects.count()) == (before, 1)


def test_a_friend_is_never_given_to_somebody_else(campaign: Campaign, link: ShareLink) -> None:
    friend = make.join()
    write(friend, link.code)
    other = make.link_of(make.member(), campaign)

    with refused(errors.AlreadyInvited):
        write(friend, other.code)


def test_ones_own_code_is_refused(campaign: Campaign) -> None:
    friend = make.join()
    own = make.link_of(friend, campaign)

    with refused(errors.OwnInvitation):
        write(friend, own.code)


@pytest.mark.parametrize("code", ["NOBODYS234", "", "  "])
def test_an_unknown_code_is_refused(code: str) -> None:
    with refused(errors.UnknownInvitation):
        write(make.join(), code)


def test_a_block_makes_the_code_unknown(link: ShareLink) -> None:
    friend = make.join()
    block_member(actor=link.advocate, member_id=friend.pk, now=timezone.now())

    with refused(errors.UnknownInvitation):
        write(friend, link.code)


def test_a_withdrawn_code_is_refused(link: ShareLink) -> None:
    ShareLink.objects.filter(pk=link.pk).update(withdrawn_at=timezone.now())

    with refused(errors.InvitationWithdrawn):
        write(make.join(), link.code)


@pytest.fixture
def older() -> ShareLink:
    """Of a campaign that has been running for a week."""
    campaign = make.live(opens_at=make.NOW - timedelta(days=7))
    link = make.link_of(make.member(), campaign)
    ShareLink.objects.filter(pk=link.pk).update(created_at=make.NOW - timedelta(days=6))
    return link


def test_the_time_for_it_ends(older: ShareLink) -> None:
    with refused(errors.CodeTooLate):
        write(make.join(at=timezone.now() - timedelta(hours=72)), older.code)


def test_the_time_is_the_databases(older: ShareLink) -> None:
    """Whatever the caller believes."""
    link, friend = older, make.join(at=timezone.now() - timedelta(hours=73))

    with refused(errors.CodeTooLate):
        write(friend, link.code, now=timezone.now() - timedelta(hours=2))


def test_rules_that_say_nothing_take_no_code_afterwards() -> None:
    rules = make.rules_with()
    del rules["code_hours"]
    assert read_rules(rules).code_hours == 0


def test_a_campaign_can_do_without() -> None:
    campaign = make.live(code_hours=0)

    with refused(errors.CodeTooLate):
        write(make.join(), make.link_of(make.member(), campaign).code)


def test_a_code_that_came_after_her_did_not_bring_her(campaign: Campaign) -> None:
    """It also keeps circles of invitations out."""
    friend = make.join(at=timezone.now() - timedelta(hours=1))
    link = make.link_of(make.member(), campaign)
    ShareLink.objects.filter(pk=link.pk).update(created_at=timezone.now())

    with refused(errors.JoinedBefore):
        write(friend, link.code)


def test_who_joined_before_it_opened_is_no_newcomer() -> None:
    opens_at = timezone.now() - timedelta(hours=1)
    campaign = make.live(opens_at=opens_at)
    link = make.link_of(make.member(), campaign)
    ShareLink.objects.filter(pk=link.pk).update(created_at=opens_at - timedelta(hours=2))

    with refused(errors.JoinedBefore):
        write(make.join(at=opens_at - timedelta(minutes=1)), link.code)


@pytest.mark.parametrize(
    ("act", "error"),
    [(pause_campaign, errors.CampaignPaused), (close_campaign, errors.CampaignEnded)],
)
def test_closed_paths_take_nobody(campaign: Campaign, link: ShareLink, act: Any, error: Any) -> None:
    friend = make.join()
    when = {"now": timezone.now()} if act is close_campaign else {}
    act(actor=SYSTEM, campaign_id=campaign.pk, reason="rain", **when)

    with refused(error):
        write(friend, link.code)


def test_a_stopped_brand_takes_nobody(campaign: Campaign, link: ShareLink) -> None:
    friend = make.join()
    Brand.objects.filter(pk=campaign.brand_id).update(stopped_at=timezone.now(), stop_reason="x")

    with refused(errors.CampaignPaused):
        write(friend, link.code)


def test_a_state_that_changed_meanwhile_is_seen_by_the_claim(
    campaign: Campaign, link: ShareLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    friend, known = make.join(), ShareLink.objects.select_related("campaign__brand", "campaign__current")
    before = known.get(pk=link.pk)
    monkeypatch.setattr(typed_codes, "open_link", lambda *a, **k: before)
    make.in_state(campaign, "paused")

    with refused(errors.CodeTooLate):
        write(friend, link.code)


@pytest.mark.django_db(transaction=True)
def test_guessing_ends_and_wrong_codes_stay_counted(link: ShareLink) -> None:
    friend = make.join()
    for _ in range(typed_codes.PER_MEMBER_PER_HOUR):
        with pytest.raises(errors.UnknownInvitation):
            write(friend, "NOBODYS234")

    with refused(TooMany):
        write(friend, link.code)
    assert LimitWindow.objects.get(name="codes-by-member").count == typed_codes.PER_MEMBER_PER_HOUR


def test_a_visitor_cannot_type_one_for_herself(link: ShareLink) -> None:
    with refused(NeedsSignIn):
        write(AnonymousUser(), link.code)


def test_a_visitors_code_is_a_touch_of_its_own_kind(link: ShareLink) -> None:
    for _ in range(2):
        open_typed_code(
            actor=AnonymousUser(), code=link.code, visitor_key="b", address="192.0.2.1", now=timezone.now()
        )

    assert list(Touch.objects.values_list("kind", "link_id")) == [("code", link.pk)]
    assert make.join(visitor_key="b", at=timezone.now()).pk == Referral.objects.get().invitee_id


def test_a_network_guesses_so_often(link: ShareLink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typed_codes, "PER_NETWORK_PER_HOUR", 1)
    ask: dict[str, Any] = {"actor": AnonymousUser(), "visitor_key": "b", "address": "192.0.2.1"}
    open_typed_code(code=link.code, now=timezone.now(), **ask)

    with refused(TooMany):
        open_typed_code(code=link.code, now=timezone.now(), **ask)


@pytest.mark.parametrize("hours", [-1, 337, "3", True])
def test_the_rules_say_how_many_hours(hours: Any) -> None:
    assert [problem.path for problem in find_problems(make.rules_with(code_hours=hours))] == ["code_hours"]


def test_everybody_reads_how_long_a_code_can_be_typed() -> None:
    told = plain_rules.lines(read_rules(make.rules_with(code_hours=48)))
    assert any("type in a code for 48 hours" in line for line in told)
    assert not any("code" in line for line in plain_rules.lines(read_rules(make.rules_with(code_hours=0))))


@pytest.mark.parametrize(("after", "code"), [(96, "more-time"), (24, "less-time")])
def test_more_hours_are_in_the_members_favour(after: int, code: str) -> None:
    dates = {"opens_at": make.OPENS, "closes_at": make.CLOSES, "settle_by": make.SETTLE_BY}
    old, new = (
        Terms(rulebook=read_rules(make.rules_with(code_hours=hours)), texts={}, **dates)
        for hours in (72, after)
    )
    verdicts = judge_amendment(old, new)
    assert [(each.path, each.code, each.is_favourable) for each in verdicts] == [
        ("code_hours", code, after > 72)
    ]


def test_the_brought_member_sees_who_invited_her(link: ShareLink) -> None:
    from campaigns.queries.today import own_invitation

    friend = make.join()
    write(friend, link.code)
    greeted = own_invitation(Member.objects.get(pk=friend.pk))
    assert greeted is not None
    assert greeted.advocate_name == link.advocate.display_name

"""Who lives with people who run a campaign: what they draw waits for a person, what they earn does not."""

import pytest

from accounts.models import Member, RoleGrant
from campaigns.models import Decision, DrawEntry, Reward, ShareLink
from campaigns.operations.rewards import assess_reward, release_reward
from gifts.operations import accept_gift
from tests.factories import campaigns as make
from tests.factories import gifts as make_gifts

pytestmark = pytest.mark.django_db


def make_links_in(browser: str, *members: Member, campaign) -> None:
    for member in members:
        link = make.link_of(member, campaign)
        ShareLink.objects.filter(pk=link.pk).update(visitor_key=browser)


def send_to(street: str, *members: Member) -> None:
    for member in members:
        address = make_gifts.address(street=street)
        accept_gift(actor=member, gift_id=make_gifts.offered(member).pk, address=address, now=make_gifts.NOW)


def assessed(reward: Reward) -> tuple[str, str]:
    done = assess_reward(reward_id=reward.pk, now=make.NOW)
    return done.state, done.hold_code


def test_who_shares_a_browser_with_a_manager_waits_for_a_person() -> None:
    campaign, kin = make.live(), make.member()
    manager = make.manager_of(campaign.brand)
    make_links_in("tablet", manager, kin, campaign=campaign)
    reward = make.reward_of(kin, campaign)

    assert assessed(reward) == ("held", "staff-household")
    assert not DrawEntry.objects.exists()
    assert Decision.objects.filter(reward=reward).latest("id").code == "staff-household"

    other = make.manager_of(campaign.brand)
    release_reward(actor=other, reward_id=reward.pk, reason="flatmates until May", now=make.NOW)
    assert DrawEntry.objects.get().member == kin


def test_who_shares_a_door_with_somebody_of_the_staff_waits() -> None:
    campaign, kin, stranger = make.live(), make.member(), make.member()
    staff = make.member(is_staff=True)
    send_to("Road 1-2", staff, kin)
    send_to("Road 9", stranger)

    assert assessed(make.reward_of(kin, campaign)) == ("held", "staff-household")
    assert assessed(make.reward_of(stranger, campaign))[0] == "granted"


def test_a_terminal_that_many_use_is_no_household() -> None:
    campaign, reader = make.live(), make.member()
    others = [make.member() for _ in range(3)]
    make_links_in("library", make.manager_of(campaign.brand), reader, *others, campaign=campaign)

    assert assessed(make.reward_of(reader, campaign))[0] == "granted"


def test_the_household_of_another_brands_manager_takes_part() -> None:
    campaign, kin = make.live(), make.member()
    elsewhere = make.member()
    RoleGrant.objects.create(member=elsewhere, role="manager", scope="brand:other", granted_at=make.NOW)
    make_links_in("tablet", elsewhere, kin, campaign=campaign)

    assert assessed(make.reward_of(kin, campaign))[0] == "granted"


def test_what_is_earned_without_a_draw_is_given() -> None:
    campaign, kin = make.live(gift=5), make.member()
    make_links_in("tablet", make.manager_of(campaign.brand), kin, campaign=campaign)

    assert assessed(make.reward_of(kin, campaign)) == ("approved", "")

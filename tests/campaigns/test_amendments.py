"""Better rules reach everybody who is there; worse ones reach nobody."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Member
from campaigns import errors
from campaigns.models import Amendment, Budget, Campaign, CampaignVersion, Progress, Referral, Reward
from campaigns.operations.amendments import (
    AmendmentDraft,
    adopt_amendment,
    propose_amendment,
    withdraw_amendment,
)
from campaigns.operations.qualifying import expire_referrals
from campaigns.operations.repinning import repin_referrals
from campaigns.queries.replay import replay_campaign
from common.errors import IllegalMove, NotFound, Stale
from gifts.models import Item
from outbox.testing import run_jobs
from tests.factories import campaigns as make
from tests.factories import gifts
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(hours=1)


def rules_of(campaign: Campaign, **changes: Any) -> dict[str, Any]:
    assert campaign.current is not None
    rules: dict[str, Any] = deepcopy(campaign.current.rules)
    return rules | changes


def propose(campaign: Campaign, *, by: Member | None = None, **changes: Any) -> Amendment:
    return propose_amendment(
        actor=by or make.manager_of(campaign.brand),
        campaign_id=campaign.pk,
        draft=AmendmentDraft(rules=rules_of(campaign, **changes)),
        note="More people asked for it.",
        now=LATER,
    )


def amend(campaign: Campaign, **changes: Any) -> Campaign:
    amendment = propose(campaign, **changes)
    second = make.manager_of(campaign.brand)
    return adopt_amendment(actor=second, amendment_id=amendment.pk, now=LATER)


# --- proposing --------------------------------------------------------------------------------------


def test_a_better_rule_waits_for_a_second_person() -> None:
    campaign = make.live(gift=5)
    amendment = propose(campaign, threshold=2)

    assert (amendment.state, Campaign.objects.get().current_id) == ("proposed", amendment.base_id)
    with pytest.raises(errors.AmendmentOpen):
        propose(campaign, threshold=1)


def test_what_is_not_in_the_members_favour_is_refused_with_each_reason() -> None:
    campaign = make.live(gift=5)
    with pytest.raises(errors.NotFavourable) as refused:
        propose(campaign, threshold=4, window_days=10, deliver_days=7)
    assert "Friends needed: More friends would be needed." in refused.value.text
    assert "There would be less time." in refused.value.text
    assert "Days to deliver it" not in refused.value.text
    assert Amendment.objects.count() == 0


def test_nothing_new_no_reason_and_no_stock_are_refused() -> None:
    campaign = make.live(gift=5, stock=5)
    manager = make.manager_of(campaign.brand)
    with pytest.raises(errors.NothingChanged):
        propose(campaign)
    with pytest.raises(errors.ReasonMissing):
        draft = AmendmentDraft(rules=rules_of(campaign, threshold=2))
        propose_amendment(actor=manager, campaign_id=campaign.pk, draft=draft, note=" ", now=LATER)
    reward = {"kind": "gift", "item": rules_of(campaign)["reward"]["item"], "max_per_member": 1}
    with pytest.raises(errors.NotEnoughStock):
        propose(campaign, reward=reward | {"quantity": 6})
    assert Amendment.objects.count() == 0


@pytest.mark.parametrize("state", ["draft", "closing", "settled", "cancelled"])
def test_only_what_is_announced_and_not_over_is_amended(state: str) -> None:
    campaign = make.live(gift=5)
    campaign = make.in_state(campaign, state, settled_at=make.NOW)
    with pytest.raises(errors.NotAmendable):
        propose(campaign, threshold=2)


def test_another_brands_manager_finds_nothing() -> None:
    campaign = make.live(gift=5)
    stranger = make.manager_of(make.brand())
    with pytest.raises(NotFound):
        propose(campaign, by=stranger, threshold=2)
    amendment = propose(campaign, threshold=2)
    with pytest.raises(NotFound):
        adopt_amendment(actor=stranger, amendment_id=amendment.pk, now=LATER)
    with pytest.raises(NotFound):
        withdraw_amendment(actor=stranger, amendment_id=amendment.pk, reason="no", now=LATER)


# --- adopting ---------------------------------------------------------------------------------------


def test_who_proposed_it_does_not_adopt_it(settings: Any) -> None:
    settings.CAMPAIGNS_FOUR_EYES = True
    campaign = make.live(gift=5)
    author = make.manager_of(campaign.brand)
    amendment = propose(campaign, by=author, threshold=2)
    with pytest.raises(errors.SecondPersonNeeded):
        adopt_amendment(actor=author, amendment_id=amendment.pk, now=LATER)
    assert CampaignVersion.objects.count() == 1


def test_adopting_seals_the_next_version_once() -> None:
    campaign = make.live(gift=5)
    amendment = propose(campaign, threshold=2)
    second = make.manager_of(campaign.brand)
    for _again in range(2):
        campaign = adopt_amendment(actor=second, amendment_id=amendment.pk, now=LATER)

    version = CampaignVersion.objects.get(number=2)
    assert (campaign.current_id, version.is_favourable, version.supersedes_id) == (
        version.pk,
        True,
        amendment.base_id,
    )
    assert version.computed_sha256() == version.sha256
    assert version.rulebook.threshold == 2


def test_an_amendment_of_rules_that_have_changed_is_stale() -> None:
    campaign = make.live(gift=5)
    first = propose(campaign, threshold=2)
    withdraw_amendment(actor=make.manager_of(campaign.brand), amendment_id=first.pk, reason="no", now=LATER)
    second = propose(campaign, deliver_days=7)
    Amendment.objects.filter(pk=first.pk).update(state="adopted", result=first.base)
    adopt_amendment(actor=make.manager_of(campaign.brand), amendment_id=second.pk, now=LATER)
    third = propose(Campaign.objects.one(campaign.pk), threshold=2)
    Amendment.objects.filter(pk=third.pk).update(base=first.base)
    with pytest.raises(Stale):
        adopt_amendment(actor=make.manager_of(campaign.brand), amendment_id=third.pk, now=LATER)


def test_what_was_withdrawn_is_not_adopted() -> None:
    campaign = make.live(gift=5)
    manager = make.manager_of(campaign.brand)
    amendment = propose(campaign, threshold=2)
    with pytest.raises(errors.ReasonMissing):
        withdraw_amendment(actor=manager, amendment_id=amendment.pk, reason="", now=LATER)
    for _again in range(2):
        withdraw_amendment(actor=manager, amendment_id=amendment.pk, reason="a mistake", now=LATER)
    with pytest.raises(IllegalMove):
        adopt_amendment(actor=manager, amendment_id=amendment.pk, now=LATER)


def test_more_gifts_raise_the_share_that_may_be_claimed() -> None:
    campaign = make.live(gift=5, stock=200)
    reward = {"kind": "gift", "item": rules_of(campaign)["reward"]["item"], "max_per_member": 1}
    pen = gifts.item(stock=9, brand_ref=campaign.brand.scope).public_id
    welcome = {"key": "welcome", "whom": "invitee", "kind": "gift", "item": pen, "quantity": 9}
    amend(campaign, reward=reward | {"quantity": 107}, further=[welcome])

    limits = Budget.objects.filter(campaign=campaign)
    shares = {action: 0 for action in limits.values_list("action", flat=True)}
    for action, units in limits.values_list("action", "limit_units"):
        shares[action] += units
    assert shares == {"claim": 107, "claim:welcome": 9}


# --- who is there already ---------------------------------------------------------------------------


def pinned(campaign: Campaign) -> set[int]:
    return set(Referral.objects.filter(campaign=campaign).values_list("pinned__number", flat=True))


def test_who_has_enough_by_the_better_rules_is_rewarded_at_once_and_only_once() -> None:
    campaign, advocate = make.live(gift=5), make.member()
    make.qualify(advocate, campaign, friends=2)
    assert Reward.objects.count() == 0

    amend(campaign, threshold=2)
    run_jobs()
    repin_referrals(now=LATER)

    reward = Reward.objects.get()
    assert (reward.beneficiary_id, reward.pinned.number) == (advocate.pk, 2)
    assert pinned(campaign) == {2}
    assert Progress.objects.get(advocate=advocate).rewards == 1


def test_a_friend_who_has_less_to_do_counts_at_once() -> None:
    campaign, advocate = make.live(gift=5, credit={"registered": 0, "real_name": 100}), make.member()
    referral = make.invite(advocate, campaign)
    amend(campaign, requires=["registered"], credit={"registered": 100, "real_name": 100})
    run_jobs()

    referral.refresh_from_db()
    assert (referral.state, referral.credit_hundredths) == ("qualified", 100)


def test_a_friend_whose_days_had_run_out_gets_the_further_days() -> None:
    campaign, advocate = make.live(gift=5, window_days=2), make.member()
    referral = make.invite(advocate, campaign, at=make.NOW - timedelta(hours=20))
    Referral.objects.filter(pk=referral.pk).update(expires_at=make.NOW - timedelta(minutes=1))
    expire_referrals(now=make.NOW)
    referral.refresh_from_db()
    assert referral.state == "expired"

    amend(campaign, window_days=9)
    run_jobs()

    referral.refresh_from_db()
    assert referral.state == "registered"
    assert referral.expires_at == referral.registered_at + timedelta(days=9)
    make.verify(referral, at=LATER)
    referral.refresh_from_db()
    assert referral.state == "qualified"


def test_a_new_reward_for_friends_also_reaches_those_who_count_already() -> None:
    campaign, advocate = make.live(gift=5, stock=20), make.member()
    [counted] = make.qualify(advocate, campaign, friends=1)
    pen = gifts.item(stock=9, brand_ref=campaign.brand.scope).public_id
    amend(campaign, further=[{"key": "hello", "whom": "invitee", "kind": "gift", "item": pen, "quantity": 9}])
    run_jobs()

    assert Reward.objects.get().beneficiary_id == counted.invitee_id


def test_a_reward_keeps_the_version_under_which_it_was_earned() -> None:
    campaign, advocate = make.live(gift=5), make.member()
    reward = make.reward_of(advocate, campaign)
    amend(campaign, deliver_days=7)
    run_jobs()
    reward.refresh_from_db()
    assert reward.pinned.number == 1
    assert pinned(campaign) == {2}


def test_a_held_or_rejected_friend_gets_no_credit_by_it() -> None:
    campaign, advocate = make.live(gift=5), make.member()
    held, rejected = (make.qualify(advocate, campaign, friends=1)[0] for _ in range(2))
    Referral.objects.filter(pk=held.pk).update(state="held")
    Referral.objects.filter(pk=rejected.pk).update(state="reversed", credit_hundredths=0)
    Referral.objects.filter(pk=rejected.pk).update(state="qualified", credit_hundredths=100)
    amend(campaign, credit={"registered": 0, "real_name": 150})
    run_jobs()
    held.refresh_from_db()
    rejected.refresh_from_db()
    assert (held.credit_hundredths, held.pinned.number) == (100, 2)
    assert rejected.credit_hundredths == 150


def test_the_replay_follows_an_amendment(breaks_invariants: None) -> None:
    campaign, advocate = make.live(gift=5, requires=["registered"], credit={"registered": 50}), make.member()
    for _friend in range(2):
        make.invite(advocate, campaign)
    run_jobs()
    amend(campaign, credit={"registered": 100}, threshold=2)
    make.invite(advocate, Campaign.objects.one(campaign.pk))
    run_jobs()

    assert Progress.objects.get(advocate=advocate).credit_hundredths == 300
    assert Reward.objects.count() == 1
    assert replay_campaign(campaign.pk) == []
    Progress.objects.filter(advocate=advocate).update(credit_hundredths=200)
    assert replay_campaign(campaign.pk) != []


# --- pages ------------------------------------------------------------------------------------------


def test_everybody_reads_what_changed_and_why_it_is_better(client: Client) -> None:
    campaign = make.live(gift=5)
    amend(campaign, threshold=2)
    page = client.get(f"/campaigns/{campaign.slug}/versions/").content.decode()
    assert "Friends needed: <del>3</del> → <ins>2</ins>" in page
    assert "Fewer friends are enough." in page
    assert "More people asked for it." in page
    body = client.get(f"/api/v1/campaigns/{campaign.slug}/versions/").json()
    assert [version["number"] for version in body["items"]] == [2, 1]
    assert body["items"][0]["lines"][0]["is_favourable"] is True


def test_the_public_notice_has_every_field_of_the_law(client: Client) -> None:
    campaign = make.live()
    body = client.get(f"/api/v1/campaigns/{campaign.slug}/sheet/").json()
    keys = [row["key"] for row in body["rows"]]
    assert keys == [
        *("organiser", "contact", "name", "period", "prizes", "odds", "cost", "conditions", "method"),
        *("decided-on", "redemption", "delivery", "forfeit", "changes", "records"),
    ]
    assert client.get(f"/campaigns/{campaign.slug}/sheet/").status_code == 200


def test_what_is_missing_is_said_to_all_and_how_to_mend_it_to_the_manager(client: Client) -> None:
    campaign = make.live()
    for who, told in (
        (None, set()),
        (MemberFactory.create(), set()),
        (campaign.author, {"organiser", "contact"}),
    ):
        if who:
            client.force_login(who)
        rows = client.get(f"/api/v1/campaigns/{campaign.slug}/sheet/").json()["rows"]
        assert {row["key"] for row in rows if row["warning"]} == told
        [contact] = [row["values"] for row in rows if row["key"] == "contact"]
        assert contact == ([] if told else ["Not stated."])
        page = client.get(f"/campaigns/{campaign.slug}/sheet/").content.decode()
        assert ("write it into the brand" in page) == bool(told)


def test_a_prize_above_what_the_law_allows_is_pointed_at(client: Client) -> None:
    campaign = make.live()
    assert campaign.current is not None
    prize = campaign.current.rules["draw"]["prizes"][0]["item"]
    Item.objects.filter(public_id=prize).update(value_fen=5_000_001)
    client.force_login(campaign.author)
    rows = client.get(f"/api/v1/campaigns/{campaign.slug}/sheet/").json()["rows"]
    [prizes] = [row for row in rows if row["key"] == "prizes"]
    assert "50,000" in prizes["warning"]
    assert "50000.01" in prizes["values"][0]


def test_the_manager_of_a_draft_sees_the_notice_beforehand(client: Client) -> None:
    draft = make.draft()
    address = f"/campaigns/{draft.slug}/sheet/"
    assert client.get(address).status_code == 404
    client.force_login(draft.author)
    assert client.get(address).status_code == 200


# --- the desk ---------------------------------------------------------------------------------------


def amend_page(campaign: Campaign) -> str:
    return f"/admin/campaigns/campaign/{campaign.pk}/amend/"


def typed(client: Client, campaign: Campaign, **changes: Any) -> dict[str, Any]:
    """What a browser would send back of the form as it is shown."""
    form = client.get(amend_page(campaign)).context["form"]
    sent: dict[str, Any] = {"note": "Better."}
    for name, field in form.fields.items():
        value = form[name].value()
        if hasattr(field.widget, "decompress"):
            parts = field.widget.decompress(value)
            sent |= {
                f"{name}_{part}": text or "" for part, text in zip(("en", "zh-hans"), parts, strict=True)
            }
        elif value is not None and value is not False:
            sent[name] = field.widget.format_value(value) if hasattr(value, "strftime") else value
    return sent | changes


def test_the_desk_proposes_and_adopts(client: Client) -> None:
    campaign = make.live(gift=5)
    client.force_login(make.manager_of(campaign.brand))
    answer = client.post(amend_page(campaign), typed(client, campaign, threshold="2"))
    assert answer.status_code == 303, answer.content.decode()[:3000]
    console = client.get(f"/admin/campaigns/campaign/{campaign.pk}/change/").content.decode()
    assert "Fewer friends are enough." in console

    client.force_login(make.manager_of(campaign.brand))
    done = client.post(f"/admin/campaigns/campaign/{campaign.pk}/do/adopt-amendment/")
    assert done.status_code == 303
    assert Campaign.objects.one(campaign.pk).current.number == 2  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", ["gift", "draw"])
def test_the_form_as_it_is_shown_changes_nothing(client: Client, kind: str) -> None:
    campaign = make.live(gift=5) if kind == "gift" else make.live()
    client.force_login(make.manager_of(campaign.brand))
    answer = client.post(amend_page(campaign), typed(client, campaign))
    assert answer.status_code == 422
    assert "Nothing is different" in answer.content.decode()


def test_the_desk_is_told_what_is_not_better(client: Client) -> None:
    campaign = make.live(gift=5)
    client.force_login(make.manager_of(campaign.brand))
    answer = client.post(amend_page(campaign), typed(client, campaign, threshold="5"))
    assert answer.status_code == 422
    assert "More friends would be needed." in answer.content.decode()
    assert Amendment.objects.count() == 0

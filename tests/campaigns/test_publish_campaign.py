"""Drafts, review and publication: the rules are sealed, the stock is checked, the promises are made."""

from datetime import timedelta
from typing import Any

import pytest

from campaigns import errors
from campaigns.models import Budget, Campaign, CampaignVersion, Promise
from campaigns.models.draw import Draw
from campaigns.operations.claims import claim_reward
from campaigns.operations.drafts import (
    DraftChanges,
    create_brand,
    create_campaign,
    edit_draft,
    send_back,
    submit_for_review,
)
from campaigns.operations.lifecycle import cancel_campaign
from campaigns.operations.publishing import publish_campaign
from common.access import SYSTEM
from common.append_only import WrittenOnce
from common.errors import IllegalMove, NotAllowed, NotFound
from gifts.models import Item
from outbox.models import FactRow
from tests.factories import campaigns as make
from tests.factories import gifts

pytestmark = pytest.mark.django_db


def publish(campaign: Campaign) -> Campaign:
    return publish_campaign(actor=campaign.author, campaign_id=campaign.pk, now=make.NOW)


def nothing_published(campaign: Campaign) -> bool:
    campaign.refresh_from_db()
    rows = (CampaignVersion, Promise, Budget, Draw)
    return campaign.state == "draft" and not any(model.objects.exists() for model in rows)


# --- drafts ---------------------------------------------------------------------------------------


def test_a_manager_makes_a_draft() -> None:
    campaign = make.draft()

    assert (campaign.state, campaign.current_id) == ("draft", None)
    assert campaign.slug.startswith("spring-outing-on-sunny-days-")


def test_a_chinese_title_gets_an_address_too() -> None:
    brand = make.brand()
    made = create_campaign(
        actor=make.manager_of(brand),
        brand_id=brand.pk,
        title={"zh-hans": "晴天去春游"},
        opens_at=make.OPENS,
        closes_at=make.CLOSES,
    )

    assert len(made.slug) == 6


def test_another_brands_manager_can_not() -> None:
    with pytest.raises(NotAllowed):
        create_campaign(
            actor=make.manager_of(make.brand()),
            brand_id=make.brand().pk,
            title={"en": "Tea"},
            opens_at=make.OPENS,
            closes_at=make.CLOSES,
        )
    assert not Campaign.objects.exists()


def test_only_a_manager_of_everything_makes_brands() -> None:
    superuser = make.member(superuser=True)
    first = create_brand(actor=superuser, slug="tea", name={"en": "Tea"})
    assert create_brand(actor=superuser, slug="tea", name={"en": "Other"}).pk == first.pk

    with pytest.raises(NotAllowed):
        create_brand(actor=make.member(), slug="coffee", name={"en": "Coffee"})


def test_an_address_is_used_once() -> None:
    first, second = make.draft(), make.draft()

    with pytest.raises(errors.SlugTaken):
        edit_draft(actor=second.author, campaign_id=second.pk, changes=DraftChanges(slug=first.slug))


def test_an_edit_changes_what_it_names() -> None:
    campaign = make.draft()

    edited = edit_draft(
        actor=campaign.author, campaign_id=campaign.pk, changes=DraftChanges(title={"en": "Tea"})
    )

    edited.refresh_from_db()
    assert edited.title == {"en": "Tea"}
    assert edited.draft_rules == campaign.draft_rules


def test_an_edit_never_overwrites_another_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    from common.errors import Stale

    campaign = make.draft()
    seen = Campaign.objects.one(campaign.pk)
    edit_draft(actor=campaign.author, campaign_id=campaign.pk, changes=DraftChanges(title={"en": "Tea"}))
    monkeypatch.setattr(type(Campaign.objects.all()), "one", lambda _self, _pk: seen)

    with pytest.raises(Stale):
        edit_draft(
            actor=campaign.author, campaign_id=campaign.pk, changes=DraftChanges(title={"en": "Coffee"})
        )
    assert Campaign.objects.get().title == {"en": "Tea"}


def test_dates_must_be_in_order() -> None:
    campaign = make.draft()

    with pytest.raises(errors.BadWindow) as refused:
        edit_draft(actor=campaign.author, campaign_id=campaign.pk, changes=DraftChanges(closes_at=make.OPENS))
    assert refused.value.field == "closes_at"


def test_review_goes_there_and_back() -> None:
    campaign = make.draft()

    assert submit_for_review(actor=campaign.author, campaign_id=campaign.pk).state == "in_review"
    assert submit_for_review(actor=campaign.author, campaign_id=campaign.pk).state == "in_review"
    with pytest.raises(IllegalMove):
        edit_draft(actor=campaign.author, campaign_id=campaign.pk, changes=DraftChanges(slug="x"))
    with pytest.raises(errors.ReasonMissing):
        send_back(actor=campaign.author, campaign_id=campaign.pk, reason="")
    assert send_back(actor=campaign.author, campaign_id=campaign.pk, reason="typo").state == "draft"


def test_incomplete_rules_are_not_submitted() -> None:
    campaign = make.draft(threshold=0)

    with pytest.raises(errors.BadRules) as refused:
        submit_for_review(actor=campaign.author, campaign_id=campaign.pk)
    assert refused.value.field == "threshold"
    assert Campaign.objects.get().state == "draft"


# --- publication ----------------------------------------------------------------------------------


def test_seals_the_version_and_starts_when_the_time_has_come() -> None:
    campaign = publish(make.draft())

    campaign.refresh_from_db()
    version = CampaignVersion.objects.get()
    assert (campaign.state, campaign.current_id) == ("live", version.pk)
    assert (version.number, version.sha256) == (1, version.computed_sha256())
    assert version.texts["title"] == campaign.title
    assert (version.author, version.approver) == (campaign.author, campaign.author)
    kinds = set(FactRow.objects.values_list("kind", flat=True))
    assert {"campaigns.campaign-published", "campaigns.campaign-started"} <= kinds


def test_waits_for_its_start() -> None:
    campaign = make.scheduled()

    assert campaign.state == "scheduled"
    assert not FactRow.objects.filter(kind="campaigns.campaign-started").exists()


def test_promises_the_draw_and_its_prizes_in_public() -> None:
    campaign = publish(make.draft())

    promises = Promise.objects.filter(campaign=campaign)
    assert set(promises.values_list("kind", "state", "due_at")) == {
        ("draw", "open", make.SETTLE_BY),
        ("prizes", "open", make.SETTLE_BY),
    }


def test_commits_to_the_draw_in_the_same_commit() -> None:
    campaign = publish(make.draft())

    draw = Draw.objects.get(campaign=campaign)
    assert (draw.state, len(draw.commitment)) == ("committed", 64)


def test_a_gift_campaign_sets_its_share_aside() -> None:
    publish(make.draft(gift=70, stock=70))

    assert sum(Budget.objects.values_list("limit_units", flat=True)) == 70
    assert not Draw.objects.exists()
    assert not Promise.objects.exists()


def test_publishing_again_changes_nothing() -> None:
    campaign = publish(make.draft())

    assert publish(campaign).current_id == campaign.current_id
    assert CampaignVersion.objects.count() == Draw.objects.count() == 1
    assert Promise.objects.count() == 2


def test_a_sealed_version_is_never_changed() -> None:
    """CRMEB let the odds and prizes of a live lottery be edited."""
    campaign = publish(make.draft())
    version = CampaignVersion.objects.get()

    version.rules = {}
    with pytest.raises(WrittenOnce):
        version.save()
    with pytest.raises(IllegalMove):
        edit_draft(
            actor=campaign.author, campaign_id=campaign.pk, changes=DraftChanges(rules={"threshold": 9})
        )


@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        ({"threshold": 0}, errors.BadRules),
        ({"stock": 2}, errors.NotEnoughStock),
        ({"gift": 9, "stock": 8}, errors.NotEnoughStock),
        ({"closes_at": make.NOW}, errors.EndsInThePast),
    ],
)
def test_is_refused_and_nothing_is_published(options: dict[str, Any], refusal: type[Exception]) -> None:
    campaign = make.draft(**options)

    with pytest.raises(refusal):
        publish(campaign)
    assert nothing_published(campaign)


def test_says_how_much_is_missing() -> None:
    campaign = make.draft(stock=2)

    with pytest.raises(errors.NotEnoughStock) as refused:
        publish(campaign)
    assert "3" in refused.value.text
    assert "only 2" in refused.value.text


def another_of_the_same_item(campaign: Campaign, *, gift: int = 0) -> Campaign:
    found = campaign.draft_rules
    item = found["reward"].get("item") or found["draw"]["prizes"][0]["item"]
    rules = make.gift_rules(item, quantity=gift) if gift else make.rules_with(item)
    return create_campaign(
        actor=campaign.author,
        brand_id=campaign.brand_id,
        title={"en": "Another"},
        rules_draft=rules,
        opens_at=make.OPENS,
        closes_at=make.CLOSES,
    )


@pytest.mark.parametrize(("first", "second"), [(0, 0), (0, 2), (2, 0), (2, 2)])
def test_the_same_units_are_promised_once(first: int, second: int) -> None:
    """Three prizes, or two gifts, of four or three units in all."""
    campaign = make.draft(stock=3 if first else 4, gift=first)
    other = another_of_the_same_item(campaign, gift=second)
    publish(campaign)

    with pytest.raises(errors.NotEnoughStock) as refused:
        publish(other)
    assert refused.value.data["available"] == 1


def test_what_was_given_or_called_off_is_not_promised_any_more() -> None:
    campaign = make.live(gift=2, stock=4)
    reward = make.approved(make.member(), campaign)
    claim_reward(actor=reward.beneficiary, reward_id=reward.pk, now=make.NOW)
    assert publish(another_of_the_same_item(campaign, gift=2)).state == "live"

    called_off = make.scheduled(stock=3)
    other = another_of_the_same_item(called_off)
    cancel_campaign(actor=SYSTEM, campaign_id=called_off.pk, reason="rain")
    assert publish(other).state == "live"


def test_another_brands_items_do_not_count() -> None:
    foreign = gifts.item(stock=9, brand_ref=make.brand().scope).public_id
    campaign = make.draft()
    Campaign.objects.update(draft_rules=make.rules_with(foreign))

    with pytest.raises(errors.UnknownItem):
        publish(campaign)
    assert nothing_published(campaign)


def test_retired_items_do_not_count() -> None:
    campaign = make.draft()
    Item.objects.update(state="retired")

    with pytest.raises(errors.UnknownItem):
        publish(campaign)
    assert nothing_published(campaign)


def test_a_stranger_learns_nothing_of_a_draft() -> None:
    campaign = make.draft()

    with pytest.raises(NotFound):
        publish_campaign(actor=make.member(), campaign_id=campaign.pk, now=make.NOW)
    with pytest.raises(NotFound):
        publish_campaign(actor=SYSTEM, campaign_id=campaign.pk + 1, now=make.NOW)
    assert nothing_published(campaign)


def test_the_end_is_checked_at_the_moment_of_publishing() -> None:
    campaign = make.draft()

    with pytest.raises(errors.EndsInThePast):
        publish_campaign(
            actor=campaign.author, campaign_id=campaign.pk, now=make.CLOSES + timedelta(seconds=1)
        )

"""Words of an amendment: held against the platforms' packs, and shown as they are sealed."""

from datetime import timedelta

import pytest
from django.test import Client

from campaigns import errors
from campaigns.models import Amendment, Campaign, CampaignVersion
from campaigns.operations.amendments import AmendmentDraft, adopt_amendment, propose_amendment
from campaigns.operations.publishing import publish_campaign
from common.access import SYSTEM
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(hours=1)


def test_what_a_platform_forbids_is_neither_proposed_nor_adopted() -> None:
    campaign = make.live(gift=5)
    manager = make.manager_of(campaign.brand)
    forbidden = {"share": {"zh-hans": "好友助力得门票"}}
    with pytest.raises(errors.ForbiddenByChannel) as refused:
        propose_amendment(
            actor=manager,
            campaign_id=campaign.pk,
            draft=AmendmentDraft(texts=forbidden),
            note="Words to send along.",
            now=LATER,
        )
    assert refused.value.field == "texts.share.zh-hans"

    amendment = make.amendment(campaign)
    Amendment.objects.filter(pk=amendment.pk).update(texts=amendment.texts | forbidden)
    with pytest.raises(errors.ForbiddenByChannel):
        adopt_amendment(actor=manager, amendment_id=amendment.pk, now=LATER)
    assert CampaignVersion.objects.count() == 1


def test_a_translated_title_is_the_one_that_pages_show(client: Client) -> None:
    made = make.draft(gift=5)
    Campaign.objects.filter(pk=made.pk).update(title={"en": "Spring outing on sunny days"})
    campaign = publish_campaign(actor=SYSTEM, campaign_id=made.pk, now=make.NOW)
    manager = make.manager_of(campaign.brand)
    texts = {"title": {"en": "Spring outing on sunny days", "zh-hans": "晴天去春游"}}
    amendment = propose_amendment(
        actor=manager, campaign_id=campaign.pk, draft=AmendmentDraft(texts=texts), note="Read it.", now=LATER
    )
    adopt_amendment(actor=manager, amendment_id=amendment.pk, now=LATER)

    amended = Campaign.objects.one(campaign.pk)
    assert amended.current is not None
    assert amended.title == amended.current.texts["title"] == texts["title"]
    page = client.get(f"/campaigns/{campaign.slug}/", headers={"accept-language": "zh-hans"})
    assert "晴天去春游" in page.content.decode()

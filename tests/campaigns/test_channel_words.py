"""A manager's own words for one channel: where they stand, where the general ones stay, what is refused."""

from typing import Any

import pytest
from django.test import Client

from campaigns import errors
from campaigns.channel_packs import compile_campaign
from campaigns.channel_words import words_for
from campaigns.models import Campaign, Touch
from campaigns.operations.drafts import DraftChanges, edit_draft
from campaigns.operations.publishing import publish_campaign
from campaigns.operations.share_links import make_share_link
from campaigns.posters import campaign as campaign_poster
from campaigns.posters import invitation, invitation_preview
from campaigns.queries.campaigns import landing
from campaigns.states import CampaignState, PackOutcome
from common.access import SYSTEM
from tests.factories import campaigns as make
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db
TITLE = {"en": "Spring outing", "zh-hans": "春游"}
WORDS: dict[str, Any] = {
    "weibo": {
        "title": {"en": "A day among hills", "zh-hans": "山里的一天"},
        "lead": {"en": "For whoever likes walking."},
        "share": {"en": "We walk, who comes along?"},
    },
    "wechat": {"lead": {"en": "Two buses leave on Saturday.", "zh-hans": "周六有两辆大巴。"}},
}
TEXTS = {"lead": {"en": "Come outside."}, "share": {"en": "See you there?"}, "channels": WORDS}


def live(**texts: Any) -> Campaign:
    found = make.draft()
    edit_draft(
        actor=SYSTEM, campaign_id=found.pk, changes=DraftChanges(title=TITLE, texts={**TEXTS, **texts})
    )
    return publish_campaign(actor=SYSTEM, campaign_id=found.pk, now=make.NOW)


@pytest.fixture
def campaign() -> Campaign:
    return live()


def link(campaign: Campaign, channel: str) -> str:
    member = make.member()
    return make_share_link(actor=member, campaign_id=campaign.pk, channel=channel, now=make.NOW).code


def page(campaign: Campaign, channel: str, language: str = "en") -> str:
    answer = Client(headers={"accept-language": language}).get(f"/i/{link(campaign, channel)}/")
    return answer.content.decode()


def shared(campaign: Campaign, channel: str) -> str:
    client = Client()
    client.force_login(MemberFactory.create())
    place = f"/campaigns/{campaign.slug}/share/"
    client.post(place, {"channel": channel})
    return client.get(f"{place}?channel={channel}").content.decode()


# --- where they stand -----------------------------------------------------------------------------


def test_the_landing_page_of_a_channel_has_its_words(campaign: Campaign) -> None:
    html = page(campaign, "weibo")
    assert "<title>A day among hills" in html and "For whoever likes walking." in html


def test_other_channels_keep_the_general_words(campaign: Campaign) -> None:
    html = page(campaign, "qzone")
    assert "<title>Spring outing" in html and "walking" not in html


def test_a_language_that_was_not_written_has_the_general_words(campaign: Campaign) -> None:
    assert words_for(TEXTS, "weibo", "title", general={"fr": "Sortie", "en": "Outing"}) == {
        "fr": "Sortie",
        **WORDS["weibo"]["title"],
    }
    assert "<title>山里的一天" in page(campaign, "weibo", "zh-hans")


def test_wechats_neutral_page_shows_the_sentence_that_its_pack_has_read(campaign: Campaign) -> None:
    html = page(campaign, "wechat", "zh-hans")
    assert "周六有两辆大巴。" in html and "Come outside." not in html


def test_the_share_page_sends_the_channels_words(campaign: Campaign) -> None:
    weibo, mail = shared(campaign, "weibo"), shared(campaign, "email")
    assert "#ad We walk, who comes along?" in weibo and "See you there?" not in weibo
    assert "See you there?" in mail and "We walk" not in mail


def test_pictures_and_previews_have_the_channels_title(campaign: Campaign) -> None:
    weibo, plain = link(campaign, "weibo"), link(campaign, "link")
    drawn = [invitation(code, "en") for code in (weibo, plain)]
    assert [each.title for each in drawn if each] == ["A day among hills", "Spring outing"]
    assert invitation_preview(landing(code=weibo))["title"].endswith(": A day among hills")
    general = campaign_poster(str(campaign.pk), "en")
    assert general is not None and general.title == "Spring outing"


def test_a_channel_with_a_sentence_of_its_own_takes_no_part_in_variants() -> None:
    found = live(weights={"a": 1, "b": 1000}, lead_b={"en": "Variant B."})
    assert "Variant B." in page(found, "qzone") and "Variant B." not in page(found, "weibo")
    kept = dict(Touch.objects.values_list("link__channel", "variant"))
    assert kept == {"qzone": "b", "weibo": ""}


# --- what the packs say ---------------------------------------------------------------------------


def found(channel: str, part: str, words: str) -> list[tuple[str, str, str]]:
    texts = {"channels": {channel: {part: {"en": words}}}}
    return [
        (each.pack, each.path, each.outcome) for each in compile_campaign(title={}, texts=texts, rules={})
    ]


@pytest.mark.parametrize("part", ["title", "lead", "share"])
def test_a_reward_in_words_for_wechat_is_refused_and_not_mended(part: str) -> None:
    assert found("wechat", part, "Win shoes with us") == [
        ("wechat", f"texts.channels.wechat.{part}.en", PackOutcome.REFUSED)
    ]


def test_words_for_another_channel_are_not_held_against_wechats_pack() -> None:
    assert found("linkedin", "lead", "Win shoes with us") == []
    assert found("email", "share", "Win shoes with us") == []


def test_a_missing_tag_is_told_and_added() -> None:
    assert found("weibo", "share", "Come along") == [
        ("weibo", "texts.channels.weibo.share.en", PackOutcome.REWRITTEN)
    ]
    assert found("weibo", "share", "Come along #ad") == []


def test_what_a_platform_forbids_is_not_published() -> None:
    draft = make.draft()
    texts = {"channels": {"wechat": {"lead": {"zh-hans": "分享到朋友圈领红包"}}}}
    edit_draft(actor=SYSTEM, campaign_id=draft.pk, changes=DraftChanges(texts=texts))
    with pytest.raises(errors.ForbiddenByChannel) as refused:
        publish_campaign(actor=SYSTEM, campaign_id=draft.pk, now=make.NOW)
    assert refused.value.field == "texts.channels.wechat.lead.zh-hans"
    draft.refresh_from_db()
    assert draft.state == CampaignState.DRAFT


def test_they_are_sealed_with_the_version(campaign: Campaign) -> None:
    assert campaign.current is not None and campaign.current.texts["channels"] == WORDS

"""The packs against what people write: each forbidden phrase is caught, every neutral one passes."""

from itertools import chain

import pytest

from campaigns import errors
from campaigns.channel_packs import PACKS, TIES, card_text, compile_campaign, pack_of, refused
from campaigns.models import Campaign
from campaigns.operations.drafts import DraftChanges, edit_draft
from campaigns.operations.publishing import publish_campaign
from campaigns.operations.share_links import make_share_link
from campaigns.states import CampaignState, Channel, PackOutcome
from common.access import SYSTEM
from tests.campaigns import channel_phrases as phrases
from tests.factories import campaigns as make
from tests.factories.accounts import MemberFactory


def each(book):
    return list(chain.from_iterable([(language, text) for text in texts] for language, texts in book.items()))


def found_in(field, language, text, **rules):
    texts = {} if field == "title" else {field: {language: text}}
    title = {language: text} if field == "title" else {}
    return compile_campaign(title=title, texts=texts, rules={"channels": ["wechat"], **rules})


@pytest.mark.parametrize(("language", "text"), each(phrases.MECHANICS))
@pytest.mark.parametrize("field", ["title", "lead", "about", "share"])
def test_what_rewards_the_sharing_is_refused_everywhere(field, language, text):
    path = f"title.{language}" if field == "title" else f"texts.{field}.{language}"
    assert path in {finding.path for finding in refused(found_in(field, language, text))}


@pytest.mark.parametrize(("language", "text"), each(phrases.ON_CARD))
def test_a_promise_for_inviting_is_refused_on_the_card_only(language, text):
    assert refused(found_in("share", language, text))
    assert refused(found_in("title", language, text))
    assert not refused(found_in("about", language, text))


@pytest.mark.parametrize(("language", "text"), each(phrases.REWARDS))
def test_a_reward_is_refused_in_a_title_and_rewritten_in_the_words(language, text):
    assert refused(found_in("title", language, text))
    assert {finding.outcome for finding in found_in("share", language, text)} == {PackOutcome.REWRITTEN}
    assert card_text("wechat", words=text, neutral="Come along.", language=language) == "Come along."


@pytest.mark.parametrize(("language", "text"), each(phrases.NEUTRAL))
@pytest.mark.parametrize("field", ["title", "lead", "about", "share"])
def test_neutral_words_pass(field, language, text):
    assert found_in(field, language, text) == []
    assert card_text("wechat", words=text, neutral="", language=language) == text


@pytest.mark.parametrize(("language", "text"), each(phrases.IN_PRODUCT))
def test_inside_the_product_a_draw_is_told_of_plainly(language, text):
    assert found_in("lead", language, text) == found_in("about", language, text) == []


def conditions(name):
    return [{"kind": "event", "name": name}]


@pytest.mark.parametrize("name", phrases.DEEDS)
def test_a_share_is_no_deed_that_counts(name):
    (finding,) = found_in("lead", "en", "", conditions=conditions(name))
    assert (finding.path, finding.rule) == ("rules.conditions.0.name", "deed-of-sharing")


@pytest.mark.parametrize("name", phrases.NEUTRAL_DEEDS)
def test_what_a_friend_does_counts(name):
    assert found_in("lead", "en", "", conditions=conditions(name)) == []


def test_the_line_is_told():
    (finding,) = found_in("about", "zh-hans", "春游\n\n转发抽奖")
    assert (finding.line, finding.found, finding.path) == (3, "转发抽奖", "texts.about.zh-hans")


def test_what_is_closed_to_a_platform_is_not_held_against_its_rules():
    texts = {"about": {"en": "Share to win"}}
    assert compile_campaign(title={}, texts=texts, rules={"channels": ["email"]}) == []
    assert refused(compile_campaign(title={}, texts=texts, rules={}))


def test_weibo_gets_its_tag_once():
    assert card_text("weibo", words="春游", neutral="", language="zh-hans") == "#广告# 春游"
    assert card_text("weibo", words="#广告# 春游", neutral="", language="zh-hans") == "#广告# 春游"
    assert card_text("weibo", words="Outing", neutral="", language="en") == "#ad Outing"
    assert card_text("weibo", words="Road outing", neutral="", language="en") == "#ad Road outing"


def test_weibo_may_name_a_reward_and_a_plain_link_is_left_alone():
    assert card_text("weibo", words="Win shoes", neutral="", language="en") == "#ad Win shoes"
    assert card_text("link", words="Win shoes", neutral="", language="en") == "Win shoes"


def test_every_pack_says_where_it_comes_from_and_every_channel_has_a_tie():
    assert all(pack.source and pack.version and pack.dated for pack in PACKS)
    assert set(TIES) == set(Channel.values)
    assert pack_of("email") is None


# --- publishing ---------------------------------------------------------------------------------


@pytest.fixture
def draft(db) -> Campaign:
    return make.draft()


def say(draft, **changes):
    return edit_draft(actor=SYSTEM, campaign_id=draft.pk, changes=DraftChanges(**changes))


@pytest.mark.django_db
def test_a_forbidden_draft_is_not_announced(draft):
    say(draft, texts={"share": {"zh-hans": "好友助力得门票"}})
    with pytest.raises(errors.ForbiddenByChannel) as caught:
        publish_campaign(actor=SYSTEM, campaign_id=draft.pk, now=make.NOW)
    assert caught.value.field == "texts.share.zh-hans"
    assert "好友助力" in caught.value.text or "助力" in caught.value.text
    assert Campaign.objects.get(pk=draft.pk).state == CampaignState.DRAFT


@pytest.mark.django_db
def test_mended_it_is(draft):
    say(draft, texts={"share": {"zh-hans": "一起去春游"}})
    assert publish_campaign(actor=SYSTEM, campaign_id=draft.pk, now=make.NOW).state != CampaignState.DRAFT


@pytest.mark.django_db
def test_a_channel_that_is_closed_gives_no_link(draft):
    say(draft, rules={**draft.draft_rules, "channels": ["link", "email"]})
    publish_campaign(actor=SYSTEM, campaign_id=draft.pk, now=make.NOW)
    member = MemberFactory.create()
    with pytest.raises(errors.ChannelClosed):
        make_share_link(actor=member, campaign_id=draft.pk, channel="wechat", now=make.NOW)
    assert (
        make_share_link(actor=member, campaign_id=draft.pk, channel="email", now=make.NOW).channel == "email"
    )


@pytest.mark.django_db
def test_who_comes_through_wechat_sees_no_reward_before_joining(draft, client):
    publish_campaign(actor=SYSTEM, campaign_id=draft.pk, now=make.NOW)
    member = MemberFactory.create()
    pages = {}
    for channel in ("wechat", "link"):
        link = make_share_link(actor=member, campaign_id=draft.pk, channel=channel, now=make.NOW)
        pages[channel] = client.get(f"/i/{link.code}/").content.decode()
    assert 'id="prizes"' in pages["link"]
    assert 'id="prizes"' not in pages["wechat"]
    assert "you see once you are in" in pages["wechat"]


@pytest.mark.django_db
def test_the_manager_reads_findings_beside_the_field_and_on_the_console(draft, client):
    say(draft, texts={"about": {"en": "Come along.\nShare to win a bike"}})
    client.force_login(draft.author)
    form = client.get(f"/admin/campaigns/campaign/{draft.pk}/draft/").content.decode()
    assert "English 2: WeChat: “share to win” rewards the sharing itself → must be changed" in form
    console = client.get(f"/admin/campaigns/campaign/{draft.pk}/change/").content.decode()
    assert "《微信外部链接内容管理规范》 (2019-10-28, v1)" in console


@pytest.mark.django_db
def test_the_console_shows_the_funnel(client):
    live = make.live()
    make.invite(MemberFactory.create(), live)
    client.force_login(live.author)
    assert "Channel by channel" in client.get(f"/admin/campaigns/campaign/{live.pk}/change/").content.decode()

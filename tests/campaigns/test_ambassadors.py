"""Ambassadors: asked, agreed, every link says so, own words, the end, figures apart."""

import pytest
from django.urls import reverse

from campaigns import errors, posters
from campaigns.channel_packs import card_text, held_against_words
from campaigns.channel_rules import is_disclosed
from campaigns.models import Ambassador
from campaigns.operations.ambassadors import (
    accept_appointment,
    appoint_ambassador,
    decline_appointment,
    end_ambassador,
    let_go_of_appointments,
    word_appointment,
)
from campaigns.operations.share_links import make_share_link
from campaigns.queries.ambassadors import compared, count_ambassadors, is_paid_link
from campaigns.queries.campaigns import landing
from campaigns.states import Channel
from common.errors import IllegalMove, NotFound, ReasonMissing
from common.posters.contents import Contents
from outbox.models import FactRow
from outbox.testing import run_jobs
from tests.factories import campaigns as make
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db
GETS = "Two seats at the spring preview"


@pytest.fixture
def live():
    return make.live()


@pytest.fixture
def manager(live):
    return make.manager_of(live.brand)


@pytest.fixture
def lin():
    return MemberFactory.create(handle="lin", display_name="Lin")


@pytest.fixture
def asked(live, manager, lin):
    return ask(live, manager)


@pytest.fixture
def active(asked, lin):
    return accept_appointment(actor=lin, ambassador_id=asked.pk, now=make.NOW)


def ask(live, manager, handle="@lin", receives=GETS):
    return appoint_ambassador(
        actor=manager, campaign_id=live.pk, handle=handle, receives=receives, now=make.NOW
    )


def picture(code: str, language: str) -> Contents:
    found = posters.invitation(code, language)
    assert found is not None
    return found


def kinds():
    told = FactRow.objects.filter(kind__contains="ambassador")
    return sorted(told.values_list("kind", flat=True))


# --- asking and answering -------------------------------------------------------------------------


def test_nothing_changes_until_the_member_agrees(live, lin, asked):
    link = make.link_of(lin, live)
    assert landing(code=link.code).receives == ""
    assert not is_paid_link(link.code)
    assert count_ambassadors(campaign_id=live.pk) == 0
    accept_appointment(actor=lin, ambassador_id=asked.pk, now=make.NOW)
    accept_appointment(actor=lin, ambassador_id=asked.pk, now=make.NOW)
    assert landing(code=link.code).receives == GETS
    assert is_paid_link(link.code)
    assert count_ambassadors(campaign_id=live.pk) == 1
    assert kinds() == ["campaigns.ambassador-accepted", "campaigns.ambassador-asked"]


def test_only_this_member_in_this_campaign_is_marked(live, lin, active):
    other = make.live(of=live.brand)
    assert landing(code=make.link_of(lin, other).code).receives == ""
    assert landing(code=make.link_of(make.member(), live).code).receives == ""


def test_is_asked_once_at_a_time_and_again_after_a_no(live, manager, lin, asked):
    with pytest.raises(errors.AmbassadorAlready):
        ask(live, manager)
    decline_appointment(actor=lin, ambassador_id=asked.pk, now=make.NOW)
    decline_appointment(actor=lin, ambassador_id=asked.pk, now=make.NOW)
    with pytest.raises(IllegalMove):
        accept_appointment(actor=lin, ambassador_id=asked.pk, now=make.NOW)
    assert ask(live, manager).pk != asked.pk


@pytest.mark.parametrize(
    ("handle", "receives", "refusal"),
    [
        ("nobody", GETS, errors.NoSuchMember),
        ("@lin", "  ", errors.ReceivesMissing),
        ("@lin", "x" * 201, errors.ReceivesMissing),
    ],
)
def test_is_refused_and_changes_nothing(live, manager, lin, handle, receives, refusal):
    with pytest.raises(refusal):
        ask(live, manager, handle, receives)
    assert not Ambassador.objects.exists()


def test_nobody_appoints_themselves(live, manager):
    with pytest.raises(errors.OwnAppointment):
        ask(live, manager, manager.handle)
    assert not Ambassador.objects.exists()


def test_a_campaign_that_is_over_gets_no_ambassador(live, manager, lin, asked):
    make.in_state(live, "closing")
    with pytest.raises(errors.CampaignEnded):
        ask(live, manager)
    with pytest.raises(errors.CampaignEnded):
        accept_appointment(actor=lin, ambassador_id=asked.pk, now=make.NOW)


def test_strangers_neither_ask_nor_answer(live, lin, asked):
    stranger = make.manager_of(make.brand())
    with pytest.raises(NotFound):
        ask(live, stranger)
    for act in (accept_appointment, decline_appointment):
        with pytest.raises(NotFound):
            act(actor=stranger, ambassador_id=asked.pk, now=make.NOW)
    with pytest.raises(NotFound):
        end_ambassador(actor=stranger, ambassador_id=asked.pk, reason="x", now=make.NOW)
    asked.refresh_from_db()
    assert asked.state == "offered"


def test_the_member_is_told_of_the_question_and_of_the_end(live, manager, lin, asked):
    run_jobs()
    accept_appointment(actor=lin, ambassador_id=asked.pk, now=make.NOW)
    end_ambassador(actor=manager, ambassador_id=asked.pk, reason="The season is over.", now=make.NOW)
    run_jobs()
    told = set(lin.notifications.values_list("kind", flat=True))
    assert told == {"campaigns.ambassador-asked", "campaigns.ambassador-ended"}


# --- every link says so ---------------------------------------------------------------------------


def test_every_text_of_every_channel_says_that_it_is_advertising(client, live, lin, active):
    client.force_login(lin)
    for channel in Channel:
        make_share_link(actor=lin, campaign_id=live.pk, channel=channel, now=make.NOW)
        page = client.get(f"/campaigns/{live.slug}/share/?channel={channel}")
        assert all(is_disclosed(text["text"]) for text in page.context["texts"]), channel
        assert is_disclosed(page.context["way"].title)
        assert "data-text" in page.content.decode()
    ordinary = make.member()
    make.link_of(ordinary, live)
    client.force_login(ordinary)
    page = client.get(f"/campaigns/{live.slug}/share/")
    assert not any(is_disclosed(text["text"]) for text in page.context["texts"])


def test_the_landing_page_says_what_they_get_but_not_where_rewards_may_not_stand(client, live, lin, active):
    plain = make.link_of(lin, live)
    shown = client.get(f"/i/{plain.code}/").content.decode()
    assert "This invitation is advertising." in shown
    assert GETS in shown
    assert "No advertising" not in shown
    wechat = make_share_link(actor=lin, campaign_id=live.pk, channel="wechat", now=make.NOW)
    neutral = client.get(f"/i/{wechat.code}/").content.decode()
    assert "This invitation is advertising." in neutral
    assert GETS not in neutral
    ordinary = client.get(f"/i/{make.link_of(make.member(), live).code}/").content.decode()
    assert "This invitation is advertising." not in ordinary
    assert "No advertising" in ordinary


def test_the_card_and_the_poster_begin_with_the_word(client, live, lin, active):
    code = make.link_of(lin, live).code
    chinese, english = picture(code, "zh-hans"), picture(code, "en")
    assert chinese.lead.startswith("广告 · 合作")
    assert english.lead.startswith("Advertisement · partner")
    page = client.get(f"/i/{code}/").content.decode()
    assert 'property="og:title" content="Advertisement · partner' in page
    ordinary = picture(make.link_of(make.member(), live).code, "zh-hans")
    assert "广告" not in ordinary.lead


def test_the_picture_is_another_one_once_they_agree(live, lin, asked):
    code = make.link_of(lin, live).code
    before = picture(code, "en").digest("poster", font="x")
    accept_appointment(actor=lin, ambassador_id=asked.pk, now=make.NOW)
    assert picture(code, "en").digest("poster", font="x") != before


def test_a_program_gets_the_tag_with_the_link(client, live, lin, active):
    client.force_login(lin)
    answer = client.post(
        f"/api/v1/campaigns/{live.slug}/share-links/",
        {"channel": "link"},
        content_type="application/json",
        headers={"Idempotency-Key": "ambassador-1"},
    )
    assert answer.json()["disclosure"] == "#ad #partner"


def test_the_account_at_wechat_answers_with_the_tag(live, lin, active):
    from campaigns.web.account_calls import _words

    assert _words(make.link_of(lin, live).code).startswith("#广告# #合作#")
    assert "广告" not in _words(make.link_of(make.member(), live).code)


def test_everybody_reads_how_many_there_are(client, live, active):
    shown = client.get(f"/campaigns/{live.slug}/promises/").content.decode()
    assert "1 ambassador gets something" in shown
    assert client.get(f"/api/v1/campaigns/{live.slug}/promises/").json()["ambassadors"] == 1
    active.delete()
    assert "ambassador" not in client.get(f"/campaigns/{live.slug}/promises/").content.decode()


# --- own words ------------------------------------------------------------------------------------


def word(lin, active, words):
    return word_appointment(actor=lin, ambassador_id=active.pk, words=words)


def test_words_without_the_tag_are_refused(lin, active):
    word(lin, active, "#广告# 我每周都去")
    with pytest.raises(errors.NotDisclosed) as refused:
        word(lin, active, "我每周都去")
    assert "#广告#" in refused.value.text
    active.refresh_from_db()
    assert active.words == "#广告# 我每周都去"


def test_words_that_a_platform_forbids_are_refused_with_the_place(lin, active):
    with pytest.raises(errors.ForbiddenByChannel) as refused:
        word(lin, active, "#广告# 转发就能领红包")
    assert "微信" in refused.value.text or "WeChat" in refused.value.text
    with pytest.raises(errors.WordsTooLong):
        word(lin, active, "#ad " + "x" * 300)


def test_own_words_go_along_where_the_platform_allows(client, live, lin, active):
    word(lin, active, "#ad I go every week")
    make.link_of(lin, live)
    client.force_login(lin)
    texts = client.get(f"/campaigns/{live.slug}/share/").context["texts"]
    assert all(text["text"].startswith("#ad I go every week ") for text in texts)


def test_nobody_but_an_ambassador_words_anything(lin, asked):
    with pytest.raises(IllegalMove):
        word(lin, asked, "#ad Come along")


def test_the_packs_hold_paid_words_against_the_disclosure_and_others_not():
    paid = held_against_words("Come along", channels=["link"], is_paid=True)
    assert [finding.rule for finding in paid] == ["disclosure"]
    assert held_against_words("Come along", channels=["link"], is_paid=False) == []
    assert card_text("link", words="Come", neutral="", language="en", is_paid=True) == "#ad #partner Come"
    assert card_text("weibo", words="来", neutral="", language="zh-hans", is_paid=True) == "#广告# #合作# 来"


# --- the end --------------------------------------------------------------------------------------


def test_the_brand_says_why_and_what_was_passed_on_goes_on_saying_so(live, manager, lin, active):
    code = make.link_of(lin, live).code
    with pytest.raises(ReasonMissing):
        end_ambassador(actor=manager, ambassador_id=active.pk, reason=" ", now=make.NOW)
    for _again in range(2):
        end_ambassador(actor=manager, ambassador_id=active.pk, reason="Season over", now=make.NOW)
    active.refresh_from_db()
    assert (active.state, active.reason) == ("ended", "Season over")
    assert landing(code=code).receives == GETS
    assert kinds().count("campaigns.ambassador-closed") == 1


def test_the_member_stops_without_a_reason(lin, active):
    assert end_ambassador(actor=lin, ambassador_id=active.pk, reason="", now=make.NOW).state == "ended"


def test_a_question_that_waits_is_taken_back_and_marks_nothing(live, manager, lin, asked):
    end_ambassador(actor=manager, ambassador_id=asked.pk, reason="A mistake", now=make.NOW)
    asked.refresh_from_db()
    assert asked.state == "withdrawn"
    assert landing(code=make.link_of(lin, live).code).receives == ""


def test_whoever_leaves_is_no_ambassador_any_more(lin, active):
    word(lin, active, "#ad Hello")
    let_go_of_appointments(lin.pk, make.NOW)
    active.refresh_from_db()
    assert (active.state, active.words) == ("ended", "")


# --- figures --------------------------------------------------------------------------------------


def steps(side):
    return (side.people, side.links, side.visitors, side.registered, side.qualified)


def test_figures_of_ambassadors_stand_apart(live, lin, active, django_assert_num_queries):
    make.invite(lin, live)
    make.verify(make.invite(lin, live))
    ordinary = make.member()
    make.invite(ordinary, live)
    with django_assert_num_queries(3):
        found = compared(live)
    theirs, others = found.ambassadors, found.others
    assert steps(theirs) == (1, 1, 2, 2, 1)
    assert steps(others) == (1, 1, 1, 1, 0)
    assert found.each[lin.pk] == theirs


# --- pages ----------------------------------------------------------------------------------------


def test_the_member_reads_what_they_get_and_answers(client, lin, asked):
    client.force_login(lin)
    page = reverse("campaigns:ambassador", args=[asked.public_id])
    assert GETS in client.get(page).content.decode()
    assert client.post(page, {"act": "accept"}).status_code == 303
    refused = client.post(page, {"act": "words", "words": "Come along"})
    assert refused.status_code == 422
    shown = refused.content.decode()
    assert "Come along" in shown
    assert "#广告# #合作#" in shown
    assert client.post(page, {"act": "end"}).status_code == 303
    asked.refresh_from_db()
    assert asked.state == "ended"


def test_somebody_elses_appointment_is_not_there(client, asked):
    client.force_login(make.member())
    assert client.get(reverse("campaigns:ambassador", args=[asked.public_id])).status_code == 404


def test_the_desk_asks_and_ends(client, live, manager, lin):
    client.force_login(manager)
    page = reverse("admin:campaigns_campaign_ambassadors", args=[live.pk])
    refused = client.post(page, {"act": "appoint", "handle": "ghost", "receives": GETS})
    assert refused.status_code == 422
    assert GETS in refused.content.decode()
    assert client.post(page, {"act": "appoint", "handle": "lin", "receives": GETS}).status_code == 303
    mine = Ambassador.objects.get()
    assert GETS in client.get(page).content.decode()
    assert client.post(page, {"act": "end", "ambassador": mine.public_id}).status_code == 422
    kept = {"act": "end", "ambassador": mine.public_id, "reason": "A mistake"}
    assert client.post(page, kept).status_code == 303
    mine.refresh_from_db()
    assert mine.state == "withdrawn"


def test_every_act_by_the_api(client, live, manager, lin):
    def call(who, path, body=None):
        client.force_login(who)
        headers = {"Idempotency-Key": f"key-{path}-{who.pk}"[:200]}
        return client.post(f"/api/v1/{path}", body or {}, content_type="application/json", headers=headers)

    asked = call(manager, f"campaigns/{live.slug}/ambassadors/", {"handle": "lin", "receives": GETS})
    mine = asked.json()["public_id"]
    assert asked.status_code == 201
    assert call(lin, f"ambassadors/{mine}/accept/").json()["state"] == "active"
    assert call(lin, f"ambassadors/{mine}/words/", {"words": "Hello"}).json()["code"] == "not-disclosed"
    assert call(lin, f"ambassadors/{mine}/words/", {"words": "#ad Hi"}).json()["words"] == "#ad Hi"
    client.force_login(lin)
    assert client.get("/api/v1/ambassadors/").json()["items"][0]["campaign"] == live.slug
    ended = call(manager, f"ambassadors/{mine}/end/", {"reason": "Season over"})
    assert ended.json()["state"] == "ended"
    client.force_login(manager)
    (line,) = client.get(f"/api/v1/campaigns/{live.slug}/ambassadors/").json()["items"]
    assert (line["handle"], line["reason"]) == ("lin", "Season over")


def test_no_by_the_api(client, live, lin, asked):
    client.force_login(lin)
    answer = client.post(
        f"/api/v1/ambassadors/{asked.public_id}/decline/", headers={"Idempotency-Key": "a-no-once"}
    )
    assert answer.json()["state"] == "declined"

"""A link, words and a way out per channel; and how each channel does, step by step."""

from urllib.parse import parse_qs, urlsplit

import pytest

from campaigns.draft_templates import TEMPLATES
from campaigns.models import Campaign, ShareLink
from campaigns.operations.share_links import make_share_link
from campaigns.queries.channels import funnel_of
from campaigns.share_channels import AUDIENCES, HINTS, way_through
from campaigns.states import Channel, Tie
from tests.factories import campaigns as make
from tests.factories.accounts import MemberFactory


def way(channel, words="Come along", language="en"):
    return way_through(
        channel,
        words=words,
        neutral="You are invited.",
        title="Outing",
        address="https://site.example/i/AB/",
        language=language,
    )


def test_weibo_opens_with_the_tag_and_the_link():
    parts = urlsplit(way("weibo").go)
    assert (parts.scheme, parts.netloc) == ("https", "service.weibo.com")
    assert parse_qs(parts.query) == {"url": ["https://site.example/i/AB/"], "title": ["#ad Come along"]}


def test_mail_and_messages_carry_words_that_may_hold_anything():
    words = "A & B = 春游?"
    mail, message = way("email", words).go, way("sms", words).go
    assert parse_qs(urlsplit(mail).query)["body"] == [f"{words} https://site.example/i/AB/"]
    assert message.startswith("sms:?&body=A%20%26%20B")


def test_wechat_has_the_neutral_words_and_no_button_of_ours():
    found = way("wechat", "Win shoes")
    assert (found.words, found.go, found.tie) == (
        "You are invited. https://site.example/i/AB/",
        "",
        Tie.STRONG,
    )


def test_every_channel_says_how_and_to_whom():
    assert set(HINTS) == set(Channel.values)
    assert way("weibo").tie == Tie.WEAK


@pytest.fixture
def live(db) -> Campaign:
    return make.live()


def signed_in(client):
    member = MemberFactory.create()
    client.force_login(member)
    return member


@pytest.mark.django_db
def test_each_channel_has_a_link_of_its_own(client, live):
    member = signed_in(client)
    page = f"/campaigns/{live.slug}/share/"
    for channel in ("weibo", "email", "weibo"):
        answer = client.post(page, {"channel": channel})
        assert answer["Location"] == f"{page}?channel={channel}"
    client.post(page)
    links = dict(ShareLink.objects.filter(advocate=member).values_list("channel", "code"))
    assert set(links) == {"weibo", "email", "link"}
    shown = client.get(f"{page}?channel=weibo").content.decode()
    assert links["weibo"] in shown
    assert links["email"] not in shown
    assert "service.weibo.com" in shown
    assert "service.weibo.com" not in client.get(page).content.decode()


@pytest.mark.django_db
def test_an_invented_channel_shows_the_plain_link(client, live):
    signed_in(client)
    assert client.get(f"/campaigns/{live.slug}/share/?channel=smoke").context["channel"] == Channel.LINK
    assert client.post(f"/campaigns/{live.slug}/share/", {"channel": "smoke"}).status_code == 422


@pytest.mark.django_db
def test_a_closed_channel_is_not_offered(client):
    live = make.live(channels=["link", "email"])
    signed_in(client)
    shown = client.get(f"/campaigns/{live.slug}/share/").context["channels"]
    assert shown == [Channel.LINK, Channel.EMAIL]
    assert client.post(f"/campaigns/{live.slug}/share/", {"channel": "weibo"}).status_code == 409


def come_through(member, live, channel, key):
    link = make_share_link(actor=member, campaign_id=live.pk, channel=channel, now=make.NOW)
    make.visit(link, visitor_key=key)
    return link


@pytest.mark.django_db
def test_the_funnel_counts_each_step_by_channel(live):
    member = MemberFactory.create()
    come_through(member, live, "wechat", "v1")
    make.join(visitor_key="v1")
    for key in ("v2", "v3", "v3"):
        come_through(member, live, "weibo", key)
    lines = {line.channel: line for line in funnel_of(live)}
    assert set(lines) == {Channel.WECHAT, Channel.WEIBO}
    wechat, weibo = lines[Channel.WECHAT], lines[Channel.WEIBO]
    assert (wechat.links, wechat.visitors, wechat.registered, wechat.qualified) == (1, 1, 1, 0)
    assert (weibo.links, weibo.visitors, weibo.registered, weibo.tie) == (1, 2, 0, Tie.WEAK)


@pytest.mark.django_db
def test_a_verified_friend_moves_on_in_the_funnel(live):
    member = MemberFactory.create()
    referral = make.invite(member, live)
    make.verify(referral)
    (line,) = funnel_of(live)
    assert (line.channel, line.registered, line.qualified) == (Channel.LINK, 1, 1)


@pytest.mark.django_db
def test_a_campaign_that_nobody_shares_has_no_funnel(live, django_assert_num_queries):
    with django_assert_num_queries(3):
        assert funnel_of(live) == []


def test_qzone_carries_the_tag_and_linkedin_the_address():
    qzone, linkedin = urlsplit(way("qzone").go), urlsplit(way("linkedin").go)
    assert (qzone.netloc, parse_qs(qzone.query)["summary"]) == ("sns.qzone.qq.com", ["#ad Come along"])
    assert (linkedin.netloc, parse_qs(linkedin.query)) == (
        "www.linkedin.com",
        {"url": ["https://site.example/i/AB/"]},
    )
    assert way("linkedin").words.startswith("#ad ")


def test_every_channel_says_whom_it_reaches():
    assert set(AUDIENCES) == set(Channel.values)


def test_every_template_says_which_tie_it_works_on():
    assert {template.tie for template in TEMPLATES.values()} == {Tie.STRONG, Tie.WEAK}

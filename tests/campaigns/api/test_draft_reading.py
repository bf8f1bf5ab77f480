"""A program of a manager's reads a draft back, with what has to be mended before it is published."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import Member
from campaigns.models import Campaign
from tests.factories import campaigns as make
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db


def read(member: Member, campaign: Campaign, language: str = "en") -> Any:
    client = APIClient()
    client.force_login(member)
    path = f"/api/v1/campaigns/{campaign.slug}/draft/"
    return client.get(path, headers={"Accept-Language": language})


@pytest.fixture
def loud() -> Campaign:
    texts = {"share": {"en": "Look!\nShare this and win a prize."}}
    rules = {**make.rules_with(), "threshold": 0, "channels": ["wechat", "link"]}
    draft = make.draft()
    Campaign.objects.filter(pk=draft.pk).update(draft_texts=texts, draft_rules=rules)
    return Campaign.objects.get(pk=draft.pk)


def test_what_was_written_stands_there(loud: Campaign) -> None:
    body = read(make.manager_of(loud.brand), loud).json()
    assert (body["rules"], body["texts"]) == (loud.draft_rules, loud.draft_texts)
    assert (body["title"], body["state"]) == (loud.title, "draft")


def test_each_finding_names_its_line_and_its_pack_its_source(loud: Campaign) -> None:
    body = read(make.manager_of(loud.brand), loud).json()
    worst = body["findings"][0]
    assert (worst["pack"], worst["rule"], worst["path"], worst["line"], worst["outcome"]) == (
        *("wechat", "reward-for-sharing", "texts.share.en"),
        *(2, "refused"),
    )
    pack = next(one for one in body["packs"] if one["key"] == worst["pack"])
    assert (pack["version"], pack["dated"], pack["source"]) == (
        *("1", "2019-10-28"),
        "《微信外部链接内容管理规范》",
    )
    assert {one["pack"] for one in body["findings"]} == {"wechat"}  # what is closed is not held against


def test_what_the_rules_lack_is_told_by_its_place_in_the_readers_language(loud: Campaign) -> None:
    manager = make.manager_of(loud.brand)
    english, chinese = read(manager, loud).json(), read(manager, loud, "zh").json()
    assert [one["path"] for one in english["problems"]] == ["threshold"]
    assert english["problems"] != chinese["problems"]


def test_each_channel_says_whom_it_reaches_and_how(loud: Campaign) -> None:
    channels = {one["channel"]: one for one in read(make.manager_of(loud.brand), loud).json()["channels"]}
    assert (channels["wechat"]["tie"], channels["weibo"]["tie"]) == ("strong", "weak")
    assert (channels["wechat"]["is_open"], channels["weibo"]["is_open"]) == (True, False)
    assert all(one["audience"] for one in channels.values())


def test_nobody_else_reads_it(loud: Campaign) -> None:
    other = make.manager_of(make.brand())
    assert {read(member, loud).status_code for member in (other, MemberFactory.create())} == {404}


@pytest.mark.parametrize("value", ["x", 5, 1.5, True, ["x"], [None], [[1]], [{}], {"a": 1}])
@pytest.mark.parametrize("key", ["channels", "conditions"])
def test_rules_with_mistakes_are_read_back_with_them(loud: Campaign, key: str, value: object) -> None:
    Campaign.objects.filter(pk=loud.pk).update(draft_rules={**make.rules_with(), key: value})
    answer = read(make.manager_of(loud.brand), loud)
    assert answer.status_code == 200
    assert any(one["path"].startswith(key) for one in answer.json()["problems"])

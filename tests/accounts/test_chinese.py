"""Every text of accounts and trust that a member can meet has a Chinese form."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.translation import override

from accounts.notices import MEMBERSHIP
from tests.factories.accounts import MemberFactory
from trust.notices import REAL_NAME

ROOT = Path(__file__).resolve().parents[2]
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("app", ["accounts", "trust"])
def test_no_text_is_left_untranslated(app):
    catalogue = (ROOT / app / "locale/zh_Hans/LC_MESSAGES/django.po").read_text()
    texts = re.findall(r'msgid "(.+)"\nmsgstr "(.*)"', catalogue)
    assert len(texts) > 80
    assert [text for text, chinese in texts if not CHINESE.search(chinese)] == []


@pytest.mark.parametrize("notice", [MEMBERSHIP, REAL_NAME])
def test_notices_speak_chinese_under_the_same_hash(notice):
    before = notice.hash
    with override("zh-hans"):
        assert all(CHINESE.search(str(text)) for text in [notice.title, *notice.points])
        assert notice.hash == before


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["accounts:join", "accounts:sign-in", "accounts:me", "trust:verify"])
def test_pages_speak_chinese(client, name):
    if name in {"accounts:me", "trust:verify"}:
        client.force_login(MemberFactory.create())
    page = client.get(reverse(name), headers={"Accept-Language": "zh-CN"}).content.decode()
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.S)
    assert heading and (CHINESE.search(heading[1]) or name == "accounts:me")
    labels = re.findall(r"<label[^>]*>(.*?)</label>", page, re.S)
    assert labels and all(CHINESE.search(label) for label in labels)

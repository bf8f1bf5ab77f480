"""What the admin shows of JSON, and the words that its library brings without Chinese."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from outbox.models import FactRow
from tests.factories import connect as make
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client: Client) -> Client:
    client.force_login(MemberFactory.create(superuser=True))
    return client


def test_json_stands_there_in_the_letters_in_which_it_was_written(browser: Client) -> None:
    fact = FactRow.objects.create(
        kind="campaigns.reward-earned", subject="reward:1", payload={"why": "三位朋友"}
    )
    page = browser.get(reverse("admin:outbox_factrow_change", args=[fact.pk])).content.decode()
    assert "三位朋友" in page and r"\u4e09" not in page


def test_a_page_that_names_its_fields_shows_them_the_same_way(browser: Client) -> None:
    kind = make.kind(尺寸={"type": "string"})
    page = browser.get(reverse("admin:connect_eventtype_change", args=[kind.pk])).content.decode()
    assert "尺寸" in page and r"\u5c3a" not in page


@pytest.mark.parametrize("words", ["Select value", "Select action to run", "Search apps and models..."])
def test_the_librarys_words_are_chinese_in_chinese(words: str) -> None:
    with translation.override("zh-hans"):
        assert translation.gettext(words) != words

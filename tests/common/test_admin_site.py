"""A form of the admin that is sent twice acts once; the same wish in a new form acts again."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from gifts.models import Item, StockEntry
from tests.factories import gifts as make
from tests.factories.accounts import MemberFactory
from tests.racing import finished, race

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(MemberFactory.create(superuser=True))
    return client


def form_on(desk: Client, path: str, **typed: Any) -> dict[str, Any]:
    page = desk.get(path).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    return {"csrfmiddlewaretoken": token.group(1), **typed}


def stock_path(item: Item) -> str:
    return reverse("admin:gifts_item_change_stock", args=[item.pk])


RECEIVED = {"change": "receive", "quantity": 1, "reason": "a box"}


def test_a_double_click_receives_one_box(desk: Client) -> None:
    item = make.item(stock=0)
    path = stock_path(item)
    form = form_on(desk, path, **RECEIVED)

    first, second = desk.post(path, form), desk.post(path, form)

    assert (first.status_code, first.headers["Location"]) == (second.status_code, second.headers["Location"])
    assert StockEntry.objects.filter(item=item, reason="a box").count() == 1
    said = [str(message) for message in get_messages(second.wsgi_request)]
    assert "This form was sent more than once. It was done once." in said


def test_the_same_wish_in_a_new_form_acts_again(desk: Client) -> None:
    item = make.item(stock=0)
    path = stock_path(item)

    for _box in range(2):
        desk.post(path, form_on(desk, path, **RECEIVED))

    assert StockEntry.objects.filter(item=item, reason="a box").count() == 2


def test_a_corrected_form_acts(desk: Client) -> None:
    item = make.item(stock=0)
    path = stock_path(item)
    form = form_on(desk, path, **RECEIVED)

    wrong = desk.post(path, form | {"quantity": -1})
    right = desk.post(path, form)

    assert (wrong.status_code, right.status_code) == (200, 302)
    assert StockEntry.objects.filter(item=item, reason="a box").count() == 1


def test_django_s_own_pages_act_once_too(desk: Client) -> None:
    path = reverse("admin:gifts_item_add")
    typed = {"brand_ref": "brand:x", "kind": "physical", "fulfilment": "auto", "value_fen": 1, "slots": 2}
    form = form_on(desk, path, **typed, **{"name_en": "Cup", "name_zh-hans": "杯子"})

    for _click in range(3):
        desk.post(path, form)

    assert Item.objects.count() == LogEntry.objects.count() == 1


def test_somebody_else_s_answer_is_not_given(desk: Client) -> None:
    item = make.item(stock=0)
    path = stock_path(item)
    form = form_on(desk, path, **RECEIVED)
    desk.post(path, form)
    stranger = Client()
    stranger.force_login(MemberFactory.create())

    answer = stranger.post(path, form)

    assert answer.headers["Location"].startswith(reverse("admin:login"))


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_eight_clicks_at_once_receive_one_box() -> None:
    item = make.item(stock=0)
    path = stock_path(item)
    first = Client()
    first.force_login(MemberFactory.create(superuser=True))
    form, session = form_on(first, path, **RECEIVED), first.cookies[settings.SESSION_COOKIE_NAME].value

    def click() -> int:
        twin = Client()
        twin.cookies[settings.SESSION_COOKIE_NAME] = session
        return twin.post(path, form).status_code

    assert finished(race([click] * 8)) == [302] * 8
    assert StockEntry.objects.filter(item=item, reason="a box").count() == 1

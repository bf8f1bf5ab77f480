"""Strangers can't fill the table of visits, and nobody's page is hidden by somebody else's flood."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from campaigns.models import ShareLink, Touch
from campaigns.operations import touches
from campaigns.operations.touches import open_invitation, record_touch
from common.errors import TooMany
from tests.factories import campaigns as make
from tests.racing import finished, race

NOBODY = AnonymousUser()


def a_link() -> ShareLink:
    return make.link_of(make.member(), make.live())


def visit(link: ShareLink, *, key: str, address: str = "192.0.2.7") -> Callable[[], Touch | None]:
    return lambda: open_invitation(
        actor=NOBODY, code=link.code, visitor_key=key, address=address, now=make.NOW
    )


@pytest.mark.django_db
def test_past_the_limit_of_a_network_the_page_is_shown_and_nothing_is_written(
    client: Client, settings: Any
) -> None:
    settings.TOUCHES_PER_NETWORK_PER_HOUR = 3
    link = a_link()

    for _browser in range(5):
        client.cookies.clear()
        page = client.get(f"/i/{link.code}/")
        assert page.status_code == 200
        assert b"/join/?next=" in page.content

    assert Touch.objects.count() == 3


@pytest.mark.django_db
def test_another_network_is_not_affected(settings: Any) -> None:
    settings.TOUCHES_PER_NETWORK_PER_HOUR = 1
    link = a_link()

    assert visit(link, key="a")() is not None
    assert visit(link, key="b")() is None
    assert visit(link, key="c", address="192.0.2.8")() is not None


@pytest.mark.django_db
def test_going_to_and_fro_between_two_invitations_ends_at_the_browser_s_limit() -> None:
    campaign = make.live()
    links = [make.link_of(make.member(), campaign) for _ in range(2)]

    for number in range(touches.PER_BROWSER_PER_HOUR + 6):
        visit(links[number % 2], key="one-browser")()

    assert Touch.objects.count() == touches.PER_BROWSER_PER_HOUR


@pytest.mark.django_db
def test_a_program_is_told(settings: Any) -> None:
    settings.TOUCHES_PER_NETWORK_PER_HOUR = 1
    link = a_link()
    record_touch(actor=NOBODY, code=link.code, visitor_key="a", address="192.0.2.7", now=make.NOW)

    with pytest.raises(TooMany):
        record_touch(actor=NOBODY, code=link.code, visitor_key="b", address="192.0.2.7", now=make.NOW)

    assert Touch.objects.count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_twelve_browsers_at_once_write_exactly_five(settings: Any) -> None:
    settings.TOUCHES_PER_NETWORK_PER_HOUR = 5
    link = a_link()

    written = finished(race([visit(link, key=f"browser-{number}") for number in range(12)]))

    assert sum(touch is not None for touch in written) == Touch.objects.count() == 5

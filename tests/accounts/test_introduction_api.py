"""Who I am here and in which language, by programs."""

from typing import Any

import pytest
from django.test import Client

from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db


def put(client: Client, path: str, **body: Any) -> Any:
    return client.put(
        f"/api/v1/me/{path}/",
        body,
        content_type="application/json",
        headers={"Idempotency-Key": "key-00000001"},
    )


def test_a_member_says_in_which_language_they_read(client: Client) -> None:
    member = MemberFactory.create(locale="zh-hans")
    client.force_login(member)
    assert put(client, "locale", locale="fr").status_code == 422
    answer = put(client, "locale", locale="en")
    assert (answer.status_code, answer.json()["locale"]) == (200, "en")
    member.refresh_from_db()
    assert member.locale == "en"


def test_a_member_introduces_themselves(client: Client) -> None:
    member = MemberFactory.create(locale="zh-hans")
    client.force_login(member)
    told = {"display_name": "Bo", "locale": "en", "time_zone": "Asia/Tokyo"}
    wrong = put(client, "introduction", **{**told, "time_zone": "Mars/Base"})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "time_zone")
    member.refresh_from_db()
    assert member.display_name != "Bo"
    assert put(client, "introduction", **told).json() == told


def test_a_stranger_introduces_nobody(client: Client) -> None:
    assert put(client, "locale", locale="en").status_code == 401

"""Whatever goes up on a board is asked about once: answers of the day, words of a star, recaps."""

from datetime import timedelta
from typing import Any

import pytest

from common.clock import db_now, zone_of
from groups import errors, operations, star_rules
from groups.models import Event, Post, Prompt
from groups.operations import Deeds
from tests.factories import groups, rituals, stars
from tests.factories.albums import photo
from tests.groups.test_kindness import HARSH
from tests.groups.test_pages import signed_in
from tests.groups.test_recaps import an_evening, just_over, tell

pytestmark = pytest.mark.django_db


def opened(who: Any, kind: str) -> Prompt:
    made = groups.group(who)
    mine = rituals.ritual(made, kind=kind)
    return rituals.opened(made, of=mine, closes_at=db_now() + timedelta(hours=20))


@pytest.mark.parametrize("kind", ["topic", "deeds"])
def test_an_answer_to_the_days_question(kind: str) -> None:
    who = groups.member()
    prompt = opened(who, kind)
    given: dict[str, Any] = {"actor": who, "public_id": prompt.public_id, "now": db_now()}
    given |= {"body": HARSH} if kind == "topic" else {"deeds": Deeds(done=(HARSH, "", ""), habit="")}
    with pytest.raises(errors.MayHurt):
        operations.answer_prompt(**given)
    assert not Post.objects.exists()
    typed = {"body": HARSH} if kind == "topic" else {"deed_1": HARSH}
    client, address = signed_in(who), f"/prompts/{prompt.public_id}/"
    asked = client.post(address, typed)
    page = asked.content.decode()
    assert (asked.status_code, HARSH in page, 'name="as_is" value="on"' in page) == (409, True, True)
    assert client.post(address, {**typed, "as_is": "on"}).status_code == 303
    assert Post.objects.get().sent_anyway


def test_the_words_of_a_star_are_asked_about_when_they_are_approved() -> None:
    who = groups.member()
    star = stars.invited(groups.group(who), who, state="accepted", draft=HARSH)
    with pytest.raises(errors.MayHurt):
        operations.approve_star_words(actor=who, public_id=star.public_id, body=HARSH, now=db_now())
    client, address = signed_in(who), f"/stars/{star.public_id}/approve/"
    asked = client.post(address, {"body": HARSH})
    assert (asked.status_code, 'name="as_is" value="on"' in asked.content.decode()) == (409, True)
    star.refresh_from_db()
    assert star.state == "accepted"
    assert client.post(address, {"body": HARSH, "as_is": "on"}).status_code == 303
    day, zone = star.slot.local_date, zone_of(star.group.time_zone)
    operations.keep_stars(now=star_rules.appears_at(day, zone))
    assert Post.objects.get(kind="star").sent_anyway


def test_a_recap_keeps_its_photos_while_it_asks() -> None:
    made, (a, _b, _c) = an_evening()
    just_over(made)
    Event.objects.filter(pk=made.pk).update(album_audience=20)
    made.refresh_from_db()
    with pytest.raises(errors.MayHurt):
        tell(made, body=HARSH)
    chosen = [photo(made, a).public_id for _ in range(2)]
    client, address = signed_in(made.host), f"/events/{made.public_id}/recap/"
    asked = client.post(address, {"body": HARSH, "photos": chosen})
    page = asked.content.decode()
    assert (asked.status_code, page.count(" checked")) == (409, 2)
    assert client.post(address, {"body": HARSH, "photos": chosen, "as_is": "on"}).status_code == 303
    assert Post.objects.get().sent_anyway


def test_programs_send_it_as_it_stands() -> None:
    who = groups.member()
    prompt = opened(who, "topic")
    given: dict[str, Any] = {"HTTP_IDEMPOTENCY_KEY": "prompt-0001", "content_type": "application/json"}
    client, address = signed_in(who), f"/api/v1/prompts/{prompt.public_id}/answer/"
    assert client.post(address, {"body": HARSH}, **given).json()["code"] == "may-hurt"
    assert client.post(address, {"body": HARSH, "as_is": True}, **given).status_code == 201

"""Bad input gets a clear sentence and loses nothing: what was typed stays, and nothing changed."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.test import Client

from accounts.models import Member
from campaigns.models import Campaign, Referral, ShareLink
from campaigns.operations.lifecycle import close_campaign
from common.access import SYSTEM
from gifts.models import Gift
from tests.factories import campaigns as make
from tests.factories import gifts as make_gifts
from tests.factories.accounts import MemberFactory, digits
from trust.models import Case

pytestmark = pytest.mark.django_db

LANGUAGES = ["en", "zh-hans"]
GOOD_ID = "110101190001019991"
APPS = ("accounts", "connect", "trust", "gifts", "campaigns", "outbox")


class Reader:
    """Somebody who reads pages in one language and sends the forms that stand on them."""

    def __init__(self, client: Client, language: str) -> None:
        self.client, self.language = client, language
        client.cookies["django_language"] = language

    def signed_in(self, member: Member) -> "Reader":
        self.client.force_login(member)
        return self

    def look(self, path: str) -> tuple[int, str]:
        return _read(self.client.get(path))

    def form(self, page: str, action: str) -> dict[str, str]:
        """What the form to ``action`` carries unseen, the nonce among it."""
        begin = page.index(f'action="{action}"') if f'action="{action}"' in page else page.index("<form")
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page[begin:])
        return dict(reversed(hidden))

    def fill(self, path: str, action: str, **typed: str) -> Mapping[str, str]:
        return self.form(self.look(path)[1], action) | typed

    def send(self, action: str, typed: Mapping[str, str]) -> tuple[int, str]:
        return _read(self.client.post(action, typed))


def _read(answer: Any) -> tuple[int, str]:
    assert isinstance(answer, HttpResponse)
    return answer.status_code, unescape(answer.content.decode()) or answer.headers.get("Location", "")


@pytest.fixture(params=LANGUAGES)
def reader(request: pytest.FixtureRequest, client: Client) -> Reader:
    return Reader(client, request.param)


@pytest.fixture
def campaign() -> Campaign:
    return make.live()


@pytest.fixture
def link(campaign: Campaign) -> ShareLink:
    return make.link_of(make.member(display_name="Wang Fang"), campaign)


def everything() -> dict[str, list[Any]]:
    """Every row of the product, to see that none was added, changed or lost."""
    models = [model for label in APPS for model in apps.get_app_config(label).get_models()]
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list().iterator())
        for model in models
    }


def says(reader: Reader, page: str, *, english: str, chinese: str) -> bool:
    return (english if reader.language == "en" else chinese) in page


def keeps(page: str, **typed: str) -> bool:
    return all(_keeps(page, name, re.escape(text)) for name, text in typed.items())


def _keeps(page: str, name: str, text: str) -> bool:
    """In an input, or as the choice of a list."""
    chosen = rf'<select name="{name}"(?:(?!</select>).)*<option value="{text}" selected'
    return bool(re.search(rf'name="{name}"[^>]*value="{text}"|{chosen}', page, re.DOTALL))


def end(campaign: Campaign) -> None:
    close_campaign(actor=SYSTEM, campaign_id=campaign.pk, reason="All places are taken.", now=make.NOW)


def test_an_unknown_invitation(reader: Reader, link: ShareLink) -> None:
    before = everything()
    status, page = reader.look("/i/QQQQQQQQQQ/")
    assert status == 404
    assert says(reader, page, english="We don't know this invitation.", chinese="找不到这个邀请。")
    assert 'href="/join/"' in page
    assert everything() == before


def test_an_invitation_that_was_withdrawn(reader: Reader, link: ShareLink) -> None:
    ShareLink.objects.filter(pk=link.pk).update(withdrawn_at=make.NOW)
    before = everything()
    status, page = reader.look(f"/i/{link.code}/")
    assert status == 410
    assert says(reader, page, english="This invitation is no longer valid.", chinese="这个邀请已失效")
    assert everything() == before


def test_an_invitation_whose_campaign_is_over(reader: Reader, link: ShareLink, campaign: Campaign) -> None:
    end(campaign)
    before = everything()
    status, page = reader.look(f"/i/{link.code}/")
    assert status == 410
    assert says(reader, page, english="This campaign has ended.", chinese="活动已结束。")
    assert 'href="/join/"' in page
    assert everything() == before


def test_an_invitation_that_was_used_up(reader: Reader, link: ShareLink) -> None:
    """It counted once, when this member joined; a second one of a friend's is not another."""
    reader.signed_in(make.invite(make.member(), link.campaign).invitee)
    before = everything()
    status, page = reader.look(f"/i/{link.code}/")
    assert status == 200
    assert says(reader, page, english="this invitation can't count", chinese="因此此邀请不再计数")
    assert everything() == before


def test_ones_own_invitation(reader: Reader, link: ShareLink) -> None:
    reader.signed_in(link.advocate)
    before = everything()
    status, page = reader.look(f"/i/{link.code}/")
    assert status == 200
    assert says(reader, page, english="This is your own invitation.", chinese="这是您自己的邀请")
    assert f'href="/campaigns/{link.campaign.slug}/share/"' in page
    assert everything() == before


def test_a_wrong_checksum(reader: Reader) -> None:
    reader.signed_in(MemberFactory.create())
    wrong = GOOD_ID[:-1] + ("2" if GOOD_ID[-1] != "2" else "3")
    typed = reader.fill("/verify-name/", "/verify-name/", legal_name="欧阳春", id_number=wrong, consent="on")
    before = everything()
    status, page = reader.send("/verify-name/", typed)
    assert status == 422
    sentence = {
        "english": "The last character does not fit the others.",
        "chinese": "最后一位与前面的数字不符",
    }
    assert says(reader, page, **sentence)
    assert keeps(page, legal_name="欧阳春", id_number=wrong)
    assert everything() == before


def test_an_address_that_is_too_long(reader: Reader) -> None:
    friend = make_gifts.member()
    gift = make_gifts.offered(friend)
    reader.signed_in(friend)
    action = f"/gifts/{gift.public_id}/accept/"
    address = make_gifts.address().parts() | {"street": "示例路" * 50}
    typed = reader.fill(f"/gifts/{gift.public_id}/", action, **address)
    before = everything()
    status, page = reader.send(action, typed)
    assert status == 422
    sentence = {"english": "This is too long: at most 120 characters.", "chinese": "太长了：最多 120 个字。"}
    assert says(reader, page, **sentence)
    assert keeps(page, **address)
    assert everything() == before


def test_a_link_asked_for_when_the_campaign_has_just_ended(reader: Reader, campaign: Campaign) -> None:
    reader.signed_in(make.member())
    path = f"/campaigns/{campaign.slug}/share/"
    typed = reader.fill(path, path)
    end(campaign)
    before = everything()
    status, page = reader.send(path, typed)
    assert status == 409
    assert says(reader, page, english="This campaign has ended.", chinese="活动已结束。")
    assert everything() == before


def test_joining_when_the_campaign_has_just_ended(
    reader: Reader, link: ShareLink, campaign: Campaign
) -> None:
    """Who comes on the invitation is a member all the same, is welcomed, counts for nobody, and reads why."""
    reader.look(f"/i/{link.code}/")
    onward = f"/campaigns/{campaign.slug}/"
    typed = reader.fill(
        f"/join/?next={onward}", "/join/", display_name="Lin", contact="13800138000", consent="on"
    )
    end(campaign)
    assert reader.send("/join/", typed) == (303, "/join/code/")
    status, place = reader.send(
        "/join/code/", reader.fill("/join/code/", "/join/code/", code=digits(_ref(reader)))
    )
    assert (status, place) == (303, "/welcome/")
    assert says(reader, reader.look(onward)[1], english="Ended, being counted", chinese="已结束")
    assert Member.objects.get(display_name="Lin").is_active
    assert not Referral.objects.exists()


def _ref(reader: Reader) -> str:
    return str(reader.client.session["entering"]["ref"])


def test_the_same_application_sent_twice(reader: Reader) -> None:
    reader.signed_in(MemberFactory.create())
    typed = reader.fill(
        "/verify-name/", "/verify-name/", legal_name="欧阳春", id_number=GOOD_ID, consent="on"
    )
    first = reader.send("/verify-name/", typed)
    before = everything()
    assert first == reader.send("/verify-name/", typed) == (303, "/verify-name/")
    assert everything() == before
    assert Case.objects.count() == 1


def test_two_windows_with_the_same_application(reader: Reader) -> None:
    reader.signed_in(MemberFactory.create())
    typed = {"legal_name": "欧阳春", "id_number": GOOD_ID, "consent": "on"}
    one, other = (reader.fill("/verify-name/", "/verify-name/", **typed) for _window in range(2))
    assert reader.send("/verify-name/", one)[0] == 303
    before = everything()
    status, page = reader.send("/verify-name/", other)
    assert status == 409
    sentence = {
        "english": "Your application is with us already.",
        "chinese": "您的申请已经提交，无需重复提交。",
    }
    assert says(reader, page, **sentence)
    assert everything() == before


def test_the_same_yes_to_a_gift_sent_twice(reader: Reader) -> None:
    friend = make_gifts.member()
    gift = make_gifts.offered(friend)
    reader.signed_in(friend)
    place = f"/gifts/{gift.public_id}/"
    typed = reader.fill(place, f"{place}accept/", **make_gifts.address().parts())
    first = reader.send(f"{place}accept/", typed)
    before = everything()
    assert first == reader.send(f"{place}accept/", typed) == (303, place)
    assert everything() == before


def test_a_second_answer_to_a_gift(reader: Reader) -> None:
    friend = make_gifts.member()
    gift = make_gifts.offered(friend)
    reader.signed_in(friend)
    place = f"/gifts/{gift.public_id}/"
    yes = reader.fill(place, f"{place}accept/", **make_gifts.address().parts())
    no = reader.fill(place, f"{place}decline/")
    assert reader.send(f"{place}decline/", no)[0] == 303
    before = everything()
    status, page = reader.send(f"{place}accept/", yes)
    assert status == 409
    assert says(reader, page, english="You have already answered this offer.", chinese="您已经答复过了。")
    assert everything() == before
    assert Gift.objects.get(pk=gift.pk).state != "accepted"

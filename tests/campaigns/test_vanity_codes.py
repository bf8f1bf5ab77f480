"""An advocate chooses a code that people can remember."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Member
from accounts.operations import block_member
from campaigns import errors
from campaigns.leaving_codes import export_codes, let_go
from campaigns.models import Campaign, Referral, ShareLink, Touch, VanityCode
from campaigns.operations import vanity_codes
from campaigns.operations.touches import find_link
from campaigns.operations.typed_codes import type_code
from campaigns.operations.vanity_codes import choose_code
from campaigns.vanity_rules import fold, is_code, is_unfit
from common.errors import NeedsSignIn, NotFound, TooMany
from common.ids import new_public_id
from common.models import LimitWindow
from tests.campaigns.api.test_member_api import post
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    return make.live()


@pytest.fixture
def link(campaign: Campaign) -> ShareLink:
    return make.link_of(make.member(display_name="Wang Fang"), campaign)


def choose(link: ShareLink, code: str, **changes: Any) -> VanityCode:
    options: dict[str, Any] = {
        "actor": link.advocate,
        "campaign_id": link.campaign_id,
        "now": timezone.now(),
    } | changes
    return choose_code(code=code, **options)


def refused(error: type[Exception], link: ShareLink, code: str = "PICNIC25", **changes: Any) -> None:
    """And nothing has changed."""
    before = VanityCode.objects.count()
    with pytest.raises(error):
        choose(link, code, **changes)
    assert VanityCode.objects.count() == before


def test_both_codes_lead_to_the_invitation(link: ShareLink) -> None:
    choose(link, " picnic 25 ")

    for typed in (link.code, "PICNIC25", "picnic25", "PICNlC25", "p i c n 1 c 2 5"):
        assert find_link(typed) == link
    Client().get("/i/picnic25/")
    assert Touch.objects.get().link_id == link.pk
    friend = make.join(at=timezone.now())
    assert type_code(actor=friend, code="Picnic25", now=timezone.now()).advocate == link.advocate


def test_it_is_changed_once_and_the_first_goes_on_working(link: ShareLink) -> None:
    choose(link, "PICNIC25")
    assert choose(link, "PICNIC25") == VanityCode.objects.get()
    choose(link, "OUTING25")

    refused(errors.CodesChosen, link, "SUNNY25")
    assert find_link("PICNIC25") == find_link("OUTING25") == link


def test_the_database_knows_of_two_at_most(link: ShareLink) -> None:
    for place in (0, 3):
        with pytest.raises(IntegrityError), transaction.atomic():
            VanityCode.objects.create(link=link, code="A", index=str(place), place=place, made_at=make.NOW)


@pytest.mark.parametrize("code", ["PICNIC25", "p1cn1c25", "PlCNLC25"])
def test_nobody_else_gets_it_nor_what_looks_like_it(campaign: Campaign, link: ShareLink, code: str) -> None:
    choose(link, "PICNIC25")
    other = make.link_of(make.member(), campaign)

    refused(errors.CodeTaken, other, code)


def test_a_code_that_was_drawn_is_taken(campaign: Campaign, link: ShareLink) -> None:
    refused(errors.CodeTaken, link, make.link_of(make.member(), campaign).code)


def test_it_is_never_given_again(campaign: Campaign, link: ShareLink) -> None:
    choose(link, "WANGFANG")
    let_go(link.advocate_id, timezone.now())

    assert VanityCode.objects.get().code == ""
    refused(errors.CodeTaken, make.link_of(make.member(), campaign), "WANGFANG")


@pytest.mark.parametrize("code", ["", "ABCD", "A" * 17, "PIC-NIC", "春游春游春", "PICNIC!"])
def test_a_code_is_five_to_sixteen_letters_and_digits(link: ShareLink, code: str) -> None:
    refused(errors.BadCode, link, code)


@pytest.mark.parametrize(
    "code",
    ["FUCKYOU", "5H1THEAD", "xxfuckxx", "F1U2C3K4", "SHABI250", "SH4B1250", "CA0N1MA", "ADM1N", "0FFICIAL"],
)
def test_what_nobody_may_say_is_refused(link: ShareLink, code: str) -> None:
    refused(errors.UnfitCode, link, code)


@pytest.mark.parametrize("code", ["PICNIC25", "CHUNYOU", "WANGFANG", "LINA2026", "HAOYOU88", "SUNNYDAY"])
def test_what_people_are_called_is_fit(code: str) -> None:
    assert is_code(code)
    assert not is_unfit(code)


def test_lookalikes_are_one() -> None:
    assert fold("b0 1l") == fold("BOIL") == "BOII"


def test_it_takes_a_link_of_ones_own(link: ShareLink) -> None:
    refused(NotFound, link, actor=make.member())
    refused(NotFound, link, channel="poster")
    refused(NeedsSignIn, link, actor=AnonymousUser())


def test_a_closed_link_or_campaign_takes_none(campaign: Campaign, link: ShareLink) -> None:
    refused(errors.CampaignEnded, link, now=campaign.closes_at + timedelta(days=1))
    ShareLink.objects.filter(pk=link.pk).update(withdrawn_at=timezone.now())
    refused(errors.InvitationWithdrawn, link)


@pytest.mark.django_db(transaction=True)
def test_tries_end_and_stay_counted(link: ShareLink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vanity_codes, "TRIES_PER_HOUR", 2)
    for _ in range(2):
        refused(errors.BadCode, link, "NO")

    refused(TooMany, link)
    assert LimitWindow.objects.get(name="vanity-codes").count == 2


def test_a_block_makes_it_unknown(client: Client, link: ShareLink) -> None:
    choose(link, "PICNIC25")
    viewer: Member = make.member()
    block_member(actor=link.advocate, member_id=viewer.pk, now=timezone.now())
    client.force_login(viewer)

    assert client.get("/i/PICNIC25/").status_code == 404


def test_the_share_page_shows_it_and_leads_to_it(client: Client, link: ShareLink) -> None:
    client.force_login(link.advocate)
    share = f"/campaigns/{link.campaign.slug}/share/"
    assert f'href="{share}code/?channel=link"' in client.get(share).content.decode()

    sent = {"code": "picnic25", "channel": "link", "nonce": new_public_id()}
    assert client.post(f"{share}code/", sent)["Location"] == f"{share}?channel=link"
    page = client.get(share).content.decode()
    assert "/i/PICNIC25/" in page
    assert link.code in page
    answer = client.post(f"{share}code/", sent | {"code": "FUCKYOU"})
    assert (answer.status_code, VanityCode.objects.count()) == (422, 1)


def test_programs_choose_one(link: ShareLink) -> None:
    path = f"campaigns/{link.campaign.slug}/own-codes/"
    answer = post(path, link.advocate, {"code": "picnic25"})

    assert answer.status_code == 201
    assert answer.json()["code"] == "PICNIC25"
    assert answer.json()["address"].endswith("/i/PICNIC25/")
    assert post(path, link.advocate, {"code": "NO"}).json()["field"] == "code"
    assert post(path, None, {"code": "picnic25"}).status_code == 401


def test_programs_register_with_it(link: ShareLink) -> None:
    choose(link, "PICNIC25")
    make.join(visitor_key="invitation:picnic25", at=timezone.now())
    assert Referral.objects.get().advocate == link.advocate


def test_the_archive_has_it(link: ShareLink) -> None:
    choose(link, "PICNIC25")
    assert "PICNIC25" in str(export_codes(link.advocate_id))

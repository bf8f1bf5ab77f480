"""Making and changing a draft in the admin, through the form."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localtime

from accounts.models import Member
from campaigns.models import Brand, Campaign
from campaigns.share_channels import AUDIENCES
from campaigns.states import Channel
from tests.factories import campaigns as make
from tests.factories import gifts

pytestmark = pytest.mark.django_db
ADD = "/admin/campaigns/campaign/add/"


@pytest.fixture
def brand() -> Brand:
    return make.brand()


@pytest.fixture
def manager(client: Client, brand: Brand) -> Member:
    member = make.manager_of(brand)
    client.force_login(member)
    return member


def typed(brand: Brand, item: str, **changes: Any) -> dict[str, Any]:
    def local(days: int) -> str:
        return localtime(make.NOW + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")

    return {
        "brand": brand.public_id,
        "title_en": "Spring outing",
        "title_zh-hans": "春游",
        "lead_en": "Come along",
        "opens_at": local(0),
        "closes_at": local(20),
        "threshold": "3",
        "requires": ["real_name"],
        "window_days": "30",
        "credit_registered": "0.3",
        "credit_real_name": "1",
        "reward_kind": "draw_entry",
        "max_per_member": "1",
        "weight": "1",
        "hold_minutes": "0",
        "beacon": "none",
        "reserve": "50",
        "offer_hours": "72",
        "deliver_days": "14",
        "prize_0_item": item,
        "prize_0_quantity": "3",
    } | changes


def shoes(brand: Brand) -> str:
    return gifts.item(stock=5, brand_ref=brand.scope).public_id


def test_a_new_draft_keeps_what_was_typed(client: Client, manager: Member, brand: Brand) -> None:
    item = shoes(brand)
    assert "Sports shoes · 5 left" in client.get(ADD).content.decode()

    answer = client.post(ADD, typed(brand, item))

    campaign = Campaign.objects.get()
    assert (answer.status_code, answer["Location"]) == (
        303,
        f"/admin/campaigns/campaign/{campaign.pk}/change/",
    )
    assert campaign.title == {"en": "Spring outing", "zh-hans": "春游"}
    assert campaign.draft_rules["draw"]["prizes"] == [{"key": "sports-shoes", "item": item, "quantity": 3}]
    assert campaign.draft_rules["credit"] == {"registered": 30, "real_name": 100}
    assert campaign.draft_texts == {"lead": {"en": "Come along"}}


def test_which_invitation_counts_and_how_fast_gifts_are_claimed_come_back(
    client: Client, manager: Member, brand: Brand
) -> None:
    """Typed, kept in the rules, shown again; empty is neither in the rules nor wrong."""
    told = {
        "reward_kind": "gift",
        "touch": "first",
        "code_hours": 24,
        "pace_per_day": "5",
        "pace_per_member": "",
        "pace_days": "",
    }
    client.post(ADD, typed(brand, shoes(brand), **told))

    campaign = Campaign.objects.get()
    page = client.get(f"/admin/campaigns/campaign/{campaign.pk}/draft/").content.decode()

    assert (campaign.draft_rules["touch"], campaign.draft_rules["pace"]) == ("first", {"per_day": 5})
    assert campaign.draft_rules["code_hours"] == 24
    assert re.search(r'name="pace_per_day" value="5"', page)
    assert re.search(r'<option value="first" selected', page)


def test_half_a_pace_is_told_at_its_field(client: Client, manager: Member, brand: Brand) -> None:
    told = {"reward_kind": "gift", "pace_per_member": "1"}
    answer = client.post(ADD, typed(brand, shoes(brand), **told))
    assert answer.status_code == 422
    assert "pace_days" in answer.context["form"].errors


@pytest.mark.parametrize(
    ("rules", "place"),
    [
        ({"threshold": 1}, "is missing"),
        (make.rules_with(split={"first": "x"}), "split.last: is missing"),
        (make.rules_with(split={"first": "x", "last": 1}), "split.first: must be a whole number"),
        (make.rules_with(split=[1]), "split: must be a group of settings"),
        (make.rules_with(reward=[]), "reward: must be a group of settings"),
    ],
)
def test_what_no_field_can_show_is_told(
    client: Client, manager: Member, brand: Brand, rules: dict[str, Any], place: str
) -> None:
    """A program may have written rules that are not finished."""
    campaign = make.draft(of=brand)
    Campaign.objects.filter(pk=campaign.pk).update(draft_rules=rules)
    page = client.get(f"/admin/campaigns/campaign/{campaign.pk}/draft/")
    assert page.status_code == 422
    assert place in unescape(page.content.decode())


def test_the_same_form_twice_makes_one_draft(client: Client, manager: Member, brand: Brand) -> None:
    body = typed(brand, shoes(brand), nonce="n" * 20)
    answers = [client.post(ADD, body) for _again in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Campaign.objects.count() == 1


def test_a_gift_campaign_has_one_item_and_a_budget(client: Client, manager: Member, brand: Brand) -> None:
    item = shoes(brand)
    client.post(ADD, typed(brand, item, reward_kind="gift"))
    reward = Campaign.objects.get().draft_rules["reward"]
    assert (reward["kind"], reward["item"], reward["quantity"]) == ("gift", item, 3)


def test_a_draft_is_read_back_and_changed(client: Client, manager: Member, brand: Brand) -> None:
    item = shoes(brand)
    client.post(ADD, typed(brand, item))
    campaign = Campaign.objects.get()
    path = f"/admin/campaigns/campaign/{campaign.pk}/draft/"

    page = client.get(path).content.decode()
    answer = client.post(path, typed(brand, item, title_en="Autumn outing", slug="autumn"))

    assert 'value="Spring outing"' in page
    assert 'value="0.3"' in page or 'value="0.30"' in page
    assert answer.status_code == 303
    campaign.refresh_from_db()
    assert (campaign.title["en"], campaign.slug) == ("Autumn outing", "autumn")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"threshold": "0"}, "Friends needed: Ensure this value is greater than or equal to 1."),
        ({"title_en": "", "title_zh-hans": ""}, "Title: This field is required."),
        ({"prize_0_item": ""}, "Item: must name at least one prize"),
        ({"credit_real_name": "0", "credit_registered": "0"}, "gives nothing for a friend"),
        ({"closes_at": "2020-01-01T10:00"}, "The campaign must end after it starts"),
        ({"slug": "taken"}, "Another campaign already has this address."),
    ],
)
def test_mistakes_stand_at_their_field_and_nothing_is_lost(
    client: Client, manager: Member, brand: Brand, changes: dict[str, str], sentence: str
) -> None:
    Campaign.objects.filter(pk=make.draft().pk).update(slug="taken")

    answer = client.post(ADD, typed(brand, shoes(brand), about_en="What I typed", **changes))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "What I typed" in page
    assert Campaign.objects.count() == 1


def test_a_sealed_campaign_has_no_form(client: Client, brand: Brand, manager: Member) -> None:
    campaign = make.live(of=brand)
    assert client.get(f"/admin/campaigns/campaign/{campaign.pk}/draft/").status_code == 409


def test_another_brands_draft_is_not_found(client: Client, manager: Member) -> None:
    draft = make.draft()
    for page in ("change", "draft", "preview", "do/publish"):
        assert client.get(f"/admin/campaigns/campaign/{draft.pk}/{page}/").status_code == 404
    assert client.post(f"/admin/campaigns/campaign/{draft.pk}/do/publish/").status_code == 404
    assert Campaign.objects.get().state == "draft"


def test_the_preview_is_the_members_page_clearly_marked(
    client: Client, brand: Brand, manager: Member
) -> None:
    draft = make.draft(of=brand)

    page = client.get(f"/admin/campaigns/campaign/{draft.pk}/preview/").content.decode()

    assert "Preview of a draft" in page
    assert "Sports shoes" in page
    assert "Join to take part" not in page


def test_further_rewards_are_typed_in_rows_and_read_back(
    client: Client, manager: Member, brand: Brand
) -> None:
    item = shoes(brand)
    row = {"further_0_whom": "advocate", "further_0_friends": "5", "further_0_kind": "gift"}
    row |= {"further_0_item": item, "further_0_quantity": "2"}
    row |= {"further_1_whom": "invitee", "further_1_kind": "draw_entry"}
    client.post(ADD, typed(brand, item, **row))

    campaign = Campaign.objects.get()
    first, second = campaign.draft_rules["further"]
    assert (first["friends"], first["item"], first["quantity"]) == (5, item, 2)
    assert (second["whom"], second["kind"]) == ("invitee", "draw_entry")
    page = client.get(f"/admin/campaigns/campaign/{campaign.pk}/draft/").content.decode()
    assert 'name="further_0_friends" value="5"' in page.replace("  ", " ")


def test_a_mistake_in_a_further_reward_stands_at_its_row(
    client: Client, manager: Member, brand: Brand
) -> None:
    item = shoes(brand)
    row = {"further_2_whom": "advocate", "further_2_kind": "gift", "further_2_item": item}
    response = client.post(ADD, typed(brand, item, **row))

    assert list(response.context["form"].errors) == ["further_2_friends"]
    assert not Campaign.objects.exists()


def test_conditions_are_typed_in_rows_and_read_back(client: Client, manager: Member, brand: Brand) -> None:
    item = shoes(brand)
    row = {"condition_0_kind": "account_age", "condition_0_number": "7", "credit_met": "1", "match": "any"}
    row |= {"condition_3_kind": "event", "condition_3_name": "purchase", "condition_3_value": "12.5"}
    answer = client.post(ADD, typed(brand, item, **row))
    assert answer.status_code == 303

    campaign = Campaign.objects.get()
    assert campaign.draft_rules["conditions"] == [
        {"kind": "account_age", "days": 7},
        {"kind": "event", "name": "purchase", "value_minor": 1250},
    ]
    assert (campaign.draft_rules["match"], campaign.draft_rules["credit"]["met"]) == ("any", 100)
    page = client.get(f"/admin/campaigns/campaign/{campaign.pk}/draft/").content.decode()
    assert 'name="condition_1_name" value="purchase"' in page.replace("  ", " ")


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"condition_2_kind": "account_age", "condition_2_number": "40"}, "condition_2_number"),
        ({"condition_2_kind": "event"}, "condition_2_name"),
        ({"condition_2_kind": "posted", "credit_met": ""}, "credit_met"),
    ],
)
def test_a_mistake_in_a_condition_stands_at_its_row(
    client: Client, manager: Member, brand: Brand, row: dict[str, str], field: str
) -> None:
    response = client.post(ADD, typed(brand, shoes(brand), **({"credit_met": "1"} | row)))
    assert list(response.context["form"].errors) == [field]


def test_wordings_are_typed_and_read_back(client: Client, manager: Member, brand: Brand) -> None:
    item = shoes(brand)
    words = {"weight_a": "60", "weight_b": "40", "lead_b_en": "Meet your neighbours"}
    answer = client.post(ADD, typed(brand, item, **words))

    texts = Campaign.objects.get().draft_texts
    assert (texts["weights"], texts["lead_b"]["en"]) == ({"a": 60, "b": 40}, "Meet your neighbours")
    page = client.get(answer["Location"].replace("change", "draft")).content.decode()
    assert "Meet your neighbours" in page


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"weight_a": "1", "weight_b": "1"}, "give it words of its own"),
        ({"weight_a": "1", "lead_b_en": "Meet"}, "Its words are there: give it a weight."),
        ({"weight_b": "1", "lead_b_en": "Meet"}, "The others are compared with it"),
    ],
)
def test_half_a_wording_is_refused_at_its_field(
    client: Client, manager: Member, brand: Brand, row: dict[str, str], words: str
) -> None:
    response = client.post(ADD, typed(brand, shoes(brand), **row))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Campaign.objects.exists()


# --- words for one channel ------------------------------------------------------------------------


def test_words_for_one_channel_are_kept_and_read_back(client: Client, manager: Member, brand: Brand) -> None:
    words = {"title_weibo_en": "A day among hills", "share_weibo_zh-hans": "一起走走"}
    client.post(ADD, typed(brand, shoes(brand), **words))
    campaign = Campaign.objects.get()
    assert campaign.draft_texts["channels"] == {
        "weibo": {"title": {"en": "A day among hills"}, "share": {"zh-hans": "一起走走"}}
    }
    page = client.get(f"/admin/campaigns/campaign/{campaign.pk}/draft/").content.decode()
    assert 'value="A day among hills"' in page
    assert page.count("<details open>") == 1


def test_what_a_platform_refuses_stands_under_the_words(
    client: Client, manager: Member, brand: Brand
) -> None:
    client.post(ADD, typed(brand, shoes(brand), lead_wechat_en="Win shoes"))
    page = client.get(f"/admin/campaigns/campaign/{Campaign.objects.get().pk}/draft/")
    told = str(page.context["form"].fields["lead_wechat"].help_text)
    assert "WeChat" in told and "English 1" in told


def test_each_channel_says_whom_it_reaches_and_is_not_cut(
    client: Client, manager: Member, brand: Brand
) -> None:
    page = client.get(ADD).content.decode()
    part = unescape(page[page.index("Where it is passed on") : page.index("Who counts")])
    for channel in Channel:
        assert str(AUDIENCES[channel]) in part
        assert f'name="channels" value="{channel}"' in part
    assert part.count("break-words") == len(Channel) and "truncate" not in part

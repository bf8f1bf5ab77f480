"""Campaigns for programs that speak for a manager."""

from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import Member
from campaigns.models import Campaign
from campaigns.states import CampaignState
from campaigns.variant_rules import weights_of, words_of
from tests.factories import campaigns as make
from tests.factories import gifts

pytestmark = pytest.mark.django_db
TITLE = {"en": "Tea on Sunday", "zh-hans": "周日喝茶"}


def call(method: str, path: str, member: Member | None, body: Any = None, key: str = "key-00000001") -> Any:
    client = APIClient()
    if member is not None:
        client.force_login(member)
    act = getattr(client, method)
    return act(f"/api/v1/campaigns/{path}", body or {}, format="json", headers={"Idempotency-Key": key})


def draft_body(brand: Any) -> dict[str, Any]:
    dates = {"opens_at": make.OPENS.isoformat(), "closes_at": make.CLOSES.isoformat()}
    return {"brand": brand.public_id, "title": TITLE} | dates


def state_of(campaign: Campaign) -> str:
    return Campaign.objects.values_list("state", flat=True).get(pk=campaign.pk)


def test_a_draft_becomes_a_campaign() -> None:
    brand = make.brand()
    manager = make.manager_of(brand)
    item = gifts.item(stock=5, brand_ref=brand.scope).public_id
    made = call("post", "", manager, draft_body(brand))
    slug = made.json()["slug"]

    changed = call("put", f"{slug}/draft/", manager, {"rules": make.rules_with(item)}, key="key-00000002")
    published = call("post", f"{slug}/publish/", manager, key="key-00000003")

    assert (made.status_code, changed.status_code, published.status_code) == (201, 200, 200)
    assert published.json()["state"] == "live"
    assert published.json()["version"] == 1


def test_creating_twice_under_one_key_makes_one() -> None:
    brand = make.brand()
    manager = make.manager_of(brand)

    answers = [call("post", "", manager, draft_body(brand)) for _again in range(2)]

    assert answers[0].json() == answers[1].json()
    assert Campaign.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"closes_at": (make.OPENS - timedelta(days=1)).isoformat()}, 422, "bad-window"),
        ({"brand": "nobody"}, 404, "not-found"),
        ({"title": "no texts"}, 422, "invalid"),
    ],
)
def test_bad_drafts_are_refused(changes: dict[str, Any], status: int, code: str) -> None:
    brand = make.brand()

    answer = call("post", "", make.manager_of(brand), draft_body(brand) | changes)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Campaign.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("visitor", 401), ("member", 403), ("other manager", 403)])
def test_others_create_nothing(who: str, status: int) -> None:
    actors = {"visitor": None, "member": make.member(), "other manager": make.manager_of(make.brand())}

    assert call("post", "", actors[who], draft_body(make.brand())).status_code == status
    assert not Campaign.objects.exists()


def test_rules_with_a_mistake_are_refused_with_their_place() -> None:
    draft = make.draft(threshold=0)

    answer = call("post", f"{draft.slug}/publish/", make.manager_of(draft.brand))

    assert (answer.status_code, answer.json()["field"]) == (422, "threshold")
    assert state_of(draft) == CampaignState.DRAFT


def test_the_life_of_a_campaign() -> None:
    campaign = make.live(gift=2)
    manager = make.manager_of(campaign.brand)
    seen = []

    for number, (verb, body) in enumerate(
        [("pause", {"reason": "x"}), ("resume", {}), ("close", {"reason": "x"}), ("settle", {})]
    ):
        answer = call("post", f"{campaign.slug}/{verb}/", manager, body, key=f"key-0000001{number}")
        seen.append(answer.json()["state"])

    assert seen == ["paused", "live", "closing", "settled"]


@pytest.mark.parametrize("verb", ["pause", "close"])
def test_a_reason_is_asked_for(verb: str) -> None:
    campaign = make.live()

    answer = call("post", f"{campaign.slug}/{verb}/", make.manager_of(campaign.brand))

    assert (answer.status_code, answer.json()["field"]) == (422, "reason")
    assert state_of(campaign) == CampaignState.LIVE


def test_what_has_begun_can_not_be_cancelled() -> None:
    campaign = make.live()

    answer = call("post", f"{campaign.slug}/cancel/", make.manager_of(campaign.brand), {"reason": "x"})

    assert answer.status_code == 409
    assert state_of(campaign) == CampaignState.LIVE


@pytest.mark.parametrize("verb", ["publish", "pause", "resume", "close", "settle", "cancel"])
@pytest.mark.parametrize("who", ["visitor", "member", "other manager"])
def test_others_move_nothing(verb: str, who: str) -> None:
    campaign = make.live()
    actors = {"visitor": None, "member": make.member(), "other manager": make.manager_of(make.brand())}

    answer = call("post", f"{campaign.slug}/{verb}/", actors[who], {"reason": "x"})

    assert answer.status_code == (401 if who == "visitor" else 404)
    assert state_of(campaign) == CampaignState.LIVE


def test_a_sealed_campaign_is_not_edited() -> None:
    campaign = make.live()

    answer = call("put", f"{campaign.slug}/draft/", make.manager_of(campaign.brand), {"title": TITLE})

    assert answer.status_code == 409
    assert Campaign.objects.get().title != TITLE


def test_all_referrals_with_their_reasons() -> None:
    campaign, advocate = make.live(), make.member()
    make.qualify(advocate, campaign, friends=1)
    make.invite(advocate, campaign)
    manager = make.manager_of(campaign.brand)

    everything = call("get", f"{campaign.slug}/all-referrals/", manager).json()["items"]
    waiting = call("get", f"{campaign.slug}/all-referrals/?state=registered", manager).json()["items"]

    assert [item["state"] for item in everything] == ["registered", "qualified"]
    assert waiting[0]["reason"].startswith("Not counted yet")
    assert call("get", f"{campaign.slug}/all-referrals/?state=%00", manager).status_code == 422
    assert call("get", f"{campaign.slug}/all-referrals/", advocate).status_code == 404


def with_variants(weights: dict[str, int], **words: str) -> dict[str, Any]:
    return {"texts": {"weights": weights} | {name: {"en": said} for name, said in words.items()}}


def test_further_wordings_are_drafted_and_sealed() -> None:
    brand = make.brand()
    manager = make.manager_of(brand)
    item = gifts.item(stock=5, brand_ref=brand.scope).public_id
    slug = call("post", "", manager, draft_body(brand)).json()["slug"]
    texts = with_variants({"a": 50, "b": 50}, lead="Tea for three.", lead_b="Bring two friends to tea.")

    body = {"rules": make.rules_with(item)} | texts
    assert call("put", f"{slug}/draft/", manager, body, key="key-00000002").status_code == 200
    assert call("post", f"{slug}/publish/", manager, key="key-00000003").status_code == 200

    sealed = Campaign.objects.get(slug=slug).current
    assert sealed is not None
    assert weights_of(sealed.texts) == {"a": 50, "b": 50}
    assert words_of(sealed.texts, "b")["lead"] == {"en": "Bring two friends to tea."}


def test_words_for_one_channel_are_drafted_and_others_are_left_out() -> None:
    brand = make.brand()
    manager = make.manager_of(brand)
    slug = call("post", "", manager, draft_body(brand)).json()["slug"]
    words = {"weibo": {"title": {"en": "A day among hills"}}}

    body = {"texts": {"channels": {**words, "pigeon": {"title": {"en": "Coo"}}}}}
    assert call("put", f"{slug}/draft/", manager, body, key="key-00000002").status_code == 200

    assert Campaign.objects.get(slug=slug).draft_texts == {"channels": words}


@pytest.mark.parametrize(
    ("texts", "place"),
    [
        (with_variants({"a": 1}, lead_b="Nobody sees this."), "b"),
        (with_variants({"a": 1, "b": 1}), "b"),
        (with_variants({"b": 1}, lead_b="Alone."), "a"),
    ],
)
def test_wordings_that_do_not_fit_are_refused_with_the_place(texts: dict[str, Any], place: str) -> None:
    brand = make.brand()
    manager = make.manager_of(brand)
    slug = call("post", "", manager, draft_body(brand)).json()["slug"]

    answer = call("put", f"{slug}/draft/", manager, texts, key="key-00000002")

    assert answer.status_code == 422
    assert "weights" in str(answer.json()) and f"'{place}'" in str(answer.json())
    assert Campaign.objects.get(slug=slug).draft_texts == {}


@pytest.mark.parametrize("rules", ['{"a": 1e400}', '{"a": "\\ud800"}', '{"\\udfff": 1}'])
def test_what_no_database_can_hold_is_no_rule(rules: str) -> None:
    campaign, client = make.draft(), APIClient()
    before = campaign.draft_rules
    client.force_login(make.manager_of(campaign.brand))

    answer = client.put(
        f"/api/v1/campaigns/{campaign.slug}/draft/",
        f'{{"rules": {rules}}}',
        content_type="application/json",
        headers={"Idempotency-Key": "key-00000001"},
    )

    assert (answer.status_code, answer.json()["code"]) == (400, "parse-error")
    assert Campaign.objects.get(pk=campaign.pk).draft_rules == before

"""The draw's page: what was promised, what came of it, and how to check it oneself."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.views import View

from campaigns.draw_download import receipt_response
from campaigns.draw_exclusions import LEFT_OUT
from campaigns.draw_states import WITH_RECEIPT, WITH_ROOT, WITH_SEED, DrawMode, DrawState, SeedRule
from campaigns.models import Campaign, Draw, DrawRoot
from campaigns.queries import draws as queries
from campaigns.queries.campaigns import find_campaign_id
from campaigns.verifier import verify_draw
from common.access import may
from common.errors import NotFound, Refused
from common.texts import Texts
from common.web import PageView, refusal_page
from gifts.queries import item_ids_of, item_names

TONES: Mapping[str, str] = {
    DrawState.OPEN: "info",
    DrawState.FROZEN: "wait",
    DrawState.DRAWN: "wait",
    DrawState.PUBLISHED: "good",
    DrawState.CLAIMING: "good",
    DrawState.COMPLETED: "good",
    DrawState.VOID: "bad",
}


def shown_draw(request: HttpRequest, slug: str) -> Draw:
    """Raises: NotFound, the same whether it is hidden or does not exist; NoDraw where one may look."""
    campaign = Campaign.objects.one(find_campaign_id(slug=slug))
    if not may(request.user, "campaigns.view-campaign", campaign):
        raise NotFound
    return queries.draw_of_campaign(campaign.pk)


class DrawView(PageView):
    template_name = "campaigns/draw.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        draw = shown_draw(request, kwargs["slug"])
        root = queries.root_of_draw(draw) if draw.state in WITH_ROOT else None
        prizes = queries.prizes_of(draw.pk)
        names = _prize_names(prizes)
        own = _own(request, draw)
        return {
            "campaign": draw.campaign,
            "draw": draw,
            "label": draw.get_state_display(),
            "tone": TONES.get(draw.state, "plain"),
            "with_beacon": draw.mode == DrawMode.DRAND,
            "prizes": [{"name": names[p.key], "quantity": p.quantity} for p in prizes],
            "entries": root.entry_count if root else queries.count_entries(draw.pk)[0],
            "root": root,
            "places": _places(draw, names, own),
            "own": own,
            "left_out": LEFT_OUT.items(),
            "own_prize": names.get(own.prize_key, {}) if own else {},
            "proof": _proof(request, draw, own),
            **_outcome(draw, root),
        }


def _outcome(draw: Draw, root: DrawRoot | None) -> dict[str, Any]:
    """Seed and receipt once they exist, and which published fallback was used."""
    if root is None or draw.state not in WITH_SEED:
        return {}
    seed = root.seed
    return {
        "seed": seed,
        "receipt": seed.receipt if draw.state in WITH_RECEIPT else None,
        "used_later_round": seed.beacon_round is not None and seed.beacon_round != root.beacon_round,
        "without_secret": seed.rule == SeedRule.BEACON_ALONE,
    }


def _prize_names(prizes: list[queries.PrizeLine]) -> dict[str, Texts]:
    """Prize key to the item's name."""
    ids = item_ids_of(prize.item for prize in prizes)
    names = item_names(ids.values())
    return {p.key: names.get(ids.get(p.item, 0), {"en": p.key}) for p in prizes}


def _own(request: HttpRequest, draw: Draw) -> queries.OwnEntry | None:
    if request.user.pk is None:
        return None
    return queries.own_entry(draw_id=draw.pk, member_id=request.user.pk)


def _proof(request: HttpRequest, draw: Draw, own: queries.OwnEntry | None) -> queries.Proof | None:
    if own is None or own.excluded_code or request.user.pk is None or draw.state not in WITH_ROOT:
        return None
    return queries.inclusion_proof(draw=draw, member_id=request.user.pk)


def _places(draw: Draw, names: dict[str, Texts], own: queries.OwnEntry | None) -> list[dict[str, Any]]:
    """The winners, and the beginning of the reserve; nothing before publication."""
    if draw.state not in WITH_RECEIPT:
        return []
    return [
        {
            "place": place.place,
            "entry_key": place.entry_key,
            "prize": names.get(place.prize_key),
            "is_own": own is not None and own.entry_key == place.entry_key,
        }
        for place in queries.places_of(draw.pk)
    ]


class ReceiptView(View):
    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        try:
            draw = shown_draw(request, slug)
            return receipt_response(draw, queries.receipt_of_draw(draw))
        except Refused as refused:
            return refusal_page(request, refused)


class VerifierView(View):
    """The stand-alone verifier, as it is in the source."""

    def get(self, request: HttpRequest) -> FileResponse:
        return FileResponse(
            Path(verify_draw.__file__).open("rb"),
            as_attachment=True,
            filename="verify_draw.py",
            content_type="text/x-python; charset=utf-8",
        )

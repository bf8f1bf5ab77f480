"""The board of a campaign: places of members or of groups, and playing for a group."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns import plain_rules
from campaigns.campaign_page import word_of
from campaigns.operations.boards import play_for_group, show_name
from campaigns.queries.boards import board_of, contributions_of
from campaigns.queries.campaigns import CampaignDetail, campaign_detail
from campaigns.rulebook import Rulebook
from campaigns.sentences import credit_text
from campaigns.states import CampaignState
from common.errors import NotFound
from common.texts import in_language
from common.web import ActionView, NonceForm
from gifts.queries import names_by_public_id
from groups.queries import own_groups


class BoardForm(NonceForm):
    """``group``: the one to play for. Without it, whether the own name is shown."""

    group = forms.CharField(max_length=40, required=False)
    named = forms.CharField(max_length=3, required=False)


class BoardView(ActionView):
    """Up to nine statements, whatever the numbers."""

    template_name = "campaigns/board.html"
    form_class = BoardForm

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        campaign, rulebook = _of(request, kwargs["slug"])
        board = board_of(campaign, rulebook, viewer=request.user)
        of_groups = rulebook.board is not None and rulebook.board.is_of_groups
        signed_in = request.user.pk is not None
        names = names_by_public_id(plain_rules.needed_items(rulebook))
        may_choose = of_groups and signed_in and campaign.state == CampaignState.LIVE and not board.team
        return {
            "campaign": campaign,
            "word": word_of(campaign),
            "board": board,
            "of_groups": of_groups,
            "goal": rulebook.threshold,
            "prizes": plain_rules.board_prizes(rulebook, names),
            "rows": [_row(line, of_groups=of_groups) for line in board.lines],
            "mine": _row(board.mine, of_groups=of_groups) if board.mine else None,
            "contributions": _contributions(request, campaign) if of_groups and board.team else [],
            "groups": _choices(request) if may_choose else [],
            "may_be_named": signed_in and not of_groups and campaign.own is not None,
        }

    def act(self, request: HttpRequest, form: BoardForm, **kwargs: Any) -> str:
        campaign, _rulebook = _of(request, kwargs["slug"])
        group = form.cleaned_data["group"]
        if group:
            play_for_group(
                actor=request.user, campaign_id=campaign.campaign_id, group_ref=group, now=timezone.now()
            )
        else:
            shown = form.cleaned_data["named"] == "yes"
            show_name(actor=request.user, campaign_id=campaign.campaign_id, shown=shown)
        return reverse("campaigns:board", args=[kwargs["slug"]])


def _of(request: HttpRequest, slug: str) -> tuple[CampaignDetail, Rulebook]:
    """Raises: NotFound, also for a campaign without a board."""
    campaign = campaign_detail(slug=slug, actor=request.user, member_id=request.user.pk)
    if campaign.rulebook is None or campaign.rulebook.board is None:
        raise NotFound
    return campaign, campaign.rulebook


def _row(line: Any, *, of_groups: bool) -> dict[str, Any]:
    nobody = _("A group") if of_groups else _("A member")
    return {
        "place": line.place,
        "name": line.name or (_("You") if line.is_mine and not of_groups else nobody),
        "credit": credit_text(line.credit_hundredths),
        "is_mine": line.is_mine,
        "has_prize": bool(line.prize_key),
    }


def _contributions(request: HttpRequest, campaign: CampaignDetail) -> list[dict[str, Any]]:
    return [
        {"name": each.name, "credit": credit_text(each.credit_hundredths), "is_mine": each.is_mine}
        for each in contributions_of(campaign_id=campaign.campaign_id, viewer=request.user)
    ]


def _choices(request: HttpRequest) -> list[tuple[str, str]]:
    return [(ref, in_language(name)) for ref, name in own_groups(request.user.pk or 0)]

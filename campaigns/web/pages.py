"""Pages that everybody may read: the campaigns, one of them, its promises."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from campaigns.campaign_page import STATE_WORDS, campaign_values
from campaigns.posters import campaign_preview
from campaigns.queries.ambassadors import count_ambassadors
from campaigns.queries.campaigns import CampaignDetail, campaign_detail, public_campaigns, versions_of
from campaigns.queries.promises import promise_counts, promises_of
from campaigns.states import CampaignState, PromiseBucket, PromiseKind
from campaigns.tally import tally_words
from common.web import PageView

PROMISE_TONES: Mapping[str, str] = {
    PromiseBucket.OPEN: "wait",
    PromiseBucket.OVERDUE: "bad",
    PromiseBucket.KEPT: "good",
    PromiseBucket.KEPT_LATE: "wait",
    PromiseBucket.DECLINED: "plain",
    PromiseBucket.REPLACED: "plain",
    PromiseBucket.DEPLETED: "plain",
    PromiseBucket.BROKEN: "bad",
}


class CampaignsView(PageView):
    template_name = "campaigns/list.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        cards, next_cursor = public_campaigns(cursor=request.GET.get("cursor"))
        rows = [{"card": card, "word": STATE_WORDS[card.state]} for card in cards]
        return {"rows": rows, "next_cursor": next_cursor}


class CampaignView(PageView):
    """Four statements, the session and the member included; one more once there are several versions."""

    template_name = "campaigns/campaign.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        campaign = campaign_detail(slug=kwargs["slug"], actor=request.user, member_id=request.user.pk)
        several = campaign.version_number > 1
        return {
            **campaign_values(campaign),
            "versions": versions_of(campaign_id=campaign.campaign_id) if several else [],
            "mine": _own_summary(campaign),
            "figures": campaign.figures,
            "is_open": campaign.state == CampaignState.LIVE and not campaign.is_stopped,
            "link_preview": None if request.user.is_authenticated else campaign_preview(campaign),
        }


def _own_summary(campaign: CampaignDetail) -> dict[str, Any] | None:
    """None for visitors and for members who have not shared yet."""
    if campaign.own is None or campaign.rulebook is None:
        return None
    own = campaign.own
    return tally_words(
        campaign.rulebook,
        credit_hundredths=own.credit_hundredths,
        rewards=own.rewards,
        not_given=own.not_given,
    )


class PromisesView(PageView):
    template_name = "campaigns/promises.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        campaign = campaign_detail(slug=kwargs["slug"], actor=request.user)
        lines, next_cursor = promises_of(campaign_id=campaign.campaign_id, cursor=request.GET.get("cursor"))
        rows = [
            {
                "line": line,
                "kind": PromiseKind(line.kind).label,
                "label": PromiseBucket(line.bucket).label,
                "tone": PROMISE_TONES[line.bucket],
            }
            for line in lines
        ]
        counts = promise_counts(campaign_id=campaign.campaign_id)
        return {
            "campaign": campaign,
            "counts": counts,
            "ambassadors": count_ambassadors(campaign_id=campaign.campaign_id),
            "score": f"{counts.score_bp / 100:.4g} %" if counts.score_bp is not None else "",
            "rows": rows,
            "next_cursor": next_cursor,
        }

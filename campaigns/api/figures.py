"""A campaign's figures for programs that speak for its manager."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api.serializers import Shape
from campaigns.funnel_rules import Quadrant
from campaigns.models import Campaign
from campaigns.queries.by_group import GroupFigures, group_figures
from campaigns.queries.campaigns import find_campaign_id
from campaigns.queries.funnel import Cohort, Funnel, Steps, funnel_figures
from campaigns.queries.tags import tag_lines
from campaigns.variant_rules import Judged, Verdict
from common.access import allow
from common.api import require_sign_in


class StepsOutput(Shape):
    key = serializers.CharField(help_text="The day, the channel or the version; empty for everything.")
    touches = serializers.IntegerField()
    registered = serializers.IntegerField()
    qualified = serializers.IntegerField()
    approved = serializers.IntegerField()
    held = serializers.IntegerField()
    rejected = serializers.IntegerField()
    reversed = serializers.IntegerField(help_text="Approved first, refused after all.")
    rewarded = serializers.IntegerField()
    cost_minor = serializers.IntegerField()


class CohortOutput(StepsOutput):
    old_enough = serializers.IntegerField(help_text="Registered 30 days ago or longer.")
    retained = serializers.IntegerField(help_text="Of these, seen again after 30 days.")


class VariantOutput(Shape):
    key = serializers.CharField()
    visits = serializers.IntegerField()
    registered = serializers.IntegerField()
    low_bp = serializers.IntegerField(help_text="Wilson's 95 % interval of registered among visits.")
    high_bp = serializers.IntegerField()
    confidence_bp = serializers.IntegerField(allow_null=True, help_text="Null while nothing can be said.")
    verdict = serializers.ChoiceField([(one.value, one.value) for one in Verdict])


class ReachOutput(Shape):
    channel = serializers.CharField()
    reach = serializers.IntegerField()
    engaged = serializers.IntegerField(help_text="Count, and came back in the last 30 days.")
    quadrant = serializers.ChoiceField([(one.value, one.value) for one in Quadrant])


class TagOutput(Shape):
    channel = serializers.CharField()
    source = serializers.CharField(  # type: ignore[assignment]
        help_text="Of utm_source; empty where it was missing."
    )
    medium = serializers.CharField()
    campaign = serializers.CharField()
    visits = serializers.IntegerField()
    registered = serializers.IntegerField()


class GroupFiguresOutput(StepsOutput):
    name = serializers.CharField(help_text="Empty for a group that I may not see.")
    players = serializers.IntegerField(help_text="Members who play for it.")
    cost_per_approved_minor = serializers.IntegerField(allow_null=True)


class FunnelOutput(Shape):
    """Shares are not sent: they follow from the counts. K-factors are in hundredths, rounded down."""

    total = StepsOutput()
    days = StepsOutput(many=True)
    channels = StepsOutput(many=True)
    ties = StepsOutput(many=True, help_text="Strong against weak ties: the channels, taken together by kind.")
    versions = StepsOutput(many=True)
    groups = GroupFiguresOutput(
        many=True, help_text="Groups with few members are left out, nobody is recognised."
    )
    groups_hidden = serializers.IntegerField()
    variants = VariantOutput(many=True)
    cohorts = CohortOutput(many=True)
    reach = ReachOutput(many=True)
    tags = TagOutput(many=True, help_text="By the UTM tags of the addresses, the 50 most visited.")
    advocates = serializers.IntegerField()
    k_gross_hundredths = serializers.IntegerField(allow_null=True)
    k_net_hundredths = serializers.IntegerField(allow_null=True)
    p50_hours = serializers.IntegerField(allow_null=True)
    p90_hours = serializers.IntegerField(allow_null=True)
    cost_per_approved_minor = serializers.IntegerField(allow_null=True)
    cost_per_retained_minor = serializers.IntegerField(allow_null=True)


class FunnelView(APIView):
    @extend_schema(operation_id="campaign_funnel", responses=FunnelOutput)
    def get(self, request: Request, slug: str) -> Response:
        """The funnel of my brand's campaign: by day, channel, version and week, and what follows from it."""
        require_sign_in(request)
        campaign = Campaign.objects.one(find_campaign_id(slug=slug))
        allow(request.user, "campaigns.view-referrals", campaign)
        funnel = funnel_figures(campaign_id=campaign.pk, now=timezone.now())
        groups = group_figures(campaign_id=campaign.pk, viewer=request.user)
        tags = [asdict(line) for line in tag_lines(campaign_id=campaign.pk)]
        return Response(body_of(funnel, groups) | {"tags": tags})


def body_of(funnel: Funnel, groups: GroupFigures) -> dict[str, Any]:
    return {
        "total": _steps(funnel.total),
        "days": _all(funnel.days),
        "channels": _all(funnel.channels),
        "ties": _all(funnel.ties),
        "versions": _all(funnel.versions),
        "groups": [
            _steps(line.steps)
            | {
                "name": line.name,
                "players": line.players,
                "cost_per_approved_minor": line.cost_per_approved,
            }
            for line in groups.lines
        ],
        "groups_hidden": groups.hidden,
        "variants": [_variant(one) for one in funnel.variants],
        "cohorts": [_cohort(cohort) for cohort in funnel.cohorts],
        "reach": [
            {
                "channel": point.key,
                "reach": point.reach,
                "engaged": point.engaged,
                "quadrant": where.value,
            }
            for point, where in funnel.reach
        ],
        "advocates": funnel.k.advocates,
        "k_gross_hundredths": funnel.k.gross,
        "k_net_hundredths": funnel.k.net,
        "p50_hours": funnel.p50_hours,
        "p90_hours": funnel.p90_hours,
        "cost_per_approved_minor": funnel.cost_per_approved,
        "cost_per_retained_minor": funnel.cost_per_retained,
    }


def _all(lines: Sequence[Steps]) -> list[dict[str, Any]]:
    return [_steps(steps) for steps in lines]


def _steps(steps: Steps) -> dict[str, Any]:
    return asdict(steps) | {"key": str(steps.key)}


def _cohort(cohort: Cohort) -> dict[str, Any]:
    return _steps(cohort.steps) | asdict(cohort.stayed)


def _variant(one: Judged) -> dict[str, Any]:
    low_bp, high_bp = one.arm.interval_bp
    return {
        "key": one.arm.key,
        "visits": one.arm.visits,
        "registered": one.arm.wins,
        "low_bp": low_bp,
        "high_bp": high_bp,
        "confidence_bp": one.confidence_bp,
        "verdict": one.verdict.value,
    }

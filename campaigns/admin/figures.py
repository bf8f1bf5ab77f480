"""A campaign's figures for its managers: funnel, K-factor, cohorts, costs, reach and engagement."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.admin.pages import CampaignPage
from campaigns.charts import Bars, Scatter, scatter, stacked
from campaigns.funnel_rules import Quadrant, share_bp
from campaigns.funnel_words import factor, hours, money
from campaigns.queries.by_group import group_figures
from campaigns.queries.funnel import Funnel, Steps, funnel_figures
from campaigns.queries.tags import tag_lines
from campaigns.states import Channel, Tie
from campaigns.variant_rules import Verdict
from common.access import allow

DAYS_SHOWN = 60
QUADRANTS: Mapping[Quadrant, str | Promise] = {
    Quadrant.BOTH: gettext_lazy("Many look, and many of them take part"),
    Quadrant.ENGAGED: gettext_lazy("Few look, but they take part"),
    Quadrant.ZOMBIE: gettext_lazy("Zombie traffic: many look, hardly anybody takes part"),
    Quadrant.QUIET: gettext_lazy("Little of both"),
}


VERDICTS: Mapping[Verdict, str | Promise] = {
    Verdict.BASE: gettext_lazy("What the others are compared with"),
    Verdict.NOT_ENOUGH: gettext_lazy("Not enough yet to say anything"),
    Verdict.CHANCE: gettext_lazy("The difference can be chance"),
    Verdict.BETTER: gettext_lazy("Better than A, by more than chance"),
    Verdict.WORSE: gettext_lazy("Worse than A, by more than chance"),
}


class FiguresPage(CampaignPage):
    template_name = "admin/campaigns/figures.html"
    title = gettext_lazy("Figures")
    http_method_names = ["get", "head", "options"]

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        allow(request.user, "campaigns.view-referrals", self.row)
        funnel = funnel_figures(campaign_id=self.row.pk, now=timezone.now())
        groups = group_figures(campaign_id=self.row.pk, viewer=request.user)
        return {
            **super().context(request, **kwargs),
            "campaign": self.row,
            "funnel": funnel,
            "tiles": tiles(funnel),
            "parts": [
                (_("Channel by channel"), _("Channel"), named(funnel.channels, dict(Channel.choices))),
                (_("Strong and weak ties"), _("Kind of tie"), named(funnel.ties, dict(Tie.choices))),
                (_("Version by version"), _("Version"), named(funnel.versions, {})),
            ],
            "groups": groups,
            "group_rows": [
                (line, money(line.steps.cost_minor), money(line.cost_per_approved)) for line in groups.lines
            ],
            "variants": [(one, VERDICTS[one.verdict]) for one in funnel.variants],
            "days": list(reversed(funnel.days)),
            "day_chart": day_chart(funnel),
            "reach": [(Channel(point.key).label, point, QUADRANTS[where]) for point, where in funnel.reach],
            "reach_chart": reach_chart(funnel),
            "tag_rows": [(Channel(line.channel).label, line) for line in tag_lines(campaign_id=self.row.pk)],
        }


def named(lines: Sequence[Steps], names: Mapping[str, Any]) -> list[tuple[Any, Steps]]:
    return [(names.get(steps.key, steps.key), steps) for steps in lines]


def tiles(funnel: Funnel) -> list[tuple[str, str, str]]:
    """(label, number, what it means)."""
    total, k = funnel.total, funnel.k
    return [
        (_("Visits"), str(total.touches), _("through invitations")),
        (_("Registered"), str(total.registered), ""),
        (_("Qualified"), str(total.qualified), ""),
        (_("Approved friends"), str(total.approved), _("on hold: %(held)s") % {"held": total.held}),
        (_("Refused friends"), str(total.refused), _("after approval: %(n)s") % {"n": total.reversed}),
        (_("Rewards"), str(total.rewarded), money(total.cost_minor)),
        (_("K-factor, gross"), factor(k.gross), _("friends who count, for each member who invites")),
        (_("K-factor, net"), factor(k.net), _("without those who were refused")),
        (_("Half count within"), hours(funnel.p50_hours), _("of registering")),
        (_("Nine of ten count within"), hours(funnel.p90_hours), _("of registering")),
        (_("Cost per approved friend"), money(funnel.cost_per_approved), _("gifts at their value")),
        (_("Cost per member who stayed"), money(funnel.cost_per_retained), _("came back after 30 days")),
    ]


def day_chart(funnel: Funnel) -> Bars:
    """The last days with a line, those between them empty; nothing before the first one."""
    days = {steps.key: steps for steps in funnel.days}
    if not days:
        return stacked([])
    last = max(days)
    first = max(min(days), last - timedelta(days=DAYS_SHOWN - 1))
    rows = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        steps = days.get(day, Steps(key=day))
        rows.append((steps, steps.registered, steps.qualified))
    return stacked(rows)


def reach_chart(funnel: Funnel) -> Scatter | None:
    points = [point for point, _where in funnel.reach]
    if not points:
        return None
    reach, engaged = sum(point.reach for point in points), sum(point.engaged for point in points)
    rows = [(Channel(point.key).label, point.reach, point.engagement_bp) for point in points]
    return scatter(rows, middle=(reach // len(points), share_bp(engaged, reach) or 0))

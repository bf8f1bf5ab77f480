"""The desk for cases, and the rules that open them."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.db.models import Case, F, QuerySet, When
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from campaigns.admin.acts import Act
from campaigns.admin.records import CampaignRowsAdmin
from campaigns.models import RiskCase, RiskRuleRow
from campaigns.operations.risk import confirm_case, quarantine_branch, release_case, set_rule
from campaigns.queries.risk import rule_code_of, with_error_rates
from campaigns.risk_states import WAITING, RiskRuleState, RiskState
from campaigns.risk_words import CODES, explain_codes
from common.access import may
from common.admin import Badges, titled

CASE_ACTS: Mapping[str, Act] = {
    "release": Act(
        key="release",
        label=_("Nothing wrong: release"),
        explanation=_("What waited for this friend is given. The advocate reads your reason."),
        done=_("Released."),
        run=lambda actor, pk, reason, now: release_case(actor=actor, case_id=pk, reason=reason, now=now),
        states={RiskState.HELD, RiskState.APPEALED},
        asks_reason=True,
    ),
    "confirm": Act(
        key="confirm",
        label=_("Confirm"),
        explanation=_(
            "Nothing is given for this friend. The advocate reads your reason and can object; somebody else "
            "answers the objection."
        ),
        done=_("Confirmed."),
        run=lambda actor, pk, reason, now: confirm_case(actor=actor, case_id=pk, reason=reason, now=now),
        states={RiskState.HELD, RiskState.APPEALED},
        asks_reason=True,
        is_grave=True,
    ),
    "quarantine": Act(
        key="quarantine",
        label=_("Hold the whole branch"),
        explanation=_(
            "Everybody whom this friend brought, and whom they brought, is put on hold for a person to look."
        ),
        done=_("The branch is on hold."),
        run=lambda actor, pk, reason, now: quarantine_branch(actor=actor, case_id=pk, reason=reason, now=now),
        states={RiskState.HELD, RiskState.CONFIRMED, RiskState.APPEALED, RiskState.UPHELD},
        asks_reason=True,
        is_grave=True,
    ),
}
RULE_ACTS: Mapping[str, Act] = {
    "dry-run": Act(
        key="dry-run",
        label=_("Only count it"),
        explanation=_("A new revision: what the rule finds is written down and changes nothing."),
        done=_("It is a dry run from now on."),
        run=lambda actor, pk, reason, now: set_rule(
            actor=actor, code=rule_code_of(pk), points=None, state=RiskRuleState.DRY, now=now
        ),
        states={RiskRuleState.ON},
    ),
    "put-in-force": Act(
        key="put-in-force",
        label=_("Put it in force"),
        explanation=_("A new revision: from now on what the rule finds counts."),
        done=_("In force."),
        run=lambda actor, pk, reason, now: set_rule(
            actor=actor, code=rule_code_of(pk), points=None, state=RiskRuleState.ON, now=now
        ),
        states={RiskRuleState.DRY},
    ),
}


@admin.register(RiskCase)
class RiskCaseAdmin(CampaignRowsAdmin):
    """Those that wait stand first, the oldest promise on top."""

    acts = CASE_ACTS
    list_display = [
        titled("referral", _("Referral")),
        titled("campaign", _("Campaign")),
        "state_label",
        titled("points", _("Points")),
        "why",
        titled("answer_by", _("Answer by")),
        titled("decided_by", _("Decided by")),
    ]
    list_select_related = ["campaign", "referral", "decided_by"]
    search_fields = ["public_id"]
    ordering: Any = [
        Case(When(state__in=WAITING, then=0), default=1),
        F("answer_by").asc(nulls_last=True),
        "-pk",
    ]

    def acts_for(self, request: HttpRequest, row: RiskCase) -> list[Act]:
        return super().acts_for(request, row) if may(request.user, "campaigns.decide-risk", row) else []

    @display(
        description=_("State"),
        label=Badges(
            {
                RiskState.HELD: "warning",
                RiskState.APPEALED: "warning",
                RiskState.RELEASED: "success",
                RiskState.CONFIRMED: "danger",
                RiskState.UPHELD: "danger",
            }
        ),
    )
    def state_label(self, case: RiskCase) -> tuple[str, str]:
        return case.state, str(RiskState(case.state).label)

    @display(description=_("Reason"))
    def why(self, case: RiskCase) -> str:
        return explain_codes(case.code_list)


@admin.register(RiskRuleRow)
class RiskRuleAdmin(CampaignRowsAdmin):
    view_verb = "campaigns.set-risk-rule"
    acts = RULE_ACTS
    list_filter = []
    list_display = [
        "sentence",
        titled("revision", _("Version")),
        titled("points", _("Points")),
        titled("state", _("State")),
        "error_rate",
        titled("made_at", _("Made")),
    ]
    search_fields = ["code"]
    ordering = ["code", "-revision"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_error_rates(RiskRuleRow.objects.all())

    @display(description=_("Rule"))
    def sentence(self, rule: RiskRuleRow) -> str:
        return str(CODES.get(rule.code, rule.code))

    @display(description=_("Overturned of decided"))
    def error_rate(self, rule: Any) -> str:
        return f"{rule.overturned} / {rule.decided}"

"""Claims to a stewardship: looking, and stopping one with a reason. Without words, and without votes."""

from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.decorators import action

from common.admin import (
    OperatingAdmin,
    ReasonActionForm,
    run_on_each,
    state_column,
    text_column,
    titled,
)
from common.clock import db_now
from groups import operations
from groups.models import StewardClaim
from groups.stewardship_states import ClaimState


@admin.register(StewardClaim)
class StewardClaimAdmin(OperatingAdmin):
    view_verb = "groups.look-after"
    action_form = ReasonActionForm
    actions = ["stop"]
    list_display = [
        text_column("group.name", _("Group")),
        state_column(
            {
                ClaimState.GATHERING: "info",
                ClaimState.OBJECTION: "warning",
                ClaimState.HANDED: "success",
                ClaimState.STOPPED: "danger",
            }
        ),
        titled("needed", _("Support needed")),
        titled("opened_at", pgettext_lazy("claim", "Made")),
        titled("due_at", _("Until")),
    ]
    list_filter = ["state"]
    list_select_related = ["group"]
    search_fields = ["public_id", "group__public_id"]
    ordering = ["-id"]
    exclude = ["words"]

    @action(description=_("Stop the claim"))
    def stop(self, request: HttpRequest, claims: Any) -> None:
        reason = request.POST.get("reason", "")
        run_on_each(
            request,
            claims,
            lambda claim: operations.stop_claim(
                actor=request.user, public_id=cast(StewardClaim, claim).public_id, reason=reason, now=db_now()
            ),
            done=str(_("Stopped")),
        )

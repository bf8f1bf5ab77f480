"""Flagged texts and what was decided, read-only: judging has its own pages, with leases and reasons."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from common.admin import OperatingAdmin, state_column, text_column, titled
from groups.models import ActionAppeal, ModerationAction, ReviewCase
from groups.moderation_states import ActionState, AppealState, ReviewState


@admin.register(ReviewCase)
class ReviewCaseAdmin(OperatingAdmin):
    view_verb = "groups.look-after"
    list_display = [
        text_column("group.name", _("Group")),
        state_column(
            {ReviewState.PENDING: "warning", ReviewState.CLAIMED: "info", ReviewState.APPEALED: "danger"}
        ),
        titled("weight", _("Weight")),
        titled("opened_at", _("Opened")),
        "page",
    ]
    list_filter = ["state"]
    list_select_related = ["group"]
    search_fields = ["public_id"]
    ordering = ["opened_at"]

    @display(description=_("Judge"))
    def page(self, case: ReviewCase) -> str:
        return _link("groups:review-case", case.public_id)


@admin.register(ModerationAction)
class ModerationActionAdmin(OperatingAdmin):
    view_verb = "groups.look-after"
    list_display = [
        text_column("group.name", _("Group")),
        titled("kind", _("What")),
        state_column({ActionState.IN_FORCE: "info"}),
        titled("created_at", _("Decided at")),
        "page",
    ]
    list_filter = ["kind", "state"]
    list_select_related = ["group"]
    search_fields = ["public_id"]
    ordering = ["-id"]
    exclude = ["text"]

    @display(description=_("Page"))
    def page(self, action: ModerationAction) -> str:
        return _link("groups:moderation", action.public_id)


@admin.register(ActionAppeal)
class ActionAppealAdmin(OperatingAdmin):
    """Where a group has nobody else to judge, the community's stewards find it here."""

    view_verb = "groups.look-after"
    list_display = [
        text_column("action.group.name", _("Group")),
        state_column({AppealState.OPEN: "warning"}),
        titled("created_at", _("Made")),
        "page",
    ]
    list_filter = ["state"]
    list_select_related = ["action__group"]
    ordering = ["created_at"]
    exclude = ["text", "answer"]

    @display(description=_("Judge"))
    def page(self, appeal: ActionAppeal) -> str:
        return _link("groups:judge-appeal", appeal.action.public_id)


def _link(page: str, public_id: str) -> str:
    return format_html('<a href="{}">{}</a>', reverse(page, args=[public_id]), _("Open"))

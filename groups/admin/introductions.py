"""Introductions, read-only: how they stand, without the three people, their words and how to reach them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.admin import OperatingAdmin, state_column, titled
from groups.introduction_states import IntroductionState
from groups.models import Introduction


@admin.register(Introduction)
class IntroductionAdmin(OperatingAdmin):
    view_verb = "groups.look-after"
    list_display = [
        titled("public_id", _("Public id")),
        state_column({IntroductionState.INTRODUCED: "success"}),
        titled("created_at", _("Asked")),
        titled("expires_at", _("Until")),
    ]
    list_filter = ["state"]
    search_fields = ["public_id"]
    ordering = ["-id"]
    exclude = [
        "asker",
        "mutual",
        "target",
        "why",
        "sentence",
        "data_key",
        "asker_contact",
        "target_contact",
    ]

"""Rituals and their days, read-only."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.decorators import display

from common.admin import OperatingAdmin, text_column, titled
from common.texts import in_language
from groups.models import Prompt, Ritual


@admin.register(Ritual)
class RitualAdmin(OperatingAdmin):
    view_verb = "groups.look-after"
    list_display = [
        "title_text",
        text_column("group.name", _("Group")),
        titled("kind", _("Kind")),
        titled("local_time", _("Opens at")),
        titled("is_on", _("On")),
        titled("next_at", pgettext_lazy("ritual", "Next")),
    ]
    list_filter = ["kind", "is_on"]
    list_select_related = ["group"]
    search_fields = ["public_id", "title"]
    ordering = ["-id"]

    @display(description=_("Title"))
    def title_text(self, ritual: Ritual) -> str:
        return in_language(ritual.title)


@admin.register(Prompt)
class PromptAdmin(OperatingAdmin):
    view_verb = "groups.look-after"
    list_display = [
        "title_text",
        text_column("group.name", _("Group")),
        titled("local_date", _("Day")),
        titled("opens_at", _("Opened")),
        titled("answer_count", _("Answers")),
    ]
    list_filter = ["kind"]
    list_select_related = ["group"]
    search_fields = ["public_id"]
    ordering = ["-id"]

    @display(description=_("Title"))
    def title_text(self, prompt: Prompt) -> str:
        return in_language(prompt.title)

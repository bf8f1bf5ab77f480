"""How groups do, week by week: numbers. Campaign managers read them for the groups of their campaigns."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.admin import text_column, titled
from groups.admin.radar import NumbersAdmin
from groups.models import EngagementWeek


@admin.register(EngagementWeek)
class EngagementWeekAdmin(NumbersAdmin):
    list_display = [
        text_column("group.name", _("Group")),
        titled("starts_on", _("Week from")),
        titled("points", _("Weighted")),
        titled("people", _("Took part")),
        text_column("reached", pgettext_lazy("engagement", "Reached")),
        titled("dormant", _("Dormant")),
        titled("never", _("Never did anything")),
    ]
    list_filter = ["starts_on"]
    list_select_related = ["group"]
    search_fields = ["group__public_id"]
    ordering = ["-starts_on", "-id"]

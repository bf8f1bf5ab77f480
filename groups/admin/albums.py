"""Photos of events, read-only: how they stand and never the picture nor who is in it."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.admin import OperatingAdmin, state_column, text_column, titled
from groups.album_states import PhotoState
from groups.models import AlbumPhoto


@admin.register(AlbumPhoto)
class AlbumPhotoAdmin(OperatingAdmin):
    view_verb = "groups.look-after"
    list_display = [
        text_column("event.title", _("Event")),
        state_column(
            {PhotoState.WAITING: "warning", PhotoState.SHOWN: "success", PhotoState.REFUSED: "danger"}
        ),
        titled("audience", _("Who may see it")),
        titled("down_reason", _("Why it is not shown")),
        titled("created_at", pgettext_lazy("photo", "Added")),
    ]
    list_filter = ["state", "down_reason"]
    list_select_related = ["event"]
    search_fields = ["public_id", "event__public_id"]
    ordering = ["-id"]
    exclude = ["file", "uploader"]

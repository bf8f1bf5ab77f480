"""Photos of posts, read-only: how they stand, and never the picture or its words."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.admin import OperatingAdmin, state_column, text_column, titled
from groups.models import PostPhoto
from groups.post_photo_states import PostPhotoState


@admin.register(PostPhoto)
class PostPhotoAdmin(OperatingAdmin):
    view_verb = "groups.look-after"
    list_display = [
        text_column("post.group.name", _("Group")),
        state_column({PostPhotoState.SHOWN: "success", PostPhotoState.REFUSED: "danger"}),
        titled("created_at", pgettext_lazy("photo", "Added")),
    ]
    list_filter = ["state"]
    list_select_related = ["post__group"]
    search_fields = ["public_id", "post__public_id"]
    ordering = ["-id"]
    exclude = ["file", "alt"]

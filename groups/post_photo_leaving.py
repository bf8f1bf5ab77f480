"""What photos of posts contribute to archives, erasures and the page of what is stored."""

from collections.abc import Iterable, Sequence
from functools import partial

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.exporting import holding, table
from common.files.keeping import read_variant
from common.registries import (
    ErasureStep,
    ExportFile,
    ExportStep,
    ExportTable,
    RetentionRule,
    erasure_steps,
    export_steps,
    retention_rules,
)
from groups.models import PostPhoto
from groups.operations.post_photos import let_go_of_post_photos
from groups.post_photo_states import PostPhotoState

_OWN = ["groups.PostPhoto"]


def export_post_photos(member_id: int) -> Sequence[ExportTable]:
    return [
        table(
            "post-photos",
            _("Photos you put to posts"),
            PostPhoto.objects.filter(post__author_id=member_id).order_by("pk"),
            {
                "public_id": _("Public id"),
                "post__public_id": _("Post"),
                "alt": _("Description"),
                "state": _("State"),
                "created_at": pgettext_lazy("photo", "added"),
            },
            choices={"state": PostPhotoState},
        )
    ]


def pictures(member_id: int) -> Iterable[ExportFile]:
    rows = PostPhoto.objects.filter(post__author_id=member_id, state=PostPhotoState.SHOWN)
    for one in rows.select_related("file__key").order_by("pk"):
        yield ExportFile(
            path=f"post-photos/{one.public_id}.jpg", read=partial(read_variant, one.file, "large")
        )


def register() -> None:
    title = _("Photos of posts")
    export_steps.register(
        ExportStep(
            key="groups.post-photos",
            title=title,
            order=48,
            models=_OWN,
            build=export_post_photos,
            files=pictures,
        )
    )
    erasure_steps.register(
        ErasureStep(key="groups.post-photos", title=title, order=39, models=_OWN, run=let_go_of_post_photos)
    )
    retention_rules.register(
        RetentionRule(
            key="groups.post-photos",
            order=49,
            title=_("Photos you put to posts"),
            why=_("So that whoever may read the post sees them."),
            until=_("Until you delete the post or the photo, or leave: then the picture is destroyed."),
            holding=lambda member_id: holding(
                PostPhoto.objects.filter(post__author_id=member_id).exclude(state=PostPhotoState.DOWN),
                since="created_at",
            ),
        )
    )

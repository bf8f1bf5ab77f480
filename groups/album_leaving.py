"""What photos of events contribute to archives, erasures and the page of what is stored."""

from collections.abc import Iterable, Sequence
from functools import partial

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.exporting import holding, table
from common.files.keeping import read_variant
from common.registries import (
    DataNote,
    ErasureStep,
    ExportFile,
    ExportStep,
    ExportTable,
    RetentionRule,
    data_notes,
    erasure_steps,
    export_steps,
    retention_rules,
)
from groups.album_states import MarkState, PhotoState
from groups.models import AlbumMark, AlbumPhoto
from groups.operations.albums import let_go_of_album

_OWN = ["groups.AlbumPhoto", "groups.AlbumMark"]
_RECAP = "Which photo a recap showed; the picture is the photo’s, and goes with it."


def export_album(member_id: int) -> Sequence[ExportTable]:
    return [
        table(
            "photos",
            _("Photos of events you added"),
            AlbumPhoto.objects.filter(uploader_id=member_id).order_by("pk"),
            {
                "public_id": _("Public id"),
                "event__title": _("title"),
                "state": _("State"),
                "created_at": pgettext_lazy("photo", "added"),
            },
            choices={"state": PhotoState},
        ),
        table(
            "photos-of-you",
            _("Photos that you are said to be in"),
            AlbumMark.objects.filter(member_id=member_id).order_by("pk"),
            {
                "photo__public_id": _("Public id"),
                "photo__event__title": _("title"),
                "state": pgettext_lazy("photo", "What you said"),
                "at": _("At"),
            },
            choices={"state": MarkState},
        ),
    ]


def pictures(member_id: int) -> Iterable[ExportFile]:
    """Those the member added, and no picture that somebody else did."""
    rows = AlbumPhoto.objects.filter(uploader_id=member_id, state__in=(PhotoState.WAITING, PhotoState.SHOWN))
    for one in rows.select_related("file__key").order_by("pk"):
        yield ExportFile(path=f"photos/{one.public_id}.jpg", read=partial(read_variant, one.file, "large"))


def register() -> None:
    title = _("Photos of events")
    export_steps.register(
        ExportStep(key="groups.album", title=title, order=47, models=_OWN, build=export_album, files=pictures)
    )
    erasure_steps.register(
        ErasureStep(key="groups.album", title=title, order=38, models=_OWN, run=let_go_of_album)
    )
    data_notes.register(DataNote(key="groups.RecapPhoto", not_exported=_RECAP, kept=_RECAP))
    retention_rules.register(
        RetentionRule(
            key="groups.photos",
            order=48,
            title=_("Photos of events that you added"),
            why=_("So that those who were there see them, once everybody in them has agreed."),
            until=_("Until you or somebody in it takes it down, or leaves: then the picture is destroyed."),
            holding=lambda member_id: holding(
                AlbumPhoto.objects.filter(uploader_id=member_id).exclude(state=PhotoState.DOWN),
                since="created_at",
            ),
        )
    )

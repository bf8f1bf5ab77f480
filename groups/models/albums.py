"""Photos of an event, and what everybody who is in one said to it."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from groups.album_states import MARK_MOVES, PHOTO_MOVES, AlbumAudience, DownReason, MarkState, PhotoState

_MEMBER = settings.AUTH_USER_MODEL


class AlbumPhoto(Stateful):
    """Nobody but whoever added it and whoever is in it sees it before all of them agreed.

    ``audience`` is what they agreed to: an album that opens up later opens no older photo. One that comes
    down is shredded at once.
    """

    MOVES: ClassVar[Moves] = PHOTO_MOVES

    public_id = PublicIdField()
    event = models.ForeignKey(
        "groups.Event", on_delete=models.PROTECT, related_name="photos", verbose_name=_("event")
    )
    uploader = models.ForeignKey(
        _MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    file = models.OneToOneField("common.StoredFile", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=12, choices=PhotoState.choices, default=PhotoState.RECEIVED
    )
    audience = models.PositiveSmallIntegerField(_("who may see it"), choices=AlbumAudience.choices)
    down_reason = models.CharField(
        _("why it is not shown"), max_length=12, choices=DownReason.choices, blank=True
    )
    created_at = models.DateTimeField(pgettext_lazy("photo", "added"))
    down_at = models.DateTimeField(_("not shown since"), null=True, blank=True)

    class Meta:
        verbose_name = _("photo of an event")
        verbose_name_plural = _("photos of events")
        indexes = [models.Index(fields=["event", "-id"], name="photo_of_event")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PhotoState.values), name="photo_known_state"),
            models.CheckConstraint(
                condition=~Q(state=PhotoState.DOWN) | Q(down_at__isnull=False), name="photo_down_has_time"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_shown(self) -> bool:
        return self.state == PhotoState.SHOWN

    @property
    def is_picture(self) -> bool:
        """There is something to look at, for those who may."""
        return self.state in (PhotoState.WAITING, PhotoState.SHOWN)

    def refuse(self, *, actor: Actor) -> None:
        self._move(PhotoState.REFUSED, actor=actor)

    def wait(self, *, actor: Actor) -> None:
        self._move(PhotoState.WAITING, actor=actor)

    def show(self, *, actor: Actor) -> None:
        self._move(PhotoState.SHOWN, actor=actor)

    def come_down(self, *, actor: Actor, reason: str, now: datetime) -> None:
        self._move(PhotoState.DOWN, actor=actor, why=reason, down_reason=reason, down_at=now)


class AlbumMark(Stateful):
    """Somebody is in a photo, says whoever added it."""

    MOVES: ClassVar[Moves] = MARK_MOVES

    photo = models.ForeignKey(AlbumPhoto, on_delete=models.CASCADE, related_name="marks", db_index=False)
    member = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=12, choices=MarkState.choices, default=MarkState.ASKED)
    at = models.DateTimeField(_("At"))

    class Meta:
        verbose_name = _("somebody in a photo")
        verbose_name_plural = _("people in photos")
        constraints = [
            models.UniqueConstraint(fields=["photo", "member"], name="mark_once_per_photo"),
            models.CheckConstraint(condition=Q(state__in=MarkState.values), name="mark_known_state"),
        ]

    def __str__(self) -> str:
        return f"mark {self.pk}"

    def agree(self, *, actor: Actor, now: datetime) -> None:
        self._move(MarkState.AGREED, actor=actor, at=now)

    def decline(self, *, actor: Actor, now: datetime) -> None:
        self._move(MarkState.DECLINED, actor=actor, at=now)


class RecapPhoto(models.Model):
    """A photo that the recap of its event shows, as long as it is shown at all."""

    recap = models.ForeignKey("groups.Recap", on_delete=models.PROTECT, related_name="photos")
    photo = models.OneToOneField(AlbumPhoto, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("photo of a recap")
        verbose_name_plural = _("photos of recaps")

    def __str__(self) -> str:
        return f"recap photo {self.pk}"

"""Photos that somebody put to a post of theirs."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from groups.post_photo_states import ALT_LIMIT, POST_PHOTO_MOVES, PostPhotoState


class PostPhoto(Stateful):
    """Seen by whoever may read the post now, and by nobody else.

    One that is down is shredded at once; where the stewards were asked to look at it, once they have.
    """

    MOVES: ClassVar[Moves] = POST_PHOTO_MOVES

    public_id = PublicIdField()
    post = models.ForeignKey("groups.Post", on_delete=models.PROTECT, related_name="photos")
    file = models.OneToOneField("common.StoredFile", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=12, choices=PostPhotoState.choices, default=PostPhotoState.RECEIVED
    )
    alt = models.CharField(_("description"), max_length=ALT_LIMIT, blank=True)
    created_at = models.DateTimeField(pgettext_lazy("photo", "added"))
    down_at = models.DateTimeField(_("not shown since"), null=True, blank=True)

    class Meta:
        verbose_name = _("photo of a post")
        verbose_name_plural = _("photos of posts")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PostPhotoState.values), name="post_photo_state"),
            models.CheckConstraint(
                condition=~Q(state=PostPhotoState.DOWN) | Q(down_at__isnull=False, alt=""),
                name="post_photo_down_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_shown(self) -> bool:
        return self.state == PostPhotoState.SHOWN

    def show(self, *, actor: Actor) -> None:
        self._move(PostPhotoState.SHOWN, actor=actor)

    def refuse(self, *, actor: Actor) -> None:
        self._move(PostPhotoState.REFUSED, actor=actor)

    def come_down(self, *, actor: Actor, now: datetime) -> None:
        self._move(PostPhotoState.DOWN, actor=actor, down_at=now, alt="")

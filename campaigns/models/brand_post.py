from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.brand_post_states import BRAND_POST_MOVES, BrandPostState
from campaigns.states import Channel
from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful

BRAND_WORDS_LIMIT = 300


class BrandPost(Stateful):
    """What a brand says on a platform under its own name. ``group``: whose stewards answer complaints there.

    ``round``: how often it was planned, so that each plan has a job of its own. ``began_at``: when it was
    first sent; a lost answer is looked for from there on. ``trouble``: the platform's number for its no.
    """

    MOVES: ClassVar[Moves] = BRAND_POST_MOVES

    public_id = PublicIdField()
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    state = models.CharField(max_length=10, choices=BrandPostState, default=BrandPostState.DRAFT)
    words = models.TextField(_("words"), max_length=BRAND_WORDS_LIMIT)
    group = models.CharField(max_length=24, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    written_at = models.DateTimeField()
    publish_at = models.DateTimeField(null=True)
    round = models.PositiveSmallIntegerField(default=0)
    began_at = models.DateTimeField(null=True)
    ref = models.CharField(max_length=32, blank=True)
    published_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("the brand's post")
        verbose_name_plural = _("the brand's posts")
        constraints = [
            models.UniqueConstraint(fields=["channel", "ref"], condition=~Q(ref=""), name="brandpost_once"),
            models.CheckConstraint(
                condition=~Q(state="published") | ~Q(ref="") & Q(published_at__isnull=False),
                name="brandpost_published_has_ref",
            ),
            models.CheckConstraint(
                condition=~Q(state="planned") | Q(publish_at__isnull=False), name="brandpost_planned_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(began_at__isnull=False), name="brandpost_sending_has_time"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def plan(self, *, actor: Actor, at: datetime) -> None:
        self._move(
            BrandPostState.PLANNED,
            actor=actor,
            publish_at=at,
            round=self.round + 1,
            began_at=None,
            trouble="",
        )

    def stop(self, *, actor: Actor) -> None:
        self._move(BrandPostState.DRAFT, actor=actor, publish_at=None)

    def begin(self, *, actor: Actor, now: datetime) -> None:
        self._move(BrandPostState.SENDING, actor=actor, began_at=now)

    def stand(self, *, actor: Actor, ref: str, now: datetime) -> None:
        self._move(BrandPostState.PUBLISHED, actor=actor, ref=ref, published_at=now)

    def refuse(self, *, actor: Actor, word: str) -> None:
        self._move(BrandPostState.REFUSED, actor=actor, trouble=word)

"""A draft that its author shows to one member of the group before it stands on the board."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.access import Actor
from common.crypto import KeyShredded, decrypt, encrypt, shred_key
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from groups.draft_states import DRAFT_MOVES, LIVE, DraftState

_MEMBER = settings.AUTH_USER_MODEL


class BuddyDraft(Stateful):
    """Draft and advice are sealed under a key of their own, which is shredded when it is over.

    ``is_good``: the buddy said that it is good to go; None before an answer.
    """

    MOVES: ClassVar[Moves] = DRAFT_MOVES

    public_id = PublicIdField()
    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+", db_index=False)
    buddy = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(_("state"), max_length=12, choices=DraftState.choices, default=DraftState.SHOWN)
    data_key = models.OneToOneField("common.DataKey", on_delete=models.PROTECT, related_name="+")
    sealed_body = models.TextField(blank=True)
    sealed_advice = models.TextField(blank=True)
    is_good = models.BooleanField(null=True)
    shown_at = models.DateTimeField(pgettext_lazy("draft", "shown"))
    expires_at = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("draft for a buddy")
        verbose_name_plural = _("drafts for a buddy")
        indexes = [
            models.Index(fields=["author", "-id"], name="draft_by_author"),
            models.Index(fields=["buddy", "-id"], name="draft_to_buddy"),
            models.Index(fields=["expires_at"], condition=Q(state__in=LIVE), name="draft_to_lapse"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DraftState.values), name="draft_known_state"),
            models.CheckConstraint(condition=~Q(author=models.F("buddy")), name="draft_of_two_people"),
            models.UniqueConstraint(
                fields=["group", "author"], condition=Q(state__in=LIVE), name="draft_one_live_per_author"
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE) | Q(sealed_body="", sealed_advice=""),
                name="draft_over_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    def seal(self, text: str, *, of: str) -> str:
        return encrypt(self.data_key, text, aad=f"groups.draft:{self.public_id}:{of}")

    @property
    def body(self) -> str:
        return self._open(self.sealed_body, of="body")

    @property
    def advice(self) -> str:
        return self._open(self.sealed_advice, of="advice")

    def _open(self, sealed: str, *, of: str) -> str:
        if not sealed:
            return ""
        try:
            return decrypt(self.data_key, sealed, aad=f"groups.draft:{self.public_id}:{of}")
        except KeyShredded:
            return ""

    def answer(self, *, actor: Actor, is_good: bool, advice: str) -> None:
        sealed = self.seal(advice, of="advice") if advice else ""
        self._move(DraftState.ANSWERED, actor=actor, is_good=is_good, sealed_advice=sealed)

    def end(self, how: DraftState, *, actor: Actor) -> None:
        """Over: nobody, not even a backup, reads it again."""
        self._move(how, actor=actor, sealed_body="", sealed_advice="")
        shred_key(self.data_key_id)

    def is_open_at(self, now: datetime) -> bool:
        return self.is_live and now < self.expires_at

"""Somebody asks somebody whom both know to introduce them to a third."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.access import Actor
from common.crypto import KeyShredded, decrypt, encrypt
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from groups.introduction_states import INTRODUCTION_MOVES, LIVE, WORDS_LIMIT, IntroductionState

_MEMBER = settings.AUTH_USER_MODEL


class Introduction(Stateful):
    """``why``: the asker's words; ``sentence``: of whoever knows both.

    How the two can be reached is sealed under a key of its own, and opened for both once both agreed.
    """

    MOVES: ClassVar[Moves] = INTRODUCTION_MOVES

    public_id = PublicIdField()
    asker = models.ForeignKey(
        _MEMBER, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("who asks")
    )
    mutual = models.ForeignKey(
        _MEMBER, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("who knows both")
    )
    target = models.ForeignKey(
        _MEMBER, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("to whom")
    )
    state = models.CharField(
        _("state"), max_length=12, choices=IntroductionState.choices, default=IntroductionState.ASKED
    )
    why = models.TextField(max_length=WORDS_LIMIT, blank=True)
    sentence = models.TextField(max_length=WORDS_LIMIT, blank=True)
    data_key = models.OneToOneField("common.DataKey", on_delete=models.PROTECT, related_name="+")
    asker_contact = models.TextField(blank=True)
    target_contact = models.TextField(blank=True)
    created_at = models.DateTimeField(_("asked"))
    expires_at = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        indexes = [
            models.Index(fields=["asker", "-id"], name="introduction_asked"),
            models.Index(fields=["mutual", "-id"], name="introduction_through"),
            models.Index(fields=["target", "-id"], name="introduction_to"),
            models.Index(fields=["expires_at"], condition=Q(state__in=LIVE), name="introduction_to_lapse"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=IntroductionState.values), name="introduction_known_state"
            ),
            models.CheckConstraint(
                condition=~Q(asker=F("mutual")) & ~Q(asker=F("target")) & ~Q(mutual=F("target")),
                name="introduction_of_three_people",
            ),
            models.UniqueConstraint(
                fields=["asker", "target"], condition=Q(state__in=LIVE), name="introduction_one_live"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def was_heard(self) -> bool:
        """Whether it ever reached the target. What was declined or dropped before did not, for ever."""
        if self.state in (IntroductionState.PASSED_ON, IntroductionState.INTRODUCED):
            return True
        return bool(self.sentence and self.asker_contact)

    @property
    def people(self) -> tuple[int, int, int]:
        return self.asker_id, self.mutual_id, self.target_id

    def seal(self, contact: str, *, of: str) -> str:
        return encrypt(self.data_key, contact, aad=self._aad(of))

    def contact_of(self, of: str) -> str:
        """``of``: asker or target. "" while there is none, and once either has left the community."""
        sealed = self.asker_contact if of == "asker" else self.target_contact
        if not sealed:
            return ""
        try:
            return decrypt(self.data_key, sealed, aad=self._aad(of))
        except KeyShredded:
            return ""

    def _aad(self, of: str) -> str:
        return f"groups.introduction:{self.public_id}:{of}"

    def pass_on(self, *, actor: Actor, sentence: str) -> None:
        self._move(IntroductionState.PASSED_ON, actor=actor, sentence=sentence)

    def accept(self, *, actor: Actor, contact: str) -> None:
        sealed = self.seal(contact, of="target")
        self._move(IntroductionState.INTRODUCED, actor=actor, target_contact=sealed)

    def decline(self, *, actor: Actor) -> None:
        self._move(IntroductionState.DECLINED, actor=actor)

    def drop(self, *, actor: Actor, sentence: str) -> None:
        """It goes no further, though a sentence was said: nobody will need to reach who asked."""
        self._move(IntroductionState.DECLINED, actor=actor, sentence=sentence, asker_contact="")

    def withdraw(self, *, actor: Actor) -> None:
        self._move(IntroductionState.WITHDRAWN, actor=actor)

    def lapse(self, *, actor: Actor) -> None:
        self._move(IntroductionState.LAPSED, actor=actor)

    def still_open(self, *, now: datetime) -> bool:
        """For whoever asked: a no of others looks like silence until the time is over."""
        if self.state in (IntroductionState.INTRODUCED, IntroductionState.WITHDRAWN):
            return False
        return now < self.expires_at

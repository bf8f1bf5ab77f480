from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from trust.linkedin_states import LINKEDIN_MOVES, LIVE_LINKEDIN_STATES, LinkedInState
from trust.states import CheckCode


class LinkedInCheck(Stateful):
    """What LinkedIn verified of a member, read once with their permission.

    Neither the account nor the name there is kept: only which of two kinds was verified, and how the name
    compared. ``code_sealed``: what the browser brought back, under the member's key, until it was used.
    """

    MOVES: ClassVar[Moves] = LINKEDIN_MOVES

    public_id = PublicIdField()
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=LinkedInState)
    simulated = models.BooleanField(default=False)
    # SHA-256 of the secret that goes with the browser to LinkedIn and back; works once.
    answer_hash = models.CharField(max_length=64, null=True, unique=True)
    code_sealed = models.TextField(blank=True)
    has_identity = models.BooleanField(default=False)
    has_workplace = models.BooleanField(default=False)
    name_match = models.CharField(max_length=32, choices=CheckCode, blank=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(state__in=LIVE_LINKEDIN_STATES),
                name="linkedincheck_one_live_per_member",
            ),
            models.CheckConstraint(
                condition=Q(state=LinkedInState.SEEN, seen_at__isnull=False)
                | (
                    ~Q(state=LinkedInState.SEEN)
                    & Q(has_identity=False, has_workplace=False, name_match="", seen_at__isnull=True)
                ),
                name="linkedincheck_only_seen_tells",
            ),
            # The secret lives while the browser is away, the code while it waits to be used.
            models.CheckConstraint(
                condition=Q(state=LinkedInState.PENDING, answer_hash__isnull=False)
                | (~Q(state=LinkedInState.PENDING) & Q(answer_hash__isnull=True)),
                name="linkedincheck_only_pending_has_secret",
            ),
            models.CheckConstraint(
                condition=(Q(state=LinkedInState.ALLOWED) & ~Q(code_sealed=""))
                | (~Q(state=LinkedInState.ALLOWED) & Q(code_sealed="")),
                name="linkedincheck_only_allowed_has_code",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE_LINKEDIN_STATES, ended_at__isnull=True)
                | (~Q(state__in=LIVE_LINKEDIN_STATES) & Q(ended_at__isnull=False)),
                name="linkedincheck_ended_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def allow(self, *, actor: Actor, code_sealed: str) -> None:
        self._move(LinkedInState.ALLOWED, actor=actor, code_sealed=code_sealed, answer_hash=None)

    def deny(self, *, actor: Actor, now: datetime) -> None:
        self._move(LinkedInState.DENIED, actor=actor, answer_hash=None, ended_at=now)

    def fail(self, *, actor: Actor, why: str, now: datetime) -> None:
        gone = {"answer_hash": None, "code_sealed": "", "ended_at": now}
        self._move(LinkedInState.FAILED, actor=actor, why=why, **gone)

    def see(
        self, *, actor: Actor, has_identity: bool, has_workplace: bool, name_match: str, now: datetime
    ) -> None:
        self._move(
            LinkedInState.SEEN,
            actor=actor,
            has_identity=has_identity,
            has_workplace=has_workplace,
            name_match=name_match,
            code_sealed="",
            seen_at=now,
        )

    def withdraw(self, *, actor: Actor, why: str, now: datetime) -> None:
        self._move(
            LinkedInState.WITHDRAWN,
            actor=actor,
            why=why,
            has_identity=False,
            has_workplace=False,
            name_match="",
            code_sealed="",
            answer_hash=None,
            seen_at=None,
            ended_at=now,
        )

"""Who is in a group, was in it, or would like to be."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from groups.states import MEMBERSHIP_MOVES, PENDING, GroupRole, MembershipState

_MEMBER = settings.AUTH_USER_MODEL


class Membership(Stateful):
    """One row per person and group, for good; ``version`` numbers its changes for accounts' circles.

    ``seq``: the number in the line for a seat, taken under the group's lock and never a clock's.
    """

    MOVES: ClassVar[Moves] = MEMBERSHIP_MOVES

    public_id = PublicIdField()
    group = models.ForeignKey("groups.Group", on_delete=models.PROTECT, related_name="memberships")
    member = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(
        _("state"), max_length=12, choices=MembershipState.choices, default=MembershipState.WAITING
    )
    role = models.PositiveSmallIntegerField(_("role"), choices=GroupRole.choices, default=GroupRole.MEMBER)
    seq = models.PositiveIntegerField(null=True, blank=True)
    since = models.DateTimeField(_("since"))
    joined_at = models.DateTimeField(_("joined"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        indexes = [
            models.Index(fields=["member", "state"], name="membership_of_member"),
            models.Index(fields=["group", "state", "role", "joined_at", "id"], name="membership_in_group"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["group", "member"], name="membership_one_per_pair"),
            models.UniqueConstraint(
                fields=["group", "seq"],
                condition=Q(state=MembershipState.WAITING),
                name="membership_own_number",
            ),
            models.CheckConstraint(
                condition=Q(state__in=MembershipState.values), name="membership_known_state"
            ),
            models.CheckConstraint(
                condition=~Q(state=MembershipState.ACTIVE) | Q(joined_at__isnull=False),
                name="membership_active_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=MembershipState.WAITING) | Q(seq__isnull=False),
                name="membership_waiting_has_number",
            ),
            models.CheckConstraint(
                condition=Q(state=MembershipState.ACTIVE) | Q(state__in=PENDING) | Q(role=GroupRole.MEMBER),
                name="membership_role_only_inside",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_active(self) -> bool:
        return self.state == MembershipState.ACTIVE

    def queue(self, *, actor: Actor, seq: int, now: datetime) -> None:
        self._move(MembershipState.WAITING, actor=actor, seq=seq, since=now)

    def admit(self, *, actor: Actor, now: datetime) -> None:
        self._move(MembershipState.ACTIVE, actor=actor, since=now, joined_at=now)

    def hand_role(self, role: int) -> None:
        """Roles are no states: under the group's lock, without a move."""
        self.role = role
        self.save(update_fields=["role"])

    def leave(self, *, actor: Actor, now: datetime) -> None:
        self._move(MembershipState.LEFT, actor=actor, role=GroupRole.MEMBER, since=now)

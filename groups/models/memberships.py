"""Who is in a group, was in it, or would like to be."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.access import Actor
from common.ids import PublicIdField, new_code
from common.moves import Moves, Stateful
from groups.states import LINK_USES, MEMBERSHIP_MOVES, NOTE_LIMIT, PENDING, GroupRole, MembershipState

_MEMBER = settings.AUTH_USER_MODEL


def new_link_code() -> str:
    return new_code(12)


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
    expires_at = models.DateTimeField(null=True, blank=True)
    invited_by = models.ForeignKey(
        _MEMBER, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    note = models.CharField(max_length=NOTE_LIMIT, blank=True)
    answer = models.CharField(max_length=NOTE_LIMIT, blank=True)
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

    def ask(self, *, actor: Actor, note: str, now: datetime, until: datetime) -> None:
        self._move(MembershipState.REQUESTED, actor=actor, note=note, answer="", since=now, expires_at=until)

    def invite(self, *, actor: Actor, by_id: int, now: datetime, until: datetime) -> None:
        self._move(
            MembershipState.INVITED, actor=actor, invited_by_id=by_id, answer="", since=now, expires_at=until
        )

    def queue(self, *, actor: Actor, seq: int, now: datetime) -> None:
        self._move(MembershipState.WAITING, actor=actor, seq=seq, since=now, expires_at=None)

    def admit(self, *, actor: Actor, now: datetime) -> None:
        self._move(MembershipState.ACTIVE, actor=actor, since=now, joined_at=now)

    def hand_role(self, role: int) -> None:
        """Roles are no states: under the group's lock, without a move."""
        self.role = role
        self.save(update_fields=["role"])

    def leave(self, *, actor: Actor, now: datetime) -> None:
        self._move(MembershipState.LEFT, actor=actor, role=GroupRole.MEMBER, since=now)

    def decline(self, *, actor: Actor, answer: str, now: datetime) -> None:
        self._move(MembershipState.DECLINED, actor=actor, answer=answer, since=now, expires_at=None)

    def refuse(self, *, actor: Actor, now: datetime) -> None:
        self._move(MembershipState.REFUSED, actor=actor, since=now, expires_at=None)

    def lapse(self, *, actor: Actor, now: datetime) -> None:
        self._move(MembershipState.LAPSED, actor=actor, since=now, expires_at=None)

    def remove(self, *, actor: Actor, reason: str, now: datetime) -> None:
        self._move(MembershipState.REMOVED, actor=actor, role=GroupRole.MEMBER, answer=reason, since=now)

    def ban(self, *, actor: Actor, reason: str, now: datetime) -> None:
        self._move(
            MembershipState.BANNED,
            actor=actor,
            role=GroupRole.MEMBER,
            answer=reason,
            since=now,
            expires_at=None,
        )

    def lift_ban(self, *, actor: Actor, now: datetime) -> None:
        self._move(MembershipState.LEFT, actor=actor, answer="", since=now)


class Vouch(models.Model):
    """A member stands up for somebody who asked to come in. Counts for this request only."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="vouches")
    voucher = models.ForeignKey(_MEMBER, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("vouch")
        verbose_name_plural = _("vouches")
        constraints = [
            models.UniqueConstraint(fields=["membership", "voucher"], name="vouch_once_per_newcomer")
        ]

    def __str__(self) -> str:
        return f"vouch {self.pk}"


class InviteLink(models.Model):
    """A link that brings people in past the group's policy; a bearer's word, so it ends."""

    code = models.CharField(max_length=12, unique=True, default=new_link_code)
    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="invite_links")
    maker = models.ForeignKey(_MEMBER, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    uses_left = models.PositiveSmallIntegerField(default=LINK_USES)

    class Meta:
        verbose_name = _("invitation link")
        verbose_name_plural = _("invitation links")

    def __str__(self) -> str:
        return f"link {self.pk}"

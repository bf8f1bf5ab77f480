"""A group: what it is for, who may find it and how one comes in."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from common.texts import I18nField
from groups.states import GROUP_MOVES, GroupState, JoinPolicy, Visibility


class Group(Stateful):
    """Whoever changes who is in it holds its row first (``operations.seats.lock_group``).

    ``seats_taken`` counts active members; ``next_seq`` is the next number in the line for a seat.
    """

    MOVES: ClassVar[Moves] = GROUP_MOVES

    public_id = PublicIdField()
    name = I18nField(verbose_name=_("name"))
    purpose = I18nField(blank=True, verbose_name=_("what it is for"))
    visibility = models.CharField(_("who finds it"), max_length=12, choices=Visibility.choices)
    join_policy = models.CharField(_("how one joins"), max_length=12, choices=JoinPolicy.choices)
    capabilities = models.JSONField(default=dict, blank=True)
    vouches_needed = models.PositiveSmallIntegerField(_("vouches that a newcomer needs"), default=2)
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    seats_taken = models.PositiveIntegerField(_("members"), default=0)
    next_seq = models.PositiveIntegerField(default=1)
    time_zone = models.CharField(_("time zone"), max_length=64)
    locale = models.CharField(_("language"), max_length=12)
    state = models.CharField(_("state"), max_length=12, choices=GroupState.choices, default=GroupState.ACTIVE)
    founded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    founded_at = models.DateTimeField(_("founded"))

    class Meta:
        verbose_name = pgettext_lazy("group", "group")
        verbose_name_plural = pgettext_lazy("group", "groups")
        indexes = [models.Index(fields=["state", "visibility", "-seats_taken", "-id"], name="group_to_find")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=GroupState.values), name="group_known_state"),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(seats_taken__lte=F("capacity")),
                name="group_not_over_capacity",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def circle(self) -> str:
        """Its name in accounts' projection of who shares a group with whom."""
        return f"group:{self.public_id}"

    def archive(self, *, actor: Actor, why: str = "") -> None:
        self._move(GroupState.ARCHIVED, actor=actor, why=why)

    def reopen(self, *, actor: Actor, why: str = "") -> None:
        self._move(GroupState.ACTIVE, actor=actor, why=why)

"""Teams of an event: how they were mixed, who is in which, and who asked for whom."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from groups.door_states import CODE_LENGTH
from groups.team_states import LEAST_SIZE, MOST_SIZE, TEAM_MOVES, TeamPlanState

_MEMBER = settings.AUTH_USER_MODEL


class TeamPlan(Stateful):
    """How the teams of an event came about. ``round``: how often they were mixed.

    ``seed`` and the people make the same teams again; ``relaxed`` names what had to be given up
    (``team_states.Relaxed``). Everything changes under the event's lock.
    """

    MOVES: ClassVar[Moves] = TEAM_MOVES

    event = models.OneToOneField(
        "groups.Event", on_delete=models.PROTECT, related_name="team_plan", verbose_name=_("event")
    )
    state = models.CharField(
        _("state"), max_length=8, choices=TeamPlanState.choices, default=TeamPlanState.MIXED
    )
    size = models.PositiveSmallIntegerField(_("most people per team"))
    keeps_wishes = models.BooleanField(_("whoever asked for each other stays together"), default=True)
    seed = models.BigIntegerField(_("seed"))
    round = models.PositiveIntegerField(_("times mixed"), default=1)
    relaxed = models.JSONField(_("given up"), default=list, blank=True)
    mixed_at = models.DateTimeField(_("mixed"))

    class Meta:
        verbose_name = _("teams of an event")
        verbose_name_plural = _("teams of events")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TeamPlanState.values), name="team_plan_known_state"),
            models.CheckConstraint(
                condition=Q(size__gte=LEAST_SIZE, size__lte=MOST_SIZE), name="team_plan_size"
            ),
        ]

    def __str__(self) -> str:
        return f"teams {self.pk}"

    def lock(self, *, actor: Actor) -> None:
        self._move(TeamPlanState.LOCKED, actor=actor)


class Team(models.Model):
    """``code``: letters that this team tells another one."""

    public_id = PublicIdField()
    event = models.ForeignKey("groups.Event", on_delete=models.PROTECT, related_name="teams")
    number = models.PositiveSmallIntegerField(_("number"))
    code = models.CharField(_("letters"), max_length=CODE_LENGTH)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="team_own_number"),
            models.UniqueConstraint(fields=["event", "code"], name="team_own_code"),
        ]

    def __str__(self) -> str:
        return self.public_id


class TeamMember(models.Model):
    """Nobody is in two teams of one event."""

    event = models.ForeignKey("groups.Event", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="places")
    member = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("At"))

    class Meta:
        verbose_name = _("place in a team")
        verbose_name_plural = _("places in teams")
        constraints = [models.UniqueConstraint(fields=["event", "member"], name="team_one_per_person")]

    def __str__(self) -> str:
        return f"place {self.pk}"


class TeamWish(models.Model):
    """Somebody would like to be in a team with another one. Only the two ever see it, and only their own."""

    event = models.ForeignKey("groups.Event", on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(_MEMBER, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(_MEMBER, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("At"))

    class Meta:
        verbose_name = _("wish for a team")
        verbose_name_plural = _("wishes for teams")
        constraints = [
            models.UniqueConstraint(fields=["event", "member"], name="team_one_wish"),
            models.CheckConstraint(condition=~Q(member=F("other")), name="team_wish_for_another"),
        ]

    def __str__(self) -> str:
        return f"wish {self.pk}"

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.append_only import AppendOnly


class Team(models.Model):
    """A group that takes part in a campaign as one. Its credit is what those who play for it have."""

    campaign = models.ForeignKey(
        "campaigns.Campaign", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    group_ref = models.CharField(max_length=40)
    credit_hundredths = models.PositiveIntegerField(default=0)
    reached_at = models.DateTimeField(null=True)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "group_ref"], name="one_team_per_group"),
            models.CheckConstraint(
                condition=Q(credit_hundredths=0) | Q(reached_at__isnull=False), name="team_reached_at"
            ),
        ]

    def __str__(self) -> str:
        return f"team {self.pk}"


class Board(AppendOnly):
    """The closing snapshot of a campaign's board: from here on nothing changes it."""

    campaign = models.OneToOneField("campaigns.Campaign", on_delete=models.PROTECT, related_name="board")
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    frozen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"board {self.pk}"


class BoardRow(AppendOnly):
    """A place of a member, of a group (``team`` alone), or a member's seat through her group (both).

    ``place`` is null for whoever is left out, with ``excluded_code``; ``prize_key``: the rule that gives.
    """

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="places")
    place = models.PositiveIntegerField(null=True)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    credit_hundredths = models.PositiveIntegerField()
    reached_at = models.DateTimeField()
    prize_key = models.CharField(max_length=40, blank=True)
    excluded_code = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "member"], name="one_board_row_per_member"),
            models.CheckConstraint(
                condition=Q(member__isnull=False) | Q(team__isnull=False), name="board_row_of_somebody"
            ),
            models.CheckConstraint(
                condition=Q(place__isnull=False) | ~Q(excluded_code=""),
                name="board_row_left_out_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"board row {self.pk}"

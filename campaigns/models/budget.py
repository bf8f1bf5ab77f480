from django.db import models
from django.db.models import F, Q

from common.append_only import AppendOnly


class Budget(models.Model):
    """A slice of how much of one action a campaign may spend. Cut up so that claims don't queue.

    ``held_units``: kept for members who are one friend short (``Reservation``); nobody else gets them.
    """

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=40)
    slot = models.PositiveSmallIntegerField(default=0)
    limit_units = models.PositiveIntegerField()
    spent_units = models.PositiveIntegerField(default=0)
    held_units = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "action", "slot"], name="one_budget_slice"),
            models.CheckConstraint(
                condition=Q(limit_units__gte=F("spent_units") + F("held_units")),
                name="budget_not_overspent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} #{self.slot}"


class BudgetEntry(AppendOnly):
    """One spending for a reward, or its return. The sum of a slice's entries is what it has spent."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="entries")
    reward = models.ForeignKey("campaigns.Reward", on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=40)
    units = models.IntegerField()
    occurred_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reward", "cause"], name="one_budget_entry_per_cause"),
            models.CheckConstraint(condition=~Q(units=0), name="budget_entry_units"),
        ]

    def __str__(self) -> str:
        return f"budget entry {self.pk}"

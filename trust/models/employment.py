from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.append_only import AppendOnly
from trust.models.cases import Case


class Employment(models.Model):
    """Where a member says they work now: the live claim. A change suspends what was certified about it.

    ``sealed``: employer, position and the company's code as JSON, under the member's key.
    """

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sealed = models.TextField()
    # Keyed: tells whether two claims say the same without telling what.
    print = models.CharField(max_length=64)
    since = models.CharField(_("since"), max_length=7, blank=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"employment {self.pk}"


class EmploymentClaim(AppendOnly):
    """The employment as it was declared in one round of a case: never changed afterwards."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="employment_claims")
    round = models.PositiveSmallIntegerField()
    sealed = models.TextField()
    print = models.CharField(max_length=64)
    since = models.CharField(max_length=7, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="employmentclaim_one_per_round")
        ]

    def __str__(self) -> str:
        return f"round {self.round}"

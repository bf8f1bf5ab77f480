from django.conf import settings
from django.db import models

from campaigns.states import ConditionKind
from common.append_only import AppendOnly


class QualifyingEvent(AppendOnly):
    """Something that a member did and that a condition may ask for, written once per report of it.

    ``source`` names the report; told again it changes nothing. The refs are public ids; ``brand_ref`` is the
    scope of the brand whose site reported it, and it counts in no other brand's campaigns.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=ConditionKind)
    group_ref = models.CharField(max_length=40, blank=True)
    event_ref = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=40, blank=True)
    brand_ref = models.CharField(max_length=64, blank=True, db_default="")
    value_minor = models.BigIntegerField(default=0)
    source = models.CharField(max_length=120)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "source"], name="one_qualifying_event"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

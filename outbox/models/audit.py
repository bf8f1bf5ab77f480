from django.conf import settings
from django.db import models


class AuditLine(models.Model):
    """Who moved what from where to where, and why. Append-only; sealed in batches afterwards."""

    object_kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    verb = models.CharField(max_length=60)
    old_state = models.CharField(max_length=32, blank=True)
    new_state = models.CharField(max_length=32, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    why = models.CharField(max_length=300, blank=True)
    correlation = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    seal_number = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["object_kind", "object_id"], name="audit_by_object"),
            models.Index(fields=["id"], name="audit_unsealed", condition=models.Q(seal_number__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.object_kind} {self.object_id} {self.verb}"


class AuditSeal(models.Model):
    """One sealed batch: the Merkle root over its lines, chained to the seal before. Append-only."""

    number = models.PositiveIntegerField(unique=True)
    root = models.CharField(max_length=64)
    chained = models.CharField(max_length=64)
    line_count = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"seal {self.number}"

import uuid

from django.db import models
from django.utils.translation import pgettext_lazy


class FactRow(models.Model):
    """News: true exactly when the change it came with is. Append-only.

    Never read by "id greater than the last seen": commits are not in id order. Each subscriber has its
    own job row instead.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=80, db_index=True)
    payload = models.JSONField()
    recorded_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = pgettext_lazy("field", "fact")
        indexes = [models.Index(fields=["kind", "recorded_at"], name="fact_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

from django.db import models


class IdempotencyRecord(models.Model):
    """The stored answer to one (actor, scope, key), written in the effect's own transaction.

    Rolling the effect back removes the record too, so there is no stuck "in progress" and no saved error.
    """

    actor = models.CharField(max_length=64)
    scope = models.CharField(max_length=100)
    key = models.CharField(max_length=200)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor", "scope", "key"], name="idempotency_one_answer")
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.status}"

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.states import Role


class RoleGrant(models.Model):
    """One role of one member. Rows stay after revocation: who could do what, when, remains known."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=16, choices=Role)
    scope = models.CharField(max_length=64, blank=True, help_text="Empty: everywhere; or brand:<public id>.")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    granted_at = models.DateTimeField()
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "role", "scope"],
                condition=Q(revoked_at__isnull=True),
                name="rolegrant_one_live",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.scope}".strip()

from django.conf import settings
from django.db import models

from accounts.limits import CALLS_BY_TOKEN
from accounts.states import TokenScope
from common.clock import DbNow
from common.ids import PublicIdField
from common.limits import Limit


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def live(self) -> "ApiTokenQuerySet":
        return self.filter(revoked_at__isnull=True, expires_at__gt=DbNow())


class ApiToken(models.Model):
    """A program's key to one member's account. Only a SHA-256 of the 256-bit secret is kept."""

    public_id = PublicIdField()
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    secret_hash = models.CharField(max_length=64)
    scope = models.CharField(max_length=8, choices=TokenScope)
    label = models.CharField(max_length=60, blank=True)
    # Signed in with a second factor; the team's programs need it.
    second_factor = models.BooleanField(default=False)
    # When its holder last proved who they are; guarded acts need it fresh.
    proven_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = [models.UniqueConstraint(fields=["secret_hash"], name="apitoken_one_per_secret")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def rate(self) -> tuple[Limit, str]:
        """How often its program may call."""
        return CALLS_BY_TOKEN, f"token:{self.pk}"

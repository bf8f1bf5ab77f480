from django.conf import settings
from django.db import models
from django.db.models import Q

from common.ids import PublicIdField


class AuthenticatorApp(models.Model):
    """The secret that a member's authenticator app counts with (RFC 6238), under the member's own key.

    ``last_step``: the newest time step that was used; no step counts twice.
    """

    public_id = PublicIdField()
    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="authenticator_app"
    )
    secret_sealed = models.CharField(max_length=255)
    last_step = models.BigIntegerField(default=0)
    started_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.public_id


class RecoveryCode(models.Model):
    """One way back in for a member without their device. Only a keyed hash is kept."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes"
    )
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "code_hash"], name="recoverycode_one_per_member")
        ]

    def __str__(self) -> str:
        return f"recovery code {self.pk}"


class Passkey(models.Model):
    """A WebAuthn credential: its public half, and a name that the member gave it."""

    public_id = PublicIdField()
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=40)
    credential_id = models.CharField(max_length=1400)
    credential_hash = models.CharField(max_length=64, unique=True)
    credential_data = models.BinaryField()
    sign_count = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("created_at", "pk")
        constraints = [
            models.CheckConstraint(condition=~Q(credential_hash=""), name="passkey_has_its_credential")
        ]

    def __str__(self) -> str:
        return self.public_id

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.ids import PublicIdField


class LinkedLogin(models.Model):
    """Another service that may sign a member in. Who they are there is kept as a keyed hash only."""

    public_id = PublicIdField()
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="linked_logins"
    )
    provider = models.CharField(max_length=20)
    subject_index = models.CharField(max_length=64)
    linked_at = models.DateTimeField()
    # Under which that service pays money to the member, sealed under the member's own key.
    payee_sealed = models.TextField(_("under what money is paid, sealed"), blank=True, default="")
    # Under which the community's account writes to the member, sealed; and the same as a keyed hash.
    reader_sealed = models.TextField(_("under what messages are sent, sealed"), blank=True, default="")
    reader_index = models.CharField(
        _("under what messages are sent, hashed"), max_length=64, blank=True, default="", db_index=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject_index"], name="linkedlogin_one_member"),
            models.UniqueConstraint(fields=["member", "provider"], name="linkedlogin_one_per_provider"),
            models.UniqueConstraint(
                fields=["provider", "reader_index"],
                condition=~models.Q(reader_index=""),
                name="linkedlogin_one_reader",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def payee_place(self) -> str:
        """What the sealed payee is bound to."""
        return f"accounts.linkedlogin:{self.public_id}:payee"

    @property
    def reader_place(self) -> str:
        """What the sealed reader is bound to."""
        return f"accounts.linkedlogin:{self.public_id}:reader"

from django.db import models

from common.ids import PublicIdField


class DataKey(models.Model):
    """A data key, wrapped by the master key. Clearing ``wrapped`` shreds all it ever encrypted.

    This small table is backed up apart from the rest, with short retention, so that shredding holds
    for backups too.
    """

    public_id = PublicIdField()
    owner = models.CharField(max_length=64, db_index=True)
    wrapped = models.CharField(max_length=255, blank=True)
    master_key_id = models.CharField(max_length=32)
    created_at = models.DateTimeField(auto_now_add=True)
    shredded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wrapped="") ^ models.Q(shredded_at__isnull=True),
                name="datakey_shredded_has_no_key",
            )
        ]

    def __str__(self) -> str:
        return self.public_id

    def encrypt(self, text: str, *, aad: str) -> str:
        """Raises: KeyShredded."""
        from common import crypto

        return crypto.encrypt(self, text, aad=aad)

    def decrypt(self, token: str, *, aad: str) -> str:
        """Raises: KeyShredded, CannotDecrypt."""
        from common import crypto

        return crypto.decrypt(self, token, aad=aad)

from django.db import models
from django.db.models import Q

from common.ids import PublicIdField
from trust.models.certifications import Certification

# Herd privacy: whoever reads a status list learns of all of them (W3C Bitstring Status List 1.0).
LIST_SIZE = 131_072


class Credential(models.Model):
    """A certification that its holder carries along, signed. The token itself is made when it is fetched."""

    public_id = PublicIdField()
    certification = models.ForeignKey(Certification, on_delete=models.PROTECT, related_name="credentials")
    list_number = models.PositiveIntegerField()
    list_index = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    # Taken back by its holder.
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list_number", "list_index"], name="credential_own_place"),
            models.UniqueConstraint(
                fields=["certification"],
                condition=Q(ended_at__isnull=True),
                name="credential_one_live_per_certification",
            ),
            models.CheckConstraint(
                condition=Q(list_index__lt=LIST_SIZE, list_number__gte=1), name="credential_place_is_in_list"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

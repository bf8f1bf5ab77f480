from django.db import models
from django.db.models import Q


class VanityCode(models.Model):
    """A code that an advocate chose for a link of hers, beside the link's own. It is never given again.

    ``index`` finds it, whatever the case and look-alikes; it stays when the words of one who has left go.
    """

    link = models.ForeignKey("campaigns.ShareLink", on_delete=models.PROTECT, related_name="vanities")
    code = models.CharField(max_length=16, blank=True)
    index = models.CharField(max_length=64, unique=True)
    # The first one, and the one that it was changed to.
    place = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link", "place"], name="one_vanity_code_a_place"),
            models.CheckConstraint(condition=Q(place__gte=1, place__lte=2), name="two_vanity_codes_a_link"),
        ]

    def __str__(self) -> str:
        return self.code

"""The secret address of a member's calendar."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.ids import new_public_id


class CalendarLink(models.Model):
    """Whoever has ``secret`` reads when and where the member meets; a new one ends the old one.

    It is kept readable, because its owner copies it to one device after the other.
    """

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    secret = models.CharField(_("secret"), max_length=20, unique=True, default=new_public_id, editable=False)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")

    def __str__(self) -> str:
        return f"{self.pk}"

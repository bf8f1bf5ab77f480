from django.conf import settings
from django.db import models

from common.ids import PublicIdField


class BrowserSession(models.Model):
    """A signed-in browser, as its member may see it; gone with Django's own row.

    The network is kept as a keyed hash (is it the same as this one, or as a friend's?) and as its first half,
    for reading.
    """

    public_id = PublicIdField()
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="browser_sessions"
    )
    session = models.OneToOneField("sessions.Session", on_delete=models.CASCADE, related_name="+")
    browser = models.CharField(max_length=20, blank=True)
    system = models.CharField(max_length=20, blank=True)
    network_index = models.CharField(max_length=64)
    network_hint = models.CharField(max_length=24, blank=True)
    started_at = models.DateTimeField()
    # Written down once an hour at most.
    seen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["member", "-seen_at"], name="browsersession_by_member")]

    def __str__(self) -> str:
        return self.public_id

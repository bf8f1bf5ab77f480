from django.db import models


class SharedToken(models.Model):
    """What a provider gives to all of our processes at once: fetched by one, read by all, sealed.

    ``lease``: who fetches it now.
    """

    name = models.CharField(max_length=64, unique=True)
    sealed = models.TextField(blank=True)
    good_until = models.DateTimeField(null=True)
    lease = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

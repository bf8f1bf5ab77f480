from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from connect.models.sites import Site
from connect.states import EVENT_ID_LENGTH, EVENT_NAME_LENGTH


def any_object() -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": {}}


class EventType(models.Model):
    """A kind of event that sites may send, and the shape of its properties (JSON Schema 2020-12)."""

    name = models.SlugField(_("name"), max_length=EVENT_NAME_LENGTH, unique=True)
    title = models.CharField(_("title"), max_length=120)
    schema = models.JSONField(_("shape of the properties"), default=any_object)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("kind of event")
        verbose_name_plural = _("kinds of events")

    def __str__(self) -> str:
        return self.name


class MemberLink(models.Model):
    """Which member a site's customer is. The site's own id is kept as a keyed blind index only."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="links")
    external_index = models.CharField(max_length=64)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "external_index"], name="memberlink_one_per_customer")
        ]

    def __str__(self) -> str:
        return f"{self.site_id} {self.external_index[:8]}"


class Event(models.Model):
    """Something that happened elsewhere, once per site and the site's own id for it.

    ``member`` is empty until the site says which member its customer is; ``published_at`` until it was told
    to the house.
    """

    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="events")
    event_id = models.CharField(_("the site's id"), max_length=EVENT_ID_LENGTH)
    name = models.CharField(_("name"), max_length=EVENT_NAME_LENGTH)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    external_index = models.CharField(max_length=64, blank=True)
    value_minor = models.BigIntegerField(_("value"), null=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    properties = models.JSONField(_("properties"), default=dict)
    occurred_at = models.DateTimeField(_("happened"))
    received_at = models.DateTimeField(_("received"))
    published_at = models.DateTimeField(_("told on"), null=True)
    # Of the call that brought it, and of what was said.
    batch = models.UUIDField()
    body_hash = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("event from outside")
        verbose_name_plural = _("events from outside")
        constraints = [models.UniqueConstraint(fields=["site", "event_id"], name="event_one_per_site_and_id")]
        indexes = [
            models.Index(fields=["batch"], name="event_by_batch"),
            models.Index(
                fields=["site", "external_index"],
                name="event_waiting",
                condition=models.Q(published_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.event_id}"

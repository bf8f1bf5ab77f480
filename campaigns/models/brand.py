from django.db import models
from django.utils.translation import gettext_lazy as _

from common.ids import PublicIdField
from common.texts import I18nField, in_language


class Brand(models.Model):
    """Who invites: owns campaigns and their managers. One community may have several."""

    public_id = PublicIdField()
    slug = models.SlugField(max_length=60, unique=True)
    name = I18nField()
    organiser = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    stopped_at = models.DateTimeField(null=True)
    stop_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")
        ordering = ["slug"]

    def __str__(self) -> str:
        return in_language(self.name) or self.slug

    @property
    def is_stopped(self) -> bool:
        return self.stopped_at is not None

    @property
    def state(self) -> str:
        """For the acts that the desk offers."""
        return "stopped" if self.is_stopped else "running"

    @property
    def scope(self) -> str:
        """The scope of a role grant that covers this brand."""
        return f"brand:{self.public_id}"

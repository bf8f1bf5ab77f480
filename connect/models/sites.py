from django.db import models
from django.utils.translation import gettext_lazy as _

from common.clock import DbNow
from common.ids import PublicIdField
from common.limits import Limit

# 600 calls a minute are 300,000 events a minute.
CALLS_BY_KEY = Limit(name="calls-by-site-key", allowed=600, per_seconds=60)


class Site(models.Model):
    """A shop, mini-program or CRM of a brand that sends events. ``brand_ref`` is ``brand:<public id>``."""

    public_id = PublicIdField()
    slug = models.SlugField(_("short name"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    brand_ref = models.CharField(_("brand"), max_length=64, db_index=True)
    # Where members go from here; empty where they can't.
    landing_url = models.CharField(_("landing address"), max_length=300, blank=True)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")

    def __str__(self) -> str:
        return self.name


class SiteKeyQuerySet(models.QuerySet["SiteKey"]):
    def live(self) -> "SiteKeyQuerySet":
        return self.filter(
            revoked_at__isnull=True, expires_at__gt=DbNow(), site__retired_at__isnull=True
        ).select_related("site")


class SiteKey(models.Model):
    """A server's key. Only a SHA-256 of the 256-bit secret is kept; ``hint`` are its last four signs."""

    public_id = PublicIdField()
    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="keys")
    secret_hash = models.CharField(max_length=64)
    hint = models.CharField(_("ends in"), max_length=4)
    label = models.CharField(_("label"), max_length=60, blank=True)
    scopes = models.JSONField(_("may"), default=list)
    created_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("ends"))
    last_used_at = models.DateTimeField(_("last used"), null=True)
    revoked_at = models.DateTimeField(_("ended"), null=True)

    objects = SiteKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("site key")
        verbose_name_plural = _("site keys")
        constraints = [models.UniqueConstraint(fields=["secret_hash"], name="sitekey_one_per_secret")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def rate(self) -> tuple[Limit, str]:
        return CALLS_BY_KEY, f"site-key:{self.pk}"

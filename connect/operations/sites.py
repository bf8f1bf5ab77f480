"""Sites and their keys. A key is shown once and kept as a hash."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction

from common.access import Actor, allow
from common.bearers import hash_secret
from common.errors import NotFound
from connect import errors
from connect.models import Site, SiteKey
from connect.states import SiteScope
from outbox import audit

KEY_PREFIX = "gxs_"
MOST_KEY_DAYS = 730


@dataclass(frozen=True, kw_only=True)
class IssuedKey:
    """``secret`` is shown this once."""

    public_id: str
    secret: str = field(repr=False)
    expires_at: datetime


@transaction.atomic
def create_site(
    *, actor: Actor, slug: str, name: str, brand_ref: str, landing_url: str = "", now: datetime
) -> Site:
    """Raises: NameTaken, BadAddress."""
    allow(actor, "connect.create-site", brand_ref)
    if landing_url and not _is_https(landing_url):
        raise errors.BadAddress(field="landing_url")
    site = Site(slug=slug, name=name[:80], brand_ref=brand_ref, landing_url=landing_url, created_at=now)
    try:
        with transaction.atomic():
            site.save(force_insert=True)
    except IntegrityError:
        raise errors.NameTaken(field="slug") from None
    audit.note(actor, verb="create", kind="connect.site", key=site.public_id)
    return site


def _is_https(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc


@transaction.atomic
def retire_site(*, actor: Actor, site_id: int, now: datetime) -> None:
    """End a site: its keys stop at once, its events stay. Repeating changes nothing. Raises: NotFound."""
    site = _site(site_id)
    allow(actor, "connect.retire-site", site)
    if Site.objects.filter(pk=site.pk, retired_at__isnull=True).update(retired_at=now):
        audit.note(actor, verb="retire", kind="connect.site", key=site.public_id)


@transaction.atomic
def issue_key(
    *, actor: Actor, site_id: int, scopes: Collection[str], label: str = "", days: int = 365, now: datetime
) -> IssuedKey:
    """A new key of the site; each call makes another one, so that two may live while one is exchanged.

    Raises: NotFound, SiteRetired, NoScopes.
    """
    site = _site(site_id)
    allow(actor, "connect.issue-key", site)
    if site.retired_at:
        raise errors.SiteRetired
    wanted = sorted({SiteScope(scope) for scope in scopes})
    if not wanted:
        raise errors.NoScopes(field="scopes")
    secret = KEY_PREFIX + secrets.token_urlsafe(32)
    key = SiteKey.objects.create(
        site=site,
        secret_hash=hash_secret(secret),
        hint=secret[-4:],
        label=label[:60],
        scopes=[str(scope) for scope in wanted],
        created_at=now,
        expires_at=now + timedelta(days=min(max(1, days), MOST_KEY_DAYS)),
    )
    audit.note(actor, verb="issue", kind="connect.sitekey", key=key.public_id)
    return IssuedKey(public_id=key.public_id, secret=secret, expires_at=key.expires_at)


@transaction.atomic
def revoke_key(*, actor: Actor, public_id: str, now: datetime) -> None:
    """End a key at once. Repeating changes nothing. Raises: NotFound."""
    key = SiteKey.objects.select_related("site").filter(public_id=public_id).first()
    if key is None:
        raise NotFound
    allow(actor, "connect.revoke-key", key.site)
    if SiteKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=now):
        audit.note(actor, verb="revoke", kind="connect.sitekey", key=public_id)


def _site(site_id: int) -> Site:
    site = Site.objects.filter(pk=site_id).first()
    if site is None:
        raise NotFound
    return site

"""API tokens: shown once, kept as a hash."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.models import ApiToken, Member
from accounts.states import TokenScope
from common.access import Actor, allow
from common.bearers import hash_secret
from common.clock import db_now
from common.errors import NotFound
from outbox.audit import note

TOKEN_DAYS = 90
_PREFIX = "gx_"


@dataclass(frozen=True, kw_only=True)
class IssuedToken:
    """``secret`` is shown this once."""

    public_id: str
    secret: str = field(repr=False)
    scope: str
    expires_at: datetime


@transaction.atomic
def issue_token(
    *,
    actor: Member,
    scope: str = TokenScope.WRITE,
    label: str = "",
    now: datetime,
    days: int = TOKEN_DAYS,
    second_factor: bool = False,
    is_proven: bool = False,
) -> IssuedToken:
    """A new token for the actor's own account, for at most 90 days; each call makes another one.

    ``second_factor``, ``is_proven``: how well its holder has just proven who they are.
    """
    allow(actor, "accounts.issue-token", actor)
    return write_token(
        actor,
        scope=scope,
        label=label,
        now=now,
        days=days,
        second_factor=second_factor,
        is_proven=is_proven,
    )


def write_token(
    member: Member,
    *,
    scope: str,
    label: str,
    now: datetime,
    days: int = TOKEN_DAYS,
    second_factor: bool = False,
    is_proven: bool = False,
) -> IssuedToken:
    """Inside the caller's transaction, for a member who has just proven who they are."""
    secret = _PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        member=member,
        secret_hash=hash_secret(secret),
        scope=TokenScope(scope),
        label=label[:60],
        second_factor=second_factor,
        proven_at=db_now() if is_proven else None,
        created_at=now,
        expires_at=now + timedelta(days=min(max(1, days), TOKEN_DAYS)),
    )
    return IssuedToken(
        public_id=token.public_id, secret=secret, scope=token.scope, expires_at=token.expires_at
    )


@transaction.atomic
def revoke_token(*, actor: Actor, public_id: str, now: datetime) -> None:
    """End a token at once. Repeating changes nothing. Raises: NotFound."""
    token = ApiToken.objects.select_related("member").filter(public_id=public_id).first()
    if token is None:
        raise NotFound
    allow(actor, "accounts.revoke-token", token.member)
    if ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=now):
        note(actor, verb="revoke", kind="accounts.apitoken", key=public_id)


def find_live_token(secret: str) -> ApiToken | None:
    """The token and its member: one statement."""
    live = ApiToken.objects.live().select_related("member")
    return live.filter(secret_hash=hash_secret(secret)).first()


def purge_ended_tokens(*, before: datetime, limit: int = 500) -> int:
    """Delete tokens that ended before ``before``; returns how many. Repeatable."""
    ended = ApiToken.objects.filter(Q(revoked_at__lt=before) | Q(expires_at__lt=before))
    ids = list(ended.order_by("pk").values_list("pk", flat=True)[:limit])
    gone, _by_model = ApiToken.objects.filter(pk__in=ids).delete()
    return gone

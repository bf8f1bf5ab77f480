"""Who works here. Every grant and its end is a row, an audit line and a fact."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts import errors, rules
from accounts.facts import RoleGranted, RoleRevoked
from accounts.models import Member, RoleGrant
from accounts.states import Role
from common.access import Actor, allow
from common.errors import NotFound
from outbox.audit import note
from outbox.facts import record


@transaction.atomic
def grant_role(*, actor: Actor, member_id: int, role: str, scope: str = "", now: datetime) -> RoleGrant:
    """Give a role, everywhere or in one scope, and let the member into the admin.

    Repeating the call returns the same grant.

    Raises: NotAllowed, NotFound, UnknownRole.
    """
    allow(actor, "accounts.grant-role")
    if role not in Role.values or not rules.is_scope(scope):
        raise errors.UnknownRole
    member = _member(member_id)
    try:
        with transaction.atomic():
            grant = RoleGrant.objects.create(
                member=member, role=role, scope=scope, granted_by_id=actor.pk, granted_at=now
            )
    except IntegrityError:  # rolegrant_one_live
        return RoleGrant.objects.get(member=member, role=role, scope=scope, revoked_at__isnull=True)
    Member.objects.filter(pk=member.pk).update(is_staff=True)
    note(actor, verb="grant-role", kind="accounts.member", key=member.public_id, why=str(grant))
    fact = RoleGranted(member_id=member.pk, role=role, scope=scope, occurred_at=now.isoformat())
    record(fact, subject=f"member:{member.public_id}")
    return grant


@transaction.atomic
def revoke_role(*, actor: Actor, member_id: int, role: str, scope: str = "", now: datetime) -> None:
    """End a role at once; without any role left the admin closes. Repeating changes nothing.

    Raises: NotAllowed, NotFound.
    """
    allow(actor, "accounts.revoke-role")
    member = _member(member_id)
    live = RoleGrant.objects.filter(member=member, revoked_at__isnull=True)
    ended = live.filter(role=role, scope=scope).update(revoked_at=now, revoked_by_id=actor.pk)
    if not ended:
        return
    if not live.exists():
        Member.objects.filter(pk=member.pk, is_superuser=False).update(is_staff=False)
    why = f"{role} {scope}".strip()
    note(actor, verb="revoke-role", kind="accounts.member", key=member.public_id, why=why)
    fact = RoleRevoked(member_id=member.pk, role=role, scope=scope, occurred_at=now.isoformat())
    record(fact, subject=f"member:{member.public_id}")


def _member(member_id: int) -> Member:
    member = Member.objects.filter(pk=member_id).first()
    if member is None:
        raise NotFound
    return member

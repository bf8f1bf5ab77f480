"""What must hold among members, whatever happened."""

from django.db.models import Count, Q

from accounts.leaving_queries import overdue_erasures
from accounts.models import ContactCode, Member, RoleGrant
from accounts.states import ExportState, MemberState
from common.registries import ReconcileCheck


def staff_without_role() -> list[str]:
    """Whoever may enter the admin holds a live role, or is a superuser."""
    live = Count("role_grants", filter=Q(role_grants__revoked_at__isnull=True))
    rows = Member.objects.filter(is_staff=True, is_superuser=False).annotate(live=live).filter(live=0)
    return [f"member {public_id} may enter the admin without a role" for public_id in _ids(rows)]


def active_without_contact() -> list[str]:
    rows = Member.objects.filter(
        state=MemberState.ACTIVE, is_superuser=False, phone_index__isnull=True, email_index__isnull=True
    )
    return [f"member {public_id} is active and has no contact" for public_id in _ids(rows)]


def roles_of_the_erased() -> list[str]:
    rows = RoleGrant.objects.filter(member__state=MemberState.ERASED, revoked_at__isnull=True)
    return [
        f"erased member {public_id} still holds a role"
        for public_id in rows.values_list("member__public_id", flat=True)
    ]


def late_erasures() -> list[str]:
    """A promise with a date: who asked to be erased is erased in time."""
    return [f"erasure {public_id} is past its deadline" for public_id in overdue_erasures()]


def erased_with_keys() -> list[str]:
    """Nobody who was erased has a key, a token or an archive left."""
    erased = Member.objects.filter(state=MemberState.ERASED)
    left = erased.filter(
        Q(data_key__isnull=False)
        | Q(api_tokens__isnull=False)
        | Q(exports__state__in=[ExportState.REQUESTED, ExportState.BUILDING, ExportState.READY])
    )
    return [
        f"erased member {public_id} still has something of their own" for public_id in _ids(left.distinct())
    ]


def codes_that_keep_a_members_contact() -> list[str]:
    """A key serves one owner: a code's key never equals a member's."""
    rows = ContactCode.objects.filter(data_key__in=Member.objects.values("data_key"))
    return [
        f"code {public_id} shares a member's key" for public_id in rows.values_list("public_id", flat=True)
    ]


def _ids(rows: object) -> list[str]:
    return list(rows.values_list("public_id", flat=True))  # type: ignore[attr-defined]


CHECKS = [
    ReconcileCheck(key="accounts.staff-roles", title="Staff hold roles", run=staff_without_role),
    ReconcileCheck(
        key="accounts.contacts", title="Active members have a contact", run=active_without_contact
    ),
    ReconcileCheck(key="accounts.erasures-in-time", title="Erasures are in time", run=late_erasures),
    ReconcileCheck(key="accounts.erased-keys", title="The erased keep nothing", run=erased_with_keys),
    ReconcileCheck(key="accounts.erased-roles", title="The erased hold no roles", run=roles_of_the_erased),
    ReconcileCheck(
        key="accounts.code-keys", title="Codes share no key", run=codes_that_keep_a_members_contact
    ),
]

"""Links, codes and leases hold for minutes; on a slow machine asking everything takes longer."""

from accounts.models import ContactCode, DataExport
from tests.authz.logins import ALWAYS_FRESH
from tests.authz.parts import NOW
from trust.models import ReviewTask, ViewTicket

UNTIL = (
    (ContactCode, "expires_at"),
    (DataExport, "link_until"),
    (ReviewTask, "lease_until"),
    (ViewTicket, "expires_at"),
)


def let_it_last() -> None:
    """What is open now stays open until the last question."""
    for model, column in UNTIL:
        model._base_manager.filter(**{f"{column}__gt": NOW}).update(**{column: NOW + ALWAYS_FRESH})

"""Who may operate background work: superusers and auditors look, superusers act."""

from common.access import Actor, declare, predicate


@predicate
def is_operator(actor: Actor) -> bool:
    return bool(getattr(actor, "is_superuser", False) and getattr(actor, "is_active", False))


@predicate
def is_staff(actor: Actor) -> bool:
    return bool(getattr(actor, "is_staff", False) and getattr(actor, "is_active", False))


declare("outbox.operate-jobs", is_operator, hidden=False)
declare("outbox.see-jobs", is_operator, hidden=False)
declare("outbox.see-health", is_staff, hidden=False)

"""Who may do what in accounts."""

from accounts.models import DataExport, Member, Notification
from accounts.queries import has_role, has_some_role
from accounts.states import Role
from accounts.visibility import are_blocked, has_blocked
from common.access import Actor, declare, predicate


@predicate
def is_self(actor: Actor, member: Member | None) -> bool:
    return member is not None and actor.pk is not None and actor.pk == member.pk


@predicate
def is_owner(actor: Actor, export: DataExport | None) -> bool:
    return export is not None and actor.pk is not None and export.member_id == actor.pk


@predicate
def is_superuser(actor: Actor) -> bool:
    return bool(getattr(actor, "is_superuser", False) and getattr(actor, "is_active", False))


@predicate
def is_auditor(actor: Actor) -> bool:
    return has_role(actor, Role.AUDITOR)


@predicate
def is_steward(actor: Actor) -> bool:
    return has_role(actor, Role.STEWARD)


@predicate
def is_no_colleague(actor: Actor, member: Member | None) -> bool:
    """Accounts of the team are the superusers' to touch."""
    return member is not None and not member.is_staff and not member.is_superuser


@predicate
def manages_everything(actor: Actor) -> bool:
    return has_role(actor, Role.MANAGER)


@predicate
def works_here(actor: Actor) -> bool:
    return has_some_role(actor)


@predicate
def is_met_by(actor: Actor, member: Member | None) -> bool:
    """Somebody else, who has not blocked the actor."""
    if member is None or actor.pk is None or actor.pk == member.pk:
        return False
    return not has_blocked(member.pk, actor.pk)


@predicate
def is_seen_by(actor: Actor, member: Member | None) -> bool:
    """Somebody else, with no block in between."""
    if member is None or actor.pk is None or actor.pk == member.pk:
        return False
    return not are_blocked(actor.pk, member.pk)


declare("accounts.block-member", is_met_by)
declare("accounts.mute-member", is_seen_by)
declare("accounts.keep-ties", is_self)


@predicate
def is_told(actor: Actor, notification: Notification | None) -> bool:
    return notification is not None and actor.pk is not None and notification.member_id == actor.pk


declare("accounts.edit-profile", is_self)
declare("accounts.change-locale", is_self)
declare("accounts.give-consent", is_self)
declare("accounts.withdraw-consent", is_self)
declare("accounts.introduce-oneself", is_self)
declare("accounts.request-export", is_self, fresh=True)
declare("accounts.fetch-export", is_owner, fresh=True)
declare("accounts.take-archive", is_self)
declare("accounts.request-erasure", is_self)
declare("accounts.confirm-erasure", is_self, fresh=True)
declare("accounts.withdraw-erasure", is_self)
declare("accounts.bring-forward-erasure", is_superuser, hidden=False, fresh=True)
declare("accounts.view-leaving", is_superuser | is_auditor, hidden=False)
declare("accounts.issue-token", is_self)
declare("accounts.revoke-token", is_self | is_superuser)
declare("accounts.grant-role", is_superuser, hidden=False, fresh=True)
declare("accounts.revoke-role", is_superuser, hidden=False, fresh=True)
declare("accounts.prove", is_self)
declare("accounts.end-session", is_self)
declare("accounts.end-other-sessions", is_self)
declare("accounts.change-contact", is_self, fresh=True)
declare("accounts.change-password", is_self, fresh=True)
declare("accounts.change-second-factor", is_self, fresh=True)
declare("accounts.change-passkeys", is_self, fresh=True)
declare("accounts.change-logins", is_self, fresh=True)
declare("accounts.read-contacts", is_superuser | (is_steward & is_no_colleague), hidden=False, fresh=True)
declare("accounts.suspend-member", is_superuser | (is_steward & is_no_colleague), hidden=False, fresh=True)
declare("accounts.sign-member-out", is_superuser | (is_steward & is_no_colleague), hidden=False, fresh=True)
declare("accounts.remove-photo", is_superuser | (is_steward & is_no_colleague), hidden=False, fresh=True)
declare("accounts.remove-second-factor", is_superuser, hidden=False, fresh=True)
declare("accounts.view-members", is_superuser | works_here, hidden=False)
declare("accounts.view-tokens", is_superuser, hidden=False)
declare("accounts.view-roles", is_superuser | is_auditor, hidden=False)
declare("accounts.read-notification", is_told)
declare("accounts.change-notifications", is_self)
declare("accounts.edit-notification-texts", is_superuser | manages_everything, hidden=False)
declare("accounts.view-deliveries", is_superuser | is_auditor, hidden=False)

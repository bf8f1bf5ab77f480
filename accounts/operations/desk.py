"""What the team may do to a member's account, each with a reason; every reading of personal data leaves a
line that the member can read.
"""

from datetime import datetime

from django.db import transaction

from accounts import errors
from accounts.facts import AccountChanged, MemberRestored, MemberSuspended, PhotoRemoved
from accounts.models import Look, Member, Passkey
from accounts.operations.photos import take_photo_away
from accounts.operations.second_factor import take_away_app
from accounts.operations.sessions import end_all_sessions
from accounts.queries import contacts_of
from accounts.rules import Contact
from accounts.session_queries import SignedInBrowser, sessions_of
from accounts.states import AccountNews, Looked, MemberState
from common.access import Actor, allow
from common.errors import NotFound
from outbox.audit import note
from outbox.facts import record


def note_look(*, actor: Actor, member_id: int, what: str, why: str, now: datetime) -> None:
    """Inside the caller's transaction: somebody of the team reads a member's data. Jobs don't look."""
    Look.objects.create(member_id=member_id, actor_id=actor.pk, what=Looked(what), why=why[:300], at=now)


@transaction.atomic
def read_contacts(*, actor: Actor, member_id: int, why: str, now: datetime) -> list[Contact]:
    """A member's contacts in full. Raises: NotFound, ReasonNeeded, NeedsFreshProof."""
    member = _member_for("accounts.read-contacts", actor, member_id)
    note_look(actor=actor, member_id=member.pk, what=Looked.CONTACTS, why=_reason(why), now=now)
    note(actor, verb="read-contacts", kind="accounts.member", key=member.public_id, why=why)
    return contacts_of(member)


@transaction.atomic
def read_sessions(*, actor: Actor, member_id: int, why: str, now: datetime) -> list[SignedInBrowser]:
    """Where a member is signed in. Raises: NotFound, ReasonNeeded, NeedsFreshProof."""
    member = _member_for("accounts.read-contacts", actor, member_id)
    note_look(actor=actor, member_id=member.pk, what=Looked.SESSIONS, why=_reason(why), now=now)
    note(actor, verb="read-sessions", kind="accounts.member", key=member.public_id, why=why)
    return sessions_of(member.pk, session_key=None, address="")


@transaction.atomic
def suspend_member(*, actor: Actor, member_id: int, why: str, now: datetime) -> None:
    """Shut an account; every session and token ends at once. Repeating changes nothing.

    Raises: NotFound, NotOneself, ReasonNeeded, IllegalMove, Stale, NeedsFreshProof.
    """
    member = _another_for("accounts.suspend-member", actor, member_id)
    reason = _reason(why)
    if member.state == MemberState.SUSPENDED:
        return
    member.suspend(actor=actor, why=reason)
    end_all_sessions(member, now=now)
    fact = MemberSuspended(member_id=member.pk, occurred_at=now.isoformat())
    record(fact, subject=f"member:{member.public_id}")


@transaction.atomic
def restore_member(*, actor: Actor, member_id: int, why: str, now: datetime) -> None:
    """Open a suspended account again. Repeating changes nothing.

    Raises: NotFound, NotOneself, ReasonNeeded, IllegalMove, Stale, NeedsFreshProof.
    """
    member = _another_for("accounts.suspend-member", actor, member_id)
    reason = _reason(why)
    if member.state == MemberState.ACTIVE:
        return
    member.restore(actor=actor, why=reason)
    fact = MemberRestored(member_id=member.pk, occurred_at=now.isoformat())
    record(fact, subject=f"member:{member.public_id}")


@transaction.atomic
def sign_member_out(*, actor: Actor, member_id: int, why: str, now: datetime) -> int:
    """End every browser and program of a member; how many there were.

    Raises: NotFound, ReasonNeeded, NeedsFreshProof.
    """
    member = _member_for("accounts.sign-member-out", actor, member_id)
    note(actor, verb="sign-out", kind="accounts.member", key=member.public_id, why=_reason(why))
    return end_all_sessions(member, now=now)


@transaction.atomic
def remove_second_factor(*, actor: Actor, member_id: int, why: str, now: datetime) -> None:
    """For somebody who has lost their phone: app, recovery codes and passkeys end, and every session.

    Two people are needed: nobody does it to their own account. The member is told.

    Raises: NotFound, NotOneself, ReasonNeeded, NotSetUp, NeedsFreshProof.
    """
    member = _another_for("accounts.remove-second-factor", actor, member_id)
    reason = _reason(why)
    passkeys, _ = Passkey.objects.filter(member=member).delete()
    if not take_away_app(member) and not passkeys:
        raise errors.NotSetUp
    end_all_sessions(member, now=now)
    note(actor, verb="remove-second-factor", kind="accounts.member", key=member.public_id, why=reason)
    fact = AccountChanged(
        member_id=member.pk,
        news=AccountNews.APP_REMOVED,
        former_id=None,
        occurred_at=now.isoformat(),
    )
    record(fact, subject=f"member:{member.public_id}")


@transaction.atomic
def remove_members_photo(*, actor: Actor, member_id: int, why: str, now: datetime) -> None:
    """For a picture that may not stand here. It is destroyed; who may see others' pages sees initials.

    The member is told, and may send in another one.

    Raises: NotFound, NotOneself, ReasonNeeded, NoPhoto, NeedsFreshProof.
    """
    member = _another_for("accounts.remove-photo", actor, member_id)
    reason = _reason(why)
    if not take_photo_away(member, actor=actor, policy="removed-by-team", now=now):
        raise errors.NoPhoto
    note(actor, verb="remove-photo", kind="accounts.member", key=member.public_id, why=reason)
    fact = PhotoRemoved(member_id=member.pk, occurred_at=now.isoformat())
    record(fact, subject=f"member:{member.public_id}")


def _member_for(verb: str, actor: Actor, member_id: int) -> Member:
    member = Member.objects.select_related("data_key").filter(pk=member_id).first()
    allow(actor, verb, member)
    if member is None:
        raise NotFound
    return member


def _another_for(verb: str, actor: Actor, member_id: int) -> Member:
    member = _member_for(verb, actor, member_id)
    if actor.pk == member.pk:
        raise errors.NotOneself
    return member


def _reason(why: str) -> str:
    reason = " ".join(why.split())
    if not 3 <= len(reason) <= 300:
        raise errors.ReasonNeeded(field="why")
    return reason

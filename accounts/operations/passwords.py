"""Passwords: set, changed, set anew with a code. Each ends the other sessions."""

from datetime import datetime

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import errors, limits
from accounts.facts import AccountChanged
from accounts.models import Member
from accounts.operations.codes import SentCode, confirm_code, send_contact_code, spend_code
from accounts.operations.registration import active_member
from accounts.operations.sessions import end_all_sessions
from accounts.queries import as_member
from accounts.states import AccountNews, CodePurpose
from common.access import Actor, allow
from common.limits import hit_all
from outbox.audit import note
from outbox.facts import record


def change_password(
    *,
    actor: Actor,
    old: str,
    new: str,
    address: str,
    session_key: str | None = None,
    token_id: int | None = None,
    now: datetime,
) -> Member:
    """Set or change one's own password; every other browser and program is signed out.

    ``old`` is asked for where there is a password. The session that asks keeps its key only if the caller
    renews its hash. The same form sent twice changes it once.

    Raises: WrongProof, WeakPassword, TooMany, NeedsFreshProof.
    """
    member = Member.objects.get(pk=as_member(actor).pk)
    allow(actor, "accounts.change-password", member)
    hit_all(limits.proof_tries(member=member.public_id, address=address))
    if member.has_usable_password() and not check_password(old, member.password):
        return _changed_by_twin(member, new)
    judge_password(member, new, field="new")
    with transaction.atomic():
        found = Member.objects.select_for_update().only("password").get(pk=member.pk)
        if found.password != member.password:
            return _changed_by_twin(found, new)
        _set(actor, member, new, now)
        end_all_sessions(member, now=now, session_key=session_key, token_id=token_id)
    return member


def _changed_by_twin(member: Member, new: str) -> Member:
    """The same form was faster. Raises: WrongProof when it was something else."""
    if not check_password(new, member.password):
        raise errors.WrongProof(field="old")
    return member


def ask_to_reset_password(*, contact: str, address: str, locale: str, browser: str = "") -> SentCode:
    """A code to set a new password with; the same answer and work for known and unknown contacts.

    Raises: as ``send_contact_code``.
    """
    return send_contact_code(
        contact=contact, address=address, locale=locale, browser=browser, purpose=CodePurpose.RESET
    )


def reset_password(*, ref: str, code: str, new: str, now: datetime) -> Member:
    """Set a new password with a proven contact; every browser and program is signed out.

    The second factor, if there is one, is still asked for at the next sign-in.

    Raises: WrongCode, CodeUsedUp, WeakPassword, NotJoinedYet, MemberSuspended.
    """
    proven = confirm_code(ref=ref, typed=code, purpose=CodePurpose.RESET)
    if proven.owner_id is not None:
        judge_password(active_member(proven.owner_id), new, field="new")
    with transaction.atomic():
        spent = spend_code(proven, hand_over=False)
        if spent.owner_id is None:
            raise errors.NotJoinedYet
        member = active_member(spent.owner_id)
        _set(member, member, new, now)
        end_all_sessions(member, now=now)
    return member


def judge_password(member: Member, password: str, *, field: str) -> None:
    """Raises: WeakPassword."""
    try:
        validate_password(password, member)
    except ValidationError as error:
        raise errors.WeakPassword(field=field, why=" ".join(error.messages)) from error


def _set(actor: Actor, member: Member, password: str, now: datetime) -> None:
    member.set_password(password)
    Member.objects.filter(pk=member.pk).update(password=member.password)
    note(actor, verb=AccountNews.PASSWORD_CHANGED, kind="accounts.member", key=member.public_id)
    fact = AccountChanged(
        member_id=member.pk,
        news=AccountNews.PASSWORD_CHANGED,
        former_id=None,
        occurred_at=now.isoformat(),
    )
    record(fact, subject=f"member:{member.public_id}")

"""Proving again who one is: the second half of a sign-in, and the step-up before guarded acts."""

import unicodedata
from datetime import datetime

import pyotp
from django.contrib.auth.hashers import check_password
from django.db import transaction

from accounts import errors, limits
from accounts.models import ApiToken, AuthenticatorApp, Member, RecoveryCode
from accounts.operations.codes import SentCode, confirm_code, send_contact_code, spend_code
from accounts.queries import as_member, contacts_of
from accounts.second_factor_queries import has_app, owes_second_factor, proofs_of
from accounts.states import CodePurpose
from common.access import Actor, allow
from common.clock import db_now
from common.crypto import blind_index
from common.limits import hit_all
from common.logs import log

STEP_SECONDS = 30
_STEPS_AROUND = 1


def app_place(app: AuthenticatorApp) -> str:
    """What the sealed secret is bound to (``aad``)."""
    return f"authenticator-app:{app.public_id}"


def recovery_hash(member: Member, code: str) -> str:
    return blind_index(code, purpose=f"recovery-code:{member.public_id}")


def prove_with_second_factor(*, member: Member, typed: str, address: str) -> None:
    """The number that the member's app shows, or one of their recovery codes; each counts once.

    Raises: WrongProof, TooMany.
    """
    hit_all(limits.proof_tries(member=member.public_id, address=address))
    cleaned = clean_proof(typed)
    is_number = len(cleaned) == 6 and cleaned.isdigit()
    right = use_number(member, cleaned) if is_number else _use_recovery_code(member, cleaned)
    if not right:
        raise errors.WrongProof(field="code")
    log(__name__, "member.proved", member=member.pk, by="second-factor")


def prove_with_password(*, actor: Actor, password: str, address: str) -> None:
    """Not for members with a second factor. Raises: WrongProof, TooMany."""
    member = as_member(actor)
    allow(actor, "accounts.prove", member)
    hit_all(limits.proof_tries(member=member.public_id, address=address))
    if not proofs_of(member).password or not check_password(password, member.password):
        raise errors.WrongProof(field="password")
    log(__name__, "member.proved", member=member.pk, by="password")


def send_proof_code(*, actor: Actor, kind: str, address: str, locale: str) -> SentCode:
    """A code to one of the member's own contacts, for members with neither password nor second factor.

    Raises: NotSetUp, TooMany, ContactJustUsed.
    """
    member = as_member(actor)
    allow(actor, "accounts.prove", member)
    contact = next((one for one in contacts_of(member) if one.kind == kind), None)
    if contact is None or contact not in proofs_of(member).contacts:
        raise errors.NotSetUp
    return send_contact_code(
        contact=contact.value,
        address=address,
        locale=locale,
        purpose=CodePurpose.CONFIRM,
        member_id=member.pk,
        browser=f"member:{member.public_id}",
    )


def prove_with_code(*, actor: Actor, ref: str, code: str) -> None:
    """Raises: WrongCode, CodeUsedUp."""
    member = as_member(actor)
    allow(actor, "accounts.prove", member)
    proven = confirm_code(ref=ref, typed=code, purpose=CodePurpose.CONFIRM, member_id=member.pk)
    if not proofs_of(member).contacts:
        raise errors.WrongCode(field="code")
    with transaction.atomic():
        spend_code(proven, hand_over=False)
    log(__name__, "member.proved", member=member.pk, by="code")


def note_token_proof(*, token_id: int, second_factor: bool, now: datetime) -> None:
    """For programs: this token's holder has just proven who they are."""
    changes: dict[str, object] = {"proven_at": now}
    if second_factor:
        changes["second_factor"] = True
    ApiToken.objects.filter(pk=token_id).update(**changes)


def complete_sign_in(*, member: Member, second_factor: str, address: str) -> bool:
    """For programs, which send both halves at once: whether a second factor was used.

    Raises: SecondFactorNeeded, WrongProof, TooMany.
    """
    if not owes_second_factor(member):
        return False
    if not second_factor:
        raise errors.SecondFactorNeeded(field="second_factor")
    prove_with_second_factor(member=member, typed=second_factor, address=address)
    return True


def clean_proof(typed: str) -> str:
    text = unicodedata.normalize("NFKC", typed).upper()
    return "".join(char for char in text if char.isalnum())[:40]


def use_number(member: Member, number: str, *, confirming: bool = False) -> bool:
    """Whether the app shows this number now or showed it half a minute ago; no step counts twice.

    Exact under parallel load: the step is taken by one conditional UPDATE.
    """
    app = AuthenticatorApp.objects.filter(member=member, confirmed_at__isnull=confirming).first()
    if app is None or member.data_key is None:
        return False
    totp = pyotp.TOTP(member.data_key.decrypt(app.secret_sealed, aad=app_place(app)))
    present = int(db_now().timestamp()) // STEP_SECONDS
    for step in range(present - _STEPS_AROUND, present + _STEPS_AROUND + 1):
        if pyotp.utils.strings_equal(totp.generate_otp(step), number):
            mine = AuthenticatorApp.objects.filter(pk=app.pk, last_step__lt=step)
            return mine.update(last_step=step) == 1
    return False


def _use_recovery_code(member: Member, code: str) -> bool:
    """Only beside an app; used by one conditional UPDATE."""
    if not has_app(member.pk):
        return False
    unused = RecoveryCode.objects.filter(
        member=member, code_hash=recovery_hash(member, code), used_at__isnull=True
    )
    return unused.update(used_at=db_now()) == 1

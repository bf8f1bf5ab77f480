"""One question to the register of names and numbers, while the number is there and never after.

The answer is a line for the certifier. It decides nothing, and being away or busy is no answer.
"""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.operations import give_consent
from accounts.queries import contacts_of, has_consent, member_with_key
from accounts.states import ContactKind
from common.access import SYSTEM, Actor
from common.crypto import KeyShredded, new_key, shred_key
from common.errors import IllegalMove, Stale
from common.http.errors import NotDone
from outbox.facts import record
from trust import errors, facts, queries
from trust.checks.resident_id import ResidentId
from trust.models import Case, CheckResult, RegisterQuestion
from trust.notices import PHONE, REGISTER
from trust.providers.protocol import RETRYABLE
from trust.providers.real_name import current_real_name
from trust.register_states import NOTICED, QUESTION_HOURS, QuestionState, RegisterAnswer
from trust.states import IdKind

_CODES = [code for code, _is_flag in NOTICED.values()]
_CHINA = "+86"


def agree_to_questions(*, actor: Actor, register: str | None, phone: str | None, now: datetime) -> None:
    """Keep the consents that came with a case, each to its own notice. Inside the caller's transaction.

    Raises: RegisterOff, ConsentNeeded.
    """
    if register is None:
        return
    if current_real_name() is None:
        raise errors.RegisterOff
    give_consent(actor=actor, purpose=REGISTER.key, notice_hash=register, now=now)
    if phone is not None:
        give_consent(actor=actor, purpose=PHONE.key, notice_hash=phone, now=now)


def open_question(case: Case, number: ResidentId, *, with_phone: bool, now: datetime) -> None:
    """Seal the number for the question. Inside the transaction that sends the case in.

    Only the resident ID stands in the register; nothing is asked about other permits.
    """
    provider = current_real_name()
    if provider is None or number.kind != IdKind.RESIDENT:
        return
    row = RegisterQuestion(
        case=case,
        round=case.round,
        state=QuestionState.WAITING,
        with_phone=with_phone,
        provider=provider.slug,
        simulated=provider.simulated,
        asked_at=now,
    )
    key = new_key(f"question:{row.public_id}")
    key.save(force_insert=True)
    row.key = key
    row.number_sealed = key.encrypt(number.number, aad=_place(row))
    row.save(force_insert=True)
    fact = facts.RegisterAsked(member_id=case.member_id, question_id=row.pk, occurred_at=now.isoformat())
    record(fact, subject=f"case:{case.public_id}")


def ask_register(*, question_id: int, now: datetime) -> None:
    """Ask, and write the one word down. Repeatable; outside any transaction.

    Raises: NotDone (away or busy: nothing changed, ask again later).
    """
    rows = RegisterQuestion.objects.select_related("key", "case__member__data_key")
    row = rows.filter(pk=question_id, state=QuestionState.WAITING).first()
    provider = current_real_name()
    if row is None or row.key is None or provider is None or now >= row.number_until:
        return
    if not has_consent(row.case.member_id, REGISTER.key):
        return
    phone = _phone(row)
    try:
        number = row.key.decrypt(row.number_sealed, aad=_place(row))
    except KeyShredded:
        return
    claim = row.case.claims.filter(round=row.round).first()
    name = queries.name_in(claim) if claim else ""
    answer = provider.match(name=name, number=number, phone=phone)
    if answer.outcome in RETRYABLE:
        raise NotDone(answer.provider_code or answer.outcome, "unavailable")
    _note(row, RegisterAnswer(answer.outcome), with_phone=bool(phone), now=now)


def _phone(row: RegisterQuestion) -> str:
    """Eleven digits, if the member agreed to that as well and has such a number; '' otherwise."""
    if not row.with_phone or not has_consent(row.case.member_id, PHONE.key):
        return ""
    member = member_with_key(row.case.member_id)
    known = [one.value for one in contacts_of(member) if one.kind == ContactKind.PHONE]
    return next((value.removeprefix(_CHINA) for value in known if value.startswith(_CHINA)), "")


def _note(row: RegisterQuestion, answer: RegisterAnswer, *, with_phone: bool, now: datetime) -> None:
    key_id = row.key_id
    try:
        with transaction.atomic(durable=True):
            row.note_answer(actor=SYSTEM, answer=answer, with_phone=with_phone, now=now)
            if key_id is not None:
                shred_key(key_id)
            if answer in NOTICED:
                code, is_flag = NOTICED[answer]
                line = CheckResult(case=row.case, round=row.round, code=code, is_flag=is_flag, at=now)
                CheckResult.objects.bulk_create([line], ignore_conflicts=True)
    except (Stale, IllegalMove):  # dropped this very moment: the answer comes too late
        return


def drop_question(case: Case, *, why: str, actor: Actor, now: datetime) -> None:
    """The case is decided or taken back: a question that still waits is not asked any more.

    Inside the caller's transaction. Repeating changes nothing; one answered this very moment stays.
    """
    for row in RegisterQuestion.objects.filter(case_id=case.pk, state=QuestionState.WAITING):
        _drop_unless_answered(row, why=why, actor=actor, now=now)


def _drop(row: RegisterQuestion, *, why: str, actor: Actor, now: datetime) -> None:
    key_id = row.key_id
    row.drop(actor=actor, why=why, now=now)
    if key_id is not None:
        shred_key(key_id)
    CheckResult.objects.filter(case_id=row.case_id, round=row.round, code__in=_CODES).delete()


def _drop_unless_answered(row: RegisterQuestion, *, why: str, actor: Actor, now: datetime) -> bool:
    try:
        with transaction.atomic():
            _drop(row, why=why, actor=actor, now=now)
    except Stale:  # answered this very moment, and the number is gone by that
        return False
    return True


@transaction.atomic
def drop_old_questions(*, now: datetime, limit: int = 500) -> int:
    """Destroy the numbers of questions that nobody answered in time; returns how many. Repeatable."""
    until = now - timedelta(hours=QUESTION_HOURS)
    old = RegisterQuestion.objects.filter(state=QuestionState.WAITING, asked_at__lte=until).order_by("pk")
    done = 0
    for row in old[:limit]:
        done += _drop_unless_answered(row, why="no answer in time", actor=SYSTEM, now=now)
    return done


@transaction.atomic
def drop_answers_without_consent(*, member_id: int, purpose: str, now: datetime) -> None:
    """A consent ended: what waits is not asked, what was answered is deleted; decisions stay.

    Whoever has agreed again meanwhile keeps everything. Repeating changes nothing.
    """
    if has_consent(member_id, purpose):
        return
    rows = RegisterQuestion.objects.filter(case__member_id=member_id).exclude(state=QuestionState.DROPPED)
    if purpose == PHONE.key:  # what still waits is asked without the phone
        rows = rows.filter(with_phone=True, state=QuestionState.ANSWERED)
    for row in rows.order_by("pk"):
        _drop(row, why="consent withdrawn", actor=SYSTEM, now=now)


def forget_questions(member_id: int, now: datetime) -> None:
    """The member leaves. Inside the caller's transaction; repeating changes nothing."""
    rows = RegisterQuestion.objects.filter(case__member_id=member_id)
    for row in rows.exclude(state=QuestionState.DROPPED).order_by("pk"):
        _drop(row, why="member-left", actor=SYSTEM, now=now)


def _place(row: RegisterQuestion) -> str:
    """What a sealed number is bound to (``aad``)."""
    return f"register-question:{row.public_id}"

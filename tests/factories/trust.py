"""Cases and certifications in valid worlds. ID numbers are of nobody alive: born 1900-01-01."""

from datetime import UTC, datetime, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from stdnum.cn import ric

from accounts.models import Member
from common.clock import db_now
from common.crypto import blind_index
from tests.factories.accounts import MemberFactory
from trust.models import BlindLook, Case, Certification, Decision, LegalNameClaim, ReviewTask
from trust.queries import name_place
from trust.states import (
    AssuranceMethod,
    CaseKind,
    CaseState,
    CertificationState,
    IdKind,
    Outcome,
    TaskState,
)

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def id_number(*, area: str = "110101", born: str = "19000101", serial: int = 999) -> str:
    """A well-formed number; pass another ``serial`` for another person."""
    number = f"{area}{born}{serial:03d}"
    return number + ric.calc_check_digit(number + "0")


class CaseFactory(DjangoModelFactory[Case]):
    """A case in the desk's queue with its claim and open task.

    ``legal_name`` and ``number`` go into the claim. Traits: leased (with ``holder``), resubmission.
    """

    class Meta:
        model = Case
        skip_postgeneration_save = True

    class Params:
        legal_name = "张伟"
        number = factory.Sequence(lambda n: id_number(serial=n % 1000))
        holder: Member | None = None
        leased = factory.Trait(
            state=CaseState.IN_REVIEW, task_state=TaskState.LEASED, holder=factory.SubFactory(MemberFactory)
        )
        resubmission = factory.Trait(state=CaseState.RESUBMISSION_REQUESTED, task_state="", decided_at=NOW)
        task_state = TaskState.OPEN

    member = factory.SubFactory(MemberFactory)
    kind = CaseKind.REAL_NAME
    state = CaseState.QUEUED
    round = 1
    created_at = NOW
    submitted_at = NOW
    due_at = NOW + timedelta(days=5)
    world = factory.LazyAttribute(lambda o: (o.legal_name, o.number, o.holder, o.task_state))

    @classmethod
    def _create(cls, model_class: type[Case], *args: Any, **kwargs: Any) -> Case:
        legal_name, number, holder, task_state = kwargs.pop("world")
        case = model_class.objects.create(**kwargs)
        add_claim(case, legal_name=legal_name, number=number)
        if task_state:
            add_task(case, state=task_state, holder=holder)
        return case


def add_claim(case: Case, *, legal_name: str, number: str) -> LegalNameClaim:
    assert case.member.data_key
    return LegalNameClaim.objects.create(
        case=case,
        round=case.round,
        name_sealed=case.member.data_key.encrypt(legal_name, aad=name_place(case, case.round)),
        identity_index=blind_index(number, purpose="resident-id"),
        id_kind=IdKind.RESIDENT,
        region="北京市 东城区",
        is_adult=True,
        created_at=NOW,
    )


def add_task(case: Case, *, state: str, holder: Member | None) -> ReviewTask:
    lease = {}
    if state != TaskState.OPEN:
        import uuid

        lease = {
            "holder": holder,
            "lease_token": uuid.uuid4(),
            "lease_until": db_now() + timedelta(minutes=20),
        }
    return ReviewTask.objects.create(case=case, round=case.round, state=state, created_at=NOW, **lease)


def looked_at_twice(
    reviewer: Member, *, agreed: int, of: int, at: datetime | None = None, **case: Any
) -> list[Decision]:
    """Approvals of this certifier, each answered by a colleague's blind look; ``agreed`` of them alike."""
    colleague, at = MemberFactory.create(certifier=True), at or timezone.now()
    made = []
    for number in range(of):
        row = CaseFactory.create(state=CaseState.APPROVED, decided_at=at, task_state="", **case)
        task = add_task(row, state=TaskState.DECIDED, holder=reviewer)
        said = {"round": 1, "task": task, "reviewer": reviewer, "outcome": Outcome.APPROVE, "decided_at": at}
        made.append(Decision.objects.create(case=row, **said))
        word = Outcome.APPROVE if number < agreed else Outcome.REJECT
        BlindLook.objects.create(case=row, created_at=at, reviewer=colleague, outcome=word, looked_at=at)
    return made


class CertificationFactory(DjangoModelFactory[Certification]):
    """An active real-name certification with its approved case (without the decision's row)."""

    class Meta:
        model = Certification
        skip_postgeneration_save = True

    member = factory.SubFactory(MemberFactory)
    kind = CaseKind.REAL_NAME
    state = CertificationState.ACTIVE
    method = AssuranceMethod.DESK_DECLARED
    case = factory.SubFactory(
        CaseFactory,
        member=factory.SelfAttribute("..member"),
        state=CaseState.APPROVED,
        decided_at=NOW,
        task_state="",
    )
    identity_index = factory.LazyAttribute(lambda o: o.case.claims.get().identity_index)
    granted_at = NOW

"""Questions about the question to the register."""

from trust.models import Case, RegisterQuestion
from trust.register_states import QuestionState
from trust.states import CaseKind


def question_of(member_id: int) -> RegisterQuestion | None:
    """The newest one about the member's name that was not dropped. One statement."""
    rows = RegisterQuestion.objects.filter(case__member_id=member_id, case__kind=CaseKind.REAL_NAME)
    return rows.exclude(state=QuestionState.DROPPED).order_by("-pk").first()


def question_for(case: Case) -> RegisterQuestion | None:
    """Of the case's present round. One statement."""
    rows = RegisterQuestion.objects.filter(case_id=case.pk, round=case.round)
    return rows.exclude(state=QuestionState.DROPPED).first()

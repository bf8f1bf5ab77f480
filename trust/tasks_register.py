"""Jobs about the one question to the register of names and numbers."""

from django.utils import timezone

from outbox.jobs import job, periodic
from trust.operations import register

# The longest wait between two tries is a quarter of an hour: enough of them for the day the number is kept.
TRIES = 300


@job("trust.ask-register", queue="fulfilment", transactional=False, lease_seconds=60, max_errors=TRIES)
def ask_register(*, question_id: int, **later: object) -> None:
    register.ask_register(question_id=question_id, now=timezone.now())


@job("trust.drop-register-answers")
def drop_answers(*, member_id: int, purpose: str, **later: object) -> None:
    register.drop_answers_without_consent(member_id=member_id, purpose=purpose, now=timezone.now())


@periodic("trust.drop-old-questions", every_seconds=600)
def drop_old_questions(**later: object) -> None:
    register.drop_old_questions(now=timezone.now())

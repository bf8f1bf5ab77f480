"""Two decisions on one case at the same moment: one counts, the other is told."""

import threading
from collections import Counter

from django.db import connections
from django.utils import timezone

from accounts.operations import grant_role
from accounts.states import Role
from bench import worlds
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.trial import Trial
from common.access import SYSTEM
from tests.factories.trust import CaseFactory
from trust.models import Case, Certification, Decision
from trust.operations import decide_case, lease_task

TRIALS = 100


@counted("trust.two-reviewers", stacks=[SQLITE, POSTGRES_REDIS])
def count(trial: Trial) -> Figure:
    now = timezone.now()
    certifier = worlds.members(1, prefix="certifier", first_phone=13_500_000_000)[0]
    grant_role(actor=SYSTEM, member_id=certifier.pk, role=Role.CERTIFIER, now=now)
    answers: Counter[str] = Counter()
    trials = trial.size(TRIALS)
    for number in range(trials):
        case = CaseFactory.create(member__handle=f"applicant-{number}", member__phone=f"+86136{number:08d}")
        lease_task(actor=certifier, case_id=case.pk, now=now)
        answers.update(_race(case.pk, certifier.pk))
    doubled = sum(row.decisions.count() != 1 for row in Case.objects.all())
    certified, approved = Certification.objects.count(), Decision.objects.filter(outcome="approve").count()
    ok = not doubled and answers == {"Decision": trials, "AlreadyDecided": trials} and certified == approved
    numbers = {"trials": trials, "decisions": Decision.objects.count(), "doubled": doubled}
    return trial.figure(ok=ok, numbers=numbers, notes={"answers": dict(answers)})


def _race(case_id: int, certifier_id: int) -> list[str]:
    from accounts.models import Member

    start, told = threading.Barrier(2), []

    def decide(outcome: str, reasons: list[str]) -> None:
        actor = Member.objects.get(pk=certifier_id)
        start.wait(30)
        try:
            made = decide_case(
                actor=actor, case_id=case_id, outcome=outcome, reasons=reasons, now=timezone.now()
            )
            told.append(type(made).__name__)
        except Exception as refused:
            told.append(type(refused).__name__)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=decide, args=arguments)
        for arguments in (("approve", []), ("reject", ["name-not-real"]))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return told

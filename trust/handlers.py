"""News into work."""

from accounts.facts import ConsentWithdrawn
from outbox.facts import on
from outbox.jobs import Work
from trust import tasks
from trust.notices import PURPOSE


@on(ConsentWithdrawn)
def stop_verifying(fact: ConsentWithdrawn) -> Work | None:
    if fact.purpose != PURPOSE:
        return None
    return tasks.stop_verifying.work(member_id=fact.member_id)

"""The stewards' answer leaves for where the words were said. Pure translation: no queries."""

from campaigns.operations.conversations import SOURCE, answer_work
from groups.facts import ComplaintAnswered
from outbox.facts import on
from outbox.jobs import Work


@on(ComplaintAnswered)
def send_stewards_answer(fact: ComplaintAnswered) -> Work | None:
    if not fact.source.startswith(SOURCE):
        return None
    return answer_work(public_id=fact.source.removeprefix(SOURCE), part=f"round-{fact.round}")

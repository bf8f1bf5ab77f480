"""News of what members do, written down where a condition may ask for it. Pure translation: no queries."""

from campaigns import tasks
from campaigns.states import ConditionKind
from connect.facts import EventReceived
from groups.facts import AttendanceConfirmed, MemberJoinedGroup, PostWritten, TaskCompleted
from outbox.facts import on
from outbox.jobs import Work


@on(MemberJoinedGroup)
def note_joining(fact: MemberJoinedGroup) -> Work:
    return tasks.note_a_deed.work(
        member_id=fact.member_id,
        kind=ConditionKind.JOINED_GROUP.value,
        group_id=fact.group_id,
        source=f"{fact.group_id}:{fact.member_id}:{fact.occurred_at}",
        occurred_at=fact.occurred_at,
    )


@on(PostWritten)
def note_post(fact: PostWritten) -> Work:
    return tasks.note_a_deed.work(
        member_id=fact.member_id,
        kind=ConditionKind.POSTED.value,
        group_id=fact.group_id,
        source=str(fact.post_id),
        occurred_at=fact.occurred_at,
    )


@on(AttendanceConfirmed)
def note_attendance(fact: AttendanceConfirmed) -> Work:
    """Once per event, however often it is confirmed."""
    return tasks.note_a_deed.work(
        member_id=fact.member_id,
        kind=ConditionKind.ATTENDED.value,
        group=fact.group,
        event=fact.event,
        source=f"{fact.event}:{fact.member_id}",
        occurred_at=fact.occurred_at,
    )


@on(TaskCompleted)
def note_task(fact: TaskCompleted) -> Work:
    """Once per event and task."""
    return tasks.note_a_deed.work(
        member_id=fact.member_id,
        kind=ConditionKind.TASK.value,
        group=fact.group,
        event=fact.event,
        source=f"{fact.event}:{fact.task}:{fact.member_id}",
        occurred_at=fact.occurred_at,
    )


@on(EventReceived)
def note_event(fact: EventReceived) -> Work:
    """Of a site of a brand: it counts in that brand's campaigns."""
    return tasks.note_a_deed.work(
        member_id=fact.member_id,
        kind=ConditionKind.EVENT.value,
        name=fact.name,
        value_minor=fact.value_minor,
        brand=fact.brand,
        source=str(fact.event_id),
        occurred_at=fact.occurred_at,
    )

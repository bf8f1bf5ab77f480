"""When an open promise is brought to people's attention. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from accounts.states import Role

# Percent of the time between made and due, to who is told of it then.
HALF, NEAR, DUE = 50, 80, 100
MARKS: Final = (HALF, NEAR, DUE)
TOLD: Final[Mapping[int, tuple[Role, ...]]] = {
    HALF: (Role.CLERK,),
    NEAR: (Role.MANAGER,),
    DUE: (Role.MANAGER,),
}


def moment_of(percent: int, *, made_at: datetime, due_at: datetime) -> datetime:
    return made_at + (due_at - made_at) * percent / 100


def highest_reached(*, made_at: datetime, due_at: datetime, now: datetime) -> int:
    """The last mark that has passed; 0 for none."""
    passed = [mark for mark in MARKS if moment_of(mark, made_at=made_at, due_at=due_at) <= now]
    return max(passed, default=0)


def next_moment(*, made_at: datetime, due_at: datetime, after: int = 0) -> datetime | None:
    """When the mark that follows ``after`` is reached; None after the last one."""
    following = [mark for mark in MARKS if mark > after]
    return moment_of(following[0], made_at=made_at, due_at=due_at) if following else None

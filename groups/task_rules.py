"""Pure decisions about tasks of a team: no database, no clock."""

from collections.abc import Collection, Iterable

from groups import errors
from groups.task_sets import READY
from groups.task_states import CONFIRMATIONS


def check_keys(keys: Iterable[str]) -> list[str]:
    """In the order of the set, each once. Raises: UnknownChoice."""
    wanted = set(keys)
    if wanted - set(READY):
        raise errors.UnknownChoice(field="tasks")
    return [key for key in READY if key in wanted]


def confirmations_needed(team: Collection[int], *, claimed_by: int) -> int:
    """Teammates besides whoever said it first. Raises: NeedsTeammates for a team of one."""
    others = len(set(team) - {claimed_by})
    if others < 1:
        raise errors.NeedsTeammates
    return min(CONFIRMATIONS, others)


def is_confirmed(confirmed_by: Iterable[int], team: Collection[int], *, claimed_by: int) -> bool:
    """Only teammates count, each once, and never whoever said it first."""
    saying = (set(confirmed_by) & set(team)) - {claimed_by}
    return len(saying) >= confirmations_needed(team, claimed_by=claimed_by)

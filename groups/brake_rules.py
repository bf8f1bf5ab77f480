"""Pure decisions about many answers at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

# Looked at: the answers of the last minutes, at most so many.
WITHIN = timedelta(minutes=10)
MOST_LOOKED_AT = 60
# So many people with hostile answers are too many for one person; so are so many answers by so many people
# with a hostile one among them. A wave of congratulations never waits.
CRITICS = 3
ANSWERS, PEOPLE = 20, 8
# Then answers wait so long.
WAIT = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class Recent:
    """One answer of the last minutes. ``hostile``: flagged, folded, or sent although it may hurt."""

    author_id: int
    hostile: bool


def is_too_much(answers: Sequence[Recent]) -> bool:
    """Whether answers of others to one person have become a pile."""
    people = {one.author_id for one in answers}
    critics = {one.author_id for one in answers if one.hostile}
    if not critics:
        return False
    return len(critics) >= CRITICS or (len(answers) >= ANSWERS and len(people) >= PEOPLE)

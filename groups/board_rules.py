"""Pure decisions about posts."""

import re

from common.limits import Limit
from groups import errors
from groups.board_states import PostAudience
from groups.states import Visibility

# How much one may write a day: more for those whom somebody has checked.
POSTS = Limit(name="groups.posts-a-day", allowed=10, per_seconds=86_400)
POSTS_CERTIFIED = Limit(name="groups.posts-a-day-certified", allowed=50, per_seconds=86_400)
COMMENTS = Limit(name="groups.comments-an-hour", allowed=30, per_seconds=3600)
COMMENTS_CERTIFIED = Limit(name="groups.comments-an-hour-certified", allowed=120, per_seconds=3600)

# How far a post of a group may be seen at most, by who may find the group.
WIDEST = {
    Visibility.PRIVATE: PostAudience.FELLOWS,
    Visibility.LISTED: PostAudience.COMMUNITY,
    Visibility.PUBLIC: PostAudience.EVERYBODY,
}
_MENTION = re.compile(r"(?<![\w@])@([A-Za-z0-9_.-]{2,40})")
MOST_MENTIONS = 10


def check_audience(audience: int, visibility: str) -> int:
    """Raises: UnknownChoice for one that the group's own visibility does not reach."""
    if audience not in PostAudience.values or audience > WIDEST[Visibility(visibility)]:
        raise errors.UnknownChoice(field="audience")
    return audience


def least_audience(*, role: int, signed_in: bool, visibility: str, steward_role: int) -> int | None:
    """The narrowest audience that this reader belongs to; None: none at all. See ``queries.board``."""
    if role >= steward_role:
        return PostAudience.STEWARDS
    if role:
        return PostAudience.FELLOWS
    if signed_in and visibility != Visibility.PRIVATE:
        return PostAudience.COMMUNITY
    return PostAudience.EVERYBODY if visibility == Visibility.PUBLIC else None


def mentioned(text: str) -> list[str]:
    """Handles behind an @, in lower case, each once."""
    found = dict.fromkeys(handle.rstrip(".").lower() for handle in _MENTION.findall(text))
    return list(found)[:MOST_MENTIONS]

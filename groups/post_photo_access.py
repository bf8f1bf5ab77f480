"""Who sees a photo of a post."""

from common.access import Actor, declare, may, predicate
from groups import queries
from groups.models import PostPhoto


@predicate
def sees_post_photo(actor: Actor, photo: PostPhoto | None) -> bool:
    return photo is not None and queries.is_post_photo_seen(photo, actor)


@predicate
def judges_post_photo(actor: Actor, photo: PostPhoto | None) -> bool:
    """As long as flags that looked at it wait: also when its author took it down, and from outside."""
    case = None if photo is None else queries.open_case_with(photo)
    return case is not None and may(actor, "groups.judge-case", case)


declare("groups.see-post-photo", sees_post_photo | judges_post_photo)

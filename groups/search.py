"""Posts in the search page: only those that the reader may read, by scopes of group and audience."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.visibility import visible_to
from common.access import Actor
from common.errors import NeedsSignIn
from common.search import Found, Hit, Query, matches, read_cursor, write_cursor
from common.texts import in_language
from groups import queries
from groups.board_states import PostAudience
from groups.models import Post
from groups.operations.indexing import SEARCH, search_scope
from groups.states import GroupRole


def find_posts(viewer: Actor, query: Query, cursor: str | None, size: int) -> Found[Hit]:
    """Posts of the groups that the reader is in, the newest first. Three statements.

    Raises: NeedsSignIn, BadCursor.
    """
    if viewer.pk is None:
        raise NeedsSignIn
    place = read_cursor(cursor)
    scopes = [
        search_scope(group_id, audience)
        for group_id, role in queries.roles_of(member_id=viewer.pk)
        for audience in PostAudience.values
        if audience > PostAudience.STEWARDS or role >= GroupRole.CO_STEWARD
    ]
    if not scopes:
        return Found(items=[])
    rows = matches(query, source=SEARCH, scopes=scopes, before=place[1] if place else None)
    met = rows.filter(visible_to(viewer, path="owner_id")).values_list("object_id", flat=True)
    ids = list(met[: size + 1])
    posts = queries.posts_by_id(ids[:size], viewer=viewer)
    return Found(
        items=[_hit(posts[pk]) for pk in ids[:size] if pk in posts],
        next_cursor=write_cursor("posts", ids[size - 1]) if len(ids) > size else None,
    )


def _hit(post: Post) -> Hit:
    return Hit(
        key=post.public_id,
        title=post.body[:80],
        url=reverse("groups:post", args=[post.public_id]),
        sub=[in_language(post.group.name), post.author.display_name],
        badge=str(_("Pinned")) if post.pinned_at else "",
    )

"""Groups, events and posts in the search page: only what the reader may know of, by scopes."""

from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.visibility import visible_to
from common.access import Actor
from common.errors import NeedsSignIn
from common.placeholders import written
from common.search import Found, Hit, Query, read_cursor, walk, write_cursor
from common.texts import in_language
from groups import queries
from groups.board_states import PostAudience
from groups.event_states import TO_COME
from groups.models import Event, Group, Post
from groups.operations.indexing import EVENTS, GROUPS, SEARCH, TO_FIND, inside_scope, search_scope
from groups.states import GroupRole, GroupState


def find_groups(viewer: Actor, query: Query, cursor: str | None, size: int) -> Found[Hit]:
    """Groups that the reader may find, and those they are in, the newest first. Three statements, and up to
    two more. Raises: NeedsSignIn, BadCursor.
    """
    scopes = [TO_FIND, *map(inside_scope, queries.ids_of_known_groups(member_id=_reader(viewer)))]

    def hits(ids: Sequence[int]) -> list[Hit]:
        groups = queries.groups_by_id(ids, viewer=viewer)
        return [_group_hit(groups[pk]) for pk in ids if pk in groups]

    return _find(query, cursor, size, source=GROUPS, scopes=scopes, viewer=None, hits=hits)


def find_events(viewer: Actor, query: Query, cursor: str | None, size: int) -> Found[Hit]:
    """Events of the reader's groups, the newest first, whoever hosts them. Three statements, and up to two
    more. Raises: NeedsSignIn, BadCursor.
    """
    scopes = [inside_scope(group_id) for group_id, _role in queries.roles_of(member_id=_reader(viewer))]

    def hits(ids: Sequence[int]) -> list[Hit]:
        events = queries.events_by_id(ids)
        return [_event_hit(events[pk]) for pk in ids if pk in events]

    return _find(query, cursor, size, source=EVENTS, scopes=scopes, viewer=None, hits=hits)


def find_posts(viewer: Actor, query: Query, cursor: str | None, size: int) -> Found[Hit]:
    """Posts of the groups that the reader is in, the newest first. Three statements, and up to two more.

    Raises: NeedsSignIn, BadCursor.
    """
    scopes = [
        search_scope(group_id, audience)
        for group_id, role in queries.roles_of(member_id=_reader(viewer))
        for audience in PostAudience.values
        if audience > PostAudience.STEWARDS or role >= GroupRole.CO_STEWARD
    ]

    def hits(ids: Sequence[int]) -> list[Hit]:
        posts = queries.posts_by_id(ids, viewer=viewer)
        return [_post_hit(posts[pk]) for pk in ids if pk in posts]

    return _find(query, cursor, size, source=SEARCH, scopes=scopes, viewer=viewer, hits=hits)


def _reader(viewer: Actor) -> int:
    if viewer.pk is None:
        raise NeedsSignIn
    return viewer.pk


def _find(
    query: Query,
    cursor: str | None,
    size: int,
    *,
    source: str,
    scopes: Sequence[str],
    viewer: Actor | None,
    hits: Callable[[Sequence[int]], list[Hit]],
) -> Found[Hit]:
    """``viewer``: where a block between the reader and the owner hides. A page may be short, even empty, and
    still have a next one.
    """
    place = read_cursor(cursor)
    if not scopes:
        return Found(items=[])
    stretch = walk(query, source=source, scopes=scopes, before=place[1] if place else None)
    met = stretch.rows.filter(visible_to(viewer, path="owner_id")) if viewer else stretch.rows
    ids = list(met.values_list("object_id", flat=True)[: size + 1])
    end = ids[size - 1] if len(ids) > size else stretch.ends_at
    return Found(
        items=hits(ids[:size]),
        next_cursor=write_cursor(source, end) if end is not None else None,
    )


def _group_hit(group: Group) -> Hit:
    purpose = in_language(group.purpose)
    return Hit(
        key=group.public_id,
        title=in_language(group.name),
        url=reverse("groups:detail", args=[group.public_id]),
        sub=[purpose[:120]] if purpose else [],
        badge=str(_("Archived")) if group.state == GroupState.ARCHIVED else "",
    )


def _event_hit(event: Event) -> Hit:
    return Hit(
        key=event.public_id,
        title=in_language(event.title),
        url=reverse("groups:event", args=[event.public_id]),
        sub=[in_language(event.group.name), written(timezone.localtime(event.starts_at))],
        badge="" if event.state in TO_COME else str(event.get_state_display()),
    )


def _post_hit(post: Post) -> Hit:
    return Hit(
        key=post.public_id,
        title=post.body[:80],
        url=reverse("groups:post", args=[post.public_id]),
        sub=[in_language(post.group.name), post.author.display_name],
        badge=str(_("Pinned")) if post.pinned_at else "",
    )

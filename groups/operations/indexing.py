"""What groups put into the search index: groups, their events, and what stands on their boards."""

from collections.abc import Mapping

from common.search import index_grams, remove_entries, write_entries
from groups.event_states import EventState
from groups.models import Event, Group, Post
from groups.moderation_states import Cover
from groups.states import GroupState, Visibility

SEARCH, GROUPS, EVENTS = "posts", "groups", "events"
# The scope of groups that every member may find.
TO_FIND = "to-find"


def index_group(group: Group) -> None:
    """By name and purpose, in each language. Members find live groups that are listed; insiders, theirs.

    Call it in the transaction that changes the group, holding its row.
    """
    scope = TO_FIND if _is_to_find(group) else inside_scope(group.pk)
    texts = {scope: _grams(group.name, is_name=True) | _grams(group.purpose)}
    write_entries(source=GROUPS, object_id=group.pk, owner_id=None, texts=texts)


def _is_to_find(group: Group) -> bool:
    return group.state == GroupState.ACTIVE and group.visibility in (Visibility.PUBLIC, Visibility.LISTED)


def index_event(event: Event) -> None:
    """By title and what happens there; a draft is its host's. Call it holding the event's row."""
    if event.state == EventState.DRAFT:
        return
    texts = {inside_scope(event.group_id): _grams(event.title) | _grams(event.about)}
    write_entries(source=EVENTS, object_id=event.pk, owner_id=event.host_id, texts=texts)


def inside_scope(group_id: int) -> str:
    """Of what only those who are in the group may find."""
    return f"in/{group_id}"


def _grams(texts: Mapping[str, str], *, is_name: bool = False) -> set[str]:
    return {gram for text in texts.values() for gram in index_grams(text, is_name=is_name)}


def index_post(post: Post) -> None:
    """Found by whoever may read it: one scope per group and audience. What is folded is not found."""
    if post.cover != Cover.OPEN:
        remove_entries(source=SEARCH, object_id=post.pk)
        return
    scope = search_scope(post.group_id, post.audience)
    write_entries(
        source=SEARCH, object_id=post.pk, owner_id=post.author_id, texts={scope: index_grams(post.body)}
    )


def search_scope(group_id: int, audience: int) -> str:
    return f"{group_id}/{audience}"

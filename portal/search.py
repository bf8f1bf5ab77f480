"""One search over what the apps register; each reader finds what they may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from common.access import Actor
from common.errors import NeedsSignIn, NotFound
from common.registries import SearchSource, search_sources
from common.search import Found, Hit, Query, read_query

PAGE = 20


@dataclass(frozen=True, kw_only=True)
class Results:
    """``source``: the tab that was asked; ``found``: empty where there was nothing to ask."""

    query: Query
    source: SearchSource
    sources: Sequence[SearchSource]
    found: Found[Hit]


def search(viewer: Actor, *, text: str, kind: str = "", cursor: str | None = None) -> Results:
    """One tab at a time, so that the cost does not grow with what can be searched.

    ``kind``: a source's key, "" for the first. Raises: NeedsSignIn, NotFound (no such kind), BadCursor.
    """
    if viewer.pk is None:
        raise NeedsSignIn
    sources = list(search_sources)
    source = next((each for each in sources if each.key == kind or not kind), None)
    if source is None:
        raise NotFound
    query = read_query(text)
    found: Found[Hit] = Found(items=[])
    if query.grams:
        found = source.find(viewer, query, cursor, PAGE)
    return Results(query=query, source=source, sources=sources, found=found)

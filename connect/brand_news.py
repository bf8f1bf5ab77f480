"""Whose news it is: a brand's webhook gets that brand's news and nobody else's.

Apps above say how a brand is read from their facts. What nobody can place is the operator's alone.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from common.registries import Registry
from connect.facts import EventReceived
from connect.models import Site
from outbox.facts import Recorded

Brands = Mapping[UUID, str]


@dataclass(frozen=True, kw_only=True)
class BrandSource:
    """``brands(news)``: {fact's id: the brand's scope} for facts of ``kinds``, in one statement."""

    key: str
    kinds: Collection[str]
    brands: Callable[[Sequence[Recorded]], Brands]


brand_sources: Registry[BrandSource] = Registry()


def placed_kinds() -> set[str]:
    """Kinds of news that a brand can have."""
    return {kind for source in brand_sources for kind in source.kinds}


def brands_of(news: Sequence[Recorded]) -> Brands:
    """One statement per source that is concerned."""
    found: dict[UUID, str] = {}
    for source in brand_sources:
        theirs = [one for one in news if one.kind in source.kinds]
        if theirs:
            found |= source.brands(theirs)
    return found


def _of_sites(news: Sequence[Recorded]) -> Brands:
    slugs = {str(one.payload.get("source", "")) for one in news}
    brands = dict(Site.objects.filter(slug__in=slugs).values_list("slug", "brand_ref"))
    return {one.id: brands[slug] for one in news if (slug := str(one.payload.get("source", ""))) in brands}


def register() -> None:
    brand_sources.register(
        BrandSource(key="connect.sites", kinds=frozenset({EventReceived.KIND}), brands=_of_sites)
    )

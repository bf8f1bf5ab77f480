"""Where apps contribute to shared pages and duties, so that lower apps never look up.

Apps fill these in ``apps.py``'s ``ready``; ``common`` and ``portal`` walk them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from django.utils.functional import Promise


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


T = TypeVar("T", bound=_Keyed)


class Registry(Generic[T]):
    """Contributions by key, in ``order`` where they have one. The same key twice is an error."""

    def __init__(self) -> None:
        self._items: dict[str, T] = {}

    def register(self, item: T) -> T:
        if item.key in self._items and self._items[item.key] != item:
            raise ValueError(f"registered twice: {item.key}")
        self._items[item.key] = item
        return item

    def __iter__(self) -> Iterator[T]:
        return iter(sorted(self._items.values(), key=lambda item: (getattr(item, "order", 0), item.key)))

    def __len__(self) -> int:
        return len(self._items)


@dataclass(frozen=True, kw_only=True)
class NavEntry:
    key: str
    label: str | Promise
    url_name: str
    icon: str
    order: int
    needs_sign_in: bool = True


@dataclass(frozen=True, kw_only=True)
class TodayCard:
    """``build(member)`` gives the template's values, or None when there is nothing to say today."""

    key: str
    order: int
    build: Callable[[Any], dict[str, Any] | None]
    template: str


@dataclass(frozen=True, kw_only=True)
class ProfileSection:
    key: str
    order: int
    build: Callable[[Any], dict[str, Any] | None]
    template: str


@dataclass(frozen=True, kw_only=True)
class MeEntry:
    """A row of the member's own page that leads to a page about one thing (who sees what, devices, ...)."""

    key: str
    label: str | Promise
    hint: str | Promise
    url_name: str
    icon: str
    order: int


@dataclass(frozen=True, kw_only=True)
class ReconcileCheck:
    """``run()`` returns the violations as plain sentences with ids, no personal data; empty is good."""

    key: str
    title: str
    run: Callable[[], list[str]]


@dataclass(frozen=True, kw_only=True)
class ExportStep:
    """``build(member_id)`` returns what the app stores about the member, as JSON-ready values."""

    key: str
    build: Callable[[int], dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class ErasureStep:
    key: str
    order: int
    run: Callable[[int], None]


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A number for operators: ``read()`` must be one cheap query."""

    key: str
    title: str
    read: Callable[[], float]


@dataclass(frozen=True, kw_only=True)
class ScopeSource:
    """``names(actor)`` gives {scope: name} of what the actor manages, in the reader's language; one query."""

    key: str
    names: Callable[[Any], Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class SearchSource:
    key: str
    title: str | Promise
    url_name: str


navigation: Registry[NavEntry] = Registry()
today_cards: Registry[TodayCard] = Registry()
profile_sections: Registry[ProfileSection] = Registry()
me_entries: Registry[MeEntry] = Registry()
reconcile_checks: Registry[ReconcileCheck] = Registry()
export_steps: Registry[ExportStep] = Registry()
erasure_steps: Registry[ErasureStep] = Registry()
metrics: Registry[Metric] = Registry()
scope_sources: Registry[ScopeSource] = Registry()
search_sources: Registry[SearchSource] = Registry()


def scope_names(actor: Any) -> dict[str, str]:
    """What the actor manages, by scope: one query per source."""
    return {scope: name for source in scope_sources for scope, name in source.names(actor).items()}

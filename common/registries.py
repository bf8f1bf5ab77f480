"""Where apps contribute to shared pages and duties, so that lower apps never look up.

Apps fill these in ``apps.py``'s ``ready``; ``common`` and ``portal`` walk them.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from django.db.models import QuerySet
from django.utils.functional import Promise

if TYPE_CHECKING:
    from common.posters.contents import Contents


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
    """``build(member)`` gives the template's values, or None when there is nothing to say today.

    ``probe(member)``: a queryset that has rows while there may be something to say. All probes are asked in
    one statement, and only cards whose probe says yes are built; a card without one is always built.
    ``may_be_put_away``: the member may say "not now"; the card comes back once its value ``stamp`` differs.
    """

    key: str
    order: int
    build: Callable[[Any], dict[str, Any] | None]
    template: str
    probe: Callable[[Any], QuerySet[Any]] | None = None
    may_be_put_away: bool = False


@dataclass(frozen=True, kw_only=True)
class FirstThing:
    """A way to begin, offered at the end of the three steps after joining. As a card, most fitting first."""

    key: str
    order: int
    build: Callable[[Any], dict[str, Any] | None]
    template: str


@dataclass(frozen=True, kw_only=True)
class PosterKind:
    """Something that is passed on as a picture.

    ``build(ref, language)``: what stands on it, None once there is nothing to show any more.
    ``owner(ref)``: the member who may have it drawn, None for nobody. ``about(ref)``: what its texts come
    from (``campaign:7``): when that changes, all pictures about it are drawn again.
    """

    key: str
    build: Callable[[str, str], "Contents | None"]
    owner: Callable[[str], int | None]
    about: Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class PagePart:
    """A part that a higher app puts on a lower app's page. ``build(**subject)``: None leaves it out."""

    key: str
    page: str
    order: int
    build: Callable[..., dict[str, Any] | None]
    template: str


@dataclass(frozen=True, kw_only=True)
class WorkerPart:
    """A static script that the service worker loads after its own: push, for one. It keeps no pages."""

    key: str
    path: str
    order: int = 50


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
class Bell:
    """Something in the frame of every page that counts for whoever is signed in; one query, when drawn."""

    key: str
    label: str | Promise
    url_name: str
    icon: str
    count: Callable[[Any], int]


@dataclass(frozen=True, kw_only=True)
class ReconcileCheck:
    """``run()`` returns the violations as plain sentences with ids, no personal data; empty is good."""

    key: str
    title: str
    run: Callable[[], list[str]]


@dataclass(frozen=True, kw_only=True)
class ExportFile:
    """A file of the archive: ``path`` below ``files/``, ``read()`` gives its plain bytes piece by piece."""

    path: str
    read: Callable[[], Iterable[bytes]]


def no_files(member_id: int) -> Iterable[ExportFile]:
    return ()


@dataclass(frozen=True, kw_only=True)
class ExportTable:
    """Rows of one kind. ``columns``: {key in a row: heading}; a value may be a text per language, a moment,
    a number, a choice (shown by its label) or a list of these.
    """

    key: str
    title: str | Promise
    columns: Mapping[str, str | Promise]
    rows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class ExportStep:
    """``build(member_id)`` returns what the app stores about the member, table by table.

    ``models``: labels of the tables of the database that this answers for (``gifts.Gift``).
    """

    key: str
    title: str | Promise
    models: Sequence[str]
    build: Callable[[int], Sequence[ExportTable] | Mapping[str, Any]]
    order: int = 50
    files: Callable[[int], Iterable[ExportFile]] = no_files


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """An erasure step that is not through yet. ``reason`` is a sentence for the member and the desk."""

    reason: str | Promise


@dataclass(frozen=True, kw_only=True)
class ErasureStep:
    """``run(member_id, now)`` lets go of what the app keeps about a member; None when nothing is left to do.

    Each run is one transaction. It is repeated until it gives None, and once more at the end, so a step
    changes nothing the second time. ``models``: labels of the tables that it answers for.
    """

    key: str
    title: str | Promise
    models: Sequence[str]
    run: Callable[[int, datetime], Waiting | None]
    order: int = 50


@dataclass(frozen=True, kw_only=True)
class DataNote:
    """Why a table that leads to a member is not exported, or what of it stays after an erasure.

    ``key`` is the model's label. A reason that is empty says nothing: the step's ``models`` must name it.
    """

    key: str
    not_exported: str = ""
    kept: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonMark:
    """``find(member_id)`` gives the blind indexes by which the same person would be known again."""

    key: str
    find: Callable[[int], Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class AuditSubjects:
    """``find(member_id)``: the keys under which the audit trail speaks of the member's own things."""

    key: str
    find: Callable[[int], Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class LeavingObstacle:
    """``find(member_id)`` gives a sentence that says what has to be settled before leaving, or None."""

    key: str
    find: Callable[[int], str | None]


@dataclass(frozen=True, kw_only=True)
class Holding:
    """How much of one kind is stored about a member; ``until``: when the first of it goes, if known."""

    count: int
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class RetentionRule:
    """What is kept, why and until when, in words; ``holding(member_id)`` counts the member's own.

    ``sweep(now)`` deletes a batch of what is due and returns how many; None where something else does it.
    """

    key: str
    title: str | Promise
    why: str | Promise
    until: str | Promise
    holding: Callable[[int], Holding]
    order: int = 50
    sweep: Callable[[datetime], int] | None = None


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
class GroupWatch:
    """``groups(actor)``: public ids of the groups whose radar the actor may read, for the app's reasons."""

    key: str
    groups: Callable[[Any], Collection[str]]


@dataclass(frozen=True, kw_only=True)
class SearchSource:
    """A tab of the search page.

    ``find(viewer, query, cursor, size)`` takes a ``common.search.Query`` and gives a ``common.search.Found``
    of ``Hit``s: at most ``size``, only what the viewer may see, a number of statements that does not depend
    on how much there is. ``icon`` stands beside hits without a face; ``hint`` says what is searched.
    ``write_all()`` writes all entries anew, object by object, and gives how many objects it went through.
    """

    key: str
    title: str | Promise
    hint: str | Promise
    icon: str
    order: int
    find: Callable[[Any, Any, str | None, int], Any]
    write_all: Callable[[], int]


@dataclass(frozen=True, kw_only=True)
class PersonSection:
    """What an app shows on a member's page: ``build(member_id, relation)`` for a viewer who may open it.

    ``relation`` is the word of ``accounts.audience.Relation``; None or empty: nothing for this viewer.
    """

    key: str
    order: int
    build: Callable[[int, str], Mapping[str, Any] | None]
    template: str


@dataclass(frozen=True, kw_only=True)
class GiverHalt:
    """``halted()``: the scopes of those who give nothing for the moment. One statement."""

    key: str
    halted: Callable[[], Collection[str]]


navigation: Registry[NavEntry] = Registry()
today_cards: Registry[TodayCard] = Registry()
first_things: Registry[FirstThing] = Registry()
poster_kinds: Registry[PosterKind] = Registry()
page_parts: Registry[PagePart] = Registry()
worker_parts: Registry[WorkerPart] = Registry()
profile_sections: Registry[ProfileSection] = Registry()
person_sections: Registry[PersonSection] = Registry()
me_entries: Registry[MeEntry] = Registry()
bells: Registry[Bell] = Registry()
reconcile_checks: Registry[ReconcileCheck] = Registry()
export_steps: Registry[ExportStep] = Registry()
erasure_steps: Registry[ErasureStep] = Registry()
data_notes: Registry[DataNote] = Registry()
person_marks: Registry[PersonMark] = Registry()
audit_subjects: Registry[AuditSubjects] = Registry()
leaving_obstacles: Registry[LeavingObstacle] = Registry()
retention_rules: Registry[RetentionRule] = Registry()
metrics: Registry[Metric] = Registry()
scope_sources: Registry[ScopeSource] = Registry()
group_watches: Registry[GroupWatch] = Registry()
search_sources: Registry[SearchSource] = Registry()
giver_halts: Registry[GiverHalt] = Registry()


def scope_names(actor: Any) -> dict[str, str]:
    """What the actor manages, by scope: one query per source."""
    return {scope: name for source in scope_sources for scope, name in source.names(actor).items()}

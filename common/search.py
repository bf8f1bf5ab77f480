"""One index for everything that is searched, in Chinese and in Latin letters, the same on both engines.

Chinese, Japanese and Korean text is cut into pairs of neighbouring characters, other text into words and
their beginnings. An object is found when all grams of the query are its own. Sources write their entries in
the transaction that changes the object (``write_entries``) and ask with ``matches``; who may find what is a
``scope`` in the entry's key, so that a search never reads what its reader may not see.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from common.models import SearchEntry
from common.pagination import BadCursor

QUERY_LENGTH = 60
_MOST_GRAMS = 12
# How many entries of one gram are looked through for one page.
WALK = 300
_PREFIX = 12
_GRAM = 24
_SALT = "common.search"
# Han with its extensions, kana, hangul; 々 and 〇 are letters in names.
_WIDE = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af"
_RUNS = re.compile(rf"([{_WIDE}]+)|([^\W_{_WIDE}]+)")
_ACCENTS = re.compile("[\u0300-\u036f]")

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Query:
    """What was asked. ``grams``: empty when nothing can be searched for (too short, or only signs)."""

    text: str
    grams: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One thing found, ready to be drawn. ``sub``: short lines under the title.

    ``is_person``: drawn with a face; ``picture``: the address of a photo, "" for the initials.
    """

    key: str
    title: str
    url: str
    sub: Sequence[str] = ()
    badge: str = ""
    is_person: bool = False
    picture: str = ""


@dataclass(frozen=True, kw_only=True)
class Found(Generic[T]):
    items: list[T]
    next_cursor: str | None = None


def normalise(text: str) -> str:
    """Full width, case and accents make no difference."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", plain))


def index_grams(text: str, *, is_name: bool = False) -> set[str]:
    """The grams under which a text is found; a name is also found by each single character."""
    found: set[str] = set()
    for wide, word in _runs(text):
        if wide:
            found.update(_pairs(wide))
            found.update(wide if is_name else "")
        else:
            found.update(word[:length] for length in range(2, min(len(word), _PREFIX) + 1))
            found.add(word[:_GRAM])
    return found


def read_query(text: str) -> Query:
    """Words may stop in the middle: a query's word matches the beginning of a word."""
    typed = " ".join(text[:QUERY_LENGTH].split())
    grams: list[str] = []
    for wide, word in _runs(typed):
        if wide:
            grams += _pairs(wide)
        else:
            grams.append(word[:_PREFIX] if len(word) <= _PREFIX else word[:_GRAM])
    return Query(text=typed, grams=tuple(dict.fromkeys(grams))[:_MOST_GRAMS])


def _runs(text: str) -> Iterator[tuple[str, str]]:
    for found in _RUNS.finditer(normalise(text)):
        yield found.group(1) or "", found.group(2) or ""


def _pairs(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)]


def write_entries(
    *, source: str, object_id: int, owner_id: int | None, texts: Mapping[str, Iterable[str]]
) -> None:
    """Replace an object's entries by ``texts``: {scope: grams}. Writes nothing where nothing changed.

    Call it in the transaction that changes the object, holding the object's row.
    """
    wanted = {(scope, gram) for scope, grams in texts.items() for gram in grams}
    rows = SearchEntry.objects.filter(object_id=object_id, source=source)
    have = {(scope, gram): pk for pk, scope, gram in rows.values_list("pk", "scope", "gram")}
    gone = [pk for key, pk in have.items() if key not in wanted]
    if gone:
        rows.filter(pk__in=gone).delete()
    SearchEntry.objects.bulk_create(
        SearchEntry(source=source, scope=scope, gram=gram, object_id=object_id, owner_id=owner_id)
        for scope, gram in sorted(wanted - set(have))
    )


def remove_entries(*, source: str, object_id: int) -> None:
    """Nobody finds the object any more."""
    SearchEntry.objects.filter(object_id=object_id, source=source).delete()


@dataclass(frozen=True, kw_only=True)
class Walk:
    """A stretch of an index, the newest object first. ``ends_at``: where the next stretch begins
    (``before``), None when this one went to the end.
    """

    rows: QuerySet[SearchEntry]
    ends_at: int | None = None


def walk(query: Query, *, source: str, scopes: Sequence[str], before: int | None = None) -> Walk:
    """Entries of the objects that have all grams, among the newest ``WALK`` that have the rarest one.

    So the cost has a bound where many objects have each gram and none has all: such a stretch may hold
    nothing, and the reader goes on. ``before``: only older objects. Up to two small statements of its own,
    as many for few objects as for many.
    """
    if not query.grams:
        return Walk(rows=SearchEntry.objects.none())
    lead, ends_at = query.grams[0], None
    if len(query.grams) > 1:
        counts = _counted(query.grams, source, scopes, before)
        lead = min(query.grams, key=lambda gram: (counts[gram], -len(gram)))
    # One gram in one scope is read in its order until the page is full.
    if len(query.grams) + len(scopes) > 2:
        ends_at = _end_of_stretch(lead, source, scopes, before)
    rows = matches(query, source=source, scopes=scopes, lead=lead)
    if before is not None:
        rows = rows.filter(object_id__lt=before)
    if ends_at is not None:
        rows = rows.filter(object_id__gte=ends_at)
    return Walk(rows=rows.order_by("-object_id"), ends_at=ends_at)


def matches(
    query: Query, *, source: str, scopes: Sequence[str], lead: str | None = None
) -> QuerySet[SearchEntry]:
    """Entries of the objects that have all grams; once each within one scope.

    For callers that narrow the objects by something else; ``walk`` is for everybody's. ``lead``: the gram
    whose entries come out, the longest by default; the others are probes.
    """
    if not query.grams:
        return SearchEntry.objects.none()
    first = lead or max(query.grams, key=len)
    rows = _with(first, source, scopes)
    for gram in query.grams:
        if gram != first:
            rows = rows.filter(Exists(_with(gram, source, scopes).filter(object_id=OuterRef("object_id"))))
    return rows


def _counted(grams: Sequence[str], source: str, scopes: Sequence[str], before: int | None) -> dict[str, int]:
    """{gram: how many entries, ``WALK`` at most}. One statement."""
    parts = [_older(_with(gram, source, scopes), before).values("object_id")[:WALK] for gram in grams]
    return dict(zip(grams, _answers("SELECT count(*) FROM ({}) part", parts), strict=True))


def _end_of_stretch(gram: str, source: str, scopes: Sequence[str], before: int | None) -> int | None:
    """The object that is the ``WALK``th newest in a scope, of several the newest; None where no scope has
    so many. One statement.
    """
    parts = [
        _older(_with(gram, source, [scope]), before).order_by("-object_id").values("object_id")
        for scope in scopes
    ]
    ends = _answers("{}", [rows[WALK - 1 : WALK] for rows in parts])
    return max((end for end in ends if end is not None), default=None)


def _answers(form: str, parts: Sequence[QuerySet[SearchEntry, Any]]) -> Sequence[Any]:
    """One value of each part, by one statement."""
    written = [rows.query.sql_with_params() for rows in parts]
    columns = ", ".join(f"({form.format(sql)})" for sql, _values in written)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", [value for _sql, values in written for value in values])
        return list(cursor.fetchone() or ())


def _older(rows: QuerySet[SearchEntry], before: int | None) -> QuerySet[SearchEntry]:
    return rows if before is None else rows.filter(object_id__lt=before)


def _with(gram: str, source: str, scopes: Sequence[str]) -> QuerySet[SearchEntry]:
    where: dict[str, Any] = {"scope": scopes[0]} if len(scopes) == 1 else {"scope__in": scopes}
    return SearchEntry.objects.filter(gram=gram, source=source, **where)


def write_cursor(phase: str, last: int) -> str:
    """Where a list stopped; unreadable and unchangeable for whoever gets it."""
    return signing.dumps([phase, last], salt=_SALT)


def read_cursor(cursor: str | None) -> tuple[str, int] | None:
    """Raises: BadCursor."""
    if not cursor:
        return None
    try:
        phase, last = signing.loads(cursor, salt=_SALT)
        return str(phase), int(last)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise BadCursor from error

"""People in the search index, and how they are found: first those one shares a group with.

Two scopes: ``members`` holds what every member may see, ``circle`` what only the circle may. What is for the
owner alone, and legal names, are in no index; what is public is public on the page, not in a list of people.
"""

from collections.abc import Mapping, Sequence

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import people, profile_rules, visibility
from accounts.audience import Audience, Relation
from accounts.models import Member, Profile
from accounts.people import Person
from accounts.profile_words import Industry
from accounts.states import Locale, MemberState
from common.access import Actor
from common.errors import NeedsSignIn
from common.models import SearchEntry
from common.search import (
    Found,
    Hit,
    Query,
    Walk,
    index_grams,
    matches,
    read_cursor,
    remove_entries,
    walk,
    write_cursor,
    write_entries,
)

SOURCE = "people"
CIRCLE, MEMBERS = "circle", "members"
_NAMES = {"name": "display_name", "english_name": "english_name"}


def write_person(member: Member, profile: Profile) -> None:
    """Call it in the transaction that changes either, holding the profile's row."""
    if member.state != MemberState.ACTIVE:
        remove_entries(source=SOURCE, object_id=member.pk)
        return
    write_entries(
        source=SOURCE, object_id=member.pk, owner_id=member.pk, texts=grams_by_scope(member, profile)
    )


def grams_by_scope(member: Member, profile: Profile) -> Mapping[str, set[str]]:
    """{scope: grams}; a gram that every member may find is not repeated for the circle."""
    found: dict[str, set[str]] = {CIRCLE: set(), MEMBERS: set()}
    for field, text in _texts(member, profile):
        audience = profile_rules.audience_of(profile, field)
        if audience >= Audience.CIRCLE:
            scope = CIRCLE if audience == Audience.CIRCLE else MEMBERS
            found[scope] |= index_grams(text, is_name=field in _NAMES)
    return {CIRCLE: found[CIRCLE] - found[MEMBERS], MEMBERS: found[MEMBERS]}


def _texts(member: Member, profile: Profile) -> list[tuple[str, str]]:
    industry = ""
    if profile.industry in Industry.values:
        industry = " ".join(_in(language, profile.industry) for language in Locale.values)
    return [
        ("name", member.display_name),
        ("english_name", profile.english_name),
        ("headline", profile.headline),
        ("city", profile.city),
        ("industry", industry),
        ("bio", profile.bio),
    ]


def _in(language: str, industry: str) -> str:
    with override(language):
        return str(Industry(industry).label)


def find_people(viewer: Actor, query: Query, cursor: str | None, size: int) -> Found[Person]:
    """Those one shares a group with, then everybody else, the newest member first. Three statements, for
    several words up to two more. A page may be short, even empty, and still have a next one.

    Raises: NeedsSignIn, BadCursor.
    """
    if viewer.pk is None:
        raise NeedsSignIn
    phase, last = read_cursor(cursor) or (CIRCLE, None)
    ids: list[tuple[str, int]] = []
    if phase == CIRCLE:
        ids = [(CIRCLE, pk) for pk in _near(viewer, query, last)[: size + 1]]
    ends_at = None
    if len(ids) <= size:
        before = last if phase == MEMBERS else None
        stretch = walk(query, source=SOURCE, scopes=(MEMBERS,), before=before)
        ends_at = stretch.ends_at
        ids += [(MEMBERS, pk) for pk in _others(viewer, stretch)[: size + 1 - len(ids)]]
    shown = ids[:size]
    seen = people.people_seen_by(viewer, [pk for _phase, pk in shown])
    return Found(
        items=[seen[pk] for _phase, pk in shown if pk in seen],
        next_cursor=_next(ids, size, ends_at),
    )


def _next(ids: Sequence[tuple[str, int]], size: int, ends_at: int | None) -> str | None:
    if len(ids) > size:
        return write_cursor(*ids[size - 1])
    return write_cursor(MEMBERS, ends_at) if ends_at is not None else None


def _near(viewer: Actor, query: Query, before: int | None) -> QuerySet[SearchEntry, int]:
    mates = visibility.circle_mates(viewer.pk or 0).exclude(member_id=viewer.pk or 0).values("member_id")
    rows = matches(query, source=SOURCE, scopes=(MEMBERS, CIRCLE)).filter(object_id__in=mates)
    if before is not None:
        rows = rows.filter(object_id__lt=before)
    return _met_by(viewer, rows.order_by("-object_id")).distinct()


def _others(viewer: Actor, stretch: Walk) -> QuerySet[SearchEntry, int]:
    return _met_by(viewer, stretch.rows.exclude(visibility.shares_circle(viewer, path="object_id")))


def _met_by(viewer: Actor, rows: QuerySet[SearchEntry]) -> QuerySet[SearchEntry, int]:
    """Ids. In the statement and not afterwards: a page that lacks somebody would tell of a block."""
    active = Member.objects.filter(pk=OuterRef("object_id"), state=MemberState.ACTIVE)
    met = rows.filter(visibility.visible_to(viewer, path="owner_id"), Exists(active))
    return met.values_list("object_id", flat=True)


def find_hits(viewer: Actor, query: Query, cursor: str | None, size: int) -> Found[Hit]:
    """``find_people`` for the search page. Raises: NeedsSignIn, BadCursor."""
    found = find_people(viewer, query, cursor, size)
    return Found(items=[_hit(person) for person in found.items], next_cursor=found.next_cursor)


def _hit(person: Person) -> Hit:
    shown = person.profile
    place = " · ".join(filter(None, (shown.city, shown.industry)))
    return Hit(
        key=person.public_id,
        title=person.name.text,
        url=reverse("accounts:person", args=[person.public_id]),
        sub=[line for line in (shown.headline, place) if line],
        badge=str(_("In a group with you")) if person.relation == Relation.CIRCLE else "",
        is_person=True,
        picture=reverse("accounts:small-photo", args=[person.face]) if person.face else "",
    )

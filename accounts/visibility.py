"""Who may see whom, as conditions of a query. Every app asks here; none reads blocks by itself.

``path`` names the column that holds the member's id in the caller's rows ("pk" of a member, "author_id" of
a post). ``accounts.audience`` is the same rule for one pair.
"""

from collections.abc import Iterable

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When

from accounts.audience import Audience, Relation
from accounts.models import Block, CirclePlace, Mute
from common.access import Actor


def visible_to(viewer: Actor, *, path: str = "pk") -> Q:
    """No block stands between the viewer and the member at ``path``. Two index probes a row, no statement.

    Visitors, who have no account to block, see what is public.
    """
    return Q() if viewer.pk is None else met_by(viewer.pk, path=path)


def met_by(member_id: int, *, path: str = "pk") -> Q:
    """``visible_to`` for a member's id."""
    return ~_blocked_with(member_id, path)


def _blocked_with(viewer_id: int, path: str) -> Q:
    mine = Block.objects.filter(blocker_id=viewer_id, blocked_id=OuterRef(path))
    theirs = Block.objects.filter(blocker_id=OuterRef(path), blocked_id=viewer_id)
    return Q(Exists(mine)) | Q(Exists(theirs))


def shares_circle(viewer: Actor, *, path: str = "pk") -> Q:
    """The member at ``path`` is in a circle that the viewer is in, too."""
    if viewer.pk is None:
        return Q(pk__in=())
    own = CirclePlace.objects.filter(member_id=viewer.pk, is_in=True)
    places = CirclePlace.objects.filter(member_id=OuterRef(path), is_in=True, circle__in=own.values("circle"))
    return Q(Exists(places))


def shown_to(viewer: Actor, audience: str, *, path: str = "pk") -> Q:
    """The viewer may see a field whose audience stands in the column ``audience``."""
    if viewer.pk is None:
        return Q(**{audience: Audience.PUBLIC})
    wide = Q(**{f"{audience}__gte": Audience.MEMBERS})
    near = Q(**{audience: Audience.CIRCLE}) & shares_circle(viewer, path=path)
    return Q(**{path: viewer.pk}) | (visible_to(viewer, path=path) & (wide | near))


def relation_column(viewer: Actor, *, path: str = "pk") -> Case | Value:
    """The ``Relation`` of the viewer to the member at ``path``, to annotate rows with."""
    if viewer.pk is None:
        return Value(Relation.VISITOR.value, output_field=CharField())
    return Case(
        When(Q(**{path: viewer.pk}), then=Value(Relation.SELF.value)),
        When(_blocked_with(viewer.pk, path), then=Value(Relation.BLOCKED.value)),
        When(shares_circle(viewer, path=path), then=Value(Relation.CIRCLE.value)),
        default=Value(Relation.MEMBER.value),
        output_field=CharField(),
    )


def circle_mates(member_id: int) -> QuerySet[CirclePlace]:
    """Places of everybody in the member's circles, the member's own included; a mate may come twice."""
    own = CirclePlace.objects.filter(member_id=member_id, is_in=True)
    return CirclePlace.objects.filter(circle__in=own.values("circle"), is_in=True)


def are_blocked(member_a: int, member_b: int) -> bool:
    """Whether a block stands between the two, whoever made it. One statement."""
    return bool(blocked_among(member_a, [member_b]))


def blocked_among(member_id: int, others: Iterable[int]) -> set[int]:
    """Those of ``others`` between whom and the member a block stands. One statement however many."""
    ids = list(others)
    pairs = Block.objects.filter(
        Q(blocker_id=member_id, blocked_id__in=ids) | Q(blocked_id=member_id, blocker_id__in=ids)
    )
    return {other for pair in pairs.values_list("blocker_id", "blocked_id") for other in pair} - {member_id}


def blocked_pairs(member_ids: Iterable[int]) -> frozenset[frozenset[int]]:
    """Pairs of ``member_ids`` between whom a block stands, whoever made it. One statement however many."""
    ids = list(member_ids)
    pairs = Block.objects.filter(blocker_id__in=ids, blocked_id__in=ids)
    return frozenset(frozenset(pair) for pair in pairs.values_list("blocker_id", "blocked_id"))


def has_blocked(blocker_id: int, blocked_id: int) -> bool:
    """In this direction. One statement."""
    return Block.objects.filter(blocker_id=blocker_id, blocked_id=blocked_id).exists()


def has_muted(muter_id: int, muted_id: int) -> bool:
    """One statement."""
    return Mute.objects.filter(muter_id=muter_id, muted_id=muted_id).exists()


def unmuted_by(member_id: int, *, path: str) -> Q:
    """Rows whose member at ``path`` the member has not muted: for feeds and notifications, not for lists."""
    return ~Q(Exists(Mute.objects.filter(muter_id=member_id, muted_id=OuterRef(path))))


def muters_among(muted_id: int, members: Iterable[int]) -> set[int]:
    """Those of ``members`` who have muted ``muted_id``: nobody tells them the news. One statement."""
    mutes = Mute.objects.filter(muted_id=muted_id, muter_id__in=list(members))
    return set(mutes.values_list("muter_id", flat=True))


def blocked_by(member_id: int) -> QuerySet[Block]:
    """Whom the member has blocked, with names. For ``keyset``."""
    return Block.objects.filter(blocker_id=member_id).annotate(
        public_id=F("blocked__public_id"), name=F("blocked__display_name")
    )


def muted_by(member_id: int) -> QuerySet[Mute]:
    """Whom the member has muted and may still see. For ``keyset``."""
    return all_muted_by(member_id).exclude(_blocked_with(member_id, "muted_id"))


def all_muted_by(member_id: int) -> QuerySet[Mute]:
    """For the member's own archive."""
    return Mute.objects.filter(muter_id=member_id).annotate(
        public_id=F("muted__public_id"), name=F("muted__display_name")
    )

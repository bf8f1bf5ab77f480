"""Who gets something for passing a campaign on, and how far that goes. Each question says its cost."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from campaigns.ambassador_states import DISCLOSED, OPEN_APPOINTMENTS
from campaigns.models import Ambassador, Campaign, Referral, ShareLink, Touch
from campaigns.risk_states import APPROVED
from campaigns.states import QUALIFIED_REFERRALS
from common.errors import NotFound
from common.pagination import keyset
from common.texts import Texts

NEWEST = ("-appointed_at", "-id")


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """As the ambassador and the brand's managers see it."""

    ambassador_id: int
    public_id: str
    slug: str
    title: Texts
    brand: Texts
    member_id: int
    handle: str
    name: str
    state: str
    receives: str
    words: str
    reason: str
    appointed_at: datetime
    accepted_at: datetime | None
    closed_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_APPOINTMENTS

    @property
    def discloses(self) -> bool:
        return self.state in DISCLOSED


@dataclass(frozen=True, kw_only=True)
class Spread:
    """What came through links; ``visitors`` are browsers."""

    people: int = 0
    links: int = 0
    visitors: int = 0
    registered: int = 0
    qualified: int = 0
    approved: int = 0


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Ambassadors beside everybody else; ``each``: by the ambassador."""

    ambassadors: Spread
    others: Spread
    each: Mapping[int, Spread] = field(default_factory=dict)


def received_by(member: str, campaign: str) -> Subquery:
    """What the member of a row's column gets, to be read with that row; None for nothing."""
    theirs = Ambassador.objects.filter(
        member_id=OuterRef(member), campaign_id=OuterRef(campaign), state__in=DISCLOSED
    )
    return Subquery(theirs.order_by("-pk").values("receives")[:1])


def is_paid_link(code: str) -> bool:
    """Whether the invitation has to say that it is advertising. One statement."""
    link = ShareLink.objects.filter(code=code).annotate(gets=received_by("advocate_id", "campaign_id"))
    return link.exclude(gets=None).exists()


def own_standing(*, campaign_id: int, member_id: int) -> Appointment | None:
    """What makes my links say something, or waits for my answer. One statement."""
    mine = _rows().filter(campaign_id=campaign_id, member_id=member_id)
    shown = mine.filter(state__in=DISCLOSED | OPEN_APPOINTMENTS).order_by("-pk").first()
    return _appointment(shown) if shown else None


def own_appointment(*, public_id: str, member_id: int) -> Appointment:
    """One statement. Raises: NotFound, also for somebody else's."""
    found = _rows().filter(public_id=public_id, member_id=member_id).first()
    if found is None:
        raise NotFound
    return _appointment(found)


def find_ambassador_id(public_id: str) -> int:
    """0 for none; operations refuse that. One statement."""
    rows = Ambassador.objects.filter(public_id=public_id).values_list("pk", flat=True)
    return rows.first() or 0


def own_appointments(
    *, member_id: int, cursor: str | None = None, size: int = 25
) -> tuple[list[Appointment], str | None]:
    """Mine in all campaigns, the newest first. One statement. Raises: BadCursor."""
    page = keyset(_rows().filter(member_id=member_id), order=NEWEST, cursor=cursor, size=size)
    return [_appointment(row) for row in page.items], page.next_cursor


def ambassadors_of(
    *, campaign_id: int, state: str = "", cursor: str | None = None, size: int = 25
) -> tuple[list[Appointment], str | None]:
    """Everybody who was asked, the newest first. One statement. Raises: BadCursor."""
    asked = _rows().filter(campaign_id=campaign_id)
    asked = asked.filter(state=state) if state else asked
    page = keyset(asked, order=NEWEST, cursor=cursor, size=size)
    return [_appointment(row) for row in page.items], page.next_cursor


def appointments_by_id(ids: Collection[int]) -> dict[int, Appointment]:
    """One statement."""
    return {row.pk: _appointment(row) for row in _rows().filter(pk__in=ids)}


def count_ambassadors(*, campaign_id: int) -> int:
    """Members who get something, or did, for everybody to know. One statement."""
    rows = Ambassador.objects.filter(campaign_id=campaign_id, state__in=DISCLOSED)
    return rows.aggregate(count=Count("member_id", distinct=True))["count"] or 0


def compared(campaign: Campaign) -> Compared:
    """Figures of ambassadors apart from those of everybody else. Three statements.

    Whoever was an ambassador once stands on that side with all that came through their links.
    """
    paid = Ambassador.objects.filter(campaign=campaign, state__in=DISCLOSED)
    theirs = paid.filter(member_id=OuterRef("advocate_id"))
    links = (
        ShareLink.objects.filter(campaign=campaign)
        .annotate(is_paid=Exists(theirs))
        .values_list("is_paid", "advocate_id")
        .annotate(count=Count("pk"))
        .order_by()
    )
    by_link = paid.filter(member_id=OuterRef("link__advocate_id"))
    visits = (
        Touch.objects.filter(campaign=campaign)
        .annotate(is_paid=Exists(by_link))
        .values_list("is_paid", "link__advocate_id")
        .annotate(count=Count("visitor_key", distinct=True))
        .order_by()
    )
    sides: dict[bool, dict[int, dict[str, int]]] = {True: {}, False: {}}
    for is_paid, advocate_id, count in links:
        _line(sides[is_paid], advocate_id)["links"] += count
    for is_paid, advocate_id, count in visits:
        _line(sides[is_paid], advocate_id)["visitors"] += count
    for is_paid, advocate_id, *steps in _friends(campaign, theirs):
        line = _line(sides[is_paid], advocate_id)
        for name, count in zip(("registered", "qualified", "approved"), steps, strict=True):
            line[name] += count
    each = {member_id: Spread(people=1, **line) for member_id, line in sides[True].items()}
    return Compared(ambassadors=_sum(each.values()), others=_side(sides[False]), each=each)


def _friends(campaign: Campaign, theirs: QuerySet[Ambassador]) -> Iterable[tuple[bool, int, int, int, int]]:
    rows = (
        Referral.objects.filter(campaign=campaign)
        .annotate(is_paid=Exists(theirs))
        .values_list("is_paid", "advocate_id")
        .annotate(
            registered=Count("pk"),
            qualified=Count("pk", filter=Q(state__in=QUALIFIED_REFERRALS)),
            approved=Count("pk", filter=Q(risk__state__in=APPROVED)),
        )
        .order_by()
    )
    return list(rows)


def _line(side: dict[int, dict[str, int]], advocate_id: int) -> dict[str, int]:
    names = ("links", "visitors", "registered", "qualified", "approved")
    return side.setdefault(advocate_id, dict.fromkeys(names, 0))


def _side(side: Mapping[int, Mapping[str, int]]) -> Spread:
    return _sum(Spread(people=1, **line) for line in side.values())


def _sum(lines: Iterable[Spread]) -> Spread:
    total = dict.fromkeys(Spread.__dataclass_fields__, 0)
    for line in lines:
        for name in total:
            total[name] += getattr(line, name)
    return Spread(**total)


def _rows() -> QuerySet[Ambassador]:
    return Ambassador.objects.select_related("campaign__brand", "member")


def _appointment(row: Ambassador) -> Appointment:
    return Appointment(
        ambassador_id=row.pk,
        public_id=row.public_id,
        slug=row.campaign.slug,
        title=row.campaign.title,
        brand=row.campaign.brand.name,
        member_id=row.member_id,
        handle=row.member.handle,
        name=row.member.display_name,
        state=row.state,
        receives=row.receives,
        words=row.words,
        reason=row.reason,
        appointed_at=row.appointed_at,
        accepted_at=row.accepted_at,
        closed_at=row.closed_at,
    )

"""Questions about notifications. Each says what it costs."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language

from accounts.models import (
    ChannelChoice,
    LinkedLogin,
    Member,
    Notification,
    NotificationSettings,
    NotificationText,
    PushDevice,
    RoleGrant,
    TopicMute,
)
from accounts.models.notifications import NotificationQuerySet
from accounts.notification_rules import Quiet, zone_of
from accounts.notification_states import QUIET_FROM, QUIET_TO, DigestRhythm, MessageClass
from accounts.notifications import About, NotificationKind, Sight, Values, kind_of, kinds
from accounts.states import MemberState
from accounts.visibility import visible_to
from accounts.wechat_messages import current_wechat
from common.compiled import Compiled
from common.pagination import keyset
from common.placeholders import fill
from common.texts import Texts

NEWEST = ("-created_at", "-id")
# The bell counts no further.
MOST_COUNTED = 100


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Everything that decides whether, when and how somebody is told."""

    member_id: int
    is_active: bool
    locale: str
    zone: ZoneInfo
    quiet: Quiet | None
    rhythm: str
    has_email: bool
    has_phone: bool
    choices: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    muted: frozenset[str] = frozenset()
    devices: Sequence[str] = ()
    # Whether the community's account at WeChat knows this member, and how many messages it may send.
    has_wechat: bool = False
    wechat_left: int = 0


def told_since(kind: str, *, member_ids: Iterable[int], since: datetime) -> set[tuple[int, str]]:
    """(member id, what it was about) of these members' news of one kind after ``since``. One statement."""
    rows = Notification.objects.filter(kind=kind, member_id__in=set(member_ids), created_at__gt=since)
    return set(rows.values_list("member_id", "about"))


def readers(member_ids: Iterable[int]) -> dict[int, Reader]:
    """{member id: reader}; four statements however many, and two more where WeChat messages are on."""
    ids = list(member_ids)
    members = Member.objects.filter(pk__in=ids).select_related("notification_settings")
    choices: dict[int, dict[tuple[str, str], bool]] = defaultdict(dict)
    for choice in ChannelChoice.objects.filter(member_id__in=ids):
        choices[choice.member_id][choice.message_class, choice.channel] = choice.wanted
    muted: dict[int, set[str]] = defaultdict(set)
    for member_id, topic in TopicMute.objects.filter(member_id__in=ids).values_list("member_id", "topic"):
        muted[member_id].add(topic)
    devices: dict[int, list[str]] = defaultdict(list)
    known = PushDevice.objects.filter(member_id__in=ids).order_by("pk")
    for member_id, public_id in known.values_list("member_id", "public_id"):
        devices[member_id].append(public_id)
    wechat = _permitted(ids)
    return {
        member.pk: replace(
            _reader(member, choices[member.pk], frozenset(muted[member.pk]), devices[member.pk]),
            has_wechat=member.pk in wechat,
            wechat_left=wechat.get(member.pk, 0),
        )
        for member in members
    }


@dataclass(frozen=True, kw_only=True)
class WeChatStanding:
    """``left``: how many messages WeChat may still bring; None: the account doesn't know the member."""

    is_linked: bool
    left: int | None


def wechat_standing_of(member_id: int) -> WeChatStanding | None:
    """None while it is off. Two statements where it is on."""
    door = current_wechat()
    if not door.is_on:
        return None
    linked = LinkedLogin.objects.filter(member_id=member_id, provider="wechat")
    person = linked.values_list("reader_index", flat=True).first()
    left = door.left([person]).get(person, 0) if person else None
    return WeChatStanding(is_linked=person is not None, left=left)


def _permitted(member_ids: Collection[int]) -> dict[int, int]:
    """{member id: messages that WeChat may still bring} of those whom the account knows."""
    door = current_wechat()
    if not door.is_on:
        return {}
    linked = LinkedLogin.objects.filter(member_id__in=member_ids, provider="wechat").exclude(reader_index="")
    persons = dict(linked.values_list("member_id", "reader_index"))
    left = door.left(set(persons.values())) if persons else {}
    return {member_id: left.get(person, 0) for member_id, person in persons.items()}


def _reader(
    member: Member, choices: dict[tuple[str, str], bool], muted: frozenset[str], devices: list[str]
) -> Reader:
    chosen = settings_of(member)
    return Reader(
        member_id=member.pk,
        is_active=member.is_active,
        locale=member.locale,
        zone=zone_of(member.time_zone),
        quiet=quiet_of(chosen),
        rhythm=chosen.rhythm,
        has_email=bool(member.email_index),
        has_phone=bool(member.phone_index),
        choices=choices,
        muted=muted,
        devices=devices,
    )


def settings_of(member: Member) -> NotificationSettings:
    """The member's own, or the defaults, unsaved. One statement unless loaded with the member."""
    try:
        return member.notification_settings
    except NotificationSettings.DoesNotExist:
        return NotificationSettings(
            member_id=member.pk, quiet_from=QUIET_FROM, quiet_to=QUIET_TO, rhythm=DigestRhythm.WEEKLY
        )


def quiet_of(chosen: NotificationSettings) -> Quiet | None:
    return Quiet(start=chosen.quiet_from, end=chosen.quiet_to) if chosen.quiet_on else None


def look(rows: Sequence[Notification]) -> dict[str, tuple[NotificationKind, Sight]]:
    """{public id: kind and what may be said}; each kind among the rows asks for all of its rows at once."""
    found: dict[str, tuple[NotificationKind, Sight]] = {}
    by_kind: dict[str, list[About]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(about_of(row))
    for key, abouts in by_kind.items():
        kind = kind_of(key)
        if kind is not None:
            found |= {ref: (kind, sight) for ref, sight in kind.look(abouts).items()}
    return found


def about_of(row: Notification) -> About:
    return About(
        ref=row.public_id, member_id=row.member_id, about=row.about, by_id=row.caused_by_id, data=row.data
    )


class Words:
    """The texts of kinds as they are now: a manager's where there are any, else the product's."""

    def __init__(self, stored: Mapping[str, tuple[Texts, Texts]]) -> None:
        self._stored = stored

    def of(self, kind: NotificationKind) -> tuple[str, str]:
        """(subject, body) with their gaps, in the active language."""
        language = (get_language() or settings.LANGUAGE_CODE).lower()
        subject, body = self._stored.get(kind.key, ({}, {}))
        return subject.get(language) or str(kind.subject), body.get(language) or str(kind.body)

    def filled(self, kind: NotificationKind, values: Values) -> tuple[str, str]:
        subject, body = self.of(kind)
        return fill(subject, values), fill(body, values)


def words() -> Words:
    """One statement."""
    rows = NotificationText.objects.values_list("kind", "subject", "body")
    return Words({kind: (subject, body) for kind, subject, body in rows})


def own_news(member_id: int) -> NotificationQuerySet:
    """What stands on the member's page; nothing from anybody they don't meet any more."""
    met = visible_to(Member(pk=member_id), path="caused_by_id")
    return Notification.objects.shown_to(member_id).filter(met)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A notification on its reader's page."""

    public_id: str
    kind: NotificationKind
    sight: Sight
    created_at: datetime
    is_unread: bool
    can_be_muted: bool


def lines_of(
    *,
    member_id: int,
    message_class: str = "",
    only_unread: bool = False,
    cursor: str | None = None,
    size: int = 25,
) -> tuple[list[Line], str | None]:
    """(the member's notifications, next cursor), newest first.

    One statement, and those of the kinds among them. Raises: BadCursor.
    """
    rows = own_news(member_id)
    if message_class in MessageClass.values:
        rows = rows.filter(message_class=message_class)
    if only_unread:
        rows = rows.unread()
    page = keyset(rows, order=NEWEST, cursor=cursor, size=size)
    seen = look(page.items)
    found = [
        Line(
            public_id=row.public_id,
            kind=seen[row.public_id][0],
            sight=seen[row.public_id][1],
            created_at=row.created_at,
            is_unread=row.read_at is None,
            can_be_muted=bool(row.topic) and row.message_class != MessageClass.TRANSACTIONAL,
        )
        for row in page.items
        if row.public_id in seen
    ]
    return found, page.next_cursor


def unread_count(member_id: int) -> int:
    """At most ``MOST_COUNTED``. One statement."""
    return len(_UNREAD.rows(member_id=member_id))


_UNREAD = Compiled(
    lambda member_id: own_news(member_id).unread().values_list("pk")[:MOST_COUNTED],
    member_id=int,
)


def notification_path(*, member_id: int, public_id: str) -> str:
    """Where a notification of the member leads; "" if it leads nowhere any more. A few statements."""
    row = own_news(member_id).filter(public_id=public_id).first()
    seen = look([row]) if row else {}
    return seen[public_id][1].path if public_id in seen else ""


@dataclass(frozen=True, kw_only=True)
class Muted:
    public_id: str
    kind: NotificationKind
    values: Values
    created_at: datetime


def mutes_of(member_id: int) -> list[Muted]:
    """Newest first; what it is called is what its notification said then. A few statements."""
    rows = list(TopicMute.objects.filter(member_id=member_id).order_by("-pk"))
    abouts = {
        row.public_id: About(
            ref=row.public_id, member_id=member_id, about=row.data.get("about", ""), data=row.data
        )
        for row in rows
    }
    found = []
    for row in rows:
        kind = kind_of(row.kind)
        if kind is None:
            continue
        sight = kind.look([abouts[row.public_id]]).get(row.public_id)
        found.append(
            Muted(
                public_id=row.public_id,
                kind=kind,
                values=sight.values if sight else {},
                created_at=row.created_at,
            )
        )
    return found


def devices_of(member_id: int) -> list[PushDevice]:
    """Newest first. One statement."""
    return list(PushDevice.objects.filter(member_id=member_id).order_by("-pk"))


def all_kinds() -> list[NotificationKind]:
    """By class and order; no statement."""
    classes = list(MessageClass)
    return sorted(
        kinds, key=lambda kind: (classes.index(MessageClass(kind.message_class)), kind.order, kind.key)
    )


def role_holders(role: str, scopes: Iterable[str]) -> dict[str, set[int]]:
    """{scope: ids of the active members who hold the role there or everywhere}; one statement."""
    wanted = set(scopes)
    held: dict[str, set[int]] = {scope: set() for scope in wanted}
    grants = RoleGrant.objects.filter(
        role=role, scope__in=[*wanted, ""], revoked_at__isnull=True, member__state=MemberState.ACTIVE
    )
    for scope, member_id in grants.values_list("scope", "member_id"):
        for one in wanted if scope == "" else [scope]:
            held[one].add(member_id)
    return held

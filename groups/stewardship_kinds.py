"""What silent stewards and claims to their office tell: the group, its offices, and whoever offered."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notification_states import MessageClass
from accounts.notifications import About, Look, NotificationKind, Sight, kinds
from groups import queries
from groups.models import Membership
from groups.queries import stewardship as office
from groups.states import GroupRole
from groups.stewardship_states import ClaimState

SILENT, MISSED = "groups.stewards-silent", "groups.steward-missed"
CLAIMED, CLAIMED_DESK = "groups.steward-claimed", "groups.steward-claimed-desk"
TAKEN, REPLACED, OVER = "groups.steward-new", "groups.steward-replaced", "groups.steward-claim-over"
S = ClaimState
Rows = Callable[[Iterable[int]], Mapping[int, Any]]


def _id(about: About) -> int:
    """``claim:12.objection`` is claim 12."""
    return int(about.key.partition(".")[0])


def _look(is_for: Callable[[Membership, Any], bool]) -> Look:
    """Those in the group whom it is for. Three statements."""

    def look(abouts: Sequence[About]) -> Mapping[str, Sight]:
        silences = office.silences_by_id(_id(one) for one in abouts if one.about.startswith("silence:"))
        claims = office.claims_by_id(_id(one) for one in abouts if one.about.startswith("claim:"))
        rows: dict[str, Any] = {
            one.ref: (silences if one.about.startswith("silence:") else claims).get(_id(one))
            for one in abouts
        }
        pairs = [(rows[one.ref].group_id, one.member_id) for one in abouts if rows[one.ref]]
        places = queries.memberships_by_pair(pairs)
        found = {}
        for one in abouts:
            row = rows[one.ref]
            place = places.get((row.group_id, one.member_id)) if row else None
            if row is None or place is None or not place.is_active or not is_for(place, row):
                continue
            found[one.ref] = Sight(
                values={"group": row.group.name},
                path=reverse("groups:stewardship", args=[row.group.public_id]),
                still_true=_is_true(one, row),
            )
        return found

    return look


def _is_true(one: About, row: Any) -> bool:
    state = one.key.partition(".")[2]
    return row.state == state if state else row.ended_at is None


def _is_steward(place: Membership, row: Any) -> bool:
    return place.role >= GroupRole.STEWARD


def _is_member(place: Membership, row: Any) -> bool:
    return True


def _has_office(place: Membership, row: Any) -> bool:
    return place.role >= GroupRole.CO_STEWARD


def _is_claimant(place: Membership, row: Any) -> bool:
    return bool(place.member_id == row.claimant_id)


def _kind(
    key: str, order: int, message_class: MessageClass, is_for: Callable[[Membership, Any], bool], **words: Any
) -> NotificationKind:
    return NotificationKind(
        key=key,
        message_class=message_class,
        fields={"group": _("the group’s name")},
        personal=frozenset({"group"}),
        example={"group": {"en": "Three good things", "zh-hans": "三件好事"}},
        look=_look(is_for),
        shelf_life=timedelta(days=3),
        icon="people",
        order=order,
        **words,
    )


KINDS = (
    _kind(
        SILENT,
        110,
        MessageClass.ACTIVITY,
        _is_member,
        title=_("Your group’s stewards are silent"),
        subject=_("A group of yours has no active steward"),
        body=_("No steward of {group} was seen for 30 days. A member can offer to look after it."),
        action=_("See how"),
    ),
    _kind(
        MISSED,
        111,
        MessageClass.TRANSACTIONAL,
        _is_steward,
        title=_("A group misses its steward"),
        subject=_("Are you still there for your group?"),
        body=_(
            "You were not seen in {group} for 30 days, so a member can offer to look after it. "
            "Whatever you do there, or one press on its page, ends that."
        ),
        action=_("Say that you are there"),
    ),
    _kind(
        CLAIMED,
        112,
        MessageClass.ACTIVITY,
        _is_member,
        title=_("Somebody offers to look after your group"),
        subject=_("Your group may vote"),
        body=_("A member offers to look after {group}. You can support it or object; nobody sees which."),
        action=_("Vote"),
    ),
    _kind(
        CLAIMED_DESK,
        113,
        MessageClass.PERSONAL,
        _has_office,
        title=_("Somebody offers to be steward where you are co-steward"),
        subject=_("Somebody offers to be steward"),
        body=_("A member offers to become the steward of {group}, where you are co-steward."),
        action=_("Look at it"),
    ),
    _kind(
        TAKEN,
        114,
        MessageClass.ACTIVITY,
        _is_member,
        title=_("Your group has a new steward"),
        subject=_("A group of yours has a new steward"),
        body=_("{group} has a new steward: nobody stood against it in seven days."),
        action=_("Look at it"),
    ),
    _kind(
        REPLACED,
        115,
        MessageClass.TRANSACTIONAL,
        _has_office,
        title=_("Somebody else is steward of your group now"),
        subject=_("You are co-steward now"),
        body=_("You were silent in {group}, and a member looks after it now. You stay in it as co-steward."),
        action=_("Look at it"),
    ),
    _kind(
        OVER,
        116,
        MessageClass.PERSONAL,
        _is_claimant,
        title=_("Your offer to look after a group is over"),
        subject=_("Your offer is over"),
        body=_("Your offer to look after {group} has ended. Its page says how."),
        action=_("Look at it"),
    ),
)


def register() -> None:
    for kind in KINDS:
        kinds.register(kind)

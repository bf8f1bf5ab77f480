"""What groups tell about coming in and going."""

from collections.abc import Callable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notification_states import MessageClass
from accounts.notifications import About, Look, NotificationKind, Sight, Values, kinds
from groups import queries
from groups.models import Membership
from groups.states import MembershipState

INVITED, ASKED = "groups.invited", "groups.asked-to-join"
ANSWERED, REMOVED = "groups.request-answered", "groups.removed"
_FIELDS = {"group": _("the group’s name")}
_EXAMPLE: Values = {
    "group": {"en": "Three good things", "zh-hans": "三件好事"},
    "name": "李娜",
    "reason": "Adverts",
}
M = MembershipState


def _pair(about: About) -> tuple[int, int]:
    group_id, _dash, member_id = about.key.partition("-")
    return int(group_id), int(member_id)


def _look(page: str, is_true: Callable[[Membership], bool]) -> Look:
    def look(abouts: Sequence[About]) -> Mapping[str, Sight]:
        """Two statements. Only the person themself, or a steward of the group."""
        rows = queries.memberships_by_pair(_pair(about) for about in abouts)
        stewarded = queries.stewarded_ids(member_ids={about.member_id for about in abouts})
        found = {}
        for about in abouts:
            mine = rows.get(_pair(about))
            is_steward = mine is not None and (mine.group_id, about.member_id) in stewarded
            if mine is not None and (mine.member_id == about.member_id or is_steward):
                found[about.ref] = Sight(
                    values={
                        "group": mine.group.name,
                        "name": mine.member.display_name,
                        "reason": mine.answer,
                    },
                    path=reverse(page, args=[mine.group.public_id]) if page else reverse("groups:list"),
                    still_true=is_true(mine),
                    ends_at=mine.expires_at,
                )
        return found

    return look


KINDS = (
    NotificationKind(
        key=INVITED,
        message_class=MessageClass.PERSONAL,
        title=_("You are invited to a group"),
        subject=_("An invitation to a group"),
        body=_("Somebody would like to have you in {group}. You can say yes or no; nobody minds a no."),
        action=_("See the group"),
        fields=_FIELDS,
        personal=frozenset({"group"}),
        example=_EXAMPLE,
        look=_look("groups:join", lambda mine: mine.state == M.INVITED),
        icon="people",
        order=80,
    ),
    NotificationKind(
        key=ASKED,
        message_class=MessageClass.PERSONAL,
        title=_("Somebody asks to join your group"),
        subject=_("A request waits for your answer"),
        body=_("{name} would like to join {group}."),
        action=_("Answer"),
        fields={**_FIELDS, "name": _("who asks")},
        personal=frozenset({"group", "name"}),
        example=_EXAMPLE,
        look=_look("groups:requests", lambda mine: mine.state == M.REQUESTED),
        icon="people",
        order=82,
    ),
    NotificationKind(
        key=ANSWERED,
        message_class=MessageClass.TRANSACTIONAL,
        title=_("Your request to a group is answered"),
        subject=_("Your request is answered"),
        body=_("{group} has answered your request."),
        action=_("Read the answer"),
        fields=_FIELDS,
        personal=frozenset({"group"}),
        example=_EXAMPLE,
        look=_look("groups:detail", lambda mine: mine.state in (M.ACTIVE, M.WAITING, M.DECLINED)),
        icon="people",
        order=84,
    ),
    NotificationKind(
        key=REMOVED,
        message_class=MessageClass.TRANSACTIONAL,
        title=_("You are in a group no more"),
        subject=_("A steward has ended your membership"),
        body=_("A steward of {group} has ended your membership: {reason}"),
        action=_("Your groups"),
        fields={**_FIELDS, "reason": _("why")},
        personal=frozenset({"group", "reason"}),
        example=_EXAMPLE,
        look=_look("", lambda mine: mine.state in (M.REMOVED, M.BANNED)),
        icon="people",
        order=86,
    ),
)


def register() -> None:
    for kind in KINDS:
        kinds.register(kind)

"""What complaints tell: the stewards, and whoever complained."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notification_states import MessageClass
from accounts.notifications import About, Look, NotificationKind, Sight, kinds
from accounts.queries import holders_of
from accounts.states import Role
from groups import queries
from groups.complaint_states import ComplaintState
from groups.models import Complaint
from groups.operations.complaints import LATE

MADE, SEEN, ANSWERED = "groups.complaint-made", "groups.complaint-seen", "groups.complaint-answered"
_GROUP = {"en": "Three good things", "zh-hans": "三件好事"}
S = ComplaintState


def _look(is_true: Callable[[Complaint], bool], *, for_stewards: bool) -> Look:
    def look(abouts: Sequence[About]) -> Mapping[str, Sight]:
        """Three statements at most. Whoever complained; or who may answer it."""
        found = {}
        rows = queries.complaints_by_id(_id(about) for about in abouts)
        members = {about.member_id for about in abouts}
        stewarded = queries.stewarded_ids(member_ids=members) if for_stewards else set()
        community = set(holders_of(Role.STEWARD, "")) if for_stewards else set()
        for about in abouts:
            made = rows.get(_id(about))
            if made is None or (made.member_id == about.member_id) == for_stewards:
                continue
            answers = (made.group_id, about.member_id) in stewarded or about.member_id in community
            if for_stewards and not answers:
                continue
            found[about.ref] = Sight(
                values={"group": made.group.name},
                path=reverse("groups:complaint", args=[made.public_id]),
                still_true=is_true(made),
            )
        return found

    return look


def _id(about: About) -> int:
    """``complaint:12.1.2`` is complaint 12, its first round, the second reminder."""
    return int(about.key.partition(".")[0])


def _kind(key: str, order: int, message_class: MessageClass, look: Look, **words: Any) -> NotificationKind:
    return NotificationKind(
        key=key,
        message_class=message_class,
        fields={"group": _("the group’s name")},
        personal=frozenset({"group"}),
        example={"group": _GROUP},
        look=look,
        icon="people",
        order=order,
        **words,
    )


KINDS = (
    _kind(
        MADE,
        98,
        MessageClass.PERSONAL,
        _look(lambda made: made.is_running, for_stewards=True),
        title=_("Somebody complains to the stewards of your group"),
        subject=_("A complaint waits for the stewards"),
        body=_(
            "Somebody tells the stewards of {group} that something is wrong. "
            "Please say that you have seen it."
        ),
        action=_("Read it"),
    ),
    _kind(
        LATE,
        99,
        MessageClass.TRANSACTIONAL,
        _look(lambda made: made.is_running, for_stewards=True),
        title=_("A complaint in your group runs late"),
        subject=_("A complaint runs late"),
        body=_("Somebody still waits for the stewards of {group}. The promised time is over."),
        action=_("Answer"),
    ),
    _kind(
        SEEN,
        100,
        MessageClass.PERSONAL,
        _look(lambda made: made.state == S.ACKNOWLEDGED, for_stewards=False),
        title=_("The stewards have seen your complaint"),
        subject=_("The stewards have seen it"),
        body=_("The stewards of {group} have seen your complaint and will answer it."),
        action=_("See where it stands"),
    ),
    _kind(
        ANSWERED,
        101,
        MessageClass.TRANSACTIONAL,
        _look(lambda made: made.state == S.ANSWERED, for_stewards=False),
        title=_("The stewards have answered your complaint"),
        subject=_("Your complaint is answered"),
        body=_("The stewards of {group} have answered. Please say whether it is settled."),
        action=_("Read the answer"),
    ),
)


def register() -> None:
    for kind in KINDS:
        kinds.register(kind)

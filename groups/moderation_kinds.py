"""What moderation tells: stewards, those who flagged, and whom it concerns."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notification_states import MessageClass
from accounts.notifications import About, Look, NotificationKind, Sight, kinds
from groups import queries
from groups.models import ModerationAction, ReviewCase
from groups.moderation_states import UNDECIDED, AppealState

FLAGGED, LOOKED_AT = "groups.flagged", "groups.flag-looked-at"
DECIDED, TAKEN_BACK = "groups.moderated", "groups.moderation-over"
APPEALED, JUDGED = "groups.appealed", "groups.appeal-judged"
_GROUP = {"en": "Three good things", "zh-hans": "三件好事"}


def _look_case(*, for_stewards: bool) -> Look:
    def look(abouts: Sequence[About]) -> Mapping[str, Sight]:
        """Two statements. Stewards of the group but whom it is about; or whoever flagged."""
        cases = queries.cases_by_id(int(about.key) for about in abouts)
        stewarded = queries.stewarded_ids(member_ids={about.member_id for about in abouts})
        found = {}
        for about in abouts:
            case: ReviewCase | None = cases.get(int(about.key))
            if case is None or case.author_id == about.member_id:
                continue
            if for_stewards and (case.group_id, about.member_id) not in stewarded:
                continue
            page = "groups:desk" if for_stewards else "groups:detail"
            found[about.ref] = Sight(
                values={"group": case.group.name},
                path=reverse(page, args=[case.group.public_id]),
                still_true=(case.state in UNDECIDED) == for_stewards,
            )
        return found

    return look


def _look_action(is_true: Callable[[ModerationAction], bool], *, for_stewards: bool = False) -> Look:
    def look(abouts: Sequence[About]) -> Mapping[str, Sight]:
        """Two statements at most. Whom it is about; or stewards of the group who did not decide it."""
        actions = queries.actions_by_id(int(about.key) for about in abouts)
        stewarded = (
            queries.stewarded_ids(member_ids={about.member_id for about in abouts}) if for_stewards else set()
        )
        found = {}
        for about in abouts:
            action = actions.get(int(about.key))
            if action is None or (action.member_id == about.member_id) == for_stewards:
                continue
            if for_stewards and (action.group_id, about.member_id) not in stewarded:
                continue
            found[about.ref] = Sight(
                values={"group": action.group.name},
                path=reverse("groups:moderation", args=[action.public_id]),
                still_true=is_true(action),
            )
        return found

    return look


def _is_appealed(action: ModerationAction) -> bool:
    appeal = getattr(action, "appeal", None)
    return appeal is not None and appeal.state == AppealState.OPEN


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
        FLAGGED,
        92,
        MessageClass.PERSONAL,
        _look_case(for_stewards=True),
        title=_("Something is flagged in your group"),
        subject=_("Something waits on the stewards’ desk"),
        body=_("Somebody has flagged something in {group} and asks you to look."),
        action=_("To the desk"),
    ),
    _kind(
        LOOKED_AT,
        93,
        MessageClass.PERSONAL,
        _look_case(for_stewards=False),
        title=_("The stewards have looked at what you flagged"),
        subject=_("The stewards have looked"),
        body=_("The stewards of {group} have looked at what you flagged. Thank you for caring."),
        action=_("See the group"),
    ),
    _kind(
        DECIDED,
        94,
        MessageClass.TRANSACTIONAL,
        _look_action(lambda action: action.is_in_force),
        title=_("Something is decided about what you wrote"),
        subject=_("The stewards have decided something"),
        body=_("Something is decided about what you wrote in {group}. You can read why, and appeal."),
        action=_("Read why"),
    ),
    _kind(
        TAKEN_BACK,
        95,
        MessageClass.TRANSACTIONAL,
        _look_action(lambda action: not action.is_in_force),
        title=_("What was decided about your words is over"),
        subject=_("A decision is taken back"),
        body=_("What was decided about your words in {group} counts no more."),
        action=_("Read it"),
    ),
    _kind(
        APPEALED,
        96,
        MessageClass.PERSONAL,
        _look_action(_is_appealed, for_stewards=True),
        title=_("A member appeals and asks for your judgement"),
        subject=_("An appeal waits for you"),
        body=_("A member of {group} appeals against a decision. Please look at it with fresh eyes."),
        action=_("Look at it"),
    ),
    _kind(
        JUDGED,
        97,
        MessageClass.TRANSACTIONAL,
        _look_action(lambda action: not _is_appealed(action)),
        title=_("Your appeal is answered"),
        subject=_("Your appeal is answered"),
        body=_("Somebody else in {group} has looked at your appeal."),
        action=_("Read the answer"),
    ),
)


def register() -> None:
    for kind in KINDS:
        kinds.register(kind)

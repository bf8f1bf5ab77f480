"""What introductions tell. A no is told to nobody."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notification_states import MessageClass
from accounts.notifications import About, Look, NotificationKind, Sight, kinds
from accounts.queries import public_names
from accounts.visibility import blocked_pairs
from groups import queries
from groups.introduction_states import IntroductionState as S

ASKED, OFFERED = "groups.introduction-asked", "groups.introduction-offered"
INTRODUCED = "groups.introduced"


def _look(role: str, state: str) -> Look:
    """``role``: whom it is for, "" for whoever takes part."""

    def look(abouts: Sequence[About]) -> Mapping[str, Sight]:
        """Three statements. Nothing across a block between any two of the three."""
        rows = queries.introductions_by_id(int(about.key) for about in abouts)
        blocked = blocked_pairs({pk for one in rows.values() for pk in one.people})
        names = public_names([about.by_id for about in abouts if about.by_id])
        found = {}
        for about in abouts:
            one = rows.get(int(about.key))
            if one is None or any(pair <= set(one.people) for pair in blocked):
                continue
            theirs = queries.role_of(one, about.member_id)
            if not theirs or (role and theirs != role):
                continue
            name = names[about.by_id].display_name if about.by_id in names else ""
            found[about.ref] = Sight(
                values={"name": name},
                path=reverse("groups:introduction", args=[one.public_id]),
                still_true=one.state == state,
            )
        return found

    return look


def _kind(key: str, order: int, look: Look, **words: Any) -> NotificationKind:
    return NotificationKind(
        key=key,
        message_class=MessageClass.PERSONAL,
        fields={"name": _("who it is")},
        personal=frozenset({"name"}),
        example={"name": "李娜"},
        look=look,
        icon="people",
        order=order,
        **words,
    )


KINDS = (
    _kind(
        ASKED,
        100,
        _look("mutual", S.ASKED),
        title=_("Somebody asks you to introduce them"),
        subject=_("You know both of them"),
        body=_("{name} asks you to introduce them to somebody whom you know. You may say no without a word."),
        action=_("Read why"),
    ),
    _kind(
        OFFERED,
        101,
        _look("target", S.PASSED_ON),
        title=_("Somebody would like to know you"),
        subject=_("An introduction for you"),
        body=_("{name} would like to introduce somebody to you. You may say no without a word."),
        action=_("Read who and why"),
    ),
    _kind(
        INTRODUCED,
        102,
        _look("", S.INTRODUCED),
        title=_("An introduction has come about"),
        subject=_("You are introduced"),
        body=_("{name} has agreed to an introduction that you asked for or passed on."),
        action=_("Look at it"),
    ),
)


def register() -> None:
    for kind in KINDS:
        kinds.register(kind)

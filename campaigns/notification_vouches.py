"""What is told of a word for a friend: to the friend who gave it, to the advocate what became of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.notification_states import MessageClass
from accounts.notifications import About, Look, NotificationKind, Sight, Values, kinds
from campaigns.queries.vouches import VouchNews, vouches_by_id
from campaigns.vouch_states import VouchState

VOUCHED, GOOD = "campaigns.vouched-for", "campaigns.good-introduction"
LOWERED, RESTORED = "campaigns.word-lowered", "campaigns.word-restored"
_CAMPAIGN = {"campaign": _("the campaign's title")}
_FRIEND = {"friend": _("the friend's name"), **_CAMPAIGN}
_TITLE = {"en": "Spring outing on sunny days", "zh-hans": "晴天去春游"}
_GONE = _("A friend who has left")


def _look(is_true: Callable[[VouchNews], bool]) -> Look:
    def look(abouts: Sequence[About]) -> Mapping[str, Sight]:
        """One statement. Only for the advocate herself."""
        found = vouches_by_id({int(about.key) for about in abouts})
        return {
            about.ref: Sight(
                values={
                    "friend": news.friend or _GONE,
                    "campaign": news.title,
                    "until": news.lowered_until or news.due_at,
                },
                path=reverse("campaigns:progress", args=[news.slug]),
                still_true=is_true(news),
            )
            for about in abouts
            if (news := found.get(int(about.key))) is not None and news.advocate_id == about.member_id
        }

    return look


def _look_of_friend(abouts: Sequence[About]) -> Mapping[str, Sight]:
    """One statement. Only for the friend herself, and only while the advocate is there and stands by it."""
    found = vouches_by_id({int(about.key) for about in abouts})
    return {
        about.ref: Sight(
            values={"advocate": news.advocate or _GONE, "campaign": news.title, "until": news.due_at},
            path=reverse("campaigns:detail", args=[news.slug]),
            still_true=bool(news.advocate) and news.state in (VouchState.OPEN, VouchState.KEPT),
        )
        for about in abouts
        if (news := found.get(int(about.key))) is not None and news.invitee_id == about.member_id
    }


def register() -> None:
    for kind in (_vouched(), _good(), _lowered(), _restored()):
        kinds.register(kind)


def _example(**values: str) -> Values:
    return {"campaign": _TITLE, "until": datetime.fromisoformat("2026-05-06T18:00:00+08:00"), **values}


def _vouched() -> NotificationKind:
    return NotificationKind(
        key=VOUCHED,
        message_class=MessageClass.PERSONAL,
        title=_("Somebody vouches for you"),
        subject=_("{advocate} vouches for you"),
        body=_(
            "{advocate} knows you and vouches for you in “{campaign}”. Only the two of you and the brand’s "
            "team read it. A certificate, a group and an event before {until} make it a good introduction."
        ),
        action=_("See the campaign"),
        fields={
            "advocate": _("who vouches"),
            **_CAMPAIGN,
            "until": pgettext_lazy("vouch", "until when"),
        },
        example=_example(advocate="Wang Wei"),
        look=_look_of_friend,
        icon="people",
        shelf_life=timedelta(days=7),
        order=25,
    )


def _good() -> NotificationKind:
    return NotificationKind(
        key=GOOD,
        message_class=MessageClass.PERSONAL,
        title=_("A good introduction"),
        subject=_("It was a good introduction"),
        body=_("{friend} has shown what you vouched for in “{campaign}” and counts more for you."),
        action=_("See your progress"),
        fields=_FRIEND,
        example=_example(friend="Li Na"),
        look=_look(lambda news: news.state == VouchState.KEPT),
        icon="check",
        shelf_life=timedelta(days=7),
        order=26,
    )


def _lowered() -> NotificationKind:
    return NotificationKind(
        key=LOWERED,
        message_class=MessageClass.PERSONAL,
        title=_("Your word counts less for a while"),
        subject=_("Your word counts less for a while"),
        body=_(
            "The team decided against a friend for whom you vouched in “{campaign}”. Your word counts less "
            "until {until}. What you have earned stays; you read what waits and can object."
        ),
        action=_("See your progress"),
        fields={**_CAMPAIGN, "until": pgettext_lazy("vouch", "until when")},
        example=_example(),
        look=_look(lambda news: news.state == VouchState.FAILED),
        icon="clock",
        shelf_life=timedelta(days=7),
        order=34,
    )


def _restored() -> NotificationKind:
    return NotificationKind(
        key=RESTORED,
        message_class=MessageClass.PERSONAL,
        title=_("Your word counts in full again"),
        subject=_("Your word counts in full again"),
        body=_(
            "What was decided against a friend for whom you vouched in “{campaign}” was taken back. "
            "Your word counts as before, and what waited for it goes on."
        ),
        action=_("See your progress"),
        fields=_CAMPAIGN,
        example=_example(),
        look=_look(lambda news: news.state not in (VouchState.FAILED, VouchState.WITHDRAWN)),
        icon="check",
        shelf_life=timedelta(days=7),
        order=35,
    )

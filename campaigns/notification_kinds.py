"""What campaigns tell advocates, entrants and managers."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notification_queries import role_holders
from accounts.notification_states import MessageClass
from accounts.notifications import About, Look, NotificationKind, Sight, Values, kinds
from accounts.states import Role
from campaigns.friend_states import FriendState
from campaigns.operations.telling import ALARM, DRAW_RESULT, PROMISES_DUE, RADAR
from campaigns.queries import news
from campaigns.queries.news import FriendNews
from campaigns.states import RewardKind, RewardState
from groups.queries import open_spots

FRIEND_JOINED, FRIEND_COUNTS = "campaigns.friend-joined", "campaigns.friend-counts"
SHARE_COUNTS = "campaigns.share-counts"
REWARD_EARNED = "campaigns.reward-earned"
_CAMPAIGN = {"campaign": _("the campaign's title")}
_FRIEND = {"friend": _("the friend's name"), **_CAMPAIGN}
_TITLE = {"en": "Spring outing on sunny days", "zh-hans": "晴天去春游"}
_GONE = _("A friend who has left")


def _look_at_friends(is_true: Callable[[FriendNews], bool]) -> Look:
    def look(abouts: Sequence[About]) -> Mapping[str, Sight]:
        """One statement; ``about`` is ``referral:<campaign>-<invitee>``."""
        pairs = {about.ref: _pair(about) for about in abouts}
        found = news.friends_by_referral(set(pairs.values()))
        sights = {}
        for about in abouts:
            friend = found.get(pairs[about.ref])
            if friend is not None and friend.advocate_id == about.member_id:
                sights[about.ref] = Sight(
                    values={"friend": friend.name or _GONE, "campaign": friend.title},
                    path=reverse("campaigns:progress", args=[friend.slug]),
                    still_true=bool(friend.name) and is_true(friend),
                )
        return sights

    return look


def _look_at_shares(abouts: Sequence[About]) -> Mapping[str, Sight]:
    """As above, for whoever shares the friend's credit, and is not told who the friend is."""
    pairs = {about.ref: _pair(about) for about in abouts}
    found = news.friends_by_referral(set(pairs.values()))
    return {
        about.ref: Sight(
            values={"campaign": friend.title},
            path=reverse("campaigns:progress", args=[friend.slug]),
            still_true=friend.state == FriendState.QUALIFIED,
        )
        for about in abouts
        if (friend := found.get(pairs[about.ref])) is not None and friend.sharer_id == about.member_id
    }


def _pair(about: About) -> tuple[int, int]:
    campaign, _, invitee = about.key.partition("-")
    return int(campaign), int(invitee)


def _look_at_rewards(abouts: Sequence[About]) -> Mapping[str, Sight]:
    """One statement."""
    found = news.rewards_by_id(int(about.key) for about in abouts)
    sights = {}
    for about in abouts:
        reward = found.get(int(about.key))
        if reward is None or reward.beneficiary_id != about.member_id:
            continue
        claimable = reward.kind == RewardKind.GIFT and reward.state == RewardState.APPROVED
        path = (
            reverse("campaigns:claim", args=[reward.public_id])
            if claimable
            else reverse("campaigns:progress", args=[reward.slug])
        )
        over = reward.state in (RewardState.CANCELLED, RewardState.CLAWED_BACK)
        sights[about.ref] = Sight(values={"campaign": reward.title}, path=path, still_true=not over)
    return sights


def _look_at_draws(abouts: Sequence[About]) -> Mapping[str, Sight]:
    """One statement. A published result stays one."""
    found = news.draws_by_id(int(about.key) for about in abouts)
    return {
        about.ref: Sight(
            values={"campaign": found[int(about.key)].title},
            path=reverse("campaigns:draw", args=[found[int(about.key)].slug]),
        )
        for about in abouts
        if int(about.key) in found
    }


def _look_at_promises(abouts: Sequence[About]) -> Mapping[str, Sight]:
    """Four statements; only for those who still manage the brand, and only while something is due."""
    found = news.promises_due({int(about.key) for about in abouts})
    managers = role_holders(Role.MANAGER, {line.scope for line in found.values()})
    sights = {}
    for about in abouts:
        line = found.get(int(about.key))
        if line is not None and about.member_id in managers[line.scope]:
            sights[about.ref] = Sight(
                values={"campaign": line.title, "due": line.due, "late": line.late},
                path=reverse("campaigns:promises", args=[line.slug]),
            )
    return sights


def _look_at_alarms(abouts: Sequence[About]) -> Mapping[str, Sight]:
    """Four statements; only for those who still manage the brand, and only while nobody has resumed."""
    found = news.paused_by_alarm([int(about.key) for about in abouts])
    managers = role_holders(Role.MANAGER, {line.scope for line in found.values()})
    return {
        about.ref: Sight(
            values={"campaign": line.title},
            path=reverse("admin:campaigns_campaign_change", args=[line.campaign_id]),
        )
        for about in abouts
        if (line := found.get(int(about.key))) is not None and about.member_id in managers[line.scope]
    }


def _look_at_radar(abouts: Sequence[About]) -> Mapping[str, Sight]:
    """Six statements; only for those who still manage a brand whose campaign runs with the group."""
    spots = open_spots(int(about.key) for about in abouts)
    lines = news.campaigns_with_group({spot.group for spot in spots.values()})
    managers = role_holders(Role.MANAGER, {line.scope for some in lines.values() for line in some})
    sights = {}
    for about in abouts:
        spot = spots.get(int(about.key))
        theirs = (
            [one for one in lines.get(spot.group, []) if about.member_id in managers[one.scope]]
            if spot
            else []
        )
        if spot and theirs:
            sights[about.ref] = Sight(
                values={"group": spot.name, "campaign": theirs[0].title},
                path=reverse("admin:groups_radarspot_change", args=[spot.spot_id]),
            )
    return sights


def register() -> None:
    for kind in (*_of_friends(), *_of_outcomes(), *_of_managers()):
        kinds.register(kind)


def _of_friends() -> list[NotificationKind]:
    over = {FriendState.EXPIRED, FriendState.REVERSED, FriendState.VOID}
    example: Values = {"friend": "Li Na", "campaign": _TITLE}
    return [
        NotificationKind(
            key=FRIEND_JOINED,
            message_class=MessageClass.PERSONAL,
            title=_("A friend joined"),
            subject=_("A friend has joined"),
            body=_("{friend} has joined “{campaign}” on your invitation."),
            action=_("See your friends"),
            fields=_FRIEND,
            personal=frozenset({"friend"}),
            example=example,
            look=_look_at_friends(lambda friend: friend.state not in over),
            icon="people",
            order=10,
        ),
        NotificationKind(
            key=FRIEND_COUNTS,
            message_class=MessageClass.PERSONAL,
            title=_("A friend counts"),
            subject=_("One of your friends counts now"),
            body=_("{friend} counts for you in “{campaign}” now."),
            action=_("See your progress"),
            fields=_FRIEND,
            personal=frozenset({"friend"}),
            example=example,
            look=_look_at_friends(lambda friend: friend.state == FriendState.QUALIFIED),
            icon="check",
            order=20,
        ),
        NotificationKind(
            key=SHARE_COUNTS,
            message_class=MessageClass.PERSONAL,
            title=_("A shared friend counts"),
            subject=_("Your share of a friend counts now"),
            body=_(
                "Somebody who opened your invitation and another advocate’s counts in “{campaign}” now, and "
                "your share of the credit is yours."
            ),
            action=_("See your progress"),
            fields=_CAMPAIGN,
            example={"campaign": _TITLE},
            look=_look_at_shares,
            icon="check",
            order=21,
        ),
    ]


def _of_outcomes() -> list[NotificationKind]:
    example: Values = {"campaign": _TITLE}
    return [
        NotificationKind(
            key=REWARD_EARNED,
            message_class=MessageClass.PERSONAL,
            title=_("A reward is earned"),
            subject=_("You have earned something"),
            body=_("You have earned a reward in “{campaign}”."),
            action=_("See your reward"),
            fields=_CAMPAIGN,
            example=example,
            look=_look_at_rewards,
            icon="star",
            shelf_life=timedelta(days=2),
            order=30,
        ),
        NotificationKind(
            key=DRAW_RESULT,
            message_class=MessageClass.PERSONAL,
            title=_("The result of a draw"),
            subject=_("The draw has taken place"),
            body=_("The result of “{campaign}” is out, and you can check it yourself."),
            action=_("See the result"),
            fields=_CAMPAIGN,
            example=example,
            look=_look_at_draws,
            icon="draw",
            shelf_life=timedelta(days=3),
            order=40,
        ),
    ]


def _of_managers() -> list[NotificationKind]:
    example: Values = {"campaign": _TITLE, "due": 3, "late": 1}
    return [
        NotificationKind(
            key=ALARM,
            message_class=MessageClass.PERSONAL,
            title=_("A campaign paused by itself (managers)"),
            subject=_("A campaign needs you"),
            body=_("“{campaign}” was paused by itself: too many friends joined in a short time."),
            action=_("See the campaign"),
            fields=_CAMPAIGN,
            example=example,
            look=_look_at_alarms,
            icon="scroll",
            shelf_life=timedelta(hours=18),
            order=85,
        ),
        NotificationKind(
            key=RADAR,
            message_class=MessageClass.PERSONAL,
            title=_("Something repeats itself in a campaign's group (managers)"),
            subject=_("The radar sees something"),
            body=_(
                "Complaints or flags in {group}, which takes part in “{campaign}”, repeat themselves or "
                "rise suddenly. Its stewards look; you may want to know."
            ),
            action=_("See the radar"),
            fields={"group": _("the group's name"), **_CAMPAIGN},
            example={"group": {"en": "Three good things", "zh-hans": "三件好事"}, "campaign": _TITLE},
            look=_look_at_radar,
            icon="people",
            order=86,
        ),
        NotificationKind(
            key=PROMISES_DUE,
            message_class=MessageClass.PERSONAL,
            title=_("Promises fall due (managers)"),
            subject=_("Promises need you"),
            body=_("“{campaign}”: due within a day: {due}, late: {late}."),
            action=_("See the promises"),
            fields={**_CAMPAIGN, "due": _("how many fall due within a day"), "late": _("how many are late")},
            example=example,
            look=_look_at_promises,
            icon="scroll",
            shelf_life=timedelta(hours=18),
            order=90,
        ),
    ]

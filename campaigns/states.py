"""The states of the app's own rows, and the tables of legal moves."""

from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.moves import Moves


class CampaignState(TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved, not announced yet")
    SCHEDULED = "scheduled", _("Scheduled")
    LIVE = "live", _("Live")
    PAUSED = "paused", _("Paused")
    CLOSING = "closing", _("Closing")
    DRAWING = "drawing", _("Drawing")
    SETTLING = "settling", _("Settling")
    SETTLED = "settled", _("Settled")
    ARCHIVED = "archived", pgettext_lazy("campaign", "Archived")
    CANCELLED = "cancelled", _("Cancelled")


CAMPAIGN_MOVES: Moves = {
    CampaignState.DRAFT: frozenset({CampaignState.IN_REVIEW, CampaignState.CANCELLED}),
    CampaignState.IN_REVIEW: frozenset(
        {
            CampaignState.DRAFT,
            CampaignState.APPROVED,
            CampaignState.SCHEDULED,
            CampaignState.CANCELLED,
        }
    ),
    CampaignState.APPROVED: frozenset(
        {CampaignState.DRAFT, CampaignState.SCHEDULED, CampaignState.CANCELLED}
    ),
    CampaignState.SCHEDULED: frozenset({CampaignState.LIVE, CampaignState.CANCELLED}),
    CampaignState.LIVE: frozenset({CampaignState.PAUSED, CampaignState.CLOSING}),
    CampaignState.PAUSED: frozenset({CampaignState.LIVE, CampaignState.CLOSING}),
    CampaignState.CLOSING: frozenset({CampaignState.DRAWING, CampaignState.SETTLING}),
    CampaignState.DRAWING: frozenset({CampaignState.SETTLING}),
    CampaignState.SETTLING: frozenset({CampaignState.SETTLED}),
    CampaignState.SETTLED: frozenset({CampaignState.ARCHIVED}),
    CampaignState.ARCHIVED: frozenset(),
    CampaignState.CANCELLED: frozenset(),
}

# What is on everybody's lists. Off the lists, what was announced can still be looked up (``ENDED_STATES``);
# the rest answers "not found" to strangers.
PUBLIC_STATES = frozenset(
    {
        CampaignState.SCHEDULED,
        CampaignState.LIVE,
        CampaignState.PAUSED,
        CampaignState.CLOSING,
        CampaignState.DRAWING,
        CampaignState.SETTLING,
        CampaignState.SETTLED,
    }
)
ENDED_STATES = frozenset({CampaignState.ARCHIVED, CampaignState.CANCELLED})


def is_shown(*, state: str, published_at: datetime | None) -> bool:
    """Whether everybody may look. What was announced stays to be seen when it is over or called off."""
    return state in PUBLIC_STATES or (published_at is not None and state in ENDED_STATES)


# Open referrals go on to qualify here: a pause stops new ones only.
QUALIFYING_STATES = frozenset({CampaignState.LIVE, CampaignState.PAUSED, CampaignState.CLOSING})
# Rewards are approved, entered into a draw and claimed here. A pause issues nothing.
ISSUING_STATES = frozenset({CampaignState.LIVE, CampaignState.CLOSING})
# A gift beside a draw can still be claimed while the draw takes its time.
GIFT_ISSUING_STATES = ISSUING_STATES | {CampaignState.DRAWING, CampaignState.SETTLING}


# An announced campaign that still takes people in may become better for them.
AMENDABLE_STATES = frozenset({CampaignState.SCHEDULED, CampaignState.LIVE, CampaignState.PAUSED})


# What is announced and not over: its units are kept back on the shelf.
PROMISING_STATES = PUBLIC_STATES - {CampaignState.SETTLED}


class AmendmentState(TextChoices):
    PROPOSED = "proposed", _("Waiting for a second person")
    ADOPTED = "adopted", _("In force")
    WITHDRAWN = "withdrawn", _("Withdrawn")


AMENDMENT_MOVES: Moves = {
    AmendmentState.PROPOSED: frozenset({AmendmentState.ADOPTED, AmendmentState.WITHDRAWN}),
    AmendmentState.ADOPTED: frozenset(),
    AmendmentState.WITHDRAWN: frozenset(),
}


class ReferralState(TextChoices):
    REGISTERED = "registered", _("Registered")
    QUALIFIED = "qualified", _("Counts")
    APPROVED = "approved", pgettext_lazy("referral", "Approved")
    HELD = "held", _("On hold")
    REJECTED = "rejected", _("Rejected")
    REVERSED = "reversed", _("Reversed")
    EXPIRED = "expired", _("Expired")
    VOID = "void", _("Void")


REFERRAL_MOVES: Moves = {
    ReferralState.REGISTERED: frozenset({ReferralState.QUALIFIED, ReferralState.EXPIRED, ReferralState.VOID}),
    ReferralState.QUALIFIED: frozenset(
        {
            ReferralState.APPROVED,
            ReferralState.HELD,
            ReferralState.REJECTED,
            ReferralState.REVERSED,
            ReferralState.VOID,
        }
    ),
    ReferralState.HELD: frozenset({ReferralState.APPROVED, ReferralState.REJECTED, ReferralState.VOID}),
    ReferralState.APPROVED: frozenset({ReferralState.REVERSED}),
    ReferralState.REJECTED: frozenset({ReferralState.APPROVED}),
    # News that is late but tells of something inside the window still counts; better rules give more days.
    ReferralState.EXPIRED: frozenset({ReferralState.QUALIFIED, ReferralState.REGISTERED, ReferralState.VOID}),
    # An objection was granted.
    ReferralState.REVERSED: frozenset({ReferralState.QUALIFIED}),
    ReferralState.VOID: frozenset(),
}

# Credit may still rise here.
OPEN_REFERRALS = frozenset(
    {ReferralState.REGISTERED, ReferralState.QUALIFIED, ReferralState.APPROVED, ReferralState.EXPIRED}
)
# Better rules reach all of these.
REPINNED_REFERRALS = OPEN_REFERRALS | {ReferralState.HELD}
QUALIFIED_REFERRALS = frozenset({ReferralState.QUALIFIED, ReferralState.APPROVED, ReferralState.HELD})


class ConditionKind(TextChoices):
    """What a friend can have done, beside certificates; the last five are deeds that facts tell of."""

    ACCOUNT_AGE = "account_age", _("The account is so many days old")
    JOINED_GROUP = "joined_group", _("Joined a group")
    POSTED = "posted", _("Posted in a group")
    ATTENDED = "attended", _("Came to an event")
    TASK = "task", _("Did a task with a team at an event")
    EVENT = "event", _("Something that another system reports")


class RewardKind(TextChoices):
    DRAW_ENTRY = "draw_entry", _("Entry in the draw")
    GIFT = "gift", _("Gift")


def issuing_states(kind: str) -> frozenset[str]:
    """Where a reward of this kind may be approved and claimed."""
    return GIFT_ISSUING_STATES if kind == RewardKind.GIFT else ISSUING_STATES


class RewardState(TextChoices):
    EARNED = "earned", _("Earned")
    HELD = "held", _("On hold")
    APPROVED = "approved", pgettext_lazy("reward", "Approved")
    GRANTED = "granted", _("Granted")
    CANCELLED = "cancelled", _("Cancelled")
    CLAWED_BACK = "clawed_back", _("Taken back")


REWARD_MOVES: Moves = {
    RewardState.EARNED: frozenset({RewardState.HELD, RewardState.APPROVED, RewardState.CANCELLED}),
    # For another reason: while a friend was looked at, the member's own standing has changed.
    RewardState.HELD: frozenset({RewardState.HELD, RewardState.APPROVED, RewardState.CANCELLED}),
    RewardState.APPROVED: frozenset({RewardState.GRANTED, RewardState.CANCELLED, RewardState.CLAWED_BACK}),
    RewardState.GRANTED: frozenset({RewardState.CLAWED_BACK}),
    RewardState.CANCELLED: frozenset(),
    # A gift is earned again as another reward.
    RewardState.CLAWED_BACK: frozenset(),
}


class PromiseKind(TextChoices):
    DRAW = "draw", _("The draw takes place")
    PRIZES = "prizes", _("Every prize reaches its winner")
    REWARD = "reward", _("What was earned is granted")
    GIFT = "gift", _("A gift is delivered")


class PromiseState(TextChoices):
    OPEN = "open", pgettext_lazy("promise", "Open")
    LATE = "late", _("Late")
    KEPT = "kept", _("Kept")
    DECLINED = "declined", _("Declined by the recipient")
    REPLACED = "replaced", _("Continued as another promise")
    DEPLETED = "depleted", _("All had been given")
    BROKEN = "broken", _("Broken")


PROMISE_MOVES: Moves = {
    PromiseState.OPEN: frozenset(
        {
            PromiseState.LATE,
            PromiseState.KEPT,
            PromiseState.DECLINED,
            PromiseState.REPLACED,
            PromiseState.DEPLETED,
            PromiseState.BROKEN,
        }
    ),
    PromiseState.LATE: frozenset(
        {
            PromiseState.KEPT,
            PromiseState.DECLINED,
            PromiseState.REPLACED,
            PromiseState.DEPLETED,
            PromiseState.BROKEN,
        }
    ),
    PromiseState.KEPT: frozenset(),
    PromiseState.DECLINED: frozenset(),
    PromiseState.REPLACED: frozenset(),
    # A unit may come back, and be given after all.
    PromiseState.DEPLETED: frozenset({PromiseState.KEPT}),
    PromiseState.BROKEN: frozenset(),
}
UNKEPT_PROMISES = frozenset({PromiseState.OPEN, PromiseState.LATE})


class PromiseBucket(TextChoices):
    """What the public counters count: the state, and whether a kept one was late."""

    OPEN = "open", pgettext_lazy("promise", "Open")
    OVERDUE = "overdue", _("Overdue")
    KEPT = "kept", _("Kept on time")
    KEPT_LATE = "kept_late", _("Kept late")
    DECLINED = "declined", _("Declined by the recipient")
    REPLACED = "replaced", _("Continued as another promise")
    DEPLETED = "depleted", _("All had been given")
    BROKEN = "broken", _("Broken")


class Channel(TextChoices):
    LINK = "link", _("Link")
    WECHAT = "wechat", _("WeChat")
    WEIBO = "weibo", _("Weibo")
    QZONE = "qzone", _("QZone")
    LINKEDIN = "linkedin", _("LinkedIn")
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    POSTER = "poster", _("Poster")
    OFFLINE = "offline", _("In person")


class Tie(TextChoices):
    """Which kind of acquaintance a channel works on."""

    STRONG = "strong", _("Strong ties: few people you know, personal words")
    WEAK = "weak", _("Weak ties: in public, for people who know people you know")


class MentionKind(TextChoices):
    COMMENT = "comment", _("Comment")
    REPOST = "repost", _("Repost")


class MentionState(TextChoices):
    """Told by what is written down of a mention, and kept nowhere."""

    OPEN = "open", pgettext_lazy("mention", "Open")
    WITH_STEWARDS = "with-stewards", pgettext_lazy("mention", "With the stewards")
    SENDING = "sending", pgettext_lazy("mention", "Answer on its way")
    ANSWERED = "answered", pgettext_lazy("mention", "Answered")


class PackOutcome(TextChoices):
    REFUSED = "refused", _("must be changed")
    REWRITTEN = "rewritten", _("is rewritten on the card")


class TouchKind(TextChoices):
    CLICK = "click", _("Opened the link")
    SCAN = "scan", _("Scanned the code")
    CODE = "code", _("Typed the code")


class AttributionModel(TextChoices):
    DIRECT = "direct", _("Registered on the invitation")
    LAST_TOUCH = "last_touch", _("Last invitation opened")
    FIRST_TOUCH = "first_touch", _("First invitation opened")
    MANUAL = "manual", _("Decided by a person")
    TYPED = "typed", _("Code typed after registering")


# A person may still say whose friend somebody is here.
ATTRIBUTING_STATES = frozenset({CampaignState.LIVE, CampaignState.CLOSING})
# The decision's code where a person said whose friend somebody is.
ATTRIBUTED = "attributed"

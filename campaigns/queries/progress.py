"""How far a member has come, who counts, and why somebody does not count yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from accounts.queries import find_member_by_handle
from accounts.states import MemberState
from accounts.visibility import met_by
from campaigns import rules
from campaigns.conditions import Deed
from campaigns.friend_states import FriendState, shown_state
from campaigns.models import CreditEntry, Progress, Referral
from campaigns.queries.campaigns import CampaignDetail, campaign_detail
from campaigns.queries.own_counters import NO_COUNTERS, own_counters
from campaigns.queries.reasons import (
    deeds_by_invitee,
    explained_referrals,
    names_in,
    reason_of,
    referral_reason,
)
from campaigns.queries.reservations import KeptUnit, kept_for
from campaigns.queries.rewards import OwnReward, own_rewards
from campaigns.queries.standing import friends_looked_at
from campaigns.queries.vouches import Word, words_of
from campaigns.risk_states import AGAINST
from campaigns.rulebook import Rulebook, read_rules
from campaigns.sentences import Names
from campaigns.split_shape import share_of
from campaigns.states import ReferralState
from common.compiled import Compiled
from common.errors import NotFound
from common.pagination import Page, first_rows, keyset, page_of

NEWEST = ("-registered_at", "-id")
FRIENDS_SHOWN = 50
# Plain rows: a member is a wide row, of which the advocate sees a name.
_FRIEND = (
    "id",
    "campaign_id",
    "invitee_id",
    "invitee__display_name",
    "invitee__public_id",
    "is_met",
    "state",
    "shown",
    "credit_hundredths",
    "sharer_bp",
    "levels",
    "registered_at",
    "expires_at",
    "why_code",
    "why_data",
)


@dataclass(frozen=True, kw_only=True)
class Friend:
    """One invitee as her advocate sees her: a name she chose, whether she counts, and why not yet.

    ``state``: of ``FriendState``.

    ``public_id``: of her page; "" and a neutral name for somebody who has left or stands behind a block.
    """

    name: str
    public_id: str
    state: str
    counts: bool
    credit_hundredths: int
    registered_at: datetime
    expires_at: datetime
    reason: str
    word: Word | None


@dataclass(frozen=True, kw_only=True)
class OwnProgress:
    """Whole numbers only; ``remaining_friends`` is the worst case of what friends count for.

    ``takes_part``: has a link of her own. Credit is without friends whom a person has found not to count, and
    with those ``held``, for whom a person owes an answer.
    """

    campaign: CampaignDetail
    takes_part: bool
    threshold: int
    registered: int
    qualified: int
    held: int
    credit_hundredths: int
    # What of it comes from friends whom another advocate's invitation brought.
    shared_hundredths: int
    goal_hundredths: int
    remaining_hundredths: int
    remaining_friends: int
    complete: bool
    rewards_earned: int
    not_given: Sequence[int]
    friends: Sequence[Friend]
    next_cursor: str | None
    rewards: Sequence[OwnReward]
    kept: Sequence[KeptUnit]


@dataclass(frozen=True, kw_only=True)
class ReferralLine:
    """A referral as the brand's manager sees it."""

    referral_id: int
    advocate_name: str
    advocate_handle: str
    invitee_name: str
    invitee_handle: str
    state: str
    credit_hundredths: int
    registered_at: datetime
    qualified_at: datetime | None
    expires_at: datetime
    reason: str


def progress_of(
    *, member_id: int, slug: str, cursor: str | None = None, size: int = FRIENDS_SHOWN
) -> OwnProgress:
    """The member's progress in a public campaign. Three statements, whatever the numbers; one more where
    the rules ask for deeds, share credit or let advocates vouch, and up to two where they keep units.

    Raises: NotFound, BadCursor.
    """
    campaign = campaign_detail(slug=slug, member_id=member_id)
    rulebook = campaign.rulebook
    if rulebook is None:
        raise NotFound
    counted = campaign.own or NO_COUNTERS
    ahead = rules.look_ahead(
        rulebook,
        credit_hundredths=counted.credit_hundredths,
        rewards=counted.rewards,
        not_given=counted.not_given,
    )
    page = _friends_page(campaign.campaign_id, member_id, cursor=cursor, size=size)
    return OwnProgress(
        campaign=campaign,
        takes_part=campaign.own is not None,
        threshold=rulebook.threshold,
        registered=counted.registered,
        qualified=counted.qualified,
        held=counted.held,
        credit_hundredths=ahead.credit_hundredths,
        shared_hundredths=_shared(campaign.campaign_id, member_id) if rulebook.split else 0,
        goal_hundredths=ahead.goal_hundredths,
        remaining_hundredths=ahead.remaining_hundredths,
        remaining_friends=ahead.remaining_friends,
        complete=ahead.complete,
        rewards_earned=counted.rewards,
        not_given=counted.not_given,
        friends=_friends(page.items, rulebook, campaign_state=campaign.state),
        next_cursor=page.next_cursor,
        rewards=own_rewards(campaign_id=campaign.campaign_id, member_id=member_id, title=campaign.title),
        kept=kept_for(campaign_id=campaign.campaign_id, member_id=member_id) if rulebook.last_mile else [],
    )


def _shared(campaign_id: int, member_id: int) -> int:
    """One statement."""
    mine = CreditEntry.objects.filter(referral__campaign_id=campaign_id, sharer_id=member_id)
    mine = mine.exclude(referral__risk__state__in=AGAINST)
    return mine.aggregate(sum=Sum("amount_hundredths"))["sum"] or 0


def _friends_page(campaign_id: int, member_id: int, *, cursor: str | None, size: int) -> Page[Any]:
    """Newest first. One statement; that of the first page is built once for everybody."""
    if cursor:
        return keyset(_friend_rows(campaign_id, member_id), order=NEWEST, cursor=cursor, size=size)
    rows = _first_friends(size).rows(campaign_id=campaign_id, member_id=member_id)
    return page_of(rows, order=NEWEST, size=size)


def _friend_rows(campaign_id: int, member_id: int) -> QuerySet[Any, Any]:
    mine = Referral.objects.filter(campaign_id=campaign_id, advocate_id=member_id)
    mine = mine.exclude(state=ReferralState.VOID).annotate(shown=shown_state())
    return explained_referrals(met_invitees(mine, member_id)).values_list(*_FRIEND, named=True)


@lru_cache
def _first_friends(size: int) -> Compiled:
    def build(campaign_id: int, member_id: int) -> QuerySet[Any, Any]:
        return first_rows(_friend_rows(campaign_id, member_id), order=NEWEST, size=size)

    return Compiled(build, campaign_id=int, member_id=int)


@dataclass(frozen=True, kw_only=True)
class ProgressLine:
    """For the Today page: how far, in one campaign."""

    slug: str
    title: dict[str, str]
    qualified: int
    registered: int
    threshold: int
    remaining_friends: int
    complete: bool
    rulebook: Rulebook
    credit_hundredths: int
    rewards: int
    not_given: Sequence[int]
    closes_at: datetime


def running_progress(*, member_id: int, size: int = 3) -> list[ProgressLine]:
    """The member's own campaigns that run now, the one that ends first first. One statement, one more for
    each with friends who do not count."""
    rows = (
        Progress.objects.filter(advocate_id=member_id, campaign__state="live")
        .select_related("campaign__current")
        .annotate(**friends_looked_at(member_id))
        .defer("campaign__draft_rules", "campaign__draft_texts", "campaign__current__texts")
        .order_by("campaign__closes_at", "id")[:size]
    )
    return [_line(progress) for progress in rows]


def referrals_of_campaign(
    *, campaign_id: int, state: str = "", cursor: str | None = None, size: int = 50
) -> tuple[list[ReferralLine], str | None]:
    """(lines, next cursor), newest first, each with the reason of its state. One statement, one more where
    the rules name groups.

    The caller has checked ``campaigns.view-referrals``. Raises: BadCursor.
    """
    referrals = Referral.objects.filter(campaign_id=campaign_id).annotate(shown=shown_state())
    if state:
        referrals = referrals.filter(shown=state)
    rows = explained_referrals(referrals).select_related("invitee", "advocate", "pinned", "campaign")
    page = keyset(rows, order=NEWEST, cursor=cursor, size=size)
    groups = names_in(*(referral.pinned.rulebook for referral in page.items))
    return [_referral_line(referral, groups) for referral in page.items], page.next_cursor


def line_of_referral(referral_id: int) -> ReferralLine:
    """One of them. One statement, one more where the rules name groups."""
    rows = explained_referrals(Referral.objects.filter(pk=referral_id).annotate(shown=shown_state()))
    referral = rows.select_related("invitee", "advocate", "pinned", "campaign").get()
    return _referral_line(referral, names_in(referral.pinned.rulebook))


def find_referral_id(*, slug: str, invitee_handle: str) -> int:
    """Who was brought to a campaign, by her handle. Two statements. Raises: NotFound."""
    invitee_id = find_member_by_handle(invitee_handle)
    found = Referral.objects.filter(campaign__slug=slug, invitee_id=invitee_id)
    pk = found.exclude(state=ReferralState.VOID).values_list("pk", flat=True).first()
    if pk is None:
        raise NotFound
    return pk


def met_invitees(referrals: QuerySet[Referral], member_id: int) -> QuerySet[Referral]:
    """With ``is_met``: whether the advocate may see the invitee. The referral counts either way."""
    here = ~Q(invitee__state=MemberState.ERASED)
    met = ExpressionWrapper(here & met_by(member_id, path="invitee_id"), output_field=BooleanField())
    return referrals.annotate(is_met=met)


def name_of_invitee(referral: Any) -> str:
    """The same for whoever left and for whoever is behind a block: nobody can tell which."""
    return str(referral.invitee__display_name) if referral.is_met else str(_("Somebody"))


def _friends(referrals: Sequence[Any], rulebook: Rulebook, *, campaign_state: str) -> list[Friend]:
    """Of one campaign. One statement each where the rules ask for deeds, let advocates vouch and name
    groups."""
    deeds = deeds_by_invitee(referrals) if rulebook.conditions and referrals else {}
    words = words_of([each.id for each in referrals]) if rulebook.vouching and referrals else {}
    groups = names_in(rulebook) if referrals else {}
    return [
        _friend(
            referral,
            rulebook,
            campaign_state=campaign_state,
            groups=groups,
            deeds=deeds.get(referral.invitee_id),
            word=words.get(referral.id),
        )
        for referral in referrals
    ]


def _friend(
    referral: Any,
    rulebook: Rulebook,
    *,
    campaign_state: str,
    groups: Names,
    deeds: Sequence[Deed] | None,
    word: Word | None,
) -> Friend:
    return Friend(
        name=name_of_invitee(referral),
        public_id=referral.invitee__public_id if referral.is_met else "",
        state=referral.shown,
        counts=referral.shown == FriendState.QUALIFIED,
        credit_hundredths=standing_share(referral),
        registered_at=referral.registered_at,
        expires_at=referral.expires_at,
        reason=reason_of(
            referral,
            rulebook,
            campaign_state=campaign_state,
            groups=groups,
            deeds=deeds,
            is_seen=referral.is_met,
        ),
        word=word,
    )


def standing_share(row: Any) -> int:
    """What a friend counts for the advocate: nothing once a person has found that she doesn't."""
    if row.shown == FriendState.REJECTED:
        return 0
    credit: int = row.credit_hundredths
    return credit - share_of(credit, row.sharer_bp)


def _referral_line(referral: Any, groups: Names) -> ReferralLine:
    return ReferralLine(
        referral_id=referral.pk,
        advocate_name=referral.advocate.display_name,
        advocate_handle=referral.advocate.handle,
        invitee_name=referral.invitee.display_name,
        invitee_handle=referral.invitee.handle,
        state=referral.shown,
        credit_hundredths=referral.credit_hundredths,
        registered_at=referral.registered_at,
        qualified_at=referral.qualified_at,
        expires_at=referral.expires_at,
        reason=referral_reason(referral, groups),
    )


def _line(progress: Any) -> ProgressLine:
    version = progress.campaign.current
    if version is None:
        raise NotFound
    rulebook = read_rules(version.rules)
    own = own_counters(
        campaign_id=progress.campaign_id, member_id=progress.advocate_id, counted=vars(progress)
    )
    ahead = rules.look_ahead(
        rulebook,
        credit_hundredths=own.credit_hundredths,
        rewards=own.rewards,
        not_given=own.not_given,
    )
    return ProgressLine(
        slug=progress.campaign.slug,
        title=progress.campaign.title,
        qualified=own.qualified,
        registered=own.registered,
        threshold=rulebook.threshold,
        remaining_friends=ahead.remaining_friends,
        complete=ahead.complete,
        rulebook=rulebook,
        credit_hundredths=own.credit_hundredths,
        rewards=own.rewards,
        not_given=own.not_given,
        closes_at=progress.campaign.closes_at,
    )

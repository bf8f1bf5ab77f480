"""How far a member has come, who counts, and why somebody does not count yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _

from accounts.queries import find_member_by_handle
from accounts.states import MemberState
from accounts.visibility import met_by
from campaigns import rules
from campaigns.conditions import Deed, Evidence
from campaigns.models import CreditEntry, Decision, Progress, Referral
from campaigns.queries.campaigns import CampaignDetail, OwnCounters, campaign_detail
from campaigns.queries.deeds import deeds_of
from campaigns.queries.reservations import KeptUnit, kept_for
from campaigns.queries.rewards import OwnReward, own_rewards
from campaigns.queries.vouches import Word, words_of
from campaigns.rulebook import Rulebook, read_rules
from campaigns.sentences import explain_referral, unseen
from campaigns.split_shape import share_of
from campaigns.states import ATTRIBUTED, QUALIFIED_REFERRALS, QUALIFYING_STATES, ReferralState
from common.clock import db_now
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
    """Whole numbers only; ``remaining_friends`` is the worst case. ``takes_part``: has a link of her own."""

    campaign: CampaignDetail
    takes_part: bool
    threshold: int
    registered: int
    qualified: int
    credit_hundredths: int
    # What of it comes from friends whom another advocate's invitation brought.
    shared_hundredths: int
    goal_hundredths: int
    remaining_hundredths: int
    remaining_friends: int
    complete: bool
    rewards_earned: int
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
    counted = campaign.own or OwnCounters(registered=0, qualified=0, credit_hundredths=0, rewards=0)
    ahead = rules.look_ahead(rulebook, credit_hundredths=counted.credit_hundredths, rewards=counted.rewards)
    page = _friends_page(campaign.campaign_id, member_id, cursor=cursor, size=size)
    return OwnProgress(
        campaign=campaign,
        takes_part=campaign.own is not None,
        threshold=rulebook.threshold,
        registered=counted.registered,
        qualified=counted.qualified,
        credit_hundredths=ahead.credit_hundredths,
        shared_hundredths=_shared(campaign.campaign_id, member_id) if rulebook.split else 0,
        goal_hundredths=ahead.goal_hundredths,
        remaining_hundredths=ahead.remaining_hundredths,
        remaining_friends=ahead.remaining_friends,
        complete=ahead.complete,
        rewards_earned=counted.rewards,
        friends=_friends(page.items, rulebook, campaign_state=campaign.state),
        next_cursor=page.next_cursor,
        rewards=own_rewards(campaign_id=campaign.campaign_id, member_id=member_id, title=campaign.title),
        kept=kept_for(campaign_id=campaign.campaign_id, member_id=member_id) if rulebook.last_mile else [],
    )


def _shared(campaign_id: int, member_id: int) -> int:
    """One statement."""
    mine = CreditEntry.objects.filter(referral__campaign_id=campaign_id, sharer_id=member_id)
    return mine.aggregate(sum=Sum("amount_hundredths"))["sum"] or 0


def _friends_page(campaign_id: int, member_id: int, *, cursor: str | None, size: int) -> Page[Any]:
    """Newest first. One statement; that of the first page is built once for everybody."""
    if cursor:
        return keyset(_friend_rows(campaign_id, member_id), order=NEWEST, cursor=cursor, size=size)
    rows = _first_friends(size).rows(campaign_id=campaign_id, member_id=member_id)
    return page_of(rows, order=NEWEST, size=size)


def _friend_rows(campaign_id: int, member_id: int) -> QuerySet[Any, Any]:
    mine = Referral.objects.filter(campaign_id=campaign_id, advocate_id=member_id)
    mine = mine.exclude(state=ReferralState.VOID)
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
    closes_at: datetime


def running_progress(*, member_id: int, size: int = 3) -> list[ProgressLine]:
    """The member's own campaigns that run now, the one that ends first first. One statement."""
    rows = (
        Progress.objects.filter(advocate_id=member_id, campaign__state="live")
        .select_related("campaign__current")
        .defer("campaign__draft_rules", "campaign__draft_texts", "campaign__current__texts")
        .order_by("campaign__closes_at", "id")[:size]
    )
    return [_line(progress) for progress in rows]


def referrals_of_campaign(
    *, campaign_id: int, state: str = "", cursor: str | None = None, size: int = 50
) -> tuple[list[ReferralLine], str | None]:
    """(lines, next cursor), newest first, each with the reason of its state. One statement.

    The caller has checked ``campaigns.view-referrals``. Raises: BadCursor.
    """
    referrals = Referral.objects.filter(campaign_id=campaign_id)
    if state:
        referrals = referrals.filter(state=state)
    rows = explained_referrals(referrals).select_related("invitee", "advocate", "pinned", "campaign")
    page = keyset(rows, order=NEWEST, cursor=cursor, size=size)
    return [_referral_line(referral) for referral in page.items], page.next_cursor


def line_of_referral(referral_id: int) -> ReferralLine:
    """One of them. One statement."""
    rows = explained_referrals(Referral.objects.filter(pk=referral_id))
    return _referral_line(rows.select_related("invitee", "advocate", "pinned", "campaign").get())


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


def explained_referrals(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    """With the newest decision's code and inputs, by index."""
    newest = Decision.objects.filter(referral=OuterRef("pk")).order_by("-id")
    return referrals.annotate(
        why_code=Subquery(newest.values("code")[:1]), why_data=Subquery(newest.values("data")[:1])
    )


def _reason(
    referral: Any,
    rulebook: Rulebook,
    *,
    campaign_state: str,
    deeds: Sequence[Deed] | None = None,
    is_seen: bool = True,
) -> str:
    """The newest decision's sentence; before one, what is missing and whether it still helps."""
    code, data = referral.why_code, referral.why_data
    waits = referral.state == ReferralState.REGISTERED
    by_hand = f"{_sentence(code, data, is_seen=is_seen)} " if code == ATTRIBUTED and waits else ""
    if waits and (code is None or by_hand or campaign_state not in QUALIFYING_STATES):
        code = "not-yet" if campaign_state in QUALIFYING_STATES else "campaign-over"
        missing = rules.what_is_missing(
            rulebook, levels=referral.levels, evidence=_evidence(referral, rulebook, deeds)
        )
        data = {"missing": missing, "match": rulebook.match, "until": referral.expires_at}
    return by_hand + _sentence(code, data, is_seen=is_seen)


def _sentence(code: str | None, data: Mapping[str, Any] | None, *, is_seen: bool) -> str:
    return explain_referral(code or "" if is_seen else unseen(code or ""), data or {})


def _evidence(referral: Any, rulebook: Rulebook, deeds: Sequence[Deed] | None) -> Evidence | None:
    if not rulebook.conditions:
        return None
    return Evidence(
        deeds=_deeds([referral])[referral.invitee_id] if deeds is None else deeds,
        registered_at=referral.registered_at,
        expires_at=referral.expires_at,
        now=db_now(),
    )


def _deeds(referrals: Sequence[Any]) -> Mapping[int, Sequence[Deed]]:
    invitees = [referral.invitee_id for referral in referrals]
    return deeds_of(invitees, campaign_id=referrals[0].campaign_id)


def referral_reason(referral: Referral) -> str:
    """For a row of ``explained_referrals`` with its campaign and version. No statement, but one where the
    rules ask for deeds and there is no decision yet."""
    return _reason(referral, referral.pinned.rulebook, campaign_state=referral.campaign.state)


def _friends(referrals: Sequence[Any], rulebook: Rulebook, *, campaign_state: str) -> list[Friend]:
    """Of one campaign. One statement each where the rules ask for deeds and let advocates vouch."""
    deeds = _deeds(referrals) if rulebook.conditions and referrals else {}
    words = words_of([each.id for each in referrals]) if rulebook.vouching and referrals else {}
    return [
        _friend(
            referral,
            rulebook,
            campaign_state=campaign_state,
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
    deeds: Sequence[Deed] | None,
    word: Word | None,
) -> Friend:
    return Friend(
        name=name_of_invitee(referral),
        public_id=referral.invitee__public_id if referral.is_met else "",
        state=referral.state,
        counts=referral.state in QUALIFIED_REFERRALS,
        credit_hundredths=referral.credit_hundredths
        - share_of(referral.credit_hundredths, referral.sharer_bp),
        registered_at=referral.registered_at,
        expires_at=referral.expires_at,
        reason=_reason(
            referral, rulebook, campaign_state=campaign_state, deeds=deeds, is_seen=referral.is_met
        ),
        word=word,
    )


def _referral_line(referral: Referral) -> ReferralLine:
    return ReferralLine(
        referral_id=referral.pk,
        advocate_name=referral.advocate.display_name,
        advocate_handle=referral.advocate.handle,
        invitee_name=referral.invitee.display_name,
        invitee_handle=referral.invitee.handle,
        state=referral.state,
        credit_hundredths=referral.credit_hundredths,
        registered_at=referral.registered_at,
        qualified_at=referral.qualified_at,
        expires_at=referral.expires_at,
        reason=referral_reason(referral),
    )


def _line(progress: Progress) -> ProgressLine:
    version = progress.campaign.current
    if version is None:
        raise NotFound
    rulebook = read_rules(version.rules)
    ahead = rules.look_ahead(rulebook, credit_hundredths=progress.credit_hundredths, rewards=progress.rewards)
    return ProgressLine(
        slug=progress.campaign.slug,
        title=progress.campaign.title,
        qualified=progress.qualified,
        registered=progress.registered,
        threshold=rulebook.threshold,
        remaining_friends=ahead.remaining_friends,
        complete=ahead.complete,
        rulebook=rulebook,
        credit_hundredths=progress.credit_hundredths,
        rewards=progress.rewards,
        closes_at=progress.campaign.closes_at,
    )

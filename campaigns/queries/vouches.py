"""Words that advocates have given for friends."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from accounts.states import MemberState
from accounts.visibility import met_by
from campaigns.models import Referral, Vouch
from campaigns.rulebook import Rulebook
from campaigns.states import PUBLIC_STATES, ReferralState
from campaigns.vouch_states import VouchState
from common.errors import NotFound
from common.pagination import keyset
from common.texts import Texts

NEWEST = ("-given_at", "-id")


def is_lowered_at(moment: datetime, *, campaign_id: int, advocate_id: int) -> bool:
    """Whether the advocate's word was lowered then. One statement."""
    return lowered_until(moment, campaign_id=campaign_id, advocate_id=advocate_id) is not None


def lowered_until(moment: datetime, *, campaign_id: int, advocate_id: int) -> datetime | None:
    """Until when it is, counted from a moment; None where it counts in full. One statement."""
    failed = Vouch.objects.filter(
        campaign_id=campaign_id,
        advocate_id=advocate_id,
        state=VouchState.FAILED,
        failed_at__lte=moment,
        lowered_until__gt=moment,
    )
    return failed.order_by("-lowered_until").values_list("lowered_until", flat=True).first()


def slots_taken(*, campaign_id: int, advocate_id: int, now: datetime) -> int:
    """How many friends the advocate vouches for. What failed and could be restored counts until it is due."""
    still = Q(state=VouchState.OPEN) | Q(state=VouchState.FAILED, kept_at__isnull=True, due_at__gt=now)
    return Vouch.objects.filter(still, campaign_id=campaign_id, advocate_id=advocate_id).count()


@dataclass(frozen=True, kw_only=True)
class Word:
    """An advocate's word as she sees it beside her friend."""

    state: str
    due_at: datetime
    lowered_until: datetime | None


def due_at(referral: Referral, *, now: datetime) -> datetime | None:
    """When a word for this friend is due that is given now; None where the rules have none."""
    vouching = referral.pinned.rulebook.vouching
    if vouching is None:
        return None
    return min(now + timedelta(days=vouching.days), referral.campaign.settle_by)


def words_of(referral_ids: Collection[int]) -> Mapping[int, Word]:
    """{referral id: word}. One statement however many."""
    rows = Vouch.objects.filter(referral_id__in=list(referral_ids))
    return {
        referral_id: Word(state=state, due_at=due_at, lowered_until=until)
        for referral_id, state, due_at, until in rows.values_list(
            "referral_id", "state", "due_at", "lowered_until"
        )
    }


@dataclass(frozen=True, kw_only=True)
class OwnFriend:
    """``rulebook``: of the version that the friend is pinned to."""

    referral_id: int
    name: str
    slug: str
    title: Texts
    rulebook: Rulebook
    vouched_hundredths: int
    word: Word | None
    word_lowered_until: datetime | None
    taken: int
    # When a word that is given now would be due.
    due_at: datetime | None


def public_id_of(campaign: str, friend: str) -> str:
    """How a friend in a campaign is named to her advocate: by both public ids."""
    return f"{campaign}-{friend}"


def own_friend(*, public_id: str, member_id: int, now: datetime) -> OwnFriend:
    """A friend of this advocate by ``public_id_of``, with the word for her. Four statements.

    Raises: NotFound (others' friends, who has left, who stands behind a block).
    """
    referral = _find(public_id=public_id, member_id=member_id)
    mine = {"campaign_id": referral.campaign_id, "advocate_id": member_id}
    return OwnFriend(
        referral_id=referral.pk,
        name=referral.invitee.display_name,
        slug=referral.campaign.slug,
        title=referral.campaign.title,
        rulebook=referral.pinned.rulebook,
        vouched_hundredths=referral.vouched_hundredths,
        word=words_of([referral.pk]).get(referral.pk),
        word_lowered_until=lowered_until(now, **mine),
        taken=slots_taken(**mine, now=now),
        due_at=due_at(referral, now=now),
    )


def find_own_friend(*, public_id: str, member_id: int) -> int:
    """The referral. One statement. Raises: NotFound, as ``own_friend``."""
    return _find(public_id=public_id, member_id=member_id).pk


def _find(*, public_id: str, member_id: int) -> Referral:
    campaign, _dash, friend = public_id.partition("-")
    rows = Referral.objects.filter(
        ~Q(invitee__state=MemberState.ERASED) & met_by(member_id, path="invitee_id"),
        campaign__public_id=campaign,
        campaign__state__in=PUBLIC_STATES,
        advocate_id=member_id,
        invitee__public_id=friend,
    )
    rows = rows.exclude(state=ReferralState.VOID).select_related("campaign", "pinned", "invitee")
    referral = rows.first()
    if referral is None or referral.pinned.rulebook.vouching is None:
        raise NotFound
    return referral


@dataclass(frozen=True, kw_only=True)
class VouchLine:
    """A word as the brand's manager sees it: handles."""

    advocate: str
    invitee: str
    state: str
    reason: str
    given_at: datetime
    due_at: datetime
    kept_at: datetime | None
    lowered_until: datetime | None
    added_hundredths: int


def vouches_of(
    *, campaign_id: int, cursor: str | None = None, size: int = 50
) -> tuple[list[VouchLine], str | None]:
    """(lines, next cursor), newest first. One statement. The caller has checked ``campaigns.view-referrals``.

    Raises: BadCursor.
    """
    rows = Vouch.objects.filter(campaign_id=campaign_id).select_related("advocate", "invitee", "referral")
    page = keyset(rows, order=NEWEST, cursor=cursor, size=size)
    return [_line(vouch) for vouch in page.items], page.next_cursor


def _line(vouch: Vouch) -> VouchLine:
    return VouchLine(
        advocate=vouch.advocate.handle,
        invitee=vouch.invitee.handle,
        state=vouch.state,
        reason=vouch.reason,
        given_at=vouch.given_at,
        due_at=vouch.due_at,
        kept_at=vouch.kept_at,
        lowered_until=vouch.lowered_until,
        added_hundredths=vouch.referral.vouched_hundredths,
    )


@dataclass(frozen=True, kw_only=True)
class VouchNews:
    """``advocate``, ``friend``: names, empty once they have left."""

    advocate_id: int
    invitee_id: int
    advocate: str
    friend: str
    state: str
    due_at: datetime
    lowered_until: datetime | None
    slug: str
    title: Texts


def vouches_by_id(vouch_ids: Iterable[int]) -> dict[int, VouchNews]:
    """One statement however many."""
    rows = Vouch.objects.filter(pk__in=list(vouch_ids)).select_related("advocate", "invitee", "campaign")
    return {
        vouch.pk: VouchNews(
            advocate_id=vouch.advocate_id,
            invitee_id=vouch.invitee_id,
            advocate=_name(vouch.advocate),
            friend=_name(vouch.invitee),
            state=vouch.state,
            due_at=vouch.due_at,
            lowered_until=vouch.lowered_until,
            slug=vouch.campaign.slug,
            title=vouch.campaign.title,
        )
        for vouch in rows
    }


def _name(member: Any) -> str:
    return "" if member.state == MemberState.ERASED else str(member.display_name)

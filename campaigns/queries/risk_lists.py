"""Cases as lists, for programs: a member's own, and a campaign's. One statement each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from campaigns.models import Reward, RiskCase
from campaigns.queries.risk import is_about, may_object, name_of_friend, reason_for, why_for, with_met_friends
from campaigns.risk_states import WAITING, RiskState
from common.pagination import keyset
from common.texts import Texts

NEWEST = ("-id",)


@dataclass(frozen=True, kw_only=True)
class Hold:
    """As one side reads it; ``friend`` is empty where it is about the reader."""

    public_id: str
    campaign: str
    friend: str
    state: str
    why: str
    reason: str
    answer_by: datetime | None
    may_appeal: bool


def own_holds(*, member_id: int, cursor: str | None = None, size: int = 25) -> tuple[list[Hold], str | None]:
    """(holds, next cursor). Raises: BadCursor."""
    cases = RiskCase.objects.filter(is_about(member_id)).exclude(state=RiskState.PASSED)
    cases = with_met_friends(cases, member_id)
    page = keyset(
        cases.select_related("campaign", "referral__invitee"), order=NEWEST, cursor=cursor, size=size
    )
    return [_hold(case, member_id) for case in page.items], page.next_cursor


def _hold(case: RiskCase, member_id: int) -> Hold:
    return Hold(
        public_id=case.public_id,
        campaign=case.campaign.slug,
        friend=name_of_friend(case, member_id),
        state=case.state,
        why=why_for(case, member_id),
        reason=reason_for(case, member_id),
        answer_by=case.answer_by if case.state in WAITING else None,
        may_appeal=may_object(case, member_id),
    )


@dataclass(frozen=True, kw_only=True)
class CaseNews:
    """``concerned``: the advocate, and the friend where something of her own depends on it."""

    concerned: frozenset[int]
    state: str
    slug: str
    title: Texts


def cases_by_id(case_ids: Collection[int]) -> dict[int, CaseNews]:
    """One statement however many."""
    hers = Reward.objects.filter(
        campaign=OuterRef("campaign"), beneficiary=OuterRef("referral__invitee"), cause=OuterRef("referral")
    )
    cases = RiskCase.objects.filter(pk__in=case_ids).select_related("campaign", "referral")
    return {
        case.pk: CaseNews(
            concerned=frozenset(
                {case.referral.advocate_id} | ({case.referral.invitee_id} if case.is_hers else set())
            ),
            state=case.state,
            slug=case.campaign.slug,
            title=case.campaign.title,
        )
        for case in cases.annotate(is_hers=Exists(hers))
    }


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """``signals``: what the rules found, as they were in force."""

    public_id: str
    advocate: str
    invitee: str
    state: str
    points: int
    signals: Sequence[Mapping[str, Any]]
    answer_by: datetime | None
    reason: str
    objection: str
    assessed_at: datetime
    decided_at: datetime | None


def cases_of_campaign(
    *, campaign_id: int, state: str = "", cursor: str | None = None, size: int = 25
) -> tuple[list[CaseLine], str | None]:
    """(cases, next cursor), of one state or of all. Raises: BadCursor."""
    cases = RiskCase.objects.filter(campaign_id=campaign_id)
    if state:
        cases = cases.filter(state=state)
    rows = cases.select_related("referral__advocate", "referral__invitee")
    page = keyset(rows, order=NEWEST, cursor=cursor, size=size)
    return [_line(case) for case in page.items], page.next_cursor


def _line(case: RiskCase) -> CaseLine:
    return CaseLine(
        public_id=case.public_id,
        advocate=case.referral.advocate.handle,
        invitee=case.referral.invitee.handle,
        state=case.state,
        points=case.points,
        signals=case.trace,
        answer_by=case.answer_by,
        reason=case.reason,
        objection=case.appeal_text,
        assessed_at=case.assessed_at,
        decided_at=case.decided_at,
    )

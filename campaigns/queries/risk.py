"""Which rules hold, which cases wait, and what each side reads of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext as _

from accounts.states import MemberState
from accounts.visibility import met_by
from campaigns.models import (
    BoardRow,
    CampaignVersion,
    Decision,
    Progress,
    Referral,
    Reward,
    RiskCase,
    RiskRuleRow,
)
from campaigns.risk_rules import DEFAULTS, DRY, RiskRule
from campaigns.risk_states import BLOCKING, REFUSED, WAITING, RiskRuleState, RiskState
from campaigns.risk_words import explain_reason, tell_codes
from campaigns.rules import goal_of
from campaigns.states import ReferralState
from common.errors import NotFound
from common.texts import Texts

# Who was reversed counts for nothing; what she had earned for others is looked at all the same.
_GONE = (ReferralState.VOID,)


@dataclass(frozen=True, kw_only=True)
class HeldFriend:
    """A case as one side reads it: what, why, until when. Nothing about the other side's doings.

    ``name`` is empty where it is about the reader herself, and says as little as ``name_of_invitee`` of who
    has left or stands behind a block.
    """

    public_id: str
    name: str
    state: str
    why: str
    reason: str
    answer_by: datetime | None
    may_appeal: bool


def rules_in_force() -> list[RiskRule]:
    """The newest revision of each rule. One statement."""
    newest = {
        code: RiskRule(code=code, revision=1, points=points, is_dry=code in DRY)
        for code, points in DEFAULTS.items()
    }
    for row in RiskRuleRow.objects.order_by("code", "revision"):
        is_dry = row.state == RiskRuleState.DRY
        newest[row.code] = RiskRule(code=row.code, revision=row.revision, points=row.points, is_dry=is_dry)
    return list(newest.values())


def blocking_cases(*, campaign_id: int, member_id: int) -> list[RiskCase]:
    """Cases for which a reward of this member waits: of her friends, or her own. One statement."""
    cases = RiskCase.objects.filter(is_about(member_id), campaign_id=campaign_id, state__in=BLOCKING)
    return list(cases.order_by("pk"))


def refused_cases(reward: Reward) -> list[RiskCase]:
    return cases_behind(reward, states=REFUSED)


def cases_behind(reward: Reward, *, states: Collection[str]) -> list[RiskCase]:
    """Of the friends behind a reward; of oneself where it was given for having come. One statement."""
    behind = Q(referral__advocate_id=reward.beneficiary_id) | Q(referral__sharer_id=reward.beneficiary_id)
    if is_welcome(reward):
        behind = Q(referral_id=reward.cause_id)
    cases = RiskCase.objects.filter(behind, campaign_id=reward.campaign_id, state__in=list(states))
    return list(cases.exclude(referral__state__in=_GONE).select_related("referral").order_by("pk"))


def is_welcome(reward: Reward) -> bool:
    return reward.rule_key in {rule.key for rule in reward.pinned.rulebook.further_for("invitee")}


def is_covered(reward: Reward, refused: Collection[RiskCase]) -> bool:
    """Whether it is earned without those friends, by its own rules or by better ones. Two statements."""
    if not refused:
        return True
    mine = Progress.objects.filter(campaign_id=reward.campaign_id, advocate_id=reward.beneficiary_id)
    credit = mine.values_list("credit_hundredths", flat=True).first() or 0
    rows = BoardRow.objects.filter(board__campaign_id=reward.campaign_id, member_id=reward.beneficiary_id)
    return _is_enough(reward, refused, credit=credit, placed=rows.first())


def _is_enough(
    reward: Reward, refused: Collection[RiskCase], *, credit: int, placed: BoardRow | None
) -> bool:
    """A place on a board was given for a credit; what it is worth without a friend of that is for a person to
    say."""
    versions = [version for version in (reward.pinned, reward.campaign.current) if version is not None]
    goals = [goal for goal in (_goal(reward, version) for version in versions) if goal is not None]
    if not goals and placed is not None and placed.prize_key == reward.rule_key:
        goals = [placed.credit_hundredths]
    lost = sum(case.referral.credit_of(reward.beneficiary_id) for case in refused)
    return bool(goals) and credit - lost >= min(goals)


def is_undone(reward: Reward) -> bool:
    """Whether friends who don't count have earned it, and not enough others.

    A place on a board is a person's to take away.
    """
    refused = refused_cases(reward)
    is_counted = _goal(reward, reward.pinned) is not None or is_welcome(reward)
    return is_counted and not is_covered(reward, refused)


def case_of(referral_id: int) -> RiskCase | None:
    """One statement."""
    return RiskCase.objects.filter(referral_id=referral_id).first()


def _goal(reward: Reward, version: CampaignVersion) -> int | None:
    return goal_of(version.rulebook, rule_key=reward.rule_key, key=reward.occurrence_key)


def is_place(reward: Reward) -> bool:
    """A place on a board: what it is worth without one of its friends is for a person to say."""
    return not is_welcome(reward) and _goal(reward, reward.pinned) is None


def may_be_released(reward: Reward) -> bool:
    """Whether a person may approve it by hand: everybody around it has an answer, and it is earned without
    those who don't count. Five statements at most."""
    around = {"campaign_id": reward.campaign_id, "member_id": reward.beneficiary_id}
    if unassessed(**around) or blocking_cases(**around):
        return False
    return is_place(reward) or is_covered(reward, refused_cases(reward))


def is_blocked(reward: Reward) -> bool:
    """Whether a reward waits for a person, or for other friends. Four statements at most."""
    if blocking_cases(campaign_id=reward.campaign_id, member_id=reward.beneficiary_id):
        return True
    return not is_covered(reward, refused_cases(reward))


def blocked_among(reward_ids: Collection[int], *, member_id: int) -> set[int]:
    """Which of a member's rewards are blocked. Four statements however many, none for nothing."""
    if not reward_ids:
        return set()
    rewards = Reward.objects.filter(pk__in=list(reward_ids), beneficiary_id=member_id)
    rows = list(rewards.select_related("pinned", "campaign__current"))
    campaigns = {reward.campaign_id for reward in rows}
    cases = RiskCase.objects.filter(
        is_about(member_id), campaign_id__in=campaigns, state__in=BLOCKING | REFUSED
    )
    found = list(cases.select_related("referral"))
    credit = Progress.objects.filter(advocate_id=member_id, campaign_id__in=campaigns)
    credits = dict(credit.values_list("campaign_id", "credit_hundredths"))
    places = BoardRow.objects.filter(member_id=member_id, board__campaign_id__in=campaigns)
    placed = {row.board.campaign_id: row for row in places.select_related("board")}
    return {
        reward.pk
        for reward in rows
        if _waits(
            reward,
            [case for case in found if case.campaign_id == reward.campaign_id],
            credit=credits.get(reward.campaign_id, 0),
            placed=placed.get(reward.campaign_id),
        )
    }


def _waits(reward: Reward, cases: Collection[RiskCase], *, credit: int, placed: BoardRow | None) -> bool:
    """As ``is_blocked`` says, of what was read already."""
    if any(case.state in BLOCKING for case in cases):
        return True
    refused = [case for case in cases if _is_behind(case, reward) and case.referral.state not in _GONE]
    return bool(refused) and not _is_enough(reward, refused, credit=credit, placed=placed)


def _is_behind(case: RiskCase, reward: Reward) -> bool:
    if is_welcome(reward):
        return case.referral_id == reward.cause_id
    return reward.beneficiary_id in (case.referral.advocate_id, case.referral.sharer_id)


def unassessed(*, campaign_id: int, member_id: int) -> list[int]:
    """Friends who count, around this member, whom nobody has looked at yet. One statement."""
    hers = Q(advocate_id=member_id) | Q(invitee_id=member_id) | Q(sharer_id=member_id)
    found = Referral.objects.filter(
        hers, campaign_id=campaign_id, qualified_at__isnull=False, risk__isnull=True
    )
    return list(found.order_by("pk").values_list("pk", flat=True))


def held_friends(*, slug: str, member_id: int) -> list[HeldFriend]:
    """Cases about this member's friends and herself in a campaign, the newest first. One statement."""
    cases = RiskCase.objects.filter(is_about(member_id), campaign__slug=slug)
    cases = cases.exclude(state=RiskState.PASSED).select_related("referral__invitee")
    cases = with_met_friends(cases, member_id)
    return [
        HeldFriend(
            public_id=case.public_id,
            name=name_of_friend(case, member_id),
            state=case.state,
            why=why_for(case, member_id),
            reason=reason_for(case, member_id),
            answer_by=case.answer_by if case.state in WAITING else None,
            may_appeal=may_object(case, member_id),
        )
        for case in cases.order_by("-pk")[:100]
    ]


def with_met_friends(cases: QuerySet[RiskCase], member_id: int) -> QuerySet[RiskCase]:
    """With ``is_met``: whether this member may see the friend."""
    here = ~Q(referral__invitee__state=MemberState.ERASED)
    met = here & met_by(member_id, path="referral__invitee_id")
    return cases.annotate(is_met=ExpressionWrapper(met, output_field=BooleanField()))


def name_of_friend(case: Any, member_id: int) -> str:
    """Of a row of ``with_met_friends``; '' where it is about the member."""
    if is_own_case(case, member_id):
        return ""
    if is_shared_case(case, member_id):
        return _("Somebody")
    return str(case.referral.invitee.display_name) if case.is_met else _("Somebody")


@dataclass(frozen=True, kw_only=True)
class Appealable:
    case_id: int
    slug: str
    title: Texts
    why: str
    reason: str


def appealable(*, public_id: str, member_id: int) -> Appealable:
    """A case about this member's friend or herself. One statement. Raises: NotFound (others' cases too)."""
    mine = RiskCase.objects.filter(_is_side(member_id), public_id=public_id).exclude(state=RiskState.PASSED)
    case = mine.select_related("campaign", "referral").first()
    if case is None:
        raise NotFound
    return Appealable(
        case_id=case.pk,
        slug=case.campaign.slug,
        title=case.campaign.title,
        why=why_for(case, member_id),
        reason=explain_reason(case.reason),
    )


def objections_of(member_id: int) -> QuerySet[RiskCase]:
    """Cases with this member's own words: either side can have objected."""
    said = Decision.objects.filter(referral_id=OuterRef("referral_id"), code="risk-appealed")
    by_friend = Exists(said.filter(actor_id=OuterRef("referral__invitee_id")))
    mine = (Q(referral__advocate_id=member_id) & ~by_friend) | (Q(referral__invitee_id=member_id) & by_friend)
    return RiskCase.objects.filter(mine).exclude(appeal_text="")


def is_about(member_id: int) -> Q:
    """Also those that somebody looks at whose credit is shared: what she has earned waits, too."""
    return _is_side(member_id) | Q(referral__sharer_id=member_id)


def _is_side(member_id: int) -> Q:
    return Q(referral__advocate_id=member_id) | Q(referral__invitee_id=member_id)


def is_shared_case(case: RiskCase, member_id: int) -> bool:
    return case.referral.sharer_id == member_id


def may_object(case: RiskCase, member_id: int) -> bool:
    """Either side may; whoever shares the credit hears of it."""
    return case.state == RiskState.CONFIRMED and not is_shared_case(case, member_id)


def is_own_case(case: RiskCase, member_id: int) -> bool:
    return case.referral.invitee_id == member_id


def reason_for(case: RiskCase, member_id: int) -> str:
    """A person's words are for the two sides."""
    return "" if is_shared_case(case, member_id) else explain_reason(case.reason)


def why_for(case: RiskCase, member_id: int) -> str:
    """What the rules found is told to the advocate; it can speak of her, so that the friend reads less."""
    if is_own_case(case, member_id):
        return _("A person looks at how you came here, because something about the invitation is unusual.")
    if is_shared_case(case, member_id):
        return _("A person looks at a friend whom you share with another advocate.")
    return tell_codes(case.code_list)


def find_case_id(public_id: str) -> int:
    """One statement. Raises: NotFound."""
    found = RiskCase.objects.filter(public_id=public_id).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound
    return found


def rule_code_of(row_id: int) -> str:
    """One statement. Raises: NotFound."""
    code = RiskRuleRow.objects.filter(pk=row_id).values_list("code", flat=True).first()
    if code is None:
        raise NotFound
    return code


def with_error_rates(rules: QuerySet[RiskRuleRow]) -> QuerySet[RiskRuleRow]:
    """Each rule with ``decided`` and ``overturned``: of what a person decided, what was released.

    Also of rules that are only counted, so that one sees how right they would have been.
    """
    code = Concat(Value(","), OuterRef("code"), Value(","))
    said = RiskCase.objects.filter(Q(codes__contains=code) | Q(dry_codes__contains=code))
    spoke = said.order_by().annotate(one=Value(1)).values("one")
    decided = [RiskState.RELEASED, RiskState.CONFIRMED, RiskState.UPHELD]
    count = Count("pk")
    return rules.annotate(
        decided=Coalesce(
            Subquery(spoke.filter(state__in=decided).annotate(number=count).values("number")), 0
        ),
        overturned=Coalesce(
            Subquery(spoke.filter(state=RiskState.RELEASED).annotate(number=count).values("number")), 0
        ),
    )


def branch_of(*, campaign_id: int, member_id: int) -> list[int]:
    """Everybody whom the member brought to a campaign, and whom these brought, and so on."""
    found: set[int] = set()
    ring = {member_id}
    while ring and len(found) < 10_000:
        below = Referral.objects.filter(campaign_id=campaign_id, advocate_id__in=ring)
        ring = set(below.values_list("invitee_id", flat=True)) - found
        found |= ring
    return sorted(found)

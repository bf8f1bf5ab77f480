"""What an advocate's credit is without friends who do not count, and which of her friends do."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from campaigns.board_rules import Stand
from campaigns.models import CreditEntry, DrawTicket, Progress, Referral, Reward, RiskCase, Team
from campaigns.risk_states import AGAINST, RiskState
from campaigns.rule_shape import RULE_KEY
from campaigns.rules import first_key
from campaigns.split_shape import WHOLE_BP
from campaigns.states import QUALIFIED_REFERRALS, ReferralState, RewardState

_UNDONE = (ReferralState.VOID, ReferralState.REVERSED)
_NOT_GIVEN = (RewardState.EARNED, RewardState.HELD, RewardState.APPROVED, RewardState.CLAWED_BACK)


@dataclass(frozen=True, kw_only=True)
class Rest:
    """What stays of a credit, in hundredths, without friends who don't count, and since when it is there.

    ``reached_at``: never later than that of the whole; None where nothing stays.
    """

    rest_hundredths: int
    lost_hundredths: int
    reached_at: datetime | None
    team_id: int | None = None

    def stand(self, key: int) -> Stand | None:
        """None where nothing stays to stand on."""
        if self.rest_hundredths <= 0 or self.reached_at is None:
            return None
        return Stand(key=key, credit_hundredths=self.rest_hundredths, reached_at=self.reached_at)


# By the row's own id: of progress, or of a team.
Rests = Mapping[int, Rest]


def rests_of(campaign_id: int, *, without: Collection[str] = AGAINST) -> Rests:
    """By progress id: every advocate with a friend whose case is in one of these states. One statement.

    For campaigns with a board, where no credit is shared.
    """
    cases = RiskCase.objects.filter(campaign_id=campaign_id, state__in=list(without))
    left_out = Referral.objects.filter(Exists(cases.filter(referral_id=OuterRef("pk"))))
    left_out = left_out.exclude(state__in=_UNDONE)
    hers = left_out.filter(campaign_id=campaign_id, advocate_id=OuterRef("advocate_id"))
    lost = hers.order_by().values("advocate_id").annotate(lost=Sum("credit_hundredths")).values("lost")
    kept = CreditEntry.objects.filter(
        ~Exists(cases.filter(referral_id=OuterRef("referral_id"))),
        referral__campaign_id=campaign_id,
        referral__advocate_id=OuterRef("advocate_id"),
    )
    rows = Progress.objects.filter(
        campaign_id=campaign_id, advocate_id__in=cases.values("referral__advocate_id")
    ).annotate(lost=Subquery(lost), since=Subquery(kept.order_by("-occurred_at").values("occurred_at")[:1]))
    columns = ("pk", "team_id", "lost", "since", "reached_at", "credit_hundredths")
    return {
        pk: Rest(
            rest_hundredths=credit - lost,
            lost_hundredths=lost,
            reached_at=min(since, last) if since else None,
            team_id=team_id,
        )
        for pk, team_id, lost, since, last, credit in rows.values_list(*columns)
        if lost
    }


def team_rests_of(rests: Rests) -> Rests:
    """The same by team. Two statements, none where no team loses anything."""
    losing = {rest.team_id for rest in rests.values() if rest.team_id is not None}
    if not losing:
        return {}
    others = Progress.objects.filter(team_id__in=losing, credit_hundredths__gt=0).exclude(pk__in=list(rests))
    since = dict(others.order_by().values_list("team_id").annotate(Max("reached_at")))
    found: dict[int, Rest] = {}
    for team_id, credit in Team.objects.filter(pk__in=losing).values_list("pk", "credit_hundredths"):
        mine = [rest for rest in rests.values() if rest.team_id == team_id]
        reached = [at for at in (since.get(team_id), *(rest.reached_at for rest in mine)) if at is not None]
        lost = sum(rest.lost_hundredths for rest in mine)
        found[team_id] = Rest(
            rest_hundredths=credit - lost, lost_hundredths=lost, reached_at=max(reached, default=None)
        )
    return found


def stand_of(row: Progress | Team, rests: Rests) -> Stand | None:
    """None where nothing is there to stand on."""
    if row.pk in rests:
        return rests[row.pk].stand(row.pk)
    if row.reached_at is None or row.credit_hundredths <= 0:
        return None
    return Stand(key=row.pk, credit_hundredths=row.credit_hundredths, reached_at=row.reached_at)


def friends_looked_at(member_id: int) -> dict[str, Combinable]:
    """For a row of progress: of this member's friends who count, how many are on hold (``held``), how many a
    person has found not to (``refused``), the credit in hundredths that they take away
    (``lost_hundredths``), and how many were reversed."""
    friends = Referral.objects.filter(campaign_id=OuterRef("campaign_id")).exclude(state__in=_UNDONE)
    hers = friends.filter(advocate_id=member_id, state__in=QUALIFIED_REFERRALS)
    gone = Referral.objects.filter(campaign_id=OuterRef("campaign_id"), state=ReferralState.REVERSED)
    held, refused = hers.filter(risk__state=RiskState.HELD), hers.filter(risk__state__in=AGAINST)
    others = friends.filter(sharer_id=member_id, risk__state__in=AGAINST)
    shared = F("credit_hundredths") * F("sharer_bp") / WHOLE_BP
    return {
        "held": _one(held, Count("pk")),
        "refused": _one(refused, Count("pk")),
        # Each by its index; both at once would read the whole campaign.
        "lost_hundredths": _one(refused, Sum(F("credit_hundredths") - shared)) + _one(others, Sum(shared)),
        "reversed": _one(gone.filter(advocate_id=member_id), Count("pk"))
        + _one(gone.filter(sharer_id=member_id), Count("pk")),
    }


def _one(friends: QuerySet[Referral], what: Count | Sum) -> Coalesce:
    found = friends.order_by().values("campaign_id").annotate(found=what).values("found")
    return Coalesce(Subquery(found), 0)


def numbers_not_given(*, campaign_id: int, member_id: int) -> tuple[int, ...]:
    """Which of a member's main rewards, counted from 1, were earned and are not given, are taken back, or
    are out of the drum. One statement."""
    mine = Reward.objects.filter(campaign_id=campaign_id, beneficiary_id=member_id, rule_key=RULE_KEY)
    out = DrawTicket.objects.filter(~Q(left_out_code=""), reward_id=OuterRef("pk"))
    rows = mine.order_by("pk").annotate(is_out=Exists(out))
    newest = {
        int(first_key(key).rpartition(":")[2]): is_out or state in _NOT_GIVEN
        for key, state, is_out in rows.values_list("occurrence_key", "state", "is_out")
    }
    return tuple(sorted(number for number, is_not_given in newest.items() if is_not_given))

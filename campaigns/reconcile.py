"""What must hold among campaigns, whatever happened. The checks read whole tables: for jobs only."""

from collections.abc import Iterable, Iterator

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from campaigns.models import (
    BoardRow,
    Budget,
    CampaignVersion,
    CreditEntry,
    Progress,
    Promise,
    PromiseTally,
    Referral,
    Reward,
    Team,
)
from campaigns.models.draw import DrawTicket
from campaigns.rule_shape import RULE_KEY
from campaigns.rules import AGAIN
from campaigns.split_shape import share_of
from campaigns.states import QUALIFIED_REFERRALS, ReferralState, RewardKind, RewardState
from common.registries import ReconcileCheck

LONGEST_CHAIN = 10_000


def progress_counters() -> list[str]:
    """Progress rows equal what their referrals and rewards add up to."""
    counted = {
        (campaign_id, advocate_id): (registered, qualified, credit or 0)
        for campaign_id, advocate_id, registered, qualified, credit in Referral.objects.values_list(
            "campaign_id", "advocate_id"
        )
        .exclude(state=ReferralState.VOID)
        .annotate(
            registered=Count("pk"),
            qualified=Count("pk", filter=Q(state__in=QUALIFIED_REFERRALS)),
            credit=Sum("credit_hundredths"),
        )
        .order_by()
    }
    for campaign_id, advocate_id, sharer_id, part in _shares():
        for member_id, change in ((advocate_id, -part), (sharer_id, part)):
            registered, qualified, credit = counted.get((campaign_id, member_id), (0, 0, 0))
            counted[campaign_id, member_id] = (registered, qualified, credit + change)
    rows = Progress.objects.values_list(
        "pk", "campaign_id", "advocate_id", "registered", "qualified", "credit_hundredths"
    )
    wrong = []
    for pk, campaign_id, advocate_id, *stored in rows.iterator():
        true = counted.pop((campaign_id, advocate_id), (0, 0, 0))
        if tuple(stored) != true:
            wrong.append(f"progress {pk} says {stored}, its referrals {list(true)}")
    missing = [f"campaign {c}: advocate {a} has referrals and no progress" for c, a in counted]
    return wrong + missing


def _shares() -> Iterator[tuple[int, int, int, int]]:
    """(campaign, advocate, who shares, her part of the credit), friend by friend."""
    shared = Referral.objects.filter(sharer__isnull=False).exclude(state=ReferralState.VOID)
    rows = shared.values_list("campaign_id", "advocate_id", "sharer_id", "credit_hundredths", "sharer_bp")
    for campaign_id, advocate_id, sharer_id, credit, share_bp in rows.iterator():
        if sharer_id is not None:
            yield campaign_id, advocate_id, sharer_id, share_of(credit, share_bp)


def share_entries() -> list[str]:
    """What was entered for who shares a friend is that part of her credit."""
    parts = Q(entries__sharer=F("sharer"))
    rows = Referral.objects.filter(sharer__isnull=False).annotate(
        entered=Coalesce(Sum("entries__amount_hundredths", filter=parts), 0)
    )
    stored = rows.values_list("pk", "credit_hundredths", "sharer_bp", "entered").iterator()
    wrong = [pk for pk, credit, share_bp, entered in stored if entered != share_of(credit, share_bp)]
    foreign = CreditEntry.objects.filter(sharer__isnull=False).exclude(sharer=F("referral__sharer"))
    return [
        *_sentences(wrong, "referral {} shares another part than its entries"),
        *_sentences(foreign.values_list("pk", flat=True), "credit entry {} is nobody’s share"),
    ]


def credit_sums() -> list[str]:
    """A referral's credit is the sum of its entries."""
    rows = Referral.objects.annotate(entered=Coalesce(Sum("entries__amount_hundredths"), 0))
    return _sentences(
        rows.exclude(credit_hundredths=F("entered")).values_list("pk", flat=True),
        "referral {} has another credit than its entries",
    )


def reward_numbers() -> list[str]:
    """Each advocate has as many main rewards as the counter says, and nobody two for one occurrence."""
    rewards = (
        Reward.objects.filter(
            campaign=OuterRef("campaign"), beneficiary=OuterRef("advocate"), rule_key=RULE_KEY
        )
        # Earned again after it was taken back: it is one by the rules.
        .exclude(occurrence_key__endswith=AGAIN)
        .order_by()
        .values("campaign", "beneficiary")
        .annotate(number=Count("pk"))
    )
    rows = Progress.objects.annotate(there=Coalesce(Subquery(rewards.values("number")), 0))
    wrong = _sentences(
        rows.exclude(rewards=F("there")).values_list("pk", flat=True),
        "progress {} counts other rewards than there are",
    )
    twice = (
        Reward.objects.values("campaign", "rule_key", "beneficiary", "occurrence_key")
        .annotate(number=Count("pk"))
        .filter(number__gt=1)
        .values_list("campaign", "beneficiary", "occurrence_key")
    )
    return wrong + [f"campaign {c}: member {b} was rewarded twice for {key}" for c, b, key in twice]


def nobody_twice() -> list[str]:
    """One referral per invitee and campaign, nobody her own, and no circle of invitations."""
    own = Referral.objects.filter(advocate=F("invitee")).values_list("pk", flat=True)
    twice = (
        Referral.objects.exclude(state=ReferralState.VOID)
        .values("campaign", "invitee")
        .annotate(number=Count("pk"))
        .filter(number__gt=1)
        .values_list("campaign", "invitee")
    )
    return [
        *_sentences(own, "referral {} is somebody's own"),
        *[f"campaign {c}: member {i} was counted twice" for c, i in twice],
        *_circles(),
    ]


def _circles() -> list[str]:
    """A circle needs an edge from somebody who joined after her invitee, so only those are followed."""
    odd = Referral.objects.filter(advocate__joined_at__gte=F("invitee__joined_at"))
    odd = odd.exclude(state=ReferralState.VOID)
    found = []
    for pk, campaign_id, advocate_id, invitee_id in odd.values_list(
        "pk", "campaign_id", "advocate_id", "invitee_id"
    ):
        above: int | None = advocate_id
        for _step in range(LONGEST_CHAIN):
            if above is None or above == invitee_id:
                break
            above = (
                Referral.objects.exclude(state=ReferralState.VOID)
                .filter(campaign_id=campaign_id, invitee_id=above)
                .values_list("advocate_id", flat=True)
                .first()
            )
        if above is not None:
            found.append(f"referral {pk} closes a circle of invitations")
    return found


def promise_counters() -> list[str]:
    """The public counters equal the promises."""
    counted: dict[tuple[int, str], int] = {}
    for campaign_id, state, late_at, number in (
        Promise.objects.annotate(was_late=Q(late_at__isnull=False))
        .values_list("campaign_id", "state", "was_late")
        .annotate(number=Count("pk"))
        .order_by()
    ):
        bucket = _bucket(state, was_late=late_at)
        key = (campaign_id, bucket)
        counted[key] = counted.get(key, 0) + number
    wrong = []
    tallies = PromiseTally.objects.values_list("campaign_id", "bucket").annotate(sum=Sum("promises"))
    for campaign_id, bucket, said in tallies.order_by():
        true = counted.pop((campaign_id, bucket), 0)
        if said != true:
            wrong.append(f"campaign {campaign_id} counts {said} promises as {bucket}, there are {true}")
    return wrong + [f"campaign {c} does not count its promises in {bucket}" for c, bucket in counted]


def _bucket(state: str, *, was_late: bool) -> str:
    if state == "late":
        return "overdue"
    return "kept_late" if state == "kept" and was_late else state


def entries_of_rewards() -> list[str]:
    """Each granted draw-entry reward has exactly one ticket, and no other reward has one."""
    ticket = DrawTicket.objects.filter(reward=OuterRef("pk")).values("pk")
    rewards = Reward.objects.filter(kind=RewardKind.DRAW_ENTRY).annotate(ticket=Subquery(ticket[:1]))
    granted = Q(state__in=[RewardState.GRANTED, RewardState.CLAWED_BACK])
    without = rewards.filter(granted, ticket__isnull=True).values_list("public_id", flat=True)
    early = rewards.filter(~granted, ticket__isnull=False).values_list("public_id", flat=True)
    return [
        *_sentences(without, "reward {} was granted and is in no draw"),
        *_sentences(early, "reward {} is in a draw and was not granted"),
    ]


def gifts_of_rewards() -> list[str]:
    """Each granted gift reward has its gift, and one unit of the campaign's share."""
    granted = Reward.objects.filter(kind=RewardKind.GIFT, state=RewardState.GRANTED)
    return _sentences(
        granted.filter(gift__isnull=True).values_list("public_id", flat=True), "reward {} has no gift"
    )


def budgets() -> list[str]:
    """A slice has spent what its entries say, and never more than it may."""
    rows = Budget.objects.annotate(entered=Coalesce(Sum("entries__units"), 0))
    over = Q(limit_units__lt=F("spent_units") + F("held_units"))
    wrong = rows.filter(~Q(spent_units=F("entered")) | over)
    return _sentences(wrong.values_list("pk", flat=True), "budget {} does not add up")


def teams() -> list[str]:
    """A group's credit is what those who play for it have."""
    rows = Team.objects.annotate(
        played=Coalesce(
            Subquery(
                Progress.objects.filter(team=OuterRef("pk"))
                .order_by()
                .values("team")
                .annotate(sum=Sum("credit_hundredths"))
                .values("sum")
            ),
            0,
        )
    )
    wrong = rows.exclude(credit_hundredths=F("played")).values_list("pk", flat=True)
    return _sentences(wrong, "team {} has another credit than its members")


def places() -> list[str]:
    """Each place that gets something has its reward, and no other member has one of a board."""
    given = Reward.objects.filter(
        campaign=OuterRef("board__campaign"), beneficiary=OuterRef("member"), rule_key=OuterRef("prize_key")
    )
    without = BoardRow.objects.exclude(prize_key="").filter(~Exists(given)).values_list("pk", flat=True)
    return _sentences(without, "board row {} has no reward")


def seals() -> list[str]:
    """Every sealed version still has the hash that was published."""
    versions: QuerySet[CampaignVersion] = CampaignVersion.objects.select_related("campaign")
    return [
        f"version {version.pk} is not what was sealed"
        for version in versions.iterator()
        if version.computed_sha256() != version.sha256
    ]


def _sentences(keys: Iterable[object], sentence: str) -> list[str]:
    return [sentence.format(key) for key in keys]


CHECKS = [
    ReconcileCheck(key="campaigns.progress", title="Progress adds up", run=progress_counters),
    ReconcileCheck(key="campaigns.credit", title="Credit adds up", run=credit_sums),
    ReconcileCheck(key="campaigns.shares", title="Shared credit adds up", run=share_entries),
    ReconcileCheck(key="campaigns.rewards", title="One reward per occurrence", run=reward_numbers),
    ReconcileCheck(key="campaigns.referrals", title="Nobody counts twice", run=nobody_twice),
    ReconcileCheck(key="campaigns.promises", title="Promises add up", run=promise_counters),
    ReconcileCheck(key="campaigns.entries", title="Entries and rewards agree", run=entries_of_rewards),
    ReconcileCheck(key="campaigns.gifts", title="Gifts and rewards agree", run=gifts_of_rewards),
    ReconcileCheck(key="campaigns.budgets", title="Budgets add up", run=budgets),
    ReconcileCheck(key="campaigns.teams", title="Groups add up", run=teams),
    ReconcileCheck(key="campaigns.places", title="Places have their rewards", run=places),
    ReconcileCheck(key="campaigns.seals", title="Versions are as sealed", run=seals),
]

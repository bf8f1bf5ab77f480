"""How far certifiers agree with blind second looks, and where that asks for a second person."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from trust import desk_queries, evidence_queries, rules
from trust.evidence_kinds import reviewers_for
from trust.models import Case, Decision, DeskPolicy
from trust.states import MEASURED_DAYS, CaseKind, Outcome, Stage, WhyTwo


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """``agreed`` of ``looked_at`` words were what a blind second look said."""

    agreed: int
    looked_at: int

    @property
    def percent(self) -> int | None:
        """Rounded down, so that what is below a policy's value never reads as if it reached it."""
        return 100 * self.agreed // self.looked_at if self.looked_at else None

    def is_below(self, policy: DeskPolicy) -> bool:
        return rules.is_agreement_below(
            self.agreed,
            self.looked_at,
            percent=policy.agreement_percent,
            least=policy.agreement_looks,
        )


def measured_words(*, since: datetime) -> QuerySet[Decision]:
    """Words that a blind look given since answers: of the round that was decided, and none of an appeal.

    Asking to send again is no answer to the look's question.
    """
    said = Decision.objects.exclude(stage=Stage.APPEAL)
    later = said.filter(case_id=OuterRef("case_id"), round__gt=OuterRef("round"))
    answered = said.filter(
        case__blind_look__looked_at__gte=since, outcome__in=[Outcome.APPROVE, Outcome.REJECT]
    )
    return answered.exclude(Exists(later))


_AGREES = Q(outcome=F("case__blind_look__outcome"))


def agreements(*, kind: str, reviewer_id: int | None, now: datetime) -> tuple[Agreement, Agreement]:
    """(of the certifier in all kinds, of all certifiers in the kind). One statement."""
    theirs, alike = Q(reviewer_id=reviewer_id or 0), Q(case__kind=kind)
    counts = measured_words(since=now - timedelta(days=MEASURED_DAYS)).aggregate(
        their_words=Count("pk", filter=theirs),
        their_agreed=Count("pk", filter=theirs & _AGREES),
        kind_words=Count("pk", filter=alike),
        kind_agreed=Count("pk", filter=alike & _AGREES),
    )
    return (
        Agreement(agreed=counts["their_agreed"], looked_at=counts["their_words"]),
        Agreement(agreed=counts["kind_agreed"], looked_at=counts["kind_words"]),
    )


def agreement_by_kind(*, now: datetime) -> dict[str, Agreement]:
    """One entry per kind of case. One statement."""
    words = measured_words(since=now - timedelta(days=MEASURED_DAYS))
    rows = words.values("case__kind").annotate(agreed=Count("pk", filter=_AGREES), looked_at=Count("pk"))
    found = {row["case__kind"]: row for row in rows.order_by()}
    empty = {"agreed": 0, "looked_at": 0}
    return {
        kind: Agreement(agreed=row["agreed"], looked_at=row["looked_at"])
        for kind, row in ((kind, found.get(kind, empty)) for kind in CaseKind.values)
    }


@dataclass(frozen=True, kw_only=True)
class ReviewerMeasure:
    """``kappa``: Cohen's, between this certifier's decisions and the blind second looks at them; None where
    nothing can be said yet. ``overturned``: decisions that an appeal changed.
    """

    handle: str
    decided: int
    approved: int
    agreement: Agreement
    kappa: float | None
    overturned: int

    @property
    def approval_percent(self) -> int:
        return round(100 * self.approved / self.decided) if self.decided else 0


def reviewer_measures(*, since: datetime) -> list[ReviewerMeasure]:
    """Per certifier, most decisions first. Three statements."""
    decisions = Decision.objects.filter(decided_at__gte=since)
    counts = decisions.values("reviewer__handle").annotate(
        decided=Count("pk"), approved=Count("pk", filter=Q(outcome=Outcome.APPROVE))
    )
    pairs: dict[str, list[tuple[str, str]]] = {}
    words = measured_words(since=since)
    for handle, first, second in words.values_list(
        "reviewer__handle", "outcome", "case__blind_look__outcome"
    ):
        pairs.setdefault(handle, []).append((first, second))
    appealed = decisions.filter(
        outcome=Outcome.REJECT,
        case__decisions__stage="appeal",
        case__decisions__outcome=Outcome.APPROVE,
    )
    overturned = dict(appealed.values_list("reviewer__handle").annotate(n=Count("pk")))
    return [
        ReviewerMeasure(
            handle=row["reviewer__handle"],
            decided=row["decided"],
            approved=row["approved"],
            agreement=_agreement(pairs.get(row["reviewer__handle"], [])),
            kappa=cohens_kappa(pairs.get(row["reviewer__handle"], [])),
            overturned=overturned.get(row["reviewer__handle"], 0),
        )
        for row in counts.order_by("-decided", "reviewer__handle")
    ]


def _agreement(pairs: list[tuple[str, str]]) -> Agreement:
    return Agreement(agreed=sum(a == b for a, b in pairs), looked_at=len(pairs))


def cohens_kappa(pairs: list[tuple[str, str]]) -> float | None:
    """Agreement beyond chance, -1 to 1 (Cohen 1960); None for fewer than five pairs or one single answer."""
    if len(pairs) < 5:
        return None
    firsts, seconds = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    seen = sum(a == b for a, b in pairs) / len(pairs)
    chance = sum(firsts[key] * seconds[key] for key in firsts) / len(pairs) ** 2
    return None if chance == 1 else (seen - chance) / (1 - chance)


def policies() -> dict[str, DeskPolicy]:
    """One entry per kind, with what holds where there is no row. One statement."""
    rows = {row.kind: row for row in DeskPolicy.objects.all()}
    return {kind: rows.get(kind) or DeskPolicy(kind=kind) for kind in CaseKind.values}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A reason that holds before anything is said. ``measured``: where it comes from a measure."""

    why: WhyTwo
    measured: Agreement | None = None
    percent: int = 0

    @property
    def text(self) -> str:
        """For certifiers, with the numbers."""
        if self.measured is None:
            return str(self.why.label)
        told = _("%(reason)s %(agreed)s of %(looks)s in %(days)s days; two must agree below %(percent)s %%.")
        return told % {
            "reason": self.why.label,
            "agreed": self.measured.agreed,
            "looks": self.measured.looked_at,
            "days": MEASURED_DAYS,
            "percent": self.percent,
        }


def why_two(case: Case, *, reviewer_id: int | None, now: datetime) -> list[Standing]:
    """Why one word of this certifier would not settle the case; empty where it would. Three statements."""
    policy = desk_queries.policy_for(case.kind)
    kinds = evidence_queries.submitted_kinds(case.pk)
    return [*_by_rule(policy, kinds), *_by_measure(policy, case.kind, reviewer_id, now)]


def _by_rule(policy: DeskPolicy, kinds: Iterable[str]) -> list[Standing]:
    asked = {WhyTwo.POLICY: policy.needs_two, WhyTwo.ID_PICTURE: reviewers_for(set(kinds)) > 1}
    return [Standing(why=why) for why, holds in asked.items() if holds]


def _by_measure(policy: DeskPolicy, kind: str, reviewer_id: int | None, now: datetime) -> list[Standing]:
    if not policy.agreement_percent:
        return []
    theirs, alike = agreements(kind=kind, reviewer_id=reviewer_id, now=now)
    measured = {WhyTwo.CERTIFIER_BELOW: theirs, WhyTwo.KIND_BELOW: alike}
    return [
        Standing(why=why, measured=one, percent=policy.agreement_percent)
        for why, one in measured.items()
        if one.is_below(policy)
    ]

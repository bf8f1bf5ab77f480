"""Guards of the campaign engine that a control takes away."""

from typing import Any


def without_progress_lock() -> None:
    """The advocate's counters are read and written as they were, whoever else does so at the same time."""
    from campaigns.models import Progress
    from campaigns.operations import qualifying

    def read(campaign_id: int, advocate_id: int) -> Progress:
        return Progress.objects.get(campaign_id=campaign_id, advocate_id=advocate_id)

    qualifying.lock_progress = read


def without_draw_counter() -> None:
    """The engine's numbers begin one later than the page says."""
    from campaigns import draw_rules

    exact = draw_rules.number_below

    def late(bound: int, *, seed: bytes, counter: int) -> tuple[int, int]:
        return exact(bound, seed=seed, counter=counter + 1)

    draw_rules.number_below = late


def without_draw_range() -> None:
    """Six bits modulo the weight, nothing thrown away."""
    from campaigns import draw_rules

    exact = draw_rules.number_below

    def biased(bound: int, *, seed: bytes, counter: int) -> tuple[int, int]:
        number, counter = exact(64, seed=seed, counter=counter)
        return number % bound, counter

    draw_rules.number_below = biased


def without_threshold() -> None:
    """Somebody who is one friend short has enough."""
    from campaigns import rules

    exact = rules.rewards_due

    def generous(rulebook: Any, *, credit_hundredths: int) -> int:
        return exact(rulebook, credit_hundredths=credit_hundredths + 100)

    rules.rewards_due = generous


def without_campaign_state() -> None:
    """Rewards are approved and released whatever has become of their campaign."""
    from campaigns import rules
    from campaigns.operations import rewards

    def yes(*given: object, **named: object) -> bool:
        return True

    rewards._issues = yes
    rules.check_issues = yes  # type: ignore[assignment]

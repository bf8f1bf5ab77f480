import pytest

from campaigns import states
from campaigns.states import CampaignState, PromiseState, ReferralState, RewardState
from common.moves import Moves, unreachable

MACHINES = [
    (states.CAMPAIGN_MOVES, CampaignState.DRAFT, CampaignState.values),
    (states.REFERRAL_MOVES, ReferralState.REGISTERED, ReferralState.values),
    (states.REWARD_MOVES, RewardState.EARNED, RewardState.values),
    (states.PROMISE_MOVES, PromiseState.OPEN, PromiseState.values),
]


@pytest.mark.parametrize(("moves", "start", "known"), MACHINES)
def test_every_state_is_in_the_table_and_can_be_reached(moves: Moves, start: str, known: list[str]) -> None:
    assert set(moves) == set(known)
    assert unreachable(moves, start) == set()


@pytest.mark.parametrize("state", sorted(states.PUBLIC_STATES))
def test_what_was_announced_is_never_a_draft_again(state: str) -> None:
    assert not states.CAMPAIGN_MOVES[state] & {CampaignState.DRAFT, CampaignState.IN_REVIEW}


def test_a_campaign_that_began_can_not_be_cancelled() -> None:
    may_cancel = {state for state, moves in states.CAMPAIGN_MOVES.items() if CampaignState.CANCELLED in moves}

    before = {CampaignState.DRAFT, CampaignState.IN_REVIEW, CampaignState.APPROVED, CampaignState.SCHEDULED}
    assert may_cancel == before


def test_a_paused_campaign_issues_nothing() -> None:
    assert CampaignState.PAUSED not in states.ISSUING_STATES
    assert CampaignState.PAUSED in states.QUALIFYING_STATES

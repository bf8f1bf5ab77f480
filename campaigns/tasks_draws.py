"""Jobs of draws. Each step is a job of its own, so a crash anywhere resumes at the step that was not done."""

from datetime import datetime

from django.utils import timezone

from campaigns.draw_rules import BeaconChain
from campaigns.draw_states import DrawMode, DrawState
from campaigns.errors import CampaignPaused, RewardsWaiting
from campaigns.operations.draws.freezing import freeze_draw
from campaigns.operations.draws.publishing import complete_draw, offer_prizes, publish_draw
from campaigns.operations.draws.running import Beacon, run_draw
from campaigns.operations.draws.setup import open_draw, void_draw
from campaigns.operations.draws.standing import recheck_tickets, settle_open_draws
from campaigns.providers.beacon import current_beacon
from campaigns.queries import draws as queries
from campaigns.queries.draw_tickets import RECHECK
from common.clock import db_now
from common.http.errors import NotDone, OutcomeUnknown
from outbox.jobs import JobKind, enqueue, job, periodic

LONG_SECONDS = 300  # a million entries take seconds; a slow disk may take a minute


@job("campaigns.open-draw")
def open_for_entries(*, campaign_id: int, **later: object) -> None:
    """A campaign without a draw refuses, which ends the job."""
    open_draw(draw_id=queries.draw_of_campaign(campaign_id).pk)


@job("campaigns.void-draw")
def void(*, campaign_id: int, **later: object) -> None:
    void_draw(draw_id=queries.draw_of_campaign(campaign_id).pk, reason="campaign-cancelled")


@job("campaigns.freeze-draw", max_errors=50, lease_seconds=LONG_SECONDS, transactional=False)
def freeze(*, draw_id: int, called_at: str = "", **later: object) -> None:
    """Ask the beacon for its chain first, then freeze in a transaction of its own.

    While an entry may still come of what happened before the call, a person looks at a friend behind one, or
    the brand has stopped, this comes again later.
    """
    chain = _chain(queries.draw_by_id(draw_id).mode)
    moment = datetime.fromisoformat(called_at) if called_at else None
    try:
        freeze_draw(draw_id=draw_id, chain=chain, called_at=moment)
    except (CampaignPaused, RewardsWaiting) as refused:
        raise NotDone(refused.code) from refused


@job("campaigns.run-draw", max_errors=50, lease_seconds=LONG_SECONDS, transactional=False)
def run(*, draw_id: int, **later: object) -> None:
    """Ask for the named round first, then draw. While the round can't be had, this comes again later."""
    run_draw(draw_id=draw_id, beacon=_randomness(draw_id), now=db_now())


@job("campaigns.publish-draw", max_errors=50, lease_seconds=LONG_SECONDS)
def publish(*, draw_id: int, **later: object) -> None:
    publish_draw(draw_id=draw_id, now=timezone.now())


@job("campaigns.offer-prizes", max_errors=50, lease_seconds=LONG_SECONDS)
def offer(*, draw_id: int, **later: object) -> None:
    """While the brand has stopped this comes again later."""
    try:
        offer_prizes(draw_id=draw_id, now=timezone.now())
    except CampaignPaused as refused:
        raise NotDone(refused.code) from refused


@job(RECHECK)
def recheck(*, case_id: int, **later: object) -> None:
    recheck_tickets(case_id=case_id, now=timezone.now())


@periodic("campaigns.settle-tickets", every_seconds=60)
def settle(**later: object) -> None:
    settle_open_draws(now=timezone.now())


@job("campaigns.complete-draw")
def complete(*, draw_ref: str, **later: object) -> None:
    complete_draw(draw_id=queries.draw_by_public_id(draw_ref).pk, now=timezone.now())


@periodic("campaigns.resume-draws", every_seconds=60)
def resume(**later: object) -> None:
    """Write the next step of each draw that has one due; a step that waits already is not written twice."""
    now = db_now()
    for draw_id, state in queries.unfinished_draws(now=now):
        step = NEXT[state]
        enqueue(step.work(draw_id=draw_id, dedupe=f"{step.name}:{draw_id}:{now:%Y%m%d%H}"))


NEXT: dict[str, JobKind] = {
    DrawState.FROZEN: run,
    DrawState.DRAWN: publish,
    DrawState.PUBLISHED: offer,
}


def _chain(mode: str) -> BeaconChain | None:
    """Raises: NotDone."""
    if mode != DrawMode.DRAND:
        return None
    beacon = current_beacon()
    if beacon is None:
        raise NotDone("beacon-off", "no beacon is set up")
    try:
        chain = beacon.chain()
    except OutcomeUnknown as error:
        raise NotDone("beacon", str(error)) from error
    return BeaconChain(
        chain=chain.hash,
        genesis=chain.genesis,
        period_seconds=chain.period_seconds,
        simulated=beacon.simulated,
    )


def _randomness(draw_id: int) -> Beacon | None:
    """The planned round; the fallback round only once its time has come and the planned one can't be had.

    Raises: NotDone.
    """
    wish = queries.beacon_wish(draw_id=draw_id, now=db_now())
    if wish is None:
        return None
    beacon = current_beacon()
    if beacon is None or beacon.chain_hash != wish.chain:
        raise NotDone("beacon-off", "the beacon that was published is not set up")
    for number in wish.rounds:
        try:
            found = beacon.randomness(number)
        except (NotDone, OutcomeUnknown) as error:
            failure = error
            continue
        return Beacon(round=found.round, randomness=found.randomness, signature=found.signature)
    raise NotDone("beacon", str(failure))

"""The end of entering: the list is frozen and its root published, before the seed can exist."""

from datetime import UTC, datetime

from django.db import transaction
from django.db.models import F

from campaigns.draw_errors import EntriesClosed, NoDraw
from campaigns.draw_facts import DrawCalled, DrawFrozen
from campaigns.draw_rules import BeaconChain, Block, blocks_of, plan_beacon, root_of
from campaigns.draw_states import DrawMode, DrawState
from campaigns.errors import CampaignPaused, FriendsWaiting, RewardsWaiting
from campaigns.models import Campaign, Reward
from campaigns.models.draw import Draw, DrawBlock, DrawRoot, DrawSlice
from campaigns.operations.draws.setup import void_draw
from campaigns.operations.draws.standing import settle_tickets
from campaigns.operations.lifecycle import begin_drawing, begin_settling
from campaigns.queries.draw_tickets import waits_for_an_answer
from campaigns.queries.draws import count_entries, stream_lines
from campaigns.states import CampaignState, RewardState
from common.access import SYSTEM, Actor, allow
from common.clock import db_now
from common.errors import Unavailable
from outbox.facts import record
from outbox.queries import is_at_work, is_unfinished, payloads_of

# Between the freeze and the beacon: long enough to commit and to be seen, and for clocks that differ.
MARGIN_SECONDS = 600
SIMULATED_MARGIN_SECONDS = 5
# How long to wait for the beacon, or for the secret, before the published fallback.
PATIENCE_SECONDS = 24 * 3600
NO_ENTRIES = "no-entries"
# Jobs that may yet earn somebody an entry.
NEWS_OF_FRIENDS = ("campaigns.attribute-referral", "campaigns.recheck-referrals", "campaigns.note-deed")
_UNDECIDED = (RewardState.EARNED, RewardState.HELD, RewardState.APPROVED)


class WrongCount(Exception):
    """A bug: the counters and the list differ. Nothing is frozen until somebody has looked."""


@transaction.atomic
def call_draw(*, actor: Actor, campaign_id: int) -> Draw:
    """Ask for the draw of a campaign that has closed; everything after that happens by itself.

    Calling again changes nothing while the first call is being followed.

    Raises: NotFound, NoDraw, EntriesClosed (the campaign still runs), CampaignPaused (its brand has stopped),
    RewardsWaiting (somebody's entry is not decided yet), FriendsWaiting (nor is a friend behind one).
    """
    campaign = Campaign.objects.one(campaign_id)
    allow(actor, "campaigns.run-draw", campaign)
    draw = Draw.objects.filter(campaign=campaign).exclude(state=DrawState.VOID).first()
    if draw is None:
        raise NoDraw
    if draw.state not in (DrawState.COMMITTED, DrawState.OPEN):
        return draw
    if campaign.state != CampaignState.CLOSING:
        raise EntriesClosed
    if campaign.brand.is_stopped:
        raise CampaignPaused
    _check_decided(draw)
    # The first call's moment decides what still counts; whoever calls at the same time waits here.
    Campaign.objects.filter(pk=campaign.pk).update(version=F("version"))
    if not _is_called(draw.pk):
        called = DrawCalled(draw_id=draw.pk, campaign_id=campaign.pk, called_at=db_now().isoformat())
        record(called, subject=draw.public_id)
    return draw


def freeze_key(draw_id: int, called_at: str) -> str:
    """The natural key of the job that follows a call."""
    return f"campaigns.freeze-draw:{draw_id}:{called_at}"


def _is_called(draw_id: int) -> bool:
    """Whether an earlier call is still being followed; one whose job has given up may be repeated."""
    calls = payloads_of(DrawCalled, draw_id=draw_id)
    return any(is_at_work(freeze_key(draw_id, payload["called_at"])) for payload, _at in calls)


@transaction.atomic
def freeze_draw(
    *,
    draw_id: int,
    chain: BeaconChain | None = None,
    called_at: datetime | None = None,
    actor: Actor = SYSTEM,
) -> Draw:
    """Close the drum, store the exact list's root and publish it. Again changes nothing.

    Runs as a transaction of its own, which has to be committed before the draw can be run. A draw that
    nobody entered becomes void. ``chain`` is needed in the mode ``drand``. What friends did before
    ``called_at`` counts, however late its news are: until they are told, and what they earned is decided,
    the drum stays open. So it does while a person looks at a friend behind an entry, and while the brand has
    stopped.

    Raises: EntriesClosed (the campaign is not closing), CampaignPaused, RewardsWaiting, FriendsWaiting,
    Unavailable (news are on their way), Stale.
    """
    draw = Draw.objects.select_related("campaign__brand").get(pk=draw_id)
    if draw.state not in (DrawState.COMMITTED, DrawState.OPEN):
        return draw
    if draw.mode == DrawMode.DRAND and (chain is None or chain.chain != draw.beacon_chain):
        raise ValueError("The chain that was published with the commitment is needed.")
    if draw.campaign.state != CampaignState.CLOSING:
        raise EntriesClosed
    if draw.campaign.brand.is_stopped:
        raise CampaignPaused
    if draw.state == DrawState.COMMITTED:
        draw.open(actor=actor)
    settle_tickets(draw_id=draw.pk, now=db_now())
    # From here on nobody enters: who is entering holds one of these rows until the commit.
    DrawSlice.objects.filter(draw=draw).update(is_open=False)
    _check_all_entered(draw, called_at)
    blocks = list(blocks_of(stream_lines(draw.pk)))
    if not blocks:
        begin_drawing(draw.campaign, actor=actor)
        begin_settling(draw.campaign, actor=actor)
        return void_draw(draw_id=draw.pk, actor=actor, reason=NO_ENTRIES)
    root = _root(draw, blocks, chain if draw.mode == DrawMode.DRAND else None)
    draw.freeze(actor=actor)
    begin_drawing(draw.campaign, actor=actor)
    record(_news(draw, root), subject=draw.public_id)
    return draw


def _check_all_entered(draw: Draw, called_at: datetime | None) -> None:
    if called_at is not None and is_unfinished(NEWS_OF_FRIENDS, written_before=called_at):
        raise Unavailable
    _check_decided(draw)


def _check_decided(draw: Draw) -> None:
    if Reward.objects.filter(campaign=draw.campaign, state__in=_UNDECIDED).exists():
        raise RewardsWaiting
    if waits_for_an_answer(draw):
        raise FriendsWaiting


def _root(draw: Draw, blocks: list[Block], chain: BeaconChain | None) -> DrawRoot:
    entries, weight = sum(block.leaves for block in blocks), sum(block.weight for block in blocks)
    if (entries, weight) != count_entries(draw.pk):
        raise WrongCount(f"draw {draw.pk}: {entries} entries of weight {weight}")
    root = DrawRoot(
        draw=draw,
        root=root_of([block.node for block in blocks]).hex(),
        entry_count=entries,
        total_weight=weight,
        frozen_at=db_now(),
    )
    if chain is not None:
        _name_rounds(root, chain)
    root.save(force_insert=True)
    DrawBlock.objects.bulk_create(
        (
            DrawBlock(
                root=root,
                number=block.number,
                first_key=block.first_key.decode(),
                leaves=block.leaves,
                weight=block.weight,
                node=block.node.hex(),
            )
            for block in blocks
        ),
        batch_size=1000,
    )
    return root


def _name_rounds(root: DrawRoot, chain: BeaconChain) -> None:
    plan = plan_beacon(
        chain,
        frozen_at=root.frozen_at.timestamp(),
        margin_seconds=SIMULATED_MARGIN_SECONDS if chain.simulated else MARGIN_SECONDS,
        patience_seconds=PATIENCE_SECONDS,
    )
    root.beacon_genesis, root.beacon_period_seconds = chain.genesis, chain.period_seconds
    root.beacon_round, root.fallback_round = plan.round, plan.fallback_round
    root.beacon_not_before = datetime.fromtimestamp(plan.not_before, UTC)
    root.beacon_at = datetime.fromtimestamp(plan.at, UTC)
    root.fallback_at = datetime.fromtimestamp(plan.fallback_at, UTC)


def _news(draw: Draw, root: DrawRoot) -> DrawFrozen:
    return DrawFrozen(
        draw_id=draw.pk,
        campaign_id=draw.campaign_id,
        root=root.root,
        entry_count=root.entry_count,
        total_weight=root.total_weight,
        beacon_round=root.beacon_round or 0,
        frozen_at=root.frozen_at.isoformat(),
        run_after=(root.beacon_at or root.frozen_at).isoformat(),
    )

"""Freezing, drawing, publishing, offering: one step after the other, each of them repeatable."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from campaigns.draw_errors import DrawNotFrozen, EntriesClosed
from campaigns.draw_rules import BeaconChain, blocks_of, follow, leaf_of, line_of, root_of
from campaigns.errors import RewardsWaiting
from campaigns.models import (
    Campaign,
    Draw,
    DrawEntry,
    DrawReceipt,
    DrawResult,
    DrawRoot,
    DrawSeed,
    DrawSlice,
    Reward,
)
from campaigns.operations.draws import exclude_entry
from campaigns.operations.draws.freezing import NO_ENTRIES, WrongCount, call_draw, freeze_draw
from campaigns.operations.draws.publishing import complete_draw, offer_prizes, publish_draw
from campaigns.operations.draws.running import Beacon, ListChanged, NoRandomness, run_draw
from campaigns.queries import draws as queries
from campaigns.verifier.verify_draw import checks
from common.access import SYSTEM
from common.crypto import CannotDecrypt
from common.errors import IllegalMove, NotFound
from gifts.models import Gift, LinePlace
from gifts.operations import decline_gift
from outbox.models import FactRow, Job
from tests.campaigns.draw_rows import LATER, a_draw, close, enter, frozen, published
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db
CHAIN = BeaconChain(chain="ab" * 32, genesis=1_600_000_000, period_seconds=3)


def receipt_of(draw: Draw) -> dict[str, object]:
    receipt: dict[str, object] = json.loads(
        "".join(queries.receipt_text(draw, queries.receipt_of_draw(draw)))
    )
    return receipt


# --- freezing -------------------------------------------------------------------------------------


def test_freeze_publishes_the_root_of_exactly_the_entries_that_count() -> None:
    draw = frozen(7)
    root = DrawRoot.objects.get(draw=draw)
    keys = DrawEntry.objects.filter(draw=draw).values_list("entry_key", "weight")
    lines = sorted(line_of(key.hex.encode(), weight) for key, weight in keys)
    assert root.root == root_of([block.node for block in blocks_of(lines)]).hex()
    assert (root.entry_count, root.total_weight) == (7, 7)
    assert FactRow.objects.get(kind="campaigns.draw-frozen").payload["root"] == root.root
    assert Campaign.objects.get(pk=draw.campaign_id).state == "drawing"


def test_freezing_again_changes_nothing() -> None:
    draw = frozen(3)
    before = DrawRoot.objects.values().get(draw=draw)
    freeze_draw(draw_id=draw.pk)
    assert DrawRoot.objects.values().get(draw=draw) == before
    assert FactRow.objects.filter(kind="campaigns.draw-frozen").count() == 1


def test_draw_that_nobody_entered_is_void_and_the_campaign_goes_on() -> None:
    draw = a_draw()
    close(draw)
    draw = freeze_draw(draw_id=draw.pk)
    assert (draw.state, draw.public_reason) == ("void", NO_ENTRIES)
    assert Campaign.objects.get(pk=draw.campaign_id).state == "settling"


def test_counters_that_differ_from_the_list_stop_the_freeze() -> None:
    draw = a_draw()
    enter(draw, 2)
    close(draw)
    DrawSlice.objects.filter(draw=draw, slot=0).update(entries=40, weight=40)
    with pytest.raises(WrongCount), transaction.atomic():
        freeze_draw(draw_id=draw.pk)
    assert not DrawRoot.objects.exists()


def test_calling_again_changes_nothing_while_the_first_call_is_followed() -> None:
    draw = a_draw()
    enter(draw, 2)
    close(draw)
    for _ in range(3):
        call_draw(actor=SYSTEM, campaign_id=draw.campaign_id)
    followed = Job.objects.filter(kind="campaigns.freeze-draw")
    assert FactRow.objects.filter(kind="campaigns.draw-called").count() == followed.count() == 1

    followed.update(state="dead")
    call_draw(actor=SYSTEM, campaign_id=draw.campaign_id)
    assert followed.count() == 2


def test_only_a_manager_calls_the_draw_and_only_when_everything_is_decided() -> None:
    draw = a_draw()
    enter(draw, 2)
    with pytest.raises(NotFound):
        call_draw(actor=MemberFactory.create(), campaign_id=draw.campaign_id)
    manager = MemberFactory.create(manager=True)
    with pytest.raises(EntriesClosed):
        call_draw(actor=manager, campaign_id=draw.campaign_id)
    close(draw)
    Reward.objects.filter(pk=Reward.objects.latest("pk").pk).update(state="held", hold_code="x")
    with pytest.raises(RewardsWaiting):
        call_draw(actor=manager, campaign_id=draw.campaign_id)
    assert not FactRow.objects.filter(kind="campaigns.draw-called").exists()
    Reward.objects.update(state="granted", hold_code="")
    call_draw(actor=manager, campaign_id=draw.campaign_id)
    assert FactRow.objects.filter(kind="campaigns.draw-called").count() == 1


# --- running --------------------------------------------------------------------------------------


def test_no_seed_without_a_root() -> None:
    draw = a_draw()
    enter(draw, 2)
    with pytest.raises(DrawNotFrozen):
        run_draw(draw_id=draw.pk, now=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        DrawSeed.objects.create(seed="0" * 64, rule="secret", drawn_at=LATER)


def test_winners_come_first_then_the_reserve_and_nobody_twice() -> None:
    draw = frozen(8, prizes={"shoes": 2, "cup": 1}, reserve=3)
    run_draw(draw_id=draw.pk, now=LATER)
    results = DrawResult.objects.order_by("place")
    prizes = [result.prize.key if result.prize else "" for result in results]
    assert prizes == ["shoes", "shoes", "cup", "", "", ""]
    assert len({result.entry_id for result in results}) == 6


def test_fewer_entries_than_prizes_gives_everybody_one() -> None:
    draw = frozen(2, prizes={"cup": 5})
    run_draw(draw_id=draw.pk, now=LATER)
    assert list(DrawResult.objects.values_list("place", "prize__key")) == [(1, "cup"), (2, "cup")]


def test_drawing_again_gives_the_same_and_writes_nothing() -> None:
    draw = frozen(8)
    run_draw(draw_id=draw.pk, now=LATER)
    before = list(DrawResult.objects.values())
    run_draw(draw_id=draw.pk, now=LATER + timedelta(days=1))
    assert list(DrawResult.objects.values()) == before
    assert FactRow.objects.filter(kind="campaigns.draw-drawn").count() == 1


def test_root_is_on_record_before_the_seed() -> None:
    published()
    kinds = ["draw-committed", "draw-frozen", "draw-drawn", "draw-published"]
    rows = FactRow.objects.filter(kind__in=[f"campaigns.{kind}" for kind in kinds]).order_by("recorded_at")
    assert [row.kind.removeprefix("campaigns.") for row in rows] == kinds
    assert "seed" not in rows[1].payload


def test_published_receipt_recomputes_and_its_bytes_never_change() -> None:
    draw = published(9, prizes={"shoes": 2, "cup": 1})
    receipt = DrawReceipt.objects.get()
    text = "".join(queries.receipt_text(draw, receipt))
    assert hashlib.sha256(text.encode()).hexdigest() == receipt.sha256
    assert len(text.encode()) == receipt.size_bytes
    assert [sentence for good, sentence in checks(json.loads(text)) if not good] == []
    publish_draw(draw_id=draw.pk, now=LATER + timedelta(days=1))
    assert DrawReceipt.objects.count() == 1


def test_excluded_entry_is_in_the_receipt_with_its_reason_and_not_in_the_drum() -> None:
    draw = a_draw()
    members = enter(draw, 4)
    exclude_entry(campaign_id=draw.campaign_id, member_id=members[1].pk, code="staff-excluded")
    close(draw)
    freeze_draw(draw_id=draw.pk)
    run_draw(draw_id=draw.pk, now=LATER)
    receipt = receipt_of(publish_draw(draw_id=draw.pk, now=LATER))
    key = DrawEntry.objects.get(member=members[1]).entry_key.hex
    assert receipt["excluded"] == [[key, "staff-excluded"]]
    assert receipt["entry_count"] == 3
    assert key not in json.dumps(receipt["entries"])


def test_publishing_needs_a_drawn_draw() -> None:
    with pytest.raises(IllegalMove):
        publish_draw(draw_id=frozen(2).pk, now=LATER)
    assert not DrawReceipt.objects.exists()


def test_secret_stays_sealed_until_publication() -> None:
    draw = frozen(3)
    run_draw(draw_id=draw.pk, now=LATER)
    with pytest.raises(NotFound):
        queries.receipt_of_draw(draw)
    publish_draw(draw_id=draw.pk, now=LATER)
    draw.refresh_from_db()
    assert hashlib.sha256(bytes.fromhex(str(receipt_of(draw)["secret"]))).hexdigest() == draw.commitment


# --- nothing edits it -----------------------------------------------------------------------------


EDITS = [
    "UPDATE campaigns_drawentry SET weight = 9 WHERE draw_id = %s",
    "UPDATE campaigns_drawentry SET excluded_code = 'x' WHERE draw_id = %s",
    "DELETE FROM campaigns_drawentry WHERE draw_id = %s",
    "UPDATE campaigns_drawroot SET root = 'x' WHERE draw_id = %s",
    "DELETE FROM campaigns_drawroot WHERE draw_id = %s",
    "UPDATE campaigns_drawblock SET weight = 9 WHERE 0 < %s",
    "UPDATE campaigns_drawseed SET seed = 'x' WHERE 0 < %s",
    "UPDATE campaigns_drawresult SET place = place + 50 WHERE 0 < %s",
    "DELETE FROM campaigns_drawresult WHERE 0 < %s",
    "UPDATE campaigns_drawreceipt SET header = 'x' WHERE 0 < %s",
    "DELETE FROM campaigns_drawreceipt WHERE 0 < %s",
    "UPDATE campaigns_drawprize SET quantity = 90 WHERE draw_id = %s",
    "UPDATE campaigns_drawticket SET weight = 9 WHERE 0 < %s",
    "UPDATE campaigns_draw SET commitment = 'x' WHERE id = %s",
    "UPDATE campaigns_draw SET mode = 'drand', beacon_chain = 'x' WHERE id = %s",
    "DELETE FROM campaigns_draw WHERE id = %s",
]


@pytest.mark.parametrize("statement", EDITS)
def test_no_statement_edits_a_published_draw(statement: str) -> None:
    draw = published(4)
    before = receipt_of(draw)
    with (
        pytest.raises(DatabaseError, match=r"can not be changed|is frozen|append-only"),
        transaction.atomic(),
    ):
        connection.cursor().execute(statement, [draw.pk])
    assert receipt_of(draw) == before


def test_no_winner_can_be_added_after_the_draw() -> None:
    draw = published(9, reserve=1)
    entry = DrawEntry.objects.filter(draw=draw, result=None)[0]
    with pytest.raises(DatabaseError), transaction.atomic():
        DrawResult.objects.create(seed=DrawSeed.objects.get(), place=99, entry=entry)


# --- a public beacon ------------------------------------------------------------------------------


def beacon_draw(monkeypatch: pytest.MonkeyPatch, count: int = 5) -> Draw:
    class Fixed:
        chain_hash, simulated = CHAIN.chain, False

    monkeypatch.setattr("campaigns.operations.draws.setup.current_beacon", lambda: Fixed())
    draw = a_draw(beacon="drand")
    enter(draw, count)
    close(draw)
    return freeze_draw(draw_id=draw.pk, chain=CHAIN)


def test_beacon_round_is_named_at_the_freeze_and_lies_in_the_future(monkeypatch: pytest.MonkeyPatch) -> None:
    root = DrawRoot.objects.get(draw=beacon_draw(monkeypatch))
    assert root.beacon_round and root.beacon_at and root.fallback_at and root.fallback_round
    assert root.beacon_at >= root.frozen_at + timedelta(seconds=600)
    assert root.beacon_at == datetime.fromtimestamp(CHAIN.time_of(root.beacon_round), UTC)
    assert root.fallback_at >= root.beacon_at + timedelta(hours=24)
    payload = FactRow.objects.get(kind="campaigns.draw-frozen").payload
    assert payload["beacon_round"] == root.beacon_round
    assert payload["run_after"] == root.beacon_at.isoformat()


def test_a_round_that_already_exists_is_refused_by_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaigns.operations.draws.freezing.MARGIN_SECONDS", -60)
    with pytest.raises(IntegrityError), transaction.atomic():
        beacon_draw(monkeypatch)


def test_beacon_draw_recomputes(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = beacon_draw(monkeypatch)
    root = DrawRoot.objects.get(draw=draw)
    assert root.beacon_round
    run_draw(draw_id=draw.pk, beacon=Beacon(round=root.beacon_round, randomness="cd" * 32), now=LATER)
    receipt = receipt_of(publish_draw(draw_id=draw.pk, now=LATER))
    assert receipt["seed_rule"] == "secret+beacon"
    assert [sentence for good, sentence in checks(receipt) if not good] == []


def test_any_other_round_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = beacon_draw(monkeypatch)
    for beacon in (None, Beacon(round=7, randomness="cd" * 32)):
        with pytest.raises(NoRandomness):
            run_draw(draw_id=draw.pk, beacon=beacon, now=LATER)
    assert not DrawSeed.objects.exists()


def lose_the_secret(draw: Draw) -> None:
    Draw.objects.filter(pk=draw.pk).update(secret_sealed="dev:AAAA")


def test_lost_secret_waits_for_the_published_time_then_the_beacon_alone_decides(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draw = beacon_draw(monkeypatch)
    lose_the_secret(draw)
    root = DrawRoot.objects.get(draw=draw)
    assert root.beacon_round and root.fallback_at
    beacon = Beacon(round=root.beacon_round, randomness="cd" * 32)
    with pytest.raises(CannotDecrypt):
        run_draw(draw_id=draw.pk, beacon=beacon, now=root.fallback_at - timedelta(seconds=1))
    run_draw(draw_id=draw.pk, beacon=beacon, now=root.fallback_at)
    receipt = receipt_of(publish_draw(draw_id=draw.pk, now=LATER))
    assert (receipt["seed_rule"], receipt["secret"]) == ("beacon-alone", "")
    assert [sentence for good, sentence in checks(receipt) if not good] == []


def test_lost_secret_without_a_beacon_draws_nothing() -> None:
    draw = frozen(3)
    lose_the_secret(draw)
    with pytest.raises(CannotDecrypt):
        run_draw(draw_id=draw.pk, now=LATER + timedelta(days=900))
    assert not DrawSeed.objects.exists()


def test_fallback_round_is_asked_for_only_when_its_time_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = beacon_draw(monkeypatch)
    root = DrawRoot.objects.get(draw=draw)
    assert root.beacon_at and root.fallback_at
    early = queries.beacon_wish(draw_id=draw.pk, now=root.beacon_at)
    late = queries.beacon_wish(draw_id=draw.pk, now=root.fallback_at)
    assert early and early.rounds == [root.beacon_round]
    assert late and late.rounds == [root.beacon_round, root.fallback_round]


# --- proofs, prizes, the end ----------------------------------------------------------------------


def test_every_entrant_can_follow_a_path_to_the_published_root() -> None:
    draw = frozen(6)
    root = DrawRoot.objects.get(draw=draw)
    for entry in DrawEntry.objects.filter(draw=draw):
        proof = queries.inclusion_proof(draw=draw, member_id=entry.member_id)
        leaf = leaf_of(proof.entry_key.encode(), proof.weight)
        assert follow(leaf, proof.steps).hex() == root.root


def test_prizes_are_offered_in_the_order_of_the_draw_and_the_reserve_moves_up() -> None:
    draw = published(5, prizes={"shoes": 1, "cup": 1}, reserve=2)
    offer_prizes(draw_id=draw.pk, now=LATER)
    offer_prizes(draw_id=draw.pk, now=LATER)
    order = list(DrawResult.objects.values_list("entry__member_id", flat=True))
    assert list(LinePlace.objects.order_by("position").values_list("member_id", flat=True)) == order
    gifts = {gift.source.partition("#")[2]: gift for gift in Gift.objects.all()}
    assert [gifts[key].recipient_id for key in ("shoes/1", "cup/1")] == order[:2]
    assert gifts["cup/1"].recipient
    decline_gift(actor=gifts["cup/1"].recipient, gift_id=gifts["cup/1"].pk, now=LATER)
    gifts["cup/1"].refresh_from_db()
    assert gifts["cup/1"].recipient_id == order[2]


def test_draw_is_complete_when_nobody_is_being_asked() -> None:
    draw = published(2, prizes={"cup": 1}, reserve=0)
    offer_prizes(draw_id=draw.pk, now=LATER)
    assert complete_draw(draw_id=draw.pk, now=LATER).state == "claiming"
    gift = Gift.objects.get()
    assert gift.recipient
    decline_gift(actor=gift.recipient, gift_id=gift.pk, now=LATER)
    assert complete_draw(draw_id=draw.pk, now=LATER).state == "completed"
    assert complete_draw(draw_id=draw.pk, now=LATER).state == "completed"
    assert FactRow.objects.filter(kind="campaigns.draw-completed").count() == 1


def test_frozen_list_that_somebody_changed_behind_the_triggers_is_not_drawn_from(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draw = frozen(3)
    real = queries.Blocks.lines
    monkeypatch.setattr(
        queries.Blocks, "lines", lambda self, number: [line + b"0" for line in real(self, number)]
    )
    with pytest.raises(ListChanged):
        run_draw(draw_id=draw.pk, now=LATER)
    assert not DrawSeed.objects.exists()

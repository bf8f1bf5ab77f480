"""Draws as ``manage.py reconcile`` checks them: everything published follows from what was frozen."""

import hashlib
from collections.abc import Iterator

from django.db.models import Count, F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from campaigns.draw_rules import (
    blocks_of,
    commitment_of,
    draw_sequence,
    entry_of,
    prizes_in_order,
    root_of,
    seed_of,
)
from campaigns.draw_states import WITH_RECEIPT, DrawState, SeedRule
from campaigns.models import (
    Draw,
    DrawEntry,
    DrawPrize,
    DrawReceipt,
    DrawResult,
    DrawRoot,
    DrawSeed,
    DrawTicket,
)
from campaigns.queries.draw_tickets import RECHECK, is_supported, people_in_doubt, tickets_of
from campaigns.queries.draws import blocks_of_root, count_entries, receipt_text, stream_lines
from common.clock import db_now
from common.crypto import CannotDecrypt, open_secret
from common.registries import ReconcileCheck
from outbox.queries import is_unfinished


def published_draws_recompute() -> list[str]:
    """Root from entries, seed from root, places from seed, receipt from all of them."""
    return [problem for root in DrawRoot.objects.select_related("draw") for problem in _problems(root)]


def open_draws_count_right() -> list[str]:
    """The counters of an open draw are those of its entries."""
    return [
        f"draw {draw.public_id}: its counters say {counted}, its entries {found}"
        for draw in Draw.objects.filter(state__in=[DrawState.COMMITTED, DrawState.OPEN])
        if (counted := count_entries(draw.pk)) != (found := _count(draw))
    ]


def tickets_add_up() -> list[str]:
    """An entry weighs what its tickets in the drum weigh, and has as many as it says."""
    theirs = DrawTicket.objects.filter(entry=OuterRef("pk"), left_out_code="").order_by().values("entry")
    sums = DrawEntry.objects.annotate(
        found=Coalesce(Subquery(theirs.annotate(n=Count("pk")).values("n")), 0),
        sum=Coalesce(Subquery(theirs.annotate(n=Sum("weight")).values("n")), 0),
    )
    wrong = sums.exclude(tickets=F("found"), weight=F("sum"))
    return [
        f"entry {key.hex}: tickets and weight differ" for key in wrong.values_list("entry_key", flat=True)
    ]


def doubted_tickets_are_out() -> list[str]:
    """While a draw is open, what is not earned without doubted friends is not in the drum.

    Nothing is said while an answer is just on its way.
    """
    if is_unfinished([RECHECK], written_before=db_now()):
        return []
    return [
        f"ticket {ticket.pk} is in the drum, and the friends behind it do not count"
        for draw in Draw.objects.filter(state=DrawState.OPEN)
        for ticket in tickets_of(draw, people_in_doubt(draw.campaign_id))
        if not ticket.left_out_code and not is_supported(ticket)
    ]


def _count(draw: Draw) -> tuple[int, int]:
    counting = DrawEntry.objects.in_the_drum().filter(draw=draw)
    sums = counting.aggregate(entries=Count("pk"), weight=Sum("weight"))
    return sums["entries"], sums["weight"] or 0


def _problems(root: DrawRoot) -> Iterator[str]:
    name = f"draw {root.draw.public_id}"
    blocks = list(blocks_of(stream_lines(root.draw_id)))
    if not blocks or root_of([block.node for block in blocks]).hex() != root.root:
        yield f"{name}: its entries do not lead to the published root"
        return
    if [block.node for block in blocks] != blocks_of_root(root).nodes:
        yield f"{name}: its stored blocks differ from its entries"
    seed = DrawSeed.objects.filter(root=root).first()
    if seed is not None:
        yield from _seed_problems(name, root, seed)


def _seed_problems(name: str, root: DrawRoot, seed: DrawSeed) -> Iterator[str]:
    secret = _secret(root.draw, seed)
    if secret is None:
        yield f"{name}: its secret can not be read"
    elif _seed_of(root, seed, secret) != seed.seed:
        yield f"{name}: its seed does not follow from root, secret and beacon"
    elif seed.rule != SeedRule.BEACON_ALONE and commitment_of(secret) != root.draw.commitment:
        yield f"{name}: its secret is not the committed one"
    if _places(root, seed) != _stored_places(seed):
        yield f"{name}: its stored winners are not those that the seed draws"
    receipt = DrawReceipt.objects.filter(seed=seed).first()
    if (receipt is not None) != (root.draw.state in WITH_RECEIPT):
        yield f"{name}: its state and its receipt disagree"
    if receipt is not None and _digest(root.draw, receipt) != receipt.sha256:
        yield f"{name}: its receipt is not the one that was published"


def _secret(draw: Draw, seed: DrawSeed) -> bytes | None:
    if seed.rule == SeedRule.BEACON_ALONE:
        return b""
    try:
        return bytes.fromhex(open_secret(draw.secret_sealed, aad=draw.secret_place))
    except CannotDecrypt:
        return None


def _seed_of(root: DrawRoot, seed: DrawSeed, secret: bytes) -> str:
    return seed_of(
        draw_id=root.draw.public_id,
        root=bytes.fromhex(root.root),
        secret=secret,
        randomness=bytes.fromhex(seed.randomness),
    ).hex()


def _places(root: DrawRoot, seed: DrawSeed) -> list[tuple[str, str]]:
    """(entry key, prize key or '') worked out anew."""
    stored = blocks_of_root(root)
    prizes = list(DrawPrize.objects.filter(draw_id=root.draw_id).order_by("position"))
    names = prizes_in_order((prize.key, prize.quantity) for prize in prizes)
    keys = draw_sequence(
        seed=bytes.fromhex(seed.seed),
        block_weights=stored.weights,
        places=len(names) + root.draw.reserve_size,
        load=lambda number: map(entry_of, stored.lines(number)),
    )
    return [(key.decode(), names[place] if place < len(names) else "") for place, key in enumerate(keys)]


def _stored_places(seed: DrawSeed) -> list[tuple[str, str]]:
    rows = DrawResult.objects.filter(seed=seed).order_by("place")
    return [(key.hex, prize or "") for key, prize in rows.values_list("entry__entry_key", "prize__key")]


def _digest(draw: Draw, receipt: DrawReceipt) -> str:
    digest = hashlib.sha256()
    for piece in receipt_text(draw, receipt):
        digest.update(piece.encode())
    return digest.hexdigest()


CHECKS = [
    ReconcileCheck(
        key="campaigns.draws-recompute",
        title="Every published draw recomputes to its stored winners",
        run=published_draws_recompute,
    ),
    ReconcileCheck(
        key="campaigns.draw-counters",
        title="The counters of open draws are those of their entries",
        run=open_draws_count_right,
    ),
    ReconcileCheck(
        key="campaigns.draw-standing",
        title="Nothing is in an open draw that is not earned without doubted friends",
        run=doubted_tickets_are_out,
    ),
    ReconcileCheck(
        key="campaigns.draw-tickets", title="Every entry weighs what its tickets weigh", run=tickets_add_up
    ),
]

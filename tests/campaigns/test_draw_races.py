"""Many connections at once, and processes that die between two steps."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from campaigns.draw_errors import EntriesClosed
from campaigns.models import Draw, DrawEntry, DrawReceipt, DrawResult, DrawRoot, DrawSeed, DrawTicket
from campaigns.operations.draws import add_entry
from campaigns.operations.draws.freezing import call_draw, freeze_draw
from campaigns.operations.draws.publishing import publish_draw
from campaigns.operations.draws.running import run_draw
from campaigns.queries.draws import count_entries
from campaigns.reconcile_draws import published_draws_recompute
from common.errors import Stale
from outbox.models import FactRow
from outbox.testing import run_jobs
from tests.campaigns.draw_rows import LATER, NOW, a_draw, close, enter, frozen, reward_for
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], object]) -> list[object]:
    """Start all acts at the same moment, each on its own connection; answers or exceptions in order."""
    answers: list[object] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(place: int) -> None:
        gate.wait()
        try:
            answers[place] = acts[place]()
        except Exception as error:
            answers[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_ten_runs_at_once_are_one_result(postgres_only: None) -> None:
    draw = frozen(30, prizes={"cup": 5}, reserve=10)
    answers = together(*[lambda: run_draw(draw_id=draw.pk, now=LATER)] * 10)
    assert [answer for answer in answers if not isinstance(answer, Draw)] == []
    assert DrawSeed.objects.count() == 1
    assert DrawResult.objects.count() == 15
    assert FactRow.objects.filter(kind="campaigns.draw-drawn").count() == 1


def test_ten_publications_at_once_are_one_receipt(postgres_only: None) -> None:
    draw = frozen(5)
    run_draw(draw_id=draw.pk, now=LATER)
    answers = together(*[lambda: publish_draw(draw_id=draw.pk, now=LATER)] * 10)
    assert {type(answer) for answer in answers} <= {Draw, Stale}
    assert DrawReceipt.objects.count() == 1


def test_ten_freezes_at_once_are_one_root(postgres_only: None) -> None:
    draw = a_draw()
    enter(draw, 9)
    close(draw)
    together(*[lambda: freeze_draw(draw_id=draw.pk)] * 10)
    assert DrawRoot.objects.get().entry_count == 9
    assert FactRow.objects.filter(kind="campaigns.draw-frozen").count() == 1


def enters(draw: Draw, reward_id: int, member_id: int) -> Callable[[], object]:
    return lambda: add_entry(
        campaign_id=draw.campaign_id, reward_id=reward_id, member_id=member_id, weight=1, now=NOW
    )


@pytest.mark.parametrize("trial", range(3))
def test_who_enters_while_the_list_is_frozen_is_in_it_or_is_told(postgres_only: None, trial: int) -> None:
    draw = a_draw()
    enter(draw, 3)
    close(draw)
    members = [MemberFactory.create() for _ in range(9)]
    acts = [enters(draw, reward_for(draw, member).pk, member.pk) for member in members]
    acts.insert(3 * trial, lambda: freeze_draw(draw_id=draw.pk))
    answers = together(*acts)
    entered = sum(isinstance(answer, DrawEntry) for answer in answers)
    refused = sum(isinstance(answer, EntriesClosed) for answer in answers)
    assert entered + refused == 9, answers
    assert DrawRoot.objects.get(draw=draw).entry_count == 3 + entered
    assert DrawEntry.objects.filter(draw=draw).count() == 3 + entered


def test_freeze_waits_for_somebody_who_is_entering(postgres_only: None) -> None:
    draw, member = a_draw(), MemberFactory.create()
    enter(draw, 1)
    close(draw)
    reward = reward_for(draw, member)
    entered, frozen_now = threading.Event(), threading.Event()

    def enters_slowly() -> None:
        with transaction.atomic():
            add_entry(
                campaign_id=draw.campaign_id, reward_id=reward.pk, member_id=member.pk, weight=1, now=NOW
            )
            entered.set()
            assert not frozen_now.wait(0.5)

    def freezes() -> None:
        entered.wait(5)
        freeze_draw(draw_id=draw.pk)
        frozen_now.set()

    assert together(enters_slowly, freezes) == [None, None]
    assert DrawRoot.objects.get().entry_count == 2


def test_same_reward_entered_ten_times_at_once_is_one_ticket(postgres_only: None) -> None:
    draw, member = a_draw(most=5), MemberFactory.create()
    enter(draw, 1)
    reward = reward_for(draw, member)
    together(*[enters(draw, reward.pk, member.pk)] * 10)
    assert DrawTicket.objects.filter(entry__member=member).count() == 1
    assert count_entries(draw.pk) == (2, 2)


def test_seed_cannot_be_worked_out_in_the_transaction_that_freezes() -> None:
    draw = a_draw()
    enter(draw, 3)
    close(draw)
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        freeze_draw(draw_id=draw.pk)
        run_draw(draw_id=draw.pk, now=LATER)
    assert not DrawRoot.objects.exists()
    assert not DrawSeed.objects.exists()


def test_jobs_carry_a_called_draw_to_its_offers() -> None:
    draw = a_draw(prizes={"cup": 2})
    enter(draw, 6)
    close(draw)
    call_draw(actor=MemberFactory.create(manager=True), campaign_id=draw.campaign_id)
    run_jobs()
    draw.refresh_from_db()
    assert draw.state == "claiming"
    assert published_draws_recompute() == []


KILLED = """
import os, django
django.setup()
from django.db import connections
from campaigns.operations.draws import freezing, publishing, running
def die(*args, **kwargs): os._exit(9)
step = os.environ["STEP"]
if step == "freeze": freezing.record = die
if step == "run": running.record = die
if step == "publish": publishing.record = die
from datetime import datetime, UTC
later = datetime(2026, 11, 5, tzinfo=UTC)
number = int(os.environ["DRAW"])
if step == "freeze": freezing.freeze_draw(draw_id=number)
if step == "between": freezing.freeze_draw(draw_id=number); os._exit(9)
if step == "run": running.run_draw(draw_id=number, now=later)
if step == "publish": publishing.publish_draw(draw_id=number, now=later)
"""


def killed(step: str, draw: Draw) -> None:
    """A process of its own that dies in the middle of ``step``."""
    database = connection.settings_dict
    url = (
        f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
        if connection.vendor == "postgresql"
        else f"sqlite:///{database['NAME']}"
    )
    done = subprocess.run(
        [sys.executable, "-c", KILLED],
        env={**os.environ, "DATABASE_URL": url, "STEP": step, "DRAW": str(draw.pk)},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 9, done.stderr


def test_killed_at_every_step_it_resumes_without_loss_or_change() -> None:
    draw = a_draw(prizes={"cup": 2})
    enter(draw, 6)
    close(draw)
    killed("freeze", draw)
    assert not DrawRoot.objects.exists()
    killed("between", draw)
    root = DrawRoot.objects.get().root
    killed("run", draw)
    assert not DrawSeed.objects.exists()
    run_draw(draw_id=draw.pk, now=LATER)
    places = list(DrawResult.objects.values_list("place", "entry_id"))
    killed("publish", draw)
    assert not DrawReceipt.objects.exists()
    publish_draw(draw_id=draw.pk, now=LATER + timedelta(hours=1))
    assert DrawRoot.objects.get().root == root
    assert list(DrawResult.objects.values_list("place", "entry_id")) == places
    assert published_draws_recompute() == []

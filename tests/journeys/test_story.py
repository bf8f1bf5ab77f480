"""``manage.py story``: every promise holds on both stacks, and a broken one is told."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from bench.figures import POSTGRES_REDIS, SQLITE
from config.stack.product import ROOT
from seeds.story.kinds import KINDS
from tests.journeys.stages import need, stage

pytestmark = pytest.mark.slow

KEPT = {
    "invited": 3,
    "qualified": 3,
    "entries": 1,
    "winners": 1,
    "offered": 1,
    "accepted": 1,
    "delivered": 1,
    "failures": [],
}


def tell_story(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "story", *arguments]
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=1800)


@pytest.mark.broker
@pytest.mark.parametrize("stack", [SQLITE, POSTGRES_REDIS])
def test_every_promise_holds(stack: str, tmp_path: Path) -> None:
    need(stack, tmp_path)
    told = tell_story("--json", "--stack", stack)
    table = json.loads(told.stdout.strip().splitlines()[-1])
    promises, kept = table.pop("promises"), table.pop("kept")
    assert table == KEPT, told.stderr[-2000:]
    assert kept == promises > 0
    assert told.returncode == 0


@pytest.mark.broker
def test_a_parcel_that_never_arrives_is_told(tmp_path: Path) -> None:
    """The negative control: the carrier takes the parcel and keeps it."""
    with stage(SQLITE, tmp_path) as product:
        simulators = product.env["SIMULATORS_URL"]
        _pull_lever(f"{simulators}/_control/options", step_seconds=1e9)
        told = tell_story("--url", product.address, "--simulators", simulators, "--wait", "20")
    assert told.returncode == 1, told.stdout + told.stderr[-2000:]
    assert "the gift is accepted, the address typed" in told.stdout
    assert "FAILED Waited 20 s for the parcel to arrive, and it did not come." in told.stdout
    assert told.stdout.strip().endswith("NOT every promise holds")


def _pull_lever(address: str, **options: float) -> None:
    assert requests.post(address, json=options, timeout=10).ok


@pytest.mark.parametrize("stack", [SQLITE, POSTGRES_REDIS])
def test_every_kind_of_campaign_goes_from_its_form_to_the_parcel(stack: str, tmp_path: Path) -> None:
    need(stack, tmp_path)
    told = tell_story("--all", "--json", "--stack", stack)
    tables = json.loads(told.stdout.strip().splitlines()[-1])
    assert {name: row["failures"] for name, row in tables.items()} == {
        f"{kind.key} on {stack}": [] for kind in KINDS
    }, told.stderr[-2000:]
    assert all(row["kept"] == row["promises"] > 0 for row in tables.values())
    assert told.returncode == 0

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from campaigns.verifier import verify_draw
from tests.campaigns.draw_worlds import receipt_of, some_entries

Receipt = dict[str, Any]
SCRIPT = Path(verify_draw.__file__)


def complaints(receipt: Receipt) -> list[str]:
    return [sentence for good, sentence in verify_draw.checks(receipt) if not good]


@pytest.mark.parametrize("mode", ["none", "drand"])
@pytest.mark.parametrize("count", [1, 2, 300])
def test_true_receipt_is_right_in_every_line(mode: str, count: int) -> None:
    assert complaints(receipt_of(some_entries(count), mode=mode)) == []


def swap_winner(r: Receipt) -> None:
    r["winners"][0][0] = r["reserve"][0]


def swap_prizes(r: Receipt) -> None:
    r["winners"][0][1], r["winners"][2][1] = r["winners"][2][1], r["winners"][0][1]


def reorder_reserve(r: Receipt) -> None:
    r["reserve"].reverse()


def change_secret(r: Receipt) -> None:
    r["secret"] = "00" * 32


def change_secret_and_commitment(r: Receipt) -> None:
    r["secret"] = "00" * 32
    r["commitment"] = "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925"


def remove_entry(r: Receipt) -> None:
    r["entries"].pop()


def add_entry(r: Receipt) -> None:
    r["entries"].append(["zz", 1])


def raise_weight(r: Receipt) -> None:
    r["entries"][0][1] += 1


def double_entry(r: Receipt) -> None:
    r["entries"].insert(0, r["entries"][0])


def change_seed(r: Receipt) -> None:
    r["seed"] = "11" * 32


def change_randomness(r: Receipt) -> None:
    r["beacon"]["randomness"] = "00" * 32


def use_other_round(r: Receipt) -> None:
    r["beacon"]["round"] = 12


def use_known_round(r: Receipt) -> None:
    r["beacon"].update(planned_round=1, round=1)


def leave_secret_out(r: Receipt) -> None:
    r["secret"] = ""


def claim_other_mode(r: Receipt) -> None:
    r["mode"] = "none"


EDITS = [
    swap_winner,
    swap_prizes,
    reorder_reserve,
    change_secret,
    change_secret_and_commitment,
    remove_entry,
    add_entry,
    raise_weight,
    double_entry,
    change_seed,
    change_randomness,
    use_other_round,
    use_known_round,
    leave_secret_out,
    claim_other_mode,
]


@pytest.mark.parametrize("edit", EDITS)
def test_every_edit_is_found(edit: Callable[[Receipt], None]) -> None:
    receipt = receipt_of(some_entries(60), mode="drand")
    edit(receipt)
    assert complaints(receipt)


def test_script_runs_alone_and_answers_0_or_1(tmp_path: Path) -> None:
    file = tmp_path / "receipt.json"
    receipt = receipt_of(some_entries(60))
    for receipt_now, code in [(receipt, 0), ({**receipt, "seed": "11" * 32}, 1)]:
        file.write_text(json.dumps(receipt_now))
        done = subprocess.run(
            [sys.executable, "-I", str(SCRIPT), str(file)], capture_output=True, text=True, cwd=tmp_path
        )
        assert done.returncode == code, done.stderr
        assert ("WRONG" in done.stdout) == bool(code)


def test_script_is_short_and_needs_only_the_standard_library() -> None:
    lines = SCRIPT.read_text().splitlines()
    imported = {line.split()[1].split(".")[0] for line in lines if line.startswith(("import ", "from "))}
    assert len(lines) <= 60
    assert imported <= sys.stdlib_module_names

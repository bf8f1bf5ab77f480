"""A large file of codes becomes stock: how much memory its process needs at most, and what it counts."""

import os
import subprocess
import sys
import time

from bench import worlds
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, Number, counted
from bench.reconciling import violations
from bench.trial import Trial
from config.stack.product import ROOT
from gifts.models import PoolCode
from gifts.queries import stock_left

CODES = 100_000
# Lines that are there twice: the counts must name them all.
EVERY = 1_000
MOST_MEGABYTES = 300


@counted("gifts.code-import", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=300)
def count(trial: Trial) -> Figure:
    """First only counting, then for good; the peak is the larger of the two processes'."""
    codes = trial.size(CODES)
    shelf = worlds.item(stock=0, kind="code")
    path = trial.folder / "codes.csv"
    with path.open("w") as file:
        for number in range(codes):
            file.write(f"GX-{number * 7919 % 10**9:09d}-{number:07d}\n")
            if not number % EVERY:
                file.write(f"GX-{number * 7919 % 10**9:09d}-{number:07d}\n")
    twice = -(-codes // EVERY)
    dry, dry_peak, _ = run([shelf.public_id, str(path), "--dry-run"])
    nothing_yet = PoolCode.objects.count()
    real, real_peak, seconds = run([shelf.public_id, str(path)])
    left, broken, peak = stock_left([shelf.pk])[shelf.pk], violations(), max(dry_peak, real_peak)
    told = f"known=0 repeated={twice} unusable=0"
    right = f"added=0 {told}" in dry and f"added={codes} {told}" in real and not nothing_yet
    right = right and left == codes == PoolCode.objects.count()
    numbers: dict[str, Number] = {"codes": codes, "repeated": twice, "peak_megabytes": peak}
    numbers |= {"target": MOST_MEGABYTES, "seconds": seconds, "violations": len(broken)}
    return trial.figure(
        ok=right and peak <= MOST_MEGABYTES and not broken,
        numbers=numbers,
        notes={"dry": dry[-300:], "real": real[-300:], "left": left, "dry_peak": dry_peak},
    )


def run(arguments: list[str]) -> tuple[str, float, float]:
    """(what the import printed, its peak memory in megabytes, seconds)."""
    begun = time.monotonic()
    command = [sys.executable, "manage.py", "import_codes", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"the import ended with status {process.returncode}: {said[-500:]}")
    return said, used.ru_maxrss / 1024, time.monotonic() - begun

"""Malicious uploads through the real way in: sealed, looked at, decoded in the real child process."""

import os
import threading
import time
from collections import Counter
from pathlib import Path

from django.core.files.uploadhandler import StopFutureHandlers
from django.db import transaction

from bench.areas.trust.hostile_files import PLANTED, Hostile, files
from bench.figures import SQLITE, Figure, counted
from bench.trial import Trial
from common.errors import Refused
from common.files.keeping import read_variant, receive_upload, sanitise_file
from common.files.uploads import SealedUpload, SealingUploadHandler
from common.images.recipes import LIMITS, Recipe, Variant
from common.models import FileState

LEAST = 300
RECIPE = Recipe(
    variants=(Variant(name="page", width=2000, height=2000), Variant(name="small", width=360, height=360)),
    stamp="Only for a count",
)


class Watch:
    """Looks every few milliseconds at what our child processes have used at most."""

    def __init__(self) -> None:
        self.peak_bytes, self.cpu_seconds, self._going = 0, 0.0, True
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._going = False
        self._thread.join()

    def _look(self) -> None:
        task = Path(f"/proc/{os.getpid()}/task")
        while self._going:
            for path in task.glob("*/children"):
                try:
                    for pid in path.read_text().split():
                        self._note(Path(f"/proc/{pid}"))
                except OSError:
                    continue
            time.sleep(0.004)

    def _note(self, process: Path) -> None:
        if "decoder.py" not in (process / "cmdline").read_text():
            return
        for line in (process / "status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                self.peak_bytes = max(self.peak_bytes, int(line.split()[1]) * 1024)
        ticks = (process / "stat").read_text().rpartition(")")[2].split()
        self.cpu_seconds = max(self.cpu_seconds, (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK"))


def arrive(one: Hostile) -> SealedUpload:
    handler = SealingUploadHandler()
    try:
        handler.new_file("picture", one.name, one.content_type, len(one.body))
    except StopFutureHandlers:
        pass
    for at in range(0, len(one.body), handler.chunk_size):
        handler.receive_data_chunk(one.body[at : at + handler.chunk_size], at)
    upload = handler.file_complete(len(one.body))
    assert isinstance(upload, SealedUpload)
    return upload


def send(one: Hostile) -> tuple[str, bytes]:
    """What became of it (``door``, ``refused`` or ``remade``), and all bytes that anybody may get."""
    upload = arrive(one)
    try:
        with transaction.atomic():
            file = receive_upload(upload, owner="member:bench", purpose="bench")
    except Refused:
        return "door", b""
    finally:
        upload.close()
    ended = sanitise_file(file.pk, recipe=RECIPE, then=lambda file: None)
    if ended is None or ended.state != FileState.READY:
        return "refused", b""
    return "remade", b"".join(b"".join(read_variant(ended, name)) for name in ("page", "small"))


@counted("trust.uploads", stacks=[SQLITE])
def count(trial: Trial) -> Figure:
    outcomes: Counter[str] = Counter()
    leaked: list[str] = []
    with Watch() as watch:
        for one in files(trial.size(LEAST), seed=20261125):
            outcome, kept = send(one)
            outcomes[outcome] += 1
            if PLANTED in kept or b"Exif" in kept or (kept and not kept.startswith(b"\xff\xd8\xff")):
                leaked.append(one.kind)
    cases, megabytes = sum(outcomes.values()), watch.peak_bytes / 2**20
    in_limits = 0 < megabytes <= LIMITS.memory_bytes / 2**20 and watch.cpu_seconds <= LIMITS.cpu_seconds
    return trial.figure(
        ok=cases >= LEAST and not leaked and in_limits,
        numbers={
            "cases": cases,
            "door": outcomes["door"],
            "refused": outcomes["refused"],
            "remade": outcomes["remade"],
            "violations": len(leaked),
            "decoder_megabytes": megabytes,
            "worst_seconds": watch.cpu_seconds,
        },
        notes={"leaked": leaked},
    )

"""Controls of trust's figures."""

from bench.areas.trust.hostile_files import PLANTED, files
from bench.figures import SQLITE, Figure, counted
from bench.trial import Trial


@counted("controls.uploads-kept-as-sent", stacks=[SQLITE])
def uploads_kept_as_sent(trial: Trial) -> Figure:
    """Were files kept as they came, the same search would find what was planted."""
    found = [one.kind for one in files(60, seed=20261125) if PLANTED in one.body or b"Exif" in one.body]
    return trial.figure(ok=len(found) > 10, numbers={"cases": 60, "violations": len(found)})

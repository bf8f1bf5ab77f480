"""Random draws by the engine, the verifier, a shell with openssl, and JavaScript: the same bytes."""

import json
import random
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from bench.figures import SQLITE, Figure, counted, short
from bench.trial import Trial
from campaigns import draw_rules
from campaigns.draw_rules import Entry
from campaigns.verifier import verify_draw
from config.stack.product import ROOT
from tests.campaigns.draw_worlds import places_of, tree_of

DRAWS = 1_000
MOST_ENTRIES, MOST_PLACES = 9, 6
# Heavy, light and equal ones; a shell counts in 64 bits, so the sum stays small.
WEIGHTS = (1, 3, 100, 10**6, 10**12)
SCRIPTS = ROOT / "tests" / "campaigns"
NAME = "campaigns.draw-agreement"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One draw's public values; ``entries`` in no order."""

    draw_id: str
    entries: Sequence[Entry]
    secret: bytes
    randomness: bytes
    places: int


# "root seed place place ..." of each draw.
Answers = list[str]


@counted(NAME, stacks=[SQLITE], limit_seconds=900)
def count(trial: Trial) -> Figure:
    missing = [name for name in ("openssl", "sh", "node") if not shutil.which(name)]
    if missing:
        return short(NAME, trial.stack, f"{missing[0]} is not installed")
    return compare(trial, draws=trial.size(DRAWS))


def compare(trial: Trial, *, draws: int) -> Figure:
    asked = [some_draw(number) for number in range(draws)]
    ways: dict[str, Callable[[Sequence[Asked]], Answers]] = {
        "engine": by_engine,
        "verifier": by_verifier,
        "shell": by_shell,
        "javascript": by_javascript,
    }
    found = {name: way(asked) for name, way in ways.items()}
    differing = [
        {name: answers[number] for name, answers in found.items()}
        for number in range(draws)
        if len({answers[number] for answers in found.values()}) != 1
    ]
    return trial.figure(
        ok=draws >= DRAWS and not differing,
        numbers={
            "draws": draws,
            "implementations": len(found),
            "places": sum(len(answer.split()) - 2 for answer in found["engine"]),
            "differing": len(differing),
        },
        notes={"differing": differing[:5]},
    )


def some_draw(number: int) -> Asked:
    """The same for the same number; every third has no beacon, every seventh no secret."""
    source = random.Random(number)
    most = source.choice(WEIGHTS)
    entries = [
        (source.randbytes(16).hex().encode(), source.randint(1, most))
        for _ in range(source.randint(1, MOST_ENTRIES))
    ]
    return Asked(
        draw_id=source.randbytes(8).hex(),
        entries=entries,
        secret=b"" if number % 7 == 0 else source.randbytes(32),
        randomness=b"" if number % 3 == 0 and number % 7 else source.randbytes(32),
        places=source.randint(1, MOST_PLACES),
    )


def by_engine(asked: Sequence[Asked]) -> Answers:
    found = []
    for one in asked:
        entries = sorted(one.entries)
        root, _ = tree_of(entries)
        seed = draw_rules.seed_of(
            draw_id=one.draw_id, root=root, secret=one.secret, randomness=one.randomness
        )
        found.append(" ".join([root.hex(), seed.hex(), *places_of(entries, seed=seed, places=one.places)]))
    return found


def by_verifier(asked: Sequence[Asked]) -> Answers:
    """The file that everybody downloads; it is told the seed, which it works out inside another check."""
    found = []
    for one in asked:
        entries = sorted(one.entries)
        root = verify_draw.root_of(entries)
        text = b"guanxi-draw-v1" + one.draw_id.encode() + root + one.secret + one.randomness
        seed = sha256(text).digest()
        places = verify_draw.sequence_of(entries, seed, one.places)
        found.append(" ".join([root.hex(), seed.hex(), *places]))
    return found


def by_shell(asked: Sequence[Asked]) -> Answers:
    lines = [
        " ".join(
            [
                one.draw_id,
                one.secret.hex() or "-",
                one.randomness.hex() or "-",
                str(one.places),
                *(f"{key.decode()}:{weight}" for key, weight in one.entries),
            ]
        )
        for one in asked
    ]
    return _run(["sh", str(SCRIPTS / "draw_fourth.sh")], lines)


def by_javascript(asked: Sequence[Asked]) -> Answers:
    lines = [
        json.dumps(
            {
                "entries": [[key.decode(), weight] for key, weight in one.entries],
                "draw_id": one.draw_id,
                "secret": one.secret.hex(),
                "randomness": one.randomness.hex(),
                "places": one.places,
            }
        )
        for one in asked
    ]
    told = [json.loads(line) for line in _run(["node", str(SCRIPTS / "draw_third.mjs")], lines)]
    return [" ".join([one["root"], one["seed"], *one["places"]]) for one in told]


def _run(command: Sequence[str], lines: Sequence[str]) -> list[str]:
    done = subprocess.run(command, input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
    return done.stdout.splitlines()

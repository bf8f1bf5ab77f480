"""What the servers' checks say and do on machines that differ."""

import os
from collections.abc import Callable

import pytest

from config.stack import services
from config.stack.services import Missing, Service


def service(
    *, up: Callable[[], bool], installed: bool, start: Callable[[], object] = lambda: None
) -> Service:
    return Service(
        name="Redis", packages=("redis-server",), is_up=up, is_installed=lambda: installed, start=start
    )


def test_what_runs_is_left_alone() -> None:
    running = service(up=lambda: True, installed=True, start=lambda: pytest.fail("started again"))
    services.ensure(running)


def test_what_is_installed_is_started_once() -> None:
    starts: list[int] = []
    services.ensure(service(up=lambda: bool(starts), installed=True, start=lambda: starts.append(1)))
    assert starts == [1]


def test_what_does_not_start_is_said() -> None:
    with pytest.raises(Missing, match="Redis is installed and could not be started"):
        services.ensure(service(up=lambda: False, installed=True), seconds=0.1)


def test_somebody_who_may_not_install_is_told_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Missing, match="sudo apt-get install redis-server"):
        services.ensure(service(up=lambda: False, installed=False))


def test_a_database_that_lets_nobody_in_is_told_the_role(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(services, "can_connect", lambda url: False)
    with pytest.raises(Missing, match="CREATE ROLE guanxi_tests LOGIN CREATEDB"):
        services.postgres_url()


def test_an_account_of_ours_is_used_where_loopback_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "can_connect", lambda url: "guanxi_tests" in url)
    assert services.postgres_url() == "postgres://guanxi_tests:guanxi_tests@127.0.0.1:5432/guanxi"


def test_a_database_that_was_named_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody@127.0.0.1/theirs")
    found = services.environment(with_rabbitmq=True)
    assert found["DATABASE_URL"] == "postgres://somebody@127.0.0.1/theirs"
    assert found["BROKER_URL"].startswith("amqp://")


def test_missing_servers_end_the_run_before_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(services, "SERVICES", [service(up=lambda: False, installed=False)])
    assert services.main(["run", "--", "echo", "ran"]) == 1
    assert "Redis is not installed" in capsys.readouterr().err

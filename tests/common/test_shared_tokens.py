"""One process fetches, the others read; nobody waits for nothing and nobody fetches twice."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from common.http.errors import NotDone
from common.models import SharedToken
from common.shared_tokens import EARLY, LEASE, BeingFetched, Fresh, fetched, forget, kept

NOW = timezone.now()


def asked(count: list[int], value: str = "token.1"):
    def ask() -> Fresh:
        count.append(1)
        return Fresh(value=value, seconds=7200)

    return ask


@pytest.mark.django_db
def test_it_is_fetched_once_and_lies_sealed():
    count: list[int] = []
    assert kept("a", now=NOW) == ""
    assert fetched("a", asked(count), now=NOW) == "token.1"
    assert fetched("a", asked(count), now=NOW) == "token.1"
    assert (kept("a", now=NOW), len(count)) == ("token.1", 1)
    assert "token.1" not in SharedToken.objects.get().sealed
    assert kept("a", now=NOW + timedelta(seconds=7201)) == ""


@pytest.mark.django_db
def test_it_is_fetched_anew_before_it_ends():
    count: list[int] = []
    fetched("a", asked(count), now=NOW)
    later = NOW + timedelta(seconds=7200) - EARLY
    assert fetched("a", asked(count, "t2"), now=later) == "t2"


@pytest.mark.django_db
def test_while_one_fetches_the_others_read_the_old_one_or_come_again():
    seen: list[str] = []

    def slow() -> Fresh:
        with pytest.raises(BeingFetched):
            fetched("a", asked([]), now=NOW)
        return Fresh(value="token.1", seconds=7200)

    def slow_again() -> Fresh:
        seen.append(fetched("a", asked([]), now=late))
        return Fresh(value="t2", seconds=7200)

    fetched("a", slow, now=NOW)
    late = NOW + timedelta(seconds=7000)
    assert fetched("a", slow_again, now=late) == "t2"
    assert seen == ["token.1"]


@pytest.mark.django_db
def test_a_failure_gives_the_lease_back_and_a_crash_lets_it_run_out():
    def broken() -> Fresh:
        raise NotDone("busy")

    with pytest.raises(NotDone):
        fetched("a", broken, now=NOW)
    assert fetched("a", asked([]), now=NOW) == "token.1"
    SharedToken.objects.update(good_until=None, lease="crashed", lease_until=NOW + LEASE)
    with pytest.raises(BeingFetched):
        fetched("a", asked([]), now=NOW)
    assert fetched("a", asked([], "t2"), now=NOW + LEASE) == "t2"


@pytest.mark.django_db
def test_only_the_token_that_was_refused_is_forgotten():
    fetched("a", asked([]), now=NOW)
    forget("a", "another", now=NOW)
    assert kept("a", now=NOW) == "token.1"
    forget("a", "token.1", now=NOW)
    assert kept("a", now=NOW) == ""


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_asks():
    if connection.vendor == "sqlite":
        pytest.skip("threads of one test share no SQLite database")
    count: list[int] = []
    start = threading.Barrier(8)

    def work() -> None:
        start.wait()
        try:
            fetched("a", asked(count), now=NOW)
        except BeingFetched:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(count) == 1

"""Real races: as many connections as racers, released at one moment."""

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import connections

T = TypeVar("T")


def race(racers: Sequence[Callable[[], T]], *, timeout_seconds: float = 60) -> list[T | BaseException]:
    """Run all at once in threads with connections of their own; what each returned or raised, in order.

    In tests it needs ``@pytest.mark.django_db(transaction=True)``.
    """
    start = threading.Barrier(len(racers))
    results: list[T | BaseException] = [RuntimeError("did not finish")] * len(racers)

    def run(index: int, racer: Callable[[], T]) -> None:
        try:
            start.wait(timeout_seconds)
            results[index] = racer()
        except BaseException as error:
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(i, racer)) for i, racer in enumerate(racers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout_seconds)
    return results


def finished(results: Sequence[T | BaseException]) -> list[T]:
    """What all of them returned; the first exception is raised."""
    done: list[T] = []
    for result in results:
        if isinstance(result, BaseException):
            raise result
        done.append(result)
    return done

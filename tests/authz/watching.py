"""What a request did: which rows it wrote for good, and which verbs were evaluated and refused."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from common import access

WRITES = re.compile(r'^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "?(\w+)"?', re.IGNORECASE)
# Kept beside the effect, not the effect: sessions, counters, stored answers, the token's "last used".
ASIDE = frozenset(
    {
        *("django_session", "common_idempotencyrecord", "common_limitwindow"),
        *("accounts_apitoken", "connect_sitekey"),
    }
)


class Writes:
    """Tables written, without what a savepoint took back."""

    def __init__(self) -> None:
        self._seen: list[str] = []
        self._marks: dict[str, int] = {}

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if sql.startswith("SAVEPOINT "):
            self._marks[sql.split()[1]] = len(self._seen)
        elif sql.startswith("ROLLBACK TO SAVEPOINT "):
            del self._seen[self._marks[sql.split()[3]] :]
        elif found := WRITES.match(sql):
            self._seen.append(found[1])
        return result

    @property
    def tables(self) -> set[str]:
        return set(self._seen) - ASIDE


@contextmanager
def watched_writes() -> Iterator[Writes]:
    writes = Writes()
    with connection.execute_wrapper(writes):
        yield writes


class Verbs:
    """Stands in for the rule set and remembers what it refused."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.refused: set[str] = set()
        self.asked: set[str] = set()

    def test_rule(self, verb: str, *args: object) -> bool:
        answer: bool = self._inner.test_rule(verb, *args)
        self.asked.add(verb)
        if not answer:
            self.refused.add(verb)
        return answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def __getitem__(self, verb: str) -> Any:
        return self._inner[verb]

    def __iter__(self) -> Iterator[str]:
        return iter(self._inner)


@contextmanager
def watched_verbs() -> Iterator[Verbs]:
    inner = access._verbs
    verbs = Verbs(inner)
    access._verbs = verbs
    try:
        yield verbs
    finally:
        access._verbs = inner

"""A model with three states, for tests of moves only. Its table exists only while a test wants it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from django.db import connection, models

from common.moves import Moves, Stateful


class Light(Stateful):
    MOVES: ClassVar[Moves] = {
        "red": frozenset({"green"}),
        "green": frozenset({"amber"}),
        "amber": frozenset({"red"}),
    }
    state = models.CharField(max_length=8, default="red")
    note = models.CharField(max_length=20, default="")
    objects: ClassVar[models.Manager["Light"]] = models.Manager()

    class Meta:
        app_label = "tests_only"

    def __str__(self) -> str:
        return self.state


@contextmanager
def table() -> Iterator[None]:
    with connection.schema_editor() as editor:
        editor.create_model(Light)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(Light)

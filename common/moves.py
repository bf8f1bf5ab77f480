"""State moves only by compare-and-set along a table of legal moves, with its audit line.

The row's ``version`` is the lock: it works on both engines, where ``select_for_update`` is silently
nothing on SQLite.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol

from django.db import models, transaction

from common.access import Actor
from common.errors import IllegalMove, Stale

Moves = Mapping[str, frozenset[str]]


class MoveRecorder(Protocol):
    def __call__(self, row: "Stateful", *, old: str, new: str, actor: Actor, why: str) -> None: ...


# The outbox registers its audit trail here: common may not import it.
_recorders: list[MoveRecorder] = []


def on_move(recorder: MoveRecorder) -> MoveRecorder:
    """Have every move of every state recorded, inside the move's own transaction."""
    if recorder not in _recorders:
        _recorders.append(recorder)
    return recorder


class Stateful(models.Model):
    """A row with ``state``. Subclasses declare ``MOVES`` and named methods that call ``_move``."""

    MOVES: ClassVar[Moves]
    state: "models.CharField[str, str]"
    version = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    def may_move(self, to: str) -> bool:
        return to in self.MOVES.get(self.state, frozenset())

    def _move(self, to: str, *, actor: Actor, why: str = "", **columns: object) -> None:
        """Set the state and ``columns`` if nobody was faster.

        Raises: IllegalMove (not in the table), Stale (state or version changed meanwhile).
        """
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError("A move needs an open transaction.")
        old = self.state
        if not self.may_move(to):
            raise IllegalMove
        changes = {"state": to, "version": self.version + 1, **columns}
        rows: models.Manager[Any] = type(self)._base_manager
        mine = rows.filter(pk=self.pk, state=old, version=self.version)
        if mine.update(**changes) != 1:
            raise Stale
        for name, value in changes.items():
            if not hasattr(value, "resolve_expression"):
                setattr(self, name, value)
        for record in _recorders:
            record(self, old=old, new=to, actor=actor, why=why)


def unreachable(moves: Moves, start: str) -> set[str]:
    """States that no path of ``moves`` reaches from ``start``; a table test wants it empty."""
    seen, todo = {start}, [start]
    while todo:
        for following in moves.get(todo.pop(), frozenset()):
            if following not in seen:
                seen.add(following)
                todo.append(following)
    return set(moves) - seen

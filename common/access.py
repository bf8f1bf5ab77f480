"""Who may do what: one recognisable form.

Each app declares its verbs in ``access.py``; each operation that acts for somebody starts with
``allow(actor, verb, object)``. Views add only authentication.
"""

from collections.abc import Callable
from typing import Protocol, TypeAlias

import rules

from common.errors import NeedsSignIn, NotAllowed, NotFound


class Actor(Protocol):
    """A signed-in member, an anonymous visitor, or ``SYSTEM``."""

    @property
    def pk(self) -> int | None: ...

    @property
    def is_authenticated(self) -> bool: ...


class _System:
    """The actor of jobs: no person, may do what the operation itself permits."""

    pk = None
    is_authenticated = True

    def __repr__(self) -> str:
        return "SYSTEM"


SYSTEM = _System()

Predicate: TypeAlias = Callable[..., bool]

_verbs = rules.RuleSet()
_hidden: dict[str, bool] = {}


def declare(verb: str, predicate: Predicate, *, hidden: bool = True) -> None:
    """Say who may do ``verb``. ``predicate(actor, object)``; ``hidden``: strangers get "not found".

    Declaring a verb twice is an error, so that each has one place.
    """
    _verbs.add_rule(verb, predicate)
    _hidden[verb] = hidden


def declared() -> list[str]:
    """All verbs, sorted. The authorisation matrix removes each in turn."""
    return sorted(_verbs)


def override(verb: str, predicate: Predicate) -> Predicate:
    """Replace a verb's predicate and return the former one. For the matrix's removal script."""
    former: Predicate = _verbs[verb]
    _verbs.set_rule(verb, predicate)
    return former


def may(actor: Actor, verb: str, obj: object = None) -> bool:
    """Whether ``allow`` would pass; for showing a button or not."""
    if actor is SYSTEM:
        return True
    return bool(_verbs.test_rule(verb, actor, obj))


def allow(actor: Actor, verb: str, obj: object = None) -> None:
    """Let pass or refuse.

    Raises: NeedsSignIn, NotFound (a hidden object), NotAllowed; KeyError for an unknown verb.
    """
    if actor is SYSTEM:
        return
    if may(actor, verb, obj):
        return
    if not actor.is_authenticated:
        raise NeedsSignIn
    raise NotFound if _hidden[verb] else NotAllowed


@rules.predicate
def anyone(actor: Actor) -> bool:
    return True


@rules.predicate
def is_member(actor: Actor) -> bool:
    return actor.is_authenticated and actor.pk is not None


@rules.predicate
def nobody(actor: Actor) -> bool:
    """Only jobs."""
    return False

"""Who may do what: one recognisable form.

Each app declares its verbs in ``access.py``; each operation that acts for somebody starts with
``allow(actor, verb, object)``. Views add only authentication.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Protocol, cast

from django.conf import settings
from rules.predicates import Predicate as _RulesPredicate
from rules.rulesets import RuleSet as _RuleSet

from common.clock import db_now
from common.errors import NeedsFreshProof, NeedsSignIn, NotAllowed, NotFound

# A step-up lasts so long.
FRESH_FOR = timedelta(minutes=5)


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


class Predicate(Protocol):
    """A yes-or-no about (actor, object) that combines with ``&``, ``|`` and ``~``."""

    def __call__(self, *args: object) -> bool: ...

    def __and__(self, other: "Predicate") -> "Predicate": ...

    def __or__(self, other: "Predicate") -> "Predicate": ...

    def __invert__(self) -> "Predicate": ...


def predicate(function: Callable[..., bool]) -> Predicate:
    """Make a predicate of the library ``rules`` out of a function of (actor) or (actor, object)."""
    return cast(Predicate, _RulesPredicate(function))


class _Verbs(Protocol):
    """``rules.RuleSet``, typed."""

    def __iter__(self) -> Iterator[str]: ...

    def __getitem__(self, verb: str) -> Predicate: ...

    def add_rule(self, verb: str, predicate: Predicate) -> None: ...

    def set_rule(self, verb: str, predicate: Predicate) -> None: ...

    def test_rule(self, verb: str, *args: object) -> bool: ...


_verbs = cast(_Verbs, _RuleSet())
_hidden: dict[str, bool] = {}
_fresh: dict[str, bool] = {}


def declare(verb: str, who: Predicate, *, hidden: bool = True, fresh: bool = False) -> None:
    """Say who may do ``verb``: ``who(actor, object)``; ``hidden``: strangers get "not found".

    ``fresh``: whoever may do it must have proven within the last five minutes who they are. Declaring a
    verb twice is an error, so that each has one place.
    """
    _verbs.add_rule(verb, who)
    _hidden[verb] = hidden
    _fresh[verb] = fresh


def declared() -> list[str]:
    """All verbs, sorted. The authorisation matrix removes each in turn."""
    return sorted(_verbs)


def override(verb: str, who: Predicate) -> Predicate:
    """Replace a verb's predicate and return the former one. For the matrix's removal script."""
    former = _verbs[verb]
    _verbs.set_rule(verb, who)
    return former


def may(actor: Actor, verb: str, obj: object = None) -> bool:
    """Whether ``allow`` would pass; for showing a button or not."""
    if actor is SYSTEM:
        return True
    return _verbs.test_rule(verb, actor, obj)


def allow(actor: Actor, verb: str, obj: object = None) -> None:
    """Let pass or refuse.

    Raises: NeedsSignIn, NotFound (a hidden object), NotAllowed, NeedsFreshProof; KeyError for an unknown
    verb.
    """
    if actor is SYSTEM:
        return
    if may(actor, verb, obj):
        if _fresh[verb]:
            require_fresh_proof(actor)
        return
    if not actor.is_authenticated:
        raise NeedsSignIn
    raise NotFound if _hidden[verb] else NotAllowed


def require_fresh_proof(actor: Actor) -> None:
    """For acts without a verb of their own, such as many rows at once. One statement.

    Whoever puts the actor into the request tells when they last proved who they are (``proven_at``).

    Raises: NeedsFreshProof.
    """
    if actor is SYSTEM or not settings.STEP_UP:
        return
    proven_at = getattr(actor, "proven_at", None)
    if proven_at is None or proven_at <= db_now() - FRESH_FOR:
        raise NeedsFreshProof


@predicate
def anyone(actor: Actor) -> bool:
    return True


@predicate
def is_member(actor: Actor) -> bool:
    return actor.is_authenticated and actor.pk is not None


@predicate
def nobody(actor: Actor) -> bool:
    """Only jobs."""
    return False

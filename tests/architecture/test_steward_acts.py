"""What a steward or a host does to somebody, to somebody's thing or to the group says who did it, and when.

The verbs are read from the declarations of ``groups``, the operations that ask for one from their source.
Each has an act in ``tests/groups/steward_acts.py``; whoever adds an operation adds its act. An exception says
why.
"""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import pytest

from groups import operations
from groups.act_words import WORDS
from groups.models import CheckIn, DepositEntry
from groups.queries.acts import acts_in
from groups.rules import CAPABILITIES
from groups.states import GroupRole
from outbox.models import AuditLine
from tests.architecture.tree import python_files
from tests.groups.steward_acts import ACTS, Scene

# Rows that are written once and name who wrote them are a record of their own.
ROWS: dict[str, tuple[Any, str]] = {
    "admit": (CheckIn, "by"),
    "admit_later": (CheckIn, "by"),
    "record_deposit": (DepositEntry, "by"),
}
LOOKS = "only looks; nothing is done"
OTHERS = "asked by the pages before they show anything; the acts behind it have verbs of their own"
# Verbs of stewards that no operation asks for.
WITHOUT = {
    "groups.keep-fellow": OTHERS,
    "groups.look-after": LOOKS,
    "groups.see-action": LOOKS,
    "groups.see-complaint": LOOKS,
    "groups.see-desk": LOOKS,
    "groups.see-radar": LOOKS,
    "groups.see-requests": LOOKS,
}
# Operations of members that go through one of stewards.
OF_MEMBERS = {"publish_draft": "its author puts up a note; announcing is not among the kinds"}
OFFICES = {name for name, role in CAPABILITIES.items() if role >= GroupRole.CO_STEWARD}

Functions = dict[str, ast.AST]


def words_in(node: ast.AST) -> Iterator[str]:
    """Names, attributes (``Role.STEWARD``) and texts."""
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
            yield f"{part.value.id}.{part.attr}"
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def reached(start: ast.AST, known: Functions) -> set[str]:
    """The words of ``start`` and of everything in ``known`` that it names, and so on."""
    found: set[str] = set()
    todo = [start]
    while todo:
        for word in set(words_in(todo.pop())) - found:
            found.add(word)
            if word in known:
                todo.append(known[word])
    return found


def trees(under: str) -> Iterator[tuple[str, ast.Module]]:
    for path in python_files("groups"):
        if path.match(under):
            yield path.stem, ast.parse(path.read_text())


@cache
def steward_verbs() -> frozenset[str]:
    """Whose declaration asks for an office, in the group or in the community."""
    bodies = [tree.body for _name, tree in trees("groups/*access.py")]
    known: Functions = {}
    declared: dict[str, ast.AST] = {}
    for one in (one for body in bodies for one in body):
        if isinstance(one, ast.FunctionDef):
            known[one.name] = one
        elif isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name):
            known[one.targets[0].id] = one.value
        elif isinstance(one, ast.Expr) and isinstance(one.value, ast.Call):
            verb = one.value.args[0]
            assert isinstance(verb, ast.Constant)
            declared[str(verb.value)] = one.value.args[1]
    offices = OFFICES | {"Role.STEWARD", "GroupRole.STEWARD", "GroupRole.CO_STEWARD"}
    return frozenset(verb for verb, who in declared.items() if reached(who, known) & offices)


@cache
def acts() -> dict[str, set[str]]:
    """{public operation: the verbs of stewards that it asks for}."""
    by_module = {
        name: {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}
        for name, tree in trees("groups/operations/*.py")
    }
    everywhere: Functions = {}
    for functions in by_module.values():
        everywhere |= {name: one for name, one in functions.items() if not name.startswith("_")}
    found = {}
    for functions in by_module.values():
        for name, node in functions.items():
            verbs = reached(node, everywhere | functions) & steward_verbs()
            if name in operations.__all__ and verbs:
                found[name] = verbs
    return found


def test_verbs_of_stewards_are_found() -> None:
    some = {"groups.pin-post", "groups.change-event", "groups.stop-claim", "groups.lift-brake"}
    assert some <= steward_verbs()
    assert not {"groups.comment", "groups.vouch", "groups.end-draft"} & steward_verbs()


def test_each_verb_of_stewards_has_an_act_or_a_reason() -> None:
    asked: set[str] = set().union(*acts().values())
    missing = steward_verbs() - asked - set(WITHOUT)
    assert not missing, "an operation asks for it, or it stands in WITHOUT with a reason"
    assert not set(WITHOUT) & asked, "an operation asks for it now"
    assert set(WITHOUT) <= steward_verbs()


def test_each_operation_of_stewards_is_tried() -> None:
    assert set(acts()) - set(ACTS) == set(OF_MEMBERS), "add what it does to tests/groups/steward_acts.py"
    assert set(ACTS) <= set(acts())


@pytest.mark.django_db
@pytest.mark.parametrize("name", ACTS)
def test_it_leaves_a_record_of_who_did_it(name: str) -> None:
    scene = Scene()
    before, act = ACTS[name]
    given = before(scene)
    rows, who = ROWS.get(name, (AuditLine, "actor"))
    known = set(rows.objects.values_list("pk", flat=True))
    act(scene, given)
    written = rows.objects.exclude(pk__in=known).filter(**{who: scene.actor})
    assert written.exists(), "note it (groups.operations.acts), or move a state"
    assert not unnamed(scene.group.pk), "give it words in groups/act_words.py"


def unnamed(group_id: int) -> Iterable[str]:
    """Verbs that the admin would have no words for."""
    kept = [act for act in acts_in(group_id=group_id, size=500) if act.verb != "move"]
    return [f"{act.kind} {act.verb}" for act in kept if (act.kind, act.verb) not in WORDS]

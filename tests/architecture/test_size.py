"""Files and functions stay small enough to be read in one go."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import ROOT, python_files

LONGEST_FILE = 400
LONGEST_FUNCTION = 50


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_is_too_long() -> None:
    counted = {path: len(path.read_text().splitlines()) for path in python_files()}
    assert [f"{path.relative_to(ROOT)}: {n}" for path, n in counted.items() if n > LONGEST_FILE] == []


def test_no_function_is_too_long() -> None:
    too_long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {length(node)}"
        for path in python_files()
        for node in functions(path)
        if length(node) > LONGEST_FUNCTION
    ]
    assert too_long == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty_names = {"utils", "util", "helpers", "helper", "misc", "manager", "base", "common_utils"}
    found = [path.relative_to(ROOT) for path in python_files() if path.stem in empty_names]
    assert [path for path in found if path != Path("config/settings/base.py")] == []

"""What the pages for people say is still true."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

README = ROOT / "README.md"
OPERATIONS = ROOT / "docs" / "operations.md"
PAGES = sorted([README, *(ROOT / "docs").rglob("*.md")])


def make_targets() -> set[str]:
    """The targets that `make help` lists."""
    return set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))


def environment_variables() -> set[str]:
    return set(
        re.findall(r"(?:_env(?:\.\w+)?|_required)\(\s*\"([A-Z_]+)\"", (ROOT / "config/env.py").read_text())
    )


def test_every_environment_variable_is_explained() -> None:
    text = OPERATIONS.read_text()
    assert len(environment_variables()) > 10
    assert sorted(name for name in environment_variables() if f"`{name}`" not in text) == []


def test_no_environment_variable_is_made_up() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \|", OPERATIONS.read_text(), re.MULTILINE)
    assert sorted(set(rows) - environment_variables()) == []


def test_nothing_but_env_reads_the_environment() -> None:
    allowed = {"config/env.py", "config/settings/test.py"}
    apps = [
        path
        for name in ("portal", "campaigns", "gifts", "trust", "connect", "accounts", "outbox", "common")
        for path in (ROOT / name).rglob("*.py")
    ]
    readers = [
        path
        for path in [*apps, *(ROOT / "config").glob("*.py"), *(ROOT / "config/settings").glob("*.py")]
        if re.search(r"os\.environ\[|os\.getenv|os\.environ\.get", path.read_text())
    ]
    assert (
        sorted(str(path.relative_to(ROOT)) for path in readers if str(path.relative_to(ROOT)) not in allowed)
        == []
    )


def test_every_make_target_is_in_the_readme() -> None:
    text = README.read_text()
    assert sorted(name for name in make_targets() - {"help"} if f"make {name}" not in text) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_make_target_named_exists(page: Path) -> None:
    named = set(re.findall(r"`make ([a-z-]+)", page.read_text()))
    everything = set(re.findall(r"^([a-z][a-z -]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert named <= {word for line in everything for word in line.split()}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_ci_script_runs_the_three_in_order() -> None:
    script = ROOT / ".ci" / "run"
    called = re.findall(r"^make ([a-z-]+)", script.read_text(), re.MULTILINE)
    assert called == ["check", "test", "test-services"]
    assert script.stat().st_mode & 0o111


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        ("trust.md", [str(number) for number in range(1, 26)]),
        (
            "campaigns-coverage.md",
            [*(f"I{number}" for number in range(1, 31)), *(f"D{number}" for number in range(1, 22))],
        ),
    ],
)
def test_every_test_that_holds_an_invariant_is_there(page: str, rows: list[str]) -> None:
    text = (ROOT / "docs" / page).read_text()
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", text)
    assert len(named) > 40 and all(f"| {row} |" in text for row in rows)
    missing = [
        f"{path} {test}"
        for path, test in named
        if not (ROOT / path).exists() or (test and f"def {test}(" not in (ROOT / path).read_text())
    ]
    assert missing == []

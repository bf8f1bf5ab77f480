"""Requirements name packages and hashes, and no place to get them from."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

FILES = sorted((ROOT / "requirements").glob("*.txt"))


def test_all_sets_are_there() -> None:
    assert {path.stem for path in FILES} == {"base", "demo", "dev", "e2e", "uv"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_address_and_no_option_stands_in_it(path: Path) -> None:
    text = path.read_text()
    assert "://" not in text
    assert re.findall(r"^--?\w.*", text, re.MULTILINE) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_package_is_pinned_and_hashed(path: Path) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", re.sub(r"^\s*#.*\n", "", path.read_text(), flags=re.MULTILINE))
    packages = [block for block in blocks if re.match(r"[a-z0-9]", block)]
    assert packages
    assert [block[:40] for block in packages if "==" not in block or "--hash=sha256:" not in block] == []


def versions(name: str) -> dict[str, str]:
    found = re.findall(
        r"^([a-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", (ROOT / f"requirements/{name}.txt").read_text(), re.M
    )
    return dict(found)


@pytest.mark.parametrize(("smaller", "larger"), [("base", "demo"), ("demo", "dev"), ("dev", "e2e")])
def test_each_set_contains_the_one_before_at_the_same_versions(smaller: str, larger: str) -> None:
    assert versions(smaller).items() <= versions(larger).items()

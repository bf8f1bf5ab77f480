"""The import contracts hold, and each of them really forbids what it says."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import APPS, ROOT

# module to append to, the forbidden line, what the broken contract is called
FORBIDDEN = [
    ("common.clock", "import outbox.facts", "One direction"),
    ("accounts.queries", "import trust.queries", "One direction"),
    ("trust.rules", "import gifts.states", "One direction"),
    ("gifts.queries", "import campaigns.queries", "One direction"),
    ("campaigns.queries", "import portal.web", "One direction"),
    ("outbox.jobs", "import config.env", "One direction"),
    ("gifts.tasks", "import simulators", "No app knows the simulators"),
    ("portal.web", "import seeds", "No app knows the simulators"),
    ("outbox.runner", "import bench.load", "No app knows the simulators"),
    ("campaigns.queries", "import gifts.models", "Models of gifts stay inside gifts"),
    ("portal.web", "from campaigns.models import Campaign", "Models of campaigns stay inside"),
    ("gifts.queries", "import accounts.models", "Models of accounts stay inside accounts"),
    ("campaigns.queries", "import trust.models", "Models of trust stay inside trust"),
    ("campaigns.queries", "import trust.badge_queries", "looks at a badge or a credit level"),
    ("portal.web", "import trust.credit_queries", "looks at a badge or a credit level"),
    ("accounts.queries", "import outbox.models", "Models of outbox stay inside outbox"),
    ("seeds.demo", "import gifts.models", "Models of gifts stay inside gifts"),
    ("gifts.operations", "import celery", "no REST framework and no Celery"),
    ("gifts.operations", "import rest_framework", "no REST framework and no Celery"),
    ("gifts.rules", "import celery", "no REST framework and no Celery"),
    ("trust.models", "import rest_framework", "no REST framework and no Celery"),
    ("gifts.operations", "import gifts.tasks", "Layers inside an app"),
    ("gifts.rules", "import gifts.queries", "Layers inside an app"),
    ("gifts.queries", "import gifts.operations", "Layers inside an app"),
    ("trust.models", "import trust.queries", "Layers inside an app"),
    ("accounts.api", "import accounts.web", "Layers inside an app"),
]
SOURCES = [
    "config",
    "portal",
    "campaigns",
    "groups",
    "gifts",
    "trust",
    "connect",
    "accounts",
    "outbox",
    "common",
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tree")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name in [*SOURCES, "simulators", "seeds", "bench"]:
        if (ROOT / name).exists():
            shutil.copytree(
                ROOT / name, folder / name, ignore=lambda _, names: [n for n in names if not keeps(n)]
            )
    return folder


def source_of(folder: Path, module: str) -> Path:
    package = folder.joinpath(*module.split("."))
    return package / "__init__.py" if package.is_dir() else package.with_suffix(".py")


def keeps(name: str) -> bool:
    return name.endswith(".py") or "." not in name


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "300"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def test_the_tree_keeps_every_contract(copy: Path) -> None:
    result = lint(copy)
    assert result.returncode == 0, result.stdout


def test_the_models_of_every_app_are_protected() -> None:
    contracts = (ROOT / "pyproject.toml").read_text()
    with_models = [app for app in APPS if (ROOT / app / "models").exists() and app != "common"]
    assert [app for app in with_models if f'protected_modules = ["{app}.models"]' not in contracts] == []


@pytest.mark.parametrize(("module", "line", "contract"), FORBIDDEN, ids=str)
def test_a_forbidden_import_breaks_its_contract(copy: Path, module: str, line: str, contract: str) -> None:
    path = source_of(copy, module)
    before = path.read_text() if path.exists() else None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{before or ''}\n{line}\n")
    try:
        result = lint(copy)
    finally:
        path.unlink() if before is None else path.write_text(before)
    broken = [entry for entry in result.stdout.splitlines() if entry.endswith("BROKEN")]
    assert result.returncode == 1, result.stdout
    assert any(contract in entry for entry in broken), broken

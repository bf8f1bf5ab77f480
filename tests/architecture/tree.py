"""The source tree, as the architecture tests see it."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ["portal", "campaigns", "groups", "gifts", "trust", "connect", "accounts", "outbox", "common"]
PACKAGES = [*APPS, "config", "simulators", "seeds", "bench", "tests"]


def python_files(*packages: str) -> list[Path]:
    """Every Python file of ours but the migrations, in a stable order."""
    found = (path for name in packages or PACKAGES for path in (ROOT / name).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)

"""What a figure is, and the register of everything that can be counted."""

import json
import pkgutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.trial import Trial

Number = int | float
CONTROLS = "controls"
AREAS = ("accounts", "trust", "campaigns", "gifts", "groups", "platform", "chaos", "security", "bench")
SQLITE, POSTGRES_REDIS, POSTGRES_RABBITMQ = "sqlite", "postgres-redis", "postgres-rabbitmq"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of `make figures`. ``numbers`` are printed; ``notes`` go to the JSON only."""

    area: str
    name: str
    stack: str
    numbers: Mapping[str, Number | str]
    ok: bool
    notes: Mapping[str, object] = field(default_factory=dict)

    @property
    def line(self) -> str:
        pairs = "".join(f" {key}={plain(value)}" for key, value in self.numbers.items())
        return f"FIGURE {self.area}.{self.name} stack={self.stack}{pairs} {'ok' if self.ok else 'short'}"

    def as_json(self) -> str:
        shown = {"figure": f"{self.area}.{self.name}", "stack": self.stack, "ok": self.ok}
        return json.dumps({**shown, "numbers": dict(self.numbers), "notes": dict(self.notes)}, default=str)

    @classmethod
    def from_json(cls, line: str) -> "Figure":
        data = json.loads(line)
        area, name = data["figure"].split(".", 1)
        found = {key: data[key] for key in ("stack", "ok", "numbers", "notes")}
        return cls(area=area, name=name, **found)


def plain(value: Number | str) -> str:
    """A number as people write it: at most three decimals, none for whole numbers. Words get no spaces."""
    if isinstance(value, str):
        return value.replace(" ", "-")
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.3f}".rstrip("0") if abs(value) < 100 else f"{value:.0f}"
    return str(int(value))


def short(name: str, stack: str, reason: str, **notes: object) -> Figure:
    """The line of something that could not be counted."""
    area, figure = name.split(".", 1)
    words = reason.strip().splitlines()[-1][:80] if reason.strip() else "unknown"
    return Figure(area=area, name=figure, stack=stack, numbers={"reason": words}, ok=False, notes=notes)


Count = Callable[["Trial"], "Figure | Iterable[Figure]"]


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Something that can be counted.

    ``members``: how many members the database is seeded with first; ``own_broker``: a broker process of
    its own, which it may flush or freeze; ``limit_seconds``: in CI size.
    """

    name: str
    count: Count
    stacks: Sequence[str]
    members: int = 0
    own_broker: bool = False
    limit_seconds: int = 240

    @property
    def area(self) -> str:
        return self.name.split(".", 1)[0]


_counted: dict[str, Counted] = {}


def counted(
    name: str,
    *,
    stacks: Sequence[str] = (POSTGRES_REDIS,),
    members: int = 0,
    own_broker: bool = False,
    limit_seconds: int = 240,
) -> Callable[[Count], Count]:
    """Register what counts the figure ``<area>.<name>``."""

    def decorate(count: Count) -> Count:
        _counted[name] = Counted(
            name=name,
            count=count,
            stacks=stacks,
            members=members,
            own_broker=own_broker,
            limit_seconds=limit_seconds,
        )
        return count

    return decorate


def load(areas: Iterable[str]) -> list[Counted]:
    """Everything that the areas can count, in the order of the modules' names."""
    wanted = tuple(areas)
    for area in wanted:
        try:
            package = import_module(f"bench.areas.{area}")
        except ModuleNotFoundError:
            continue
        for module in sorted(info.name for info in pkgutil.iter_modules(package.__path__)):
            import_module(f"bench.areas.{area}.{module}")
    return [one for one in _counted.values() if one.area in wanted]

"""Figures as tests: counted by the same code as `make figures`, on stacks that stay up between them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench import figures, stacks
from bench.figures import Figure
from bench.runner import Run, count_one
from bench.stacks import CannotStart, Stack
from tests.journeys.stages import missing


@dataclass(kw_only=True)
class Counting:
    run: Run
    held: ExitStack
    running: dict[str, Stack] = field(default_factory=dict)

    def figure(self, name: str, stack: str) -> Figure:
        """Skips, or fails with REQUIRE_SERVICES=1, where the stack can't be had."""
        one = next(one for one in figures.load([name.split(".")[0]]) if one.name == name)
        (found,) = count_one(self.run, self._stack(stack), one)
        print(found.line, dict(found.notes))
        return found

    def _stack(self, name: str) -> Stack:
        if name not in self.running:
            folder = self.run.folder / name
            folder.mkdir()
            try:
                self.running[name] = self.held.enter_context(stacks.running(name, folder))
            except CannotStart as reason:
                missing(f"{name} can't start: {reason}")
        return self.running[name]


@contextmanager
def counting(folder: Path) -> Iterator[Counting]:
    with ExitStack() as held:
        yield Counting(run=Run(full=False, say=print, folder=folder), held=held)

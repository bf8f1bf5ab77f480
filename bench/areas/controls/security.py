"""Controls of the security figures."""

import dataclasses

from bench.areas.security.csrf import forge
from bench.figures import SQLITE, Figure, counted
from bench.trial import Trial


@counted("controls.csrf-unchecked", stacks=[SQLITE])
def csrf_unchecked(trial: Trial) -> Figure:
    figure = forge(trial, checked=False)
    return dataclasses.replace(figure, ok=bool(figure.numbers["passed"]))

"""Controls of the security figures."""

import dataclasses

from bench.areas.security.csrf import forge
from bench.figures import SQLITE, Figure, counted
from bench.trial import Trial

SOME = "gifts:"


@counted("controls.csrf-checked", stacks=[SQLITE])
def csrf_checked(trial: Trial) -> Figure:
    return forge(trial, checked=True, only=SOME)


@counted("controls.csrf-unchecked", stacks=[SQLITE])
def csrf_unchecked(trial: Trial) -> Figure:
    figure = forge(trial, checked=False, only=SOME)
    return dataclasses.replace(figure, ok=bool(figure.numbers["passed"]))

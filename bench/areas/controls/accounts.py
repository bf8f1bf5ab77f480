"""Controls of the figures of accounts, in small sizes."""

from bench.areas.accounts.notify_once import count_letters
from bench.areas.controls.chaos import caught
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.trial import Trial


@counted("controls.notify-without-claim", stacks=[SQLITE, POSTGRES_REDIS])
def notify_without_claim(trial: Trial) -> Figure:
    figure = count_letters(trial, members=8, kills=0, env={"UNGUARDED": "claim"})
    return caught(figure, "doubled")


@counted("controls.notify-without-shelf-life", stacks=[SQLITE])
def notify_without_shelf_life(trial: Trial) -> Figure:
    figure = count_letters(trial, members=8, kills=0, env={"UNGUARDED": "shelf-life"})
    return caught(figure, "stale")

"""Small steps into a group, each a little more than the one before. Pure."""

from collections.abc import Callable, Collection

from django.db.models import TextChoices


class Step(TextChoices):
    """One tap, one line, an answer, a post of one's own, an evening, a day as the star."""

    SIGN = "sign"
    LINE = "line"
    ANSWER = "answer"
    POST = "post"
    HOST = "host"
    STAR = "star"


# What a group asks for each, by its settings; being the star is not asked for, one is asked.
_TAKES = {
    Step.SIGN: "comment",
    Step.LINE: "post",
    Step.ANSWER: "comment",
    Step.POST: "post",
    Step.HOST: "host-event",
}


def next_step(done: Collection[str], *, holds: Callable[[str], bool], has_stars: bool) -> Step | None:
    """The first that is not done and may be done here, or None.

    Whoever has written, hosted or been the star is past what comes before: nobody is sent back down.
    """
    steps = list(Step)
    highest = max((steps.index(Step(one)) for one in done), default=-1)
    for step in steps[highest + 1 :]:
        ability = _TAKES.get(step)
        if has_stars if ability is None else holds(ability):
            return step
    return None

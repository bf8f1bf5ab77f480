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
# What has to be there first: something that others wrote, something that the group asks, a daily star.
NEEDS = {Step.SIGN: "posts", Step.LINE: "rituals", Step.ANSWER: "posts", Step.STAR: "stars"}


def next_step(done: Collection[str], *, holds: Callable[[str], bool], there: Collection[str]) -> Step | None:
    """The first that is not done and may and can be done here, or None. ``there``: those of ``NEEDS``.

    Whoever has written, hosted or been the star is past what comes before: nobody is sent back down.
    """
    steps = list(Step)
    highest = max((steps.index(Step(one)) for one in done), default=-1)
    for step in steps[highest + 1 :]:
        ability, need = _TAKES.get(step), NEEDS.get(step)
        if (ability is None or holds(ability)) and (need is None or need in there):
            return step
    return None

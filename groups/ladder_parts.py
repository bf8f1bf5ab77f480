"""One small next step, on the group's page, for whoever is new to it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.access import Actor
from common.registries import PagePart, page_parts
from groups import rules
from groups.ladder_rules import Step, next_step
from groups.queries import GroupCard
from groups.queries.ladder import steps_done
from groups.states import GroupRole, GroupState

# (what it is, where)
_WORDS = {
    Step.SIGN: (_("Leave a sign under a post that you like: one tap"), "groups:board"),
    Step.LINE: (_("Answer what the group asks today: one line is enough"), "groups:rituals"),
    Step.ANSWER: (_("Answer somebody who wrote"), "groups:board"),
    Step.POST: (_("Write something of your own, or show a draft to one member first"), "groups:board"),
    Step.HOST: (_("Plan a small meeting"), "groups:draft-event"),
    Step.STAR: (_("See what being the star of the day is like"), "groups:stars"),
}


def ladder_part(*, card: GroupCard, viewer: Actor) -> dict[str, Any] | None:
    """One statement; none for stewards, and for whoever is not in a living group."""
    group, mine = card.group, card.mine
    if mine is None or not mine.is_active or group.state != GroupState.ACTIVE:
        return None
    if mine.role > GroupRole.MEMBER:
        return None
    done, there = steps_done(mine)
    step = next_step(
        done,
        holds=lambda ability: mine.role >= rules.needed_role(group.capabilities, ability),
        there=there,
    )
    if step is None:
        return None
    words, place = _WORDS[step]
    return {"words": words, "address": reverse(place, args=[group.public_id])}


def register() -> None:
    page_parts.register(
        PagePart(
            key="groups.ladder",
            page="group",
            order=40,
            build=ladder_part,
            template="groups/parts/ladder.html",
        )
    )

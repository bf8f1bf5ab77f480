"""Rituals in the matrix: what is sent to their addresses, and one operation per verb."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from common.access import allow
from common.clock import db_now
from groups import operations as groups
from groups.operations import RitualInput
from tests.authz import drafts, moderation, stewardship

# By every clock: in the evening of UTC it is already the next day where a group is.
TOMORROW = timedelta(days=1)
_RITUAL = {"title": {"en": "A song"}, "local_time": "07:30:00"}
_FORM = {"title_en": "A song", "kind": "question", "weekdays": ["0"], "local_time": "07:30", "is_on": "on"}


def _given() -> RitualInput:
    return RitualInput(title={"en": "A song"})


BODIES: Mapping[str, Callable[[Any, Any], dict[str, Any]]] = {
    **moderation.BODIES,
    **drafts.BODIES,
    **stewardship.BODIES,
    "api-group-rituals": lambda w, o: _RITUAL,
    "api-ritual": lambda w, o: _RITUAL,
    "api-prompt-answer": lambda w, o: {"body": "Rain"},
    "groups:new-ritual": lambda w, o: _FORM,
    "groups:ritual": lambda w, o: _FORM,
    "groups:rest-days": lambda w, o: {"on": f"{db_now() + TOMORROW:%Y-%m-%d}", "rests": "on"},
    "api-star-answer": lambda w, o: {"answer": "yes"},
    "api-star-words": lambda w, o: {"body": "I grow tea"},
    "api-star-approve": lambda w, o: {"body": "I grow tea"},
    "api-star-withdraw": lambda w, o: {},
    "groups:stars": lambda w, o: {"is_on": "on"},
    "groups:star": lambda w, o: {"answer": "yes"},
    "groups:star-words": lambda w, o: {"body": "I grow tea"},
    "groups:star-approve": lambda w, o: {"body": "I grow tea"},
    "groups:star-withdraw": lambda w, o: {},
    "groups:prompt": lambda w, o: {"body": "Rain"},
}
CALLS: Mapping[str, Callable[[Any, Any], object]] = {
    **moderation.CALLS,
    **drafts.CALLS,
    **stewardship.CALLS,
    "groups.keep-rituals": lambda w, actor: groups.add_ritual(
        actor=actor, group_id=w.a.group.pk, given=_given(), now=db_now()
    ),
    "groups.change-ritual": lambda w, actor: groups.change_ritual(
        actor=actor, public_id=w.a.ritual.public_id, given=_given(), now=db_now()
    ),
    "groups.see-prompt": lambda w, actor: allow(actor, "groups.see-prompt", w.a.prompt),
    "groups.keep-stars": lambda w, actor: groups.switch_stars(actor=actor, group_id=w.a.group.pk, is_on=True),
    "groups.answer-star": lambda w, actor: groups.answer_star(
        actor=actor, public_id=w.a.star.public_id, answer="yes", now=db_now()
    ),
    "groups.answer-prompt": lambda w, actor: groups.answer_prompt(
        actor=actor, public_id=w.a.prompt.public_id, body="Rain", now=db_now()
    ),
}

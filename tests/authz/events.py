"""What is asked of events: bodies of unsafe calls, and the operations themselves."""

from collections.abc import Callable, Mapping
from typing import Any

from common.access import allow
from groups import operations as groups
from tests.authz.parts import NOW
from tests.authz.world import World
from tests.factories.albums import photo_in
from tests.factories.pictures import sent

WORD = {"word": "Rain"}
MARKS = {"met": 3, "enjoyed": 3, "again": 3}
MIX = {"size": 3, "keeps_wishes": True}


def _event(**more: Any) -> dict[str, Any]:
    """The form of an event; a program's body has the same fields."""
    same = {"starts": "2100-01-01T19:00", "hours": 2, "venue": "The gate", "capacity": 10, "max_party": 1}
    return {**same, "queue_rule": "strict", **more}


BODIES: Mapping[str, Callable[[World, str], dict[str, Any]]] = {
    "groups:draft-event": lambda w, o: _event(title_en="Walk"),
    "groups:edit-event": lambda w, o: _event(title_en="Longer walk"),
    "groups:publish-event": lambda w, o: {},
    "groups:postpone-event": lambda w, o: WORD,
    "groups:call-off-event": lambda w, o: WORD,
    "groups:ask-deposit": lambda w, o: {"yuan": "20", "hours": 24},
    "groups:deposits": lambda w, o: {"number": 2, "kind": "received"},
    "api-event-deposit": lambda w, o: {"fen": 2000, "hours": 24},
    "api-event-deposits": lambda w, o: {"number": 2, "kind": "received"},
    "groups:repeat-event": lambda w, o: {"rhythm": "weekly"},
    "groups:change-series": lambda w, o: _event(title_en="Longer walk", span="following"),
    "groups:end-series": lambda w, o: {"how": "following"},
    "api-event-repeat": lambda w, o: {"rhythm": "weekly"},
    "api-event-series-change": lambda w, o: _event(title={"en": "Longer walk"}, span="following"),
    "api-event-series-end": lambda w, o: {"how": "following"},
    "groups:answer-event": lambda w, o: {"seats": 1},
    "groups:accept-place": lambda w, o: {},
    "groups:cancel-answer": lambda w, o: {},
    "groups:calendar": lambda w, o: {},
    "groups:end-calendar": lambda w, o: {},
    "groups:excuse": lambda w, o: {"word": "Fever"},
    "groups:door": lambda w, o: {"code": w.a.seat_id},
    "groups:door-later": lambda w, o: {"lines": "ZZZZZZ"},
    "groups:scan": lambda w, o: {},
    "groups:teams": lambda w, o: MIX,
    "groups:lock-teams": lambda w, o: {},
    "groups:latecomers": lambda w, o: {},
    "groups:team": lambda w, o: {"other": w.a.fellow.member.public_id},
    "groups:pick-tasks": lambda w, o: {"tasks": ["names", "in-common"]},
    "groups:task": lambda w, o: {"code": ""},
    "groups:confirm-task": lambda w, o: {},
    "api-event-tasks": lambda w, o: {"tasks": ["names", "in-common"]},
    "api-task-claim": lambda w, o: {"code": ""},
    "api-task-confirm": lambda w, o: {},
    "groups:add-photo": lambda w, o: {"picture": sent(), "people": w.a.fellow.member.public_id},
    "groups:album-audience": lambda w, o: {"audience": 20},
    "groups:photo": lambda w, o: {},
    "groups:photo-down": lambda w, o: {},
    "api-event-photos": lambda w, o: {},
    "api-event-photos-for": lambda w, o: {"audience": 20},
    "api-photo-agree": lambda w, o: {},
    "api-photo-down": lambda w, o: {},
    "groups:recap": lambda w, o: {"body": "A good evening"},
    "groups:feedback": lambda w, o: MARKS,
    "api-event-recap": lambda w, o: {"body": "A good evening"},
    "api-event-feedback": lambda w, o: MARKS,
    "api-event-teams": lambda w, o: MIX,
    "api-event-teams-lock": lambda w, o: {},
    "api-event-latecomers": lambda w, o: {},
    "api-event-team": lambda w, o: {"other": w.a.fellow.member.public_id},
    "api-event-door": lambda w, o: {"code": w.a.seat_id},
    "api-event-scans": lambda w, o: {
        "scans": [{"key": "phone-0001", "code": "ZZZZZZ", "at": "2100-01-01T19:00:00Z"}]
    },
    "api-event-excuse": lambda w, o: {"word": "Fever"},
    "api-group-events": lambda w, o: _event(title={"en": "Walk"}),
    "api-event-change": lambda w, o: _event(title={"en": "Longer walk"}),
    "api-event-publish": lambda w, o: {},
    "api-event-postpone": lambda w, o: WORD,
    "api-event-call-off": lambda w, o: WORD,
    "api-event-answer": lambda w, o: {"seats": 1},
    "api-event-accept": lambda w, o: {},
    "api-event-cancel": lambda w, o: {},
}

CALLS: Mapping[str, Callable[[World, Any], object]] = {
    "groups.answer-event": lambda w, actor: groups.answer_event(
        actor=actor, event_id=w.a.event.pk, seats=1, now=NOW
    ),
    "groups.change-answer": lambda w, actor: groups.cancel_answer(
        actor=actor, event_id=w.a.event.pk, now=NOW
    ),
    "groups.change-event": lambda w, actor: groups.set_capacity(
        actor=actor, event_id=w.a.event.pk, capacity=20, now=NOW
    ),
    "groups.call-off-event": lambda w, actor: groups.call_off_event(
        actor=actor, event_id=w.a.event.pk, now=NOW
    ),
    "groups.keep-calendar": lambda w, actor: groups.make_calendar_link(actor=actor, now=NOW),
    "groups.keep-door": lambda w, actor: groups.admit_later(
        actor=actor, event_id=w.a.event.pk, scans=[], now=NOW
    ),
    "groups.keep-teams": lambda w, actor: groups.place_latecomers(
        actor=actor, event_id=w.a.event.pk, now=NOW
    ),
    "groups.see-album": lambda w, actor: allow(actor, "groups.see-album", w.a.event),
    "groups.add-photo": lambda w, actor: allow(actor, "groups.add-photo", w.a.event),
    "groups.see-photo": lambda w, actor: allow(actor, "groups.see-photo", photo_in(w.a.group)),
    "groups.see-post-photo": lambda w, actor: allow(actor, "groups.see-post-photo", w.a.post.photos.get()),
    "groups.answer-photo": lambda w, actor: groups.agree_to_photo(
        actor=actor, public_id=photo_in(w.a.group).public_id, now=NOW
    ),
    "groups.take-photo-down": lambda w, actor: groups.take_photo_down(
        actor=actor, public_id=photo_in(w.a.group).public_id, now=NOW
    ),
    "groups.do-task": lambda w, actor: groups.confirm_task(
        actor=actor, public_id=w.a.task_card.public_id, now=NOW
    ),
    "groups.see-event": lambda w, actor: allow(actor, "groups.see-event", w.a.event),
}

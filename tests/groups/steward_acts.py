"""What each operation of stewards and hosts does, once, in a small group: for the test of its record."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from typing import Any

from accounts.models import Member
from common.clock import db_now
from groups import operations
from groups.models import Brake, Event, RadarSpot
from groups.operations import Decision, GroupInput, Scan
from groups.ritual_sets import READY
from tests.factories import albums, door, events, groups, moderation, stewardship
from tests.factories.groups import NOW


class Scene:
    """A group with a fellow, and an event of the fellow's that the steward runs, too."""

    def __init__(self) -> None:
        self.fellow, self.other = groups.member(), groups.member()
        self.group = groups.group(self.fellow, self.other)
        self.steward = self.actor = groups.steward_of(self.group)

    @cached_property
    def event(self) -> Event:
        made = self.draft
        operations.publish_event(actor=self.fellow, event_id=made.pk, now=NOW)
        return Event.objects.get(pk=made.pk)

    @cached_property
    def draft(self) -> Event:
        return operations.draft_event(
            actor=self.fellow, group_id=self.group.pk, given=events.draft_input(), now=NOW
        )

    @property
    def on_event(self) -> dict[str, Any]:
        return {"actor": self.actor, "event_id": self.event.pk, "now": NOW}

    @cached_property
    def comers(self) -> list[Any]:
        return [events.answer(self.event, one) for one in (self.fellow, self.other)]

    def place(self, who: Member) -> str:
        return groups.place(self.group, who).public_id

    def case(self) -> str:
        public_id = moderation.flagged(moderation.said(self.group, self.fellow), self.other).public_id
        operations.claim_case(actor=self.steward, public_id=public_id)
        return public_id

    def decision(self, kind: str = "nudge") -> str:
        """By the steward about the fellow."""
        case = moderation.flagged(moderation.said(self.group, self.fellow), self.other)
        return moderation.decided(case, self.steward, kind).public_id

    def appealed(self) -> str:
        """Decided by the steward; somebody else who helps judges it."""
        action = self.decision()
        operations.appeal_action(actor=self.fellow, public_id=action, text="Look again", now=db_now())
        operations.give_role(actor=self.steward, public_id=self.place(self.other), role=20)
        self.actor = self.other
        return action

    def asked(self) -> str:
        self.group.join_policy = "request"
        self.group.save()
        newcomer = groups.member()
        operations.join_group(actor=newcomer, group_id=self.group.pk, now=NOW)
        return self.place(newcomer)

    def complaint(self) -> str:
        return moderation.complained(self.group, self.fellow).public_id

    def mixed(self) -> None:
        assert self.comers
        operations.mix_teams(size=4, keeps_wishes=False, **{**self.on_event, "actor": self.fellow})

    def mixed_too_early(self) -> None:
        self.mixed()
        events.answer(self.event, self.steward)

    def over(self) -> None:
        assert self.comers
        door.over(self.event)

    def series(self) -> None:
        operations.repeat_event(rhythm="weekly", until=None, **{**self.on_event, "actor": self.fellow})

    def deposit(self) -> int:
        operations.ask_deposit(fen=2000, hours=24, **{**self.on_event, "actor": self.fellow})
        return events.answer(self.event, self.other, agrees=True).seq

    def brake(self) -> str:
        post, now = moderation.said(self.group, self.fellow), db_now()
        Brake.objects.create(post=post, group=self.group, at=now, until=now + timedelta(minutes=30))
        return post.public_id

    def claim(self) -> str:
        """Of the fellow; a community's steward stops it."""
        made = stewardship.claimed(stewardship.silent_group(self.fellow), self.fellow)
        self.actor = groups.member(roles=("steward",))
        return made.public_id


def _input(**given: Any) -> GroupInput:
    return GroupInput(name={"en": "New"}, **given)


def _ticket(scene: Scene) -> str:
    assert scene.comers
    return door.tickets(scene.event, scene.other)[0].code


def _photo(scene: Scene) -> str:
    scene.over()
    return albums.photo(scene.event, scene.other).public_id


def _later(scene: Scene, now: Any) -> dict[str, Any]:
    return {**scene.on_event, "now": now}


def _ban(scene: Scene) -> str:
    place = scene.place(scene.fellow)
    operations.ban_member(actor=scene.steward, public_id=place, reason="Adverts", now=NOW)
    return place


def _spot(scene: Scene) -> str:
    now = db_now()
    return RadarSpot.objects.create(
        group=scene.group, kind="topic", size=3, opened_at=now, last_at=now
    ).public_id


def _ritual(scene: Scene) -> str:
    return operations.add_ritual(
        actor=scene.steward, group_id=scene.group.pk, given=READY[0], now=NOW
    ).public_id


def _on_group(scene: Scene) -> dict[str, Any]:
    return {"actor": scene.actor, "group_id": scene.group.pk}


def _said(scene: Scene) -> str:
    return moderation.said(scene.group, scene.fellow).public_id


_DECISION = Decision(kind="nudge", text="Be kind", reason="unkind")
_WHY: Any = {"reason": "Adverts", "now": NOW}

# What has to be there first, by the people concerned; then the act itself, by whoever may.
Acts = Mapping[str, tuple[Callable[[Scene], Any], Callable[[Scene, Any], object]]]
ON_PEOPLE: Acts = {
    "accept_request": (
        Scene.asked,
        lambda s, one: operations.accept_request(actor=s.actor, public_id=one, now=NOW),
    ),
    "decline_request": (
        Scene.asked,
        lambda s, one: operations.decline_request(actor=s.actor, public_id=one, answer="Full", now=NOW),
    ),
    "give_role": (
        lambda s: s.place(s.fellow),
        lambda s, one: operations.give_role(actor=s.actor, public_id=one, role=20),
    ),
    "remove_member": (
        lambda s: s.place(s.fellow),
        lambda s, one: operations.remove_member(actor=s.actor, public_id=one, **_WHY),
    ),
    "ban_member": (
        lambda s: s.place(s.fellow),
        lambda s, one: operations.ban_member(actor=s.actor, public_id=one, **_WHY),
    ),
    "lift_ban": (_ban, lambda s, one: operations.lift_ban(actor=s.actor, public_id=one, now=NOW)),
    "claim_case": (
        lambda s: moderation.flagged(moderation.said(s.group, s.fellow), s.other).public_id,
        lambda s, one: operations.claim_case(actor=s.actor, public_id=one),
    ),
    "decide_case": (
        Scene.case,
        lambda s, one: operations.decide_case(actor=s.actor, public_id=one, given=_DECISION, now=db_now()),
    ),
    "undo_action": (
        Scene.decision,
        lambda s, one: operations.undo_action(actor=s.actor, public_id=one, reason="A mistake", now=db_now()),
    ),
    "judge_appeal": (
        Scene.appealed,
        lambda s, one: operations.judge_appeal(
            actor=s.actor, public_id=one, overturned=True, answer="Right", now=db_now()
        ),
    ),
    "acknowledge_complaint": (
        Scene.complaint,
        lambda s, one: operations.acknowledge_complaint(actor=s.actor, public_id=one, now=db_now()),
    ),
    "answer_complaint": (
        Scene.complaint,
        lambda s, one: operations.answer_complaint(
            actor=s.actor, public_id=one, answer="Quieter now", now=db_now()
        ),
    ),
    "stop_claim": (
        Scene.claim,
        lambda s, one: operations.stop_claim(actor=s.actor, public_id=one, **_WHY),
    ),
}
ON_GROUP: Acts = {
    "change_group": (
        lambda s: None,
        lambda s, _: operations.change_group(given=_input(), now=NOW, **_on_group(s)),
    ),
    "archive_group": (lambda s: None, lambda s, _: operations.archive_group(**_on_group(s))),
    "be_here": (
        lambda s: stewardship.noticed(s.group),
        lambda s, _: operations.be_here(now=db_now(), **_on_group(s)),
    ),
    "write_post": (
        lambda s: None,
        lambda s, _: operations.write_post(body="Rain", kind="announcement", now=NOW, **_on_group(s)),
    ),
    "pin_post": (
        _said,
        lambda s, one: operations.pin_post(actor=s.actor, public_id=one, pinned=True, now=NOW),
    ),
    "lift_brake": (Scene.brake, lambda s, one: operations.lift_brake(actor=s.actor, public_id=one)),
    "see_spot": (_spot, lambda s, one: operations.see_spot(actor=s.actor, public_id=one)),
    "add_ritual": (
        lambda s: None,
        lambda s, _: operations.add_ritual(given=READY[0], now=NOW, **_on_group(s)),
    ),
    "change_ritual": (
        _ritual,
        lambda s, one: operations.change_ritual(
            actor=s.actor, public_id=one, given=replace(READY[0], is_on=False), now=NOW
        ),
    ),
    "set_rest_day": (
        lambda s: None,
        lambda s, _: operations.set_rest_day(
            on=NOW.date() + timedelta(days=2), rests=True, now=NOW, **_on_group(s)
        ),
    ),
    "switch_stars": (
        lambda s: operations.switch_stars(actor=s.actor, group_id=s.group.pk, is_on=False),
        lambda s, _: operations.switch_stars(is_on=True, **_on_group(s)),
    ),
}
ON_EVENTS: Acts = {
    "publish_event": (
        lambda s: s.draft,
        lambda s, one: operations.publish_event(actor=s.actor, event_id=one.pk, now=NOW),
    ),
    "change_event": (
        lambda s: s.event,
        lambda s, _: operations.change_event(given=events.draft_input(hours=4), **s.on_event),
    ),
    "set_capacity": (lambda s: s.event, lambda s, _: operations.set_capacity(capacity=20, **s.on_event)),
    "postpone_event": (lambda s: s.event, lambda s, _: operations.postpone_event(**s.on_event)),
    "call_off_event": (lambda s: s.event, lambda s, _: operations.call_off_event(**s.on_event)),
    "repeat_event": (
        lambda s: s.event,
        lambda s, _: operations.repeat_event(rhythm="weekly", until=None, **s.on_event),
    ),
    "change_series": (
        Scene.series,
        lambda s, _: operations.change_series(
            given=events.draft_input(hours=4), span="following", **s.on_event
        ),
    ),
    "end_series": (Scene.series, lambda s, _: operations.end_series(how="later", **s.on_event)),
    "ask_deposit": (
        lambda s: s.event,
        lambda s, _: operations.ask_deposit(fen=2000, hours=24, **s.on_event),
    ),
    "record_deposit": (
        Scene.deposit,
        lambda s, one: operations.record_deposit(number=one, kind="received", **s.on_event),
    ),
    "set_album_audience": (
        lambda s: s.event,
        lambda s, _: operations.set_album_audience(audience=20, **s.on_event),
    ),
    "publish_recap": (
        Scene.over,
        lambda s, _: operations.publish_recap(body="We played", **_later(s, db_now())),
    ),
    "admit": (
        _ticket,
        lambda s, one: operations.admit(code=one, method="code", **_later(s, s.event.starts_at)),
    ),
    "admit_later": (
        _ticket,
        lambda s, one: operations.admit_later(
            scans=[Scan(key="1", code=one, at=s.event.starts_at)], **_later(s, s.event.starts_at)
        ),
    ),
    "mix_teams": (
        lambda s: s.comers,
        lambda s, _: operations.mix_teams(size=4, keeps_wishes=False, **s.on_event),
    ),
    "lock_teams": (Scene.mixed, lambda s, _: operations.lock_teams(**s.on_event)),
    "place_latecomers": (
        Scene.mixed_too_early,
        lambda s, _: operations.place_latecomers(**s.on_event),
    ),
    "pick_tasks": (lambda s: s.event, lambda s, _: operations.pick_tasks(keys=["names"], **s.on_event)),
}
ACTS: Acts = {**ON_PEOPLE, **ON_GROUP, **ON_EVENTS}

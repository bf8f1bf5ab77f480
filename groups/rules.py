"""Pure decisions about groups: no database, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import available_timezones

from django.conf import settings

from groups import errors
from groups.states import NOTE_LIMIT, GroupRole, JoinPolicy, Visibility

NAME_LIMIT, PURPOSE_LIMIT = 60, 1000
MOST_MEMBERS = 50_000
# How long a question waits for its answer.
ANSWER_WITHIN = timedelta(days=14)

# What members may do in their group, and who at least. A group may set each of them otherwise.
CAPABILITIES: Mapping[str, int] = {
    "see-members": GroupRole.MEMBER,
    "post": GroupRole.MEMBER,
    "comment": GroupRole.MEMBER,
    "invite": GroupRole.MEMBER,
    "vouch": GroupRole.MEMBER,
    "host-event": GroupRole.MEMBER,
    "pin": GroupRole.CO_STEWARD,
    "announce": GroupRole.CO_STEWARD,
    "keep-rituals": GroupRole.CO_STEWARD,
    "answer-requests": GroupRole.CO_STEWARD,
    "moderate": GroupRole.CO_STEWARD,
    "remove-member": GroupRole.CO_STEWARD,
    "settings": GroupRole.CO_STEWARD,
    "hand-over": GroupRole.STEWARD,
}


_OF_MEMBERS = ("see-members", "post", "comment", "invite", "vouch", "host-event")
_OFFICERS = (int(GroupRole.CO_STEWARD), int(GroupRole.STEWARD))
# {ability: the roles that a group may ask for it}. Who judges, sends away and hands over is never its choice.
SETTABLE: Mapping[str, tuple[int, ...]] = {
    **dict.fromkeys(_OF_MEMBERS, (int(GroupRole.MEMBER), *_OFFICERS)),
    **dict.fromkeys(("pin", "announce", "keep-rituals"), _OFFICERS),
}
MOST_VOUCHES = 10


def needed_role(capabilities: Mapping[str, int], verb: str) -> int:
    """Raises: KeyError for a verb that no group knows."""
    return capabilities.get(verb, CAPABILITIES[verb])


@dataclass(frozen=True, kw_only=True)
class GroupInput:
    """What founding a group takes. ``capacity`` None: as many as like.

    ``capabilities``: {ability of ``SETTABLE``: the role that it takes}; what is left out is as usual.
    """

    name: Mapping[str, str]
    purpose: Mapping[str, str] = field(default_factory=dict)
    visibility: str = Visibility.LISTED
    join_policy: str = JoinPolicy.OPEN
    capacity: int | None = None
    time_zone: str = "Asia/Shanghai"
    locale: str = "zh-hans"
    vouches_needed: int = 2
    capabilities: Mapping[str, int] = field(default_factory=dict)


def check_group(given: GroupInput) -> None:
    """Raises: NameMissing, TextTooLong, UnknownChoice, BadCapacity, BadTimeZone, BadVouches."""
    _check_texts(given)
    if given.visibility not in Visibility.values:
        raise errors.UnknownChoice(field="visibility")
    if given.join_policy not in JoinPolicy.values:
        raise errors.UnknownChoice(field="join_policy")
    if given.capacity is not None and not 2 <= given.capacity <= MOST_MEMBERS:
        raise errors.BadCapacity(field="capacity", most=MOST_MEMBERS)
    if given.time_zone not in available_timezones():
        raise errors.BadTimeZone(field="time_zone")
    if given.locale not in dict(settings.LANGUAGES):
        raise errors.UnknownChoice(field="locale")
    if not 1 <= given.vouches_needed <= MOST_VOUCHES:
        raise errors.BadVouches(field="vouches_needed", most=MOST_VOUCHES)
    if any(role not in SETTABLE.get(name, ()) for name, role in given.capabilities.items()):
        raise errors.UnknownChoice(field="capabilities")


def _check_texts(given: GroupInput) -> None:
    if not any(text.strip() for text in given.name.values()):
        raise errors.NameMissing(field="name")
    for name, texts, limit in (("name", given.name, NAME_LIMIT), ("purpose", given.purpose, PURPOSE_LIMIT)):
        if not set(texts) <= set(dict(settings.LANGUAGES)):
            raise errors.UnknownChoice(field=name)
        if any(len(text) > limit for text in texts.values()):
            raise errors.TextTooLong(field=name, limit=limit)


def set_otherwise(capabilities: Mapping[str, int]) -> dict[str, int]:
    """Without what is as usual, so that a group follows when the usual changes."""
    return {name: int(role) for name, role in capabilities.items() if role != CAPABILITIES[name]}


def trimmed(texts: Mapping[str, str]) -> dict[str, str]:
    """Without white space around and without the empty ones."""
    return {code: text.strip() for code, text in texts.items() if text.strip()}


def check_note(text: str, *, field: str, required: bool = False) -> str:
    """Raises: WordsMissing, TextTooLong."""
    words = text.strip()
    if required and not words:
        raise errors.WordsMissing(field=field)
    if len(words) > NOTE_LIMIT:
        raise errors.TextTooLong(field=field, limit=NOTE_LIMIT)
    return words

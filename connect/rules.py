"""Reading an event, without the database: what came in is either an event or says why not."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, ValidationError
from referencing import Registry
from referencing.exceptions import Unresolvable

from connect.states import EVENT_ID_LENGTH, EVENT_NAME_LENGTH, EXTERNAL_ID_LENGTH, MOST_VALUE_MINOR

FUTURE = timedelta(minutes=10)
OLDEST = timedelta(days=400)
MOST_BYTES = 8192
EVENT_ID_REUSED = "event-id-reused"
_NAME = re.compile(rf"[a-z0-9][a-z0-9_-]{{0,{EVENT_NAME_LENGTH - 1}}}")
_ID = re.compile(rf"[\x21-\x7e]{{1,{EVENT_ID_LENGTH}}}")
_CURRENCY = re.compile(r"[A-Z]{3}")
FIELDS = frozenset(
    {
        *("event_id", "name", "occurred_at", "member", "external_id", "click"),
        *("value_minor", "currency", "properties"),
    }
)
_WHO = ("member", "external_id", "click")
# Nothing is ever fetched for a schema.
_NOWHERE: Registry[Any] = Registry()


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """One event as it was sent. ``who`` is the field that names the member, ``whom`` what stands in it."""

    event_id: str
    name: str
    occurred_at: datetime
    who: str
    whom: str
    value_minor: int | None = None
    currency: str = ""
    properties: Mapping[str, Any] = field(default_factory=dict)
    body_hash: str = ""


class Unreadable(Exception):
    """``code`` is for programs, ``where`` the field."""

    def __init__(self, code: str, where: str = "") -> None:
        self.code, self.where = code, where
        super().__init__(code)


def read_event(raw: object, *, now: datetime) -> Reading:
    """Raises: Unreadable."""
    if not isinstance(raw, dict):
        raise Unreadable("not-an-object")
    if unknown := set(raw) - FIELDS:
        raise Unreadable("unknown-field", _plain(min(map(str, unknown)))[:40])
    who, whom = _who(raw)
    properties = raw.get("properties", {})
    if not isinstance(properties, dict):
        raise Unreadable("not-an-object", "properties")
    fingerprint = fingerprint_of(raw)
    return Reading(
        event_id=_text(raw, "event_id", _ID),
        name=_text(raw, "name", _NAME),
        occurred_at=_moment(raw.get("occurred_at"), now=now),
        who=who,
        whom=whom,
        value_minor=_value(raw.get("value_minor")),
        currency=_text(raw, "currency", _CURRENCY) if raw.get("currency") is not None else "",
        properties=properties,
        body_hash=fingerprint,
    )


def fingerprint_of(raw: Mapping[str, Any]) -> str:
    """The same for the same event, in whatever order its fields stand. Raises: Unreadable."""
    return hashlib.sha256(_canonical(raw)).hexdigest()[:32]


def _canonical(raw: Mapping[str, Any]) -> bytes:
    """What the fingerprint is made of; refuses what no column can hold."""
    try:
        body = json.dumps(raw, sort_keys=True, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):  # infinity, half a surrogate pair
        raise Unreadable("malformed", "properties") from None
    if len(body) > MOST_BYTES:
        raise Unreadable("too-large", "properties")
    if b"\\u0000" in body:
        raise Unreadable("malformed", "properties")
    return body


def event_id_of(raw: object) -> str:
    """As it was sent, for the answer; empty where there is none."""
    found = raw.get("event_id") if isinstance(raw, dict) else None
    return _plain(found)[:EVENT_ID_LENGTH] if isinstance(found, str) else ""


def _plain(text: str) -> str:
    """What can be said back in any encoding, and kept by any database: PostgreSQL keeps no NUL."""
    return "".join(sign if " " <= sign <= "~" else "?" for sign in text)


def _who(raw: Mapping[str, Any]) -> tuple[str, str]:
    named = [name for name in _WHO if raw.get(name) is not None]
    if len(named) != 1:
        raise Unreadable("name-the-member-once", "member")
    whom = raw[named[0]]
    longest = 600 if named[0] == "click" else EXTERNAL_ID_LENGTH
    if not isinstance(whom, str) or not 0 < len(whom) <= longest or "\x00" in whom:
        raise Unreadable("malformed", named[0])
    return named[0], whom


def _text(raw: Mapping[str, Any], name: str, pattern: re.Pattern[str]) -> str:
    value = raw.get(name)
    if value is None:
        raise Unreadable("missing", name)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise Unreadable("malformed", name)
    return value


def _value(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > MOST_VALUE_MINOR:
        raise Unreadable("malformed", "value_minor")
    return value


def _moment(value: object, *, now: datetime) -> datetime:
    """Late and out of order is welcome; the future and what happened before anybody remembers is not."""
    if value is None:
        raise Unreadable("missing", "occurred_at")
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) and len(value) <= 40 else None
        if at is None or at.tzinfo is None:
            raise Unreadable("malformed", "occurred_at")
        at = at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unreadable("malformed", "occurred_at") from None
    if at > now + FUTURE:
        raise Unreadable("in-the-future", "occurred_at")
    if at < now - OLDEST:
        raise Unreadable("too-old", "occurred_at")
    return at


def compiled(schema: Mapping[str, Any]) -> Draft202012Validator:
    return Draft202012Validator(schema, registry=_NOWHERE)


def check_properties(validator: Draft202012Validator, properties: Mapping[str, Any]) -> None:
    """Raises: Unreadable, naming the first place that does not fit."""
    try:
        validator.validate(properties)
    except ValidationError as error:
        place = "/".join(map(str, ("properties", *error.absolute_path)))
        raise Unreadable("does-not-fit-schema", place[:120]) from None
    except (Unresolvable, RecursionError, OverflowError):  # a number that is no number of any machine
        raise Unreadable("does-not-fit-schema", "properties") from None


def why_no_schema(schema: object) -> str:
    """What is wrong with a schema; empty when nothing is. References lead nowhere outside it."""
    if not isinstance(schema, dict) or schema.get("type") != "object":
        return "its type must be object"
    if len(json.dumps(schema)) > 20_000:
        return "too long"
    if "$ref" in json.dumps(schema) or "$dynamicRef" in json.dumps(schema):
        return "no references"
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        return str(error.message)[:200]
    return ""

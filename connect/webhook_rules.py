"""How a webhook is signed, what stands in it and when it is tried again. Pure.

The signature is that of Standard Webhooks (https://www.standardwebhooks.com, read November 2026).
"""

import base64
import hashlib
import hmac
import json
import random
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

SECRET_PREFIX = "whsec_"  # noqa: S105 - not a secret, the mark of one
SECRET_BYTES = 32

# Failing so long, and so often, ends an endpoint or a single delivery.
GIVE_UP_AFTER = timedelta(days=5)
LEAST_TRIES = 14
# So many failures in a row, and nobody knocks for a while; then one call at a time tries.
BREAKS_AFTER = 5
_FIRST_PAUSE, _LONGEST_PAUSE = 15.0, 1800.0
# Of one delivery: 17 tries in a bit more than five days.
_DELAYS = (10, 30, 120, 600, 1800, 3600, 7200, 14400, 21600, 28800, 36000, 43200, 50400, 57600, 64800, 72000)
PROBE_SECONDS = 60

_MEMBERS = frozenset(
    {"member", "recipient", "next_recipient", "advocate", "invitee", "sender", "beneficiary", "winner"}
)
_NEVER = frozenset({"visitor_key"})
# News that brands and their programs may have: what happened to campaigns, rewards and gifts.
PREFIXES = ("campaigns.", "gifts.")
SINGLE = ("accounts.member-registered", "trust.certification-approved", "connect.event-received")
_LOOKS_SECRET = re.compile(r"[A-Za-z0-9_\-+/=]{20,}|[\w.+-]+@[\w.-]+|\d{7,}")


def signature(secret: str, *, message_id: str, timestamp: int, body: bytes) -> str:
    """``v1,<base64>`` over id, time and the body's bytes."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers(secrets: Sequence[str], *, message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """One signature for each secret that lives, so that a receiver may exchange its own at leisure."""
    signatures = [signature(one, message_id=message_id, timestamp=timestamp, body=body) for one in secrets]
    return {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


def body_of(
    *,
    kind: str,
    message_id: str,
    happened_at: str,
    subject: str,
    sequence: int,
    payload: Mapping[str, Any],
    members: Mapping[int, str],
) -> bytes:
    """Row numbers never leave the house: members by public id, other rows not at all."""
    data = {}
    for key, value in payload.items():
        if key in _NEVER:
            continue
        if not key.endswith("_id"):
            data[key] = value
        elif key[:-3] in _MEMBERS:
            data[key[:-3]] = members.get(value) if isinstance(value, int) else None
    whole = {
        "type": kind,
        "id": message_id,
        "timestamp": happened_at,
        "object": subject,
        "sequence": sequence,
        "data": data,
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def member_ids(payload: Mapping[str, Any]) -> set[int]:
    return {
        value
        for key, value in payload.items()
        if key.endswith("_id") and key[:-3] in _MEMBERS and isinstance(value, int)
    }


def lane_of(subject: str, lanes: int) -> int:
    """All news of one object takes the same lane."""
    return int.from_bytes(hashlib.sha256(subject.encode()).digest()[:4]) % lanes


def delay(attempts: int) -> timedelta:
    """Until the next try of a delivery that failed ``attempts`` times; a quarter of it is chance."""
    seconds = _DELAYS[min(attempts, len(_DELAYS)) - 1]
    return timedelta(seconds=seconds * random.uniform(0.75, 1.0))  # noqa: S311 - jitter, not a secret


def pause(failures: int) -> timedelta:
    """How long a receiver that failed ``failures`` times in a row is left alone; at most half an hour."""
    ceiling = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** min(20, failures - BREAKS_AFTER))
    return timedelta(seconds=ceiling * random.uniform(0.5, 1.0))  # noqa: S311 - jitter, not a secret


def excerpt(answer: bytes) -> str:
    """The beginning of what a receiver said, without keys, addresses and numbers of people."""
    text = answer[:400].decode("utf-8", "replace")
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    return _LOOKS_SECRET.sub("…", plain)[:200]

#!/usr/bin/env python3
"""Check a badge without asking anybody.

    python3 verify_badge.py badge.jwt --keys keys.json --status revocation.jwt --status suspension.jwt

Needs Python 3.9 and nothing else. ``keys.json`` and the status lists are public files of the community that
issued the badge; get them from its site whenever you like, or from somebody who did. Without a status list
this can't tell whether the badge was suspended or revoked since, and says so.
Ends with 0 (good), 1 (bad), 2 (good so far, but not everything could be checked).
"""

import argparse
import base64
import gzip
import hashlib
import json
import sys
import time
from typing import Any

Point = tuple[int, int, int, int]
Json = dict[str, Any]

# --- Ed25519 (RFC 8032), checking only ------------------------------------------------------------
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def add(one: Point, two: Point) -> Point:
    (a, b, c, d), (e, f, g, h) = one, two
    low, high, mixed, both = (b - a) * (f - e) % P, (b + a) * (f + e) % P, 2 * d * h * D % P, 2 * c * g % P
    x, y, z, t = high - low, both - mixed, both + mixed, high + low
    return x * y % P, z * t % P, y * z % P, x * t % P


def times(number: int, point: Point) -> Point:
    total = (0, 1, 1, 0)
    while number:
        total = add(total, point) if number & 1 else total
        point, number = add(point, point), number >> 1
    return total


def same(one: Point, two: Point) -> bool:
    return (one[0] * two[2] - two[0] * one[2]) % P == 0 and (one[1] * two[2] - two[1] * one[2]) % P == 0


def point_of(raw: bytes) -> Point:
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * ROOT % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        raise ValueError("not a point")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = point_of(bytes([0x58] + [0x66] * 31))


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    s = int.from_bytes(signature[32:], "little")
    if len(public) != 32 or len(signature) != 64 or s >= ORDER:
        return False
    try:
        key, r = point_of(public), point_of(signature[:32])
    except ValueError:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    return same(times(s, BASE), add(r, times(int.from_bytes(digest, "little") % ORDER, key)))


# --- the badge -------------------------------------------------------------------------------------
class Bad(Exception):
    pass


def unpacked(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def opened(token: str, keys: Json, typ: str) -> Json:
    """The payload of a compact JWS; the algorithm is EdDSA whatever it says."""
    try:
        head, body, signature = token.strip().split(".")
        header: Json = json.loads(unpacked(head))
        payload: Json = json.loads(unpacked(body))
        known = [unpacked(key["x"]) for key in keys["keys"] if key["kid"] == header["kid"]]
        good = header["alg"] == "EdDSA" and header["typ"] == typ and known
        if not good or not is_signed(known[0], f"{head}.{body}".encode(), unpacked(signature)):
            raise Bad("the signature is not that of the keys you have")
    except (ValueError, KeyError, TypeError):
        raise Bad("this is not a badge") from None
    return payload


def bit(payload: Json, index: int) -> int:
    packed = payload["credentialSubject"]["encodedList"]
    bits = gzip.decompress(unpacked(packed[1:]))
    return bits[index // 8] >> (7 - index % 8) & 1


def check(badge: str, keys: Json, lists: list[str], now: float) -> tuple[Json, list[str]]:
    """(the badge's payload, what could not be checked). Raises Bad."""
    payload = opened(badge, keys, "vc+jwt")
    unknown: list[str] = []
    if not payload["nbf"] <= now < payload["exp"]:
        raise Bad("it is over, or has not begun")
    given = {one["credentialSubject"]["id"]: one for one in (opened(text, keys, "vc+jwt") for text in lists)}
    for entry in payload["credentialStatus"]:
        known, word = given.get(entry["statusListCredential"] + "#list"), WORDS[entry["statusPurpose"]]
        if known is None or known["iss"] != payload["iss"]:
            unknown.append(f"whether it was {word}")
            continue
        if known["exp"] <= now:
            unknown.append(f"whether it was {word}: the list is old")
        if bit(known, int(entry["statusListIndex"])):
            raise Bad(f"it was {word}")
    return payload, unknown


WORDS = {"revocation": "revoked", "suspension": "suspended"}


def main() -> int:
    words = argparse.ArgumentParser(description="Check a badge without asking anybody.")
    words.add_argument("badge")
    words.add_argument("--keys", required=True)
    words.add_argument("--status", action="append", default=[])
    asked = words.parse_args()
    read = [open(name, encoding="utf-8").read() for name in (asked.badge, asked.keys, *asked.status)]
    try:
        payload, unknown = check(read[0], json.loads(read[1]), read[2:], time.time())
    except Bad as why:
        print(f"BAD: {why}")
        return 1
    subject = payload["credentialSubject"]
    print("GOOD" if not unknown else "SIGNED: not checked " + ", ".join(unknown))
    for name in ("holder", "employer", "position"):
        print(f"{name}: {subject[name]}")
    print(f"how: {subject['achievement']['criteria']['narrative']}\nissuer: {payload['iss']}")
    print(f"from {payload['validFrom']} until {payload['validUntil']}")
    return 2 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())

"""RSA2: RSASSA-PKCS1-v1_5 with SHA-256, base 64. The one algorithm; SHA-1 and MD5 signatures never verify."""

import json
from collections.abc import Mapping

from common.rsa import BadKey, is_signed, private_key, public_key, sign_bytes

__all__ = ["BadKey", "content_of", "is_signed", "private_key", "public_key", "sign_bytes", "spans"]


def content_of(fields: Mapping[str, str], *, without: tuple[str, ...] = ("sign",)) -> bytes:
    """What is signed of a request: every field that is not empty, sorted, ``k=v`` with ``&``, not encoded."""
    pairs = sorted((key, value) for key, value in fields.items() if value and key not in without)
    return "&".join(f"{key}={value}" for key, value in pairs).encode()


def spans(raw: str) -> dict[str, tuple[object, str]]:
    """The members of a JSON object, each with its exact text: an answer's signature covers those bytes.

    Raises ValueError for anything else than one object whose names differ.
    """
    decoder = json.JSONDecoder()
    found: dict[str, tuple[object, str]] = {}
    at = _skip(raw, 0)
    if raw[at : at + 1] != "{":
        raise ValueError("not an object")
    at = _skip(raw, at + 1)
    while raw[at : at + 1] != "}":
        name, at = decoder.raw_decode(raw, at)
        at = _skip(raw, at)
        if not isinstance(name, str) or name in found or raw[at : at + 1] != ":":
            raise ValueError("not a member")
        start = _skip(raw, at + 1)
        value, at = decoder.raw_decode(raw, start)
        found[name] = (value, raw[start:at])
        at = _skip(raw, at)
        if raw[at : at + 1] == ",":
            at = _skip(raw, at + 1)
            if raw[at : at + 1] == "}":
                raise ValueError("a comma too many")
        elif raw[at : at + 1] != "}":
            raise ValueError("no end")
    if _skip(raw, at + 1) != len(raw):
        raise ValueError("more after the end")
    return found


def _skip(raw: str, at: int) -> int:
    while at < len(raw) and raw[at] in " \t\r\n":
        at += 1
    return at

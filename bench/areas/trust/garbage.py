"""Broken answers and broken news of a gateway: how they are made."""

import random
from collections.abc import Iterator

_WORDS = [
    b"10000",
    b"L1",
    b"L5",
    b"true",
    b"null",
    b"{}",
    b'"',
    b"\\u0000",
    b"sign",
    b"code",
    b"\xff\xfe",
    b"\x00",
]


def spoiled(chance: random.Random, good: bytes) -> bytes:
    """One mutation, sometimes several."""
    body = bytearray(good)
    for _ in range(chance.choice([1, 1, 1, 2, 5])):
        at = chance.randrange(len(body) or 1)
        kind = chance.randrange(8)
        if kind == 0 and body:
            body[at % len(body)] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del body[at:]
        elif kind == 2:
            del body[at : at + chance.randrange(1, 30)]
        elif kind == 3:
            body[at:at] = chance.choice(_WORDS)
        elif kind == 4:
            body[at:at] = body[at : at + chance.randrange(1, 60)]
        elif kind == 5:
            word = chance.choice(_WORDS)
            body[at : at + len(word)] = word
        elif kind == 6:
            body = bytearray(body.swapcase())
        else:
            body.extend(chance.randbytes(chance.randrange(1, 40)))
    return bytes(body)


def levels_swapped(good: bytes) -> Iterator[bytes]:
    """The answer that a liar would send: another level, the old signature."""
    for level in (b"L1", b"L2", b"L3", b"L5"):
        yield good.replace(b'"L4"', b'"' + level + b'"')

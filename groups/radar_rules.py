"""Pure decisions of the radar: what is similar, and how much is unusual."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from common.search import normalise

# So many similar complaints or flagged texts are a topic.
TOPIC_SIZE = 3
# Shared parts of two texts, in hundredths of all of theirs (Dice): half of the words, roughly.
ALIKE = 45
# So many within a day, and so many times the daily average of the weeks before, are a spike.
SPIKE_LEAST, SPIKE_TIMES = 6, 3
# A group's newest texts are compared with each other; more would say nothing else.
MOST_TEXTS = 150
_RUN = re.compile(r"([\u3400-\u9fff]+)|([^\W_]+)")


@dataclass(frozen=True, kw_only=True)
class Text:
    """Something that was complained about or flagged. ``ref``: ``complaint:7`` or ``case:3``."""

    ref: str
    body: str


def parts_of(text: str) -> frozenset[str]:
    """Pairs of neighbouring Chinese characters, and words of three letters or more."""
    found: set[str] = set()
    for wide, word in _RUN.findall(normalise(text)):
        if wide:
            found.update(wide[i : i + 2] for i in range(max(1, len(wide) - 1)))
        elif len(word) > 2:
            found.add(word)
    return frozenset(found)


def are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Too short a text is like nothing."""
    if min(len(one), len(other)) < 2:
        return False
    return 200 * len(one & other) >= ALIKE * (len(one) + len(other))


def topics(texts: Sequence[Text]) -> list[list[str]]:
    """Refs of texts that hang together, each being like another of its topic; the largest topic first."""
    parts = [parts_of(text.body) for text in texts]
    home = list(range(len(texts)))
    for i, one in enumerate(parts):
        for j in range(i):
            if home[i] != home[j] and are_alike(one, parts[j]):
                gone, stays = home[i], home[j]
                home = [stays if at == gone else at for at in home]
    found: dict[int, list[str]] = {}
    for text, at in zip(texts, home, strict=True):
        found.setdefault(at, []).append(text.ref)
    return sorted(
        (refs for refs in found.values() if len(refs) >= TOPIC_SIZE), key=lambda refs: (-len(refs), refs)
    )


def fresh(refs: Iterable[str], seen: Iterable[str]) -> list[str]:
    """What no steward has looked at yet."""
    known = set(seen)
    return [ref for ref in refs if ref not in known]


def is_spike(*, today: int, before: int, days: int) -> bool:
    """``before``: how many came in the ``days`` before today."""
    return today >= SPIKE_LEAST and today * days >= SPIKE_TIMES * before

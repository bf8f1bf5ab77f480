"""The UTM tags of an address: which piece of advertising a visit goes back to. Pure.

Named as Urchin named them in 2005 and everybody since; what they say is whatever the sender wrote.
"""

import re
from collections.abc import Mapping

TAGS = ("source", "medium", "campaign", "term", "content")
LONGEST_TAG = 80
# An address or a number that reaches a person has no place in a tag.
_PERSONAL = re.compile(r"[@＠]|\d{10}")
_BETWEEN_DIGITS = re.compile(r"[\s().+-]")


def read_tags(query: Mapping[str, str]) -> dict[str, str] | None:
    """Of ``utm_source`` and so on, by their names without the prefix; None where nothing is kept.

    A value is printable text of up to 80 characters: control characters are dropped, the rest is cut. What
    looks like an address or a telephone number is left out.
    """
    found = {tag: value for tag in TAGS if (value := _clean(query.get(f"utm_{tag}", "")))}
    return found or None


def _clean(typed: str) -> str:
    printable = "".join(letter if letter.isprintable() else " " for letter in typed)
    text = " ".join(printable.split())[:LONGEST_TAG].strip()
    return "" if _PERSONAL.search(_BETWEEN_DIGITS.sub("", text)) else text

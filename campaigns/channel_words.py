"""A manager's own words for one channel: on its card and poster, its landing page, and to send along. Pure.

A version's texts carry them under ``channels``: {channel: {part: {language: words}}}. They are sealed with
everything else. What a channel, or a language of it, leaves empty is as the campaign says it everywhere.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from common.texts import Texts

KEY = "channels"
# ``title``: of the card, the poster and the landing page; ``lead``: under it; ``share``: to send along.
PARTS = ("title", "lead", "share")
MOST = {"title": 120, "lead": 200, "share": 200}


def own_words(texts: Mapping[str, Any], channel: str, part: str) -> dict[str, str]:
    """{language: words} of this channel alone, without what is empty."""
    said = ((texts.get(KEY) or {}).get(channel) or {}).get(part) or {}
    return {language: str(words) for language, words in said.items() if words}


def words_for(texts: Mapping[str, Any], channel: str, part: str, *, general: Texts | None) -> dict[str, str]:
    """What is said on this channel, language by language."""
    return {**(general or {}), **own_words(texts, channel, part)}


def all_words(texts: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """(channel, part, language, words) of everything that is said on one channel alone."""
    for channel in texts.get(KEY) or {}:
        for part in PARTS:
            for language, words in own_words(texts, channel, part).items():
                yield channel, part, language, words


def has_own_page(texts: Mapping[str, Any], channel: str) -> bool:
    """Whether the landing page has a sentence for whoever comes through this channel."""
    return bool(own_words(texts, channel, "lead"))

"""A brand's own post on a platform: what stands there, how long it may be, what forbids it. Pure."""

import math
import re
from collections.abc import Mapping

from campaigns.channel_packs import Finding, card_text, held_against_words
from campaigns.states import Channel

# Where we can post, and how long a post may be there: a Chinese character counts one, a letter half.
POST_LIMITS: Mapping[str, int] = {Channel.WEIBO: 140}
_HAN = re.compile(r"[㐀-鿿]")


def said_there(channel: str, words: str) -> str:
    """The words as they will stand there, with the tag that says it is advertising; no address yet."""
    plain = "\n".join(" ".join(line.split()) for line in words.strip().splitlines())
    language = "zh-hans" if _HAN.search(plain) else "en"
    return card_text(channel, words=plain, neutral=plain, language=language)


def weight_of(text: str) -> int:
    """2/statuses/share counts 140 Chinese characters; two Latin letters take one's place."""
    return math.ceil(sum(1 if ord(sign) > 0x7F else 0.5 for sign in text))


def forbidden_in(channel: str, words: str) -> list[Finding]:
    """What the platform's pack refuses, in reading order."""
    return held_against_words(words, channels=[channel], is_paid=False)

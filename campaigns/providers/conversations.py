"""Platforms where people talk about a campaign's post, behind one protocol."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from campaigns.conversation_rules import Said
from campaigns.providers.weibo_account import WeiboAccount
from campaigns.states import Channel
from common.http.provider import ProviderConfig

# Platforms that can be followed, and how many characters an answer may have there.
ANSWER_LIMITS: Mapping[str, int] = {Channel.WEIBO: 140}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """To be said under ``post``, to the comment or repost ``ref``."""

    channel: str
    post: str
    kind: str
    ref: str
    words: str


class Conversation(Protocol):
    def standing(self, post: str) -> tuple[int, int]:
        """(followers of whoever posted it, likes). Network. Raises: CallFailed."""

    def said(self, post: str, kind: str, *, since: str) -> Sequence[Said]:
        """What is newer than ``since``, the newest first. Network. Raises: CallFailed."""

    def answer(self, asked: Answer) -> str:
        """Say it in public; returns its number there. Network. Raises: CallFailed."""

    def find_answer(self, asked: Answer) -> str:
        """The number of our answer where it stands already, else ''. Network. Raises: CallFailed."""

    def publish(self, words: str, address: str) -> str:
        """A post of the brand's own; returns its number there. Network. Raises: CallFailed."""

    def find_post(self, words: str, *, since: datetime) -> str:
        """The number of our own post with these words, not older than that, else ''. Network."""


def conversation_on(channel: str) -> Conversation | None:
    """None where the operator has no access to the platform, or nobody has written its adapter."""
    config = ProviderConfig.load("weibo_account")
    return WeiboAccount(config) if channel == Channel.WEIBO and config.is_on else None

"""What is said about a campaign's post: whether it complains, and whether somebody is behind it. Pure."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from campaigns.channel_rules import plain_of
from campaigns.funnel_rules import share_bp

_COMPLAINS = re.compile(
    r"投诉|举报|骗|假货|假的|虚假|没收到|没有收到|未收到|退款|退钱|维权|差评|坑人|不发货|没发货|联系不上|没人理|失望|太差"
    r"|\b(?:complain(?:t|ts|ing)?|scam|fraud|fake|refund|never (?:came|arrived|got|received)|rip-?off"
    r"|cheat(?:ed|ing)?"
    r"|disappoint(?:ed|ing)|misleading|broken|spam)\b|n['’]t (?:arrive|work|come)"
)
# Accounts that follow many, say nothing and are followed by nobody, or were made yesterday.
_YOUNG = timedelta(days=7)
_FEW_POSTS, _FEW_FOLLOWERS, _FOLLOWS_MANY = 3, 10, 10


@dataclass(frozen=True, kw_only=True)
class Author:
    """``key``: how the platform knows them; only a keyed hash of it is kept."""

    key: str = field(repr=False)
    followers: int
    follows: int
    posts: int
    since: datetime | None


@dataclass(frozen=True, kw_only=True)
class Said:
    """One comment or repost, as the platform tells it."""

    kind: str
    ref: str
    text: str = field(repr=False)
    at: datetime
    author: Author


@dataclass(frozen=True, kw_only=True)
class Sums:
    """What a post brought. ``reach``: followers of the post and of who passed it on, zombies left out."""

    reach: int
    likes: int
    comments: int
    reposts: int
    authors: int
    zombies: int

    @property
    def engagement(self) -> int:
        return self.likes + self.comments + self.reposts

    @property
    def engagement_bp(self) -> int | None:
        return share_bp(self.engagement, self.reach)

    @property
    def zombie_bp(self) -> int | None:
        return share_bp(self.zombies, self.authors)


def complains(text: str) -> bool:
    """A guess that errs on the side of a person looking at it."""
    return bool(_COMPLAINS.search(plain_of(text)))


def is_zombie(author: Author, *, now: datetime) -> bool:
    if author.since is not None and now - author.since < _YOUNG and author.posts <= _FEW_POSTS:
        return True
    silent = author.posts <= _FEW_POSTS and author.followers <= _FEW_FOLLOWERS
    crowd = author.follows >= _FOLLOWS_MANY * max(author.followers, _FEW_FOLLOWERS)
    return silent or (crowd and author.posts <= _FEW_POSTS * 10)

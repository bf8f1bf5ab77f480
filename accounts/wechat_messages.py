"""Messages through the community's account at WeChat: what this app needs of whichever app keeps the account.

WeChat lets an account write only to whoever permitted it, once per permission. The account and the ledger of
permissions stand above this app, so they are registered here (``docs/providers.md``).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from common.crypto import blind_index
from common.http.errors import Declined
from common.http.provider import ProviderOff


class PermissionGone(Declined):
    """WeChat says that this person permits no message (any more)."""


@dataclass(frozen=True, kw_only=True)
class WeChatWords:
    """What one message may say: nothing that a lock screen must not show. ``at``: by the reader's clock."""

    subject: str = field(repr=False)
    action: str = field(repr=False)
    at: datetime
    url: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class PageSeal:
    """What WeChat's script is told before a page may ask for a permission; ``template``: for which messages.

    ``sdk``: where that script lies.
    """

    app_id: str
    timestamp: int
    nonce: str
    signature: str
    sdk: str
    template: str


class WeChatDoor(Protocol):
    """``person`` is a keyed hash (``person_index``), ``ref`` the delivery that a permission is used for."""

    @property
    def is_on(self) -> bool: ...

    def left(self, persons: Collection[str], /) -> Mapping[str, int]:
        """{person: how many messages may still be sent}; who may get none is missing. One statement."""

    def seal(self, url: str, /, *, now: datetime) -> PageSeal | None:
        """For the one page at ``url``; None while WeChat's script would not believe us. One statement."""

    def take(self, *, person: str, ref: str, now: datetime) -> bool:
        """Use up one permission, in the transaction that is open; False: none is left."""

    def give_back(self, *, ref: str, now: datetime) -> None:
        """The message was certainly not sent. In the transaction that is open; repeating changes nothing."""

    def empty(self, *, ref: str, now: datetime) -> None:
        """WeChat has no permission of whoever ``ref`` was for, whatever the ledger says."""

    def send(self, *, to: str, words: WeChatWords, now: datetime) -> None:
        """Network: never in a transaction. Raises: PermissionGone, Declined, NotDone, OutcomeUnknown."""


class NoWeChat:
    """Without an account nothing is pretended: every send is refused."""

    is_on = False

    def left(self, persons: Collection[str], /) -> Mapping[str, int]:
        return {}

    def seal(self, url: str, /, *, now: datetime) -> PageSeal | None:
        return None

    def take(self, *, person: str, ref: str, now: datetime) -> bool:
        return False

    def give_back(self, *, ref: str, now: datetime) -> None:
        """Nothing was taken."""

    def empty(self, *, ref: str, now: datetime) -> None:
        """There is nothing."""

    def send(self, *, to: str, words: WeChatWords, now: datetime) -> None:
        raise ProviderOff("off", "WeChat messages are not switched on")


_doors: list[WeChatDoor] = []


def open_door(door: WeChatDoor) -> None:
    """Called once, by the app that keeps the account."""
    _doors[:] = [door]


def current_wechat() -> WeChatDoor:
    return _doors[0] if _doors and _doors[0].is_on else NoWeChat()


def person_index(openid: str) -> str:
    """Under what the ledger knows somebody: it leads to nobody without the ``openid``."""
    return blind_index(openid, purpose="wechat-person")

"""Other services that can say who somebody is, behind one protocol. WeChat's, Weibo's and LinkedIn's
adapters plug in here (``docs/decisions/0016``).
"""

from dataclasses import dataclass, field
from typing import Protocol

from django.utils.functional import Promise

from common.registries import Registry


@dataclass(frozen=True, kw_only=True)
class Identity:
    """``subject``: the person's lasting key at that service (WeChat: ``unionid``); never an address.

    ``display_name`` only fills the field of the join form; nothing of it is kept.
    """

    subject: str = field(repr=False)
    display_name: str = field(repr=False, default="")


class LoginRefused(Exception):
    """The service said no, or something that means nothing. ``code`` is a word for the log."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class LoginProvider(Protocol):
    @property
    def key(self) -> str:
        """A short word that stays: it stands in rows and addresses."""

    @property
    def label(self) -> str | Promise: ...

    def address(self, *, state: str, back_to: str) -> str:
        """Where the browser goes to sign in there. No network."""

    def identify(self, *, code: str, back_to: str) -> Identity:
        """Exchange what the browser brought back. Network: never inside a transaction.

        Raises: LoginRefused.
        """


logins: Registry[LoginProvider] = Registry()

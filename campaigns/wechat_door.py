"""Messages through the community's account: its ledger of permissions and its gateway, for ``accounts``."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime

from accounts.wechat_messages import PageSeal, WeChatWords, open_door
from campaigns.operations import account_calls as ledger
from campaigns.providers.wechat_messages import current_messages
from campaigns.queries.channels import permissions_left
from common.http.provider import ProviderOff


class AccountDoor:
    """``accounts.wechat_messages.WeChatDoor``, for the template of news."""

    @property
    def is_on(self) -> bool:
        return current_messages() is not None

    def left(self, persons: Collection[str], /) -> Mapping[str, int]:
        return permissions_left(persons, template=_template())

    def seal(self, url: str, /, *, now: datetime) -> PageSeal | None:
        gateway = current_messages()
        seal = gateway.seal_card(url, now=now) if gateway else None
        return PageSeal(**asdict(seal), template=_template()) if seal else None

    def take(self, *, person: str, ref: str, now: datetime) -> bool:
        return ledger.take_permission(person=person, template=_template(), ref=ref, now=now)

    def give_back(self, *, ref: str, now: datetime) -> None:
        ledger.give_back_permission(ref=ref, now=now)

    def empty(self, *, ref: str, now: datetime) -> None:
        ledger.empty_permission(ref=ref, now=now)

    def send(self, *, to: str, words: WeChatWords, now: datetime) -> None:
        gateway = current_messages()
        if gateway is None:
            raise ProviderOff("off", "WeChat messages are not switched on")
        gateway.send(to=to, words=words, now=now)


def _template() -> str:
    gateway = current_messages()
    return gateway.template if gateway else ""


def register() -> None:
    open_door(AccountDoor())

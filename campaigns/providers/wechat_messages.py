"""Subscription messages (订阅通知) of the community's account: one per permission, to whoever gave it.

Contract: developers.weixin.qq.com, "订阅通知接口" (``bizsend``), "参数值内容限制说明"
(read 2026-11). WeChat knows no reference of ours, so what nobody saw the end of is not sent again.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from accounts.wechat_messages import PermissionGone, WeChatWords
from campaigns.providers.wechat_account import WeChatAccount
from common.http.errors import Declined, NotDone
from common.http.provider import ProviderConfig

# The person permits none: refused, used up, or taken back in WeChat's own settings.
_NONE_PERMITTED = 43101
# The account or its rights: an operator mends them, and the message is not to blame.
_ACCOUNT = frozenset({40002, 40013, 40125, 40164, 40243, 41002, 41004, 48001, 50002})
# Characters that WeChat takes, by the kind of a template's field.
_MOST = {"thing": 20, "short_thing": 5, "phrase": 5, "character_string": 32, "name": 10}
_FIELD = re.compile(r"([a-z_]+?)([0-9]{1,2})=(subject|action|site|time)")


def current_messages() -> "WeChatMessages | None":
    """None unless the account is on and has a template for news."""
    config = ProviderConfig.load("wechat_account")
    return WeChatMessages(config) if config.is_on and config.option("news_template") else None


class WeChatMessages(WeChatAccount):
    @property
    def template(self) -> str:
        return self._config.option("news_template")

    def send(self, *, to: str, words: WeChatWords, now: datetime) -> None:
        """Network: never inside a transaction. A token that ended too soon is fetched anew, once.

        Raises: PermissionGone, Declined (never this message), NotDone (later perhaps), OutcomeUnknown.
        """
        asked = {
            "touser": to,
            "template_id": self.template,
            "page": words.url,
            "data": data_of(self._config.option("news_fields"), words),
        }
        try:
            self._with_token("POST", "cgi-bin/message/subscribe/bizsend", body=asked, now=now)
        except Declined as declined:
            code = int(declined.reason)
            if code == _NONE_PERMITTED:
                raise PermissionGone(declined.reason) from None
            if code in _ACCOUNT:
                raise NotDone("account", declined.reason) from None
            raise


def data_of(fields: str, words: WeChatWords) -> Mapping[str, Mapping[str, str]]:
    """What a template's fields say; ``fields``: ``thing1=subject,time2=time``. Cut as WeChat demands it."""
    said = {
        "subject": words.subject,
        "action": words.action or settings.SITE_NAME,
        "site": settings.SITE_NAME,
        "time": f"{words.at:%Y}年{words.at.month}月{words.at.day}日 {words.at:%H:%M}",
    }
    return {
        f"{kind}{number}": {"value": cut(said[source], _MOST.get(kind, 32))}
        for kind, number, source in _FIELD.findall(fields)
    }


def cut(text: str, most: int) -> str:
    """At most so many characters, between two words where there are some; one line."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    head, space, _rest = line[:most].rpartition(" ")
    return f"{head if space and len(head) < most else line[: most - 1]}…"

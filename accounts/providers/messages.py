"""Short messages about news: text messages through the SMS gateway; WeChat's are declared and off."""

from accounts.providers.sms import current_sms
from common.http.provider import Capability, ProviderOff

NEWS_TEMPLATE = "notification"


def send_news_by_sms(*, to: str, subject: str, url: str, locale: str, ref: str) -> str:
    """Repeatable under the same ``ref``. Raises: Declined, NotDone, OutcomeUnknown."""
    params = {"subject": subject, "url": url, "language": locale}
    return current_sms().send(ref, to, NEWS_TEMPLATE, params).provider_ref


class NoWeChat:
    """WeChat's subscription messages need one consent per message, kept with the linked account.

    Until the open platform is set up nothing is pretended: every send is refused.
    """

    capability = Capability.NONE
    is_on = False

    def send(self, *, to: str, subject: str, url: str) -> str:
        raise ProviderOff("off", "WeChat messages are not switched on")


def current_wechat() -> NoWeChat:
    return NoWeChat()

"""Short messages about news: text messages through the SMS gateway."""

from accounts.providers.sms import current_sms

NEWS_TEMPLATE = "notification"


def send_news_by_sms(*, to: str, subject: str, url: str, locale: str, ref: str) -> str:
    """Repeatable under the same ``ref``. Raises: Declined, NotDone, OutcomeUnknown."""
    params = {"subject": subject, "url": url, "language": locale}
    return current_sms().send(ref, to, NEWS_TEMPLATE, params).provider_ref

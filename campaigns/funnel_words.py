"""A funnel's numbers as people read them. Pure."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.sentences import credit_text

NOTHING = "–"


def money(minor: int | None) -> str:
    return NOTHING if minor is None else f"¥{minor // 100}.{minor % 100:02}"


def percent(share_bp: int | None) -> str:
    """Rounded down to tenths."""
    return "" if share_bp is None else f"{share_bp // 100}.{share_bp % 100 // 10} %"


def factor(hundredths: int | None) -> str:
    return NOTHING if hundredths is None else credit_text(hundredths)


def hours(number: int | None) -> str:
    """An hour that has begun is told as full, and so is a day."""
    if number is None:
        return NOTHING
    full = number + 1
    if full <= 48:
        return ngettext("%(hours)s hour", "%(hours)s hours", full) % {"hours": full}
    days = -(-full // 24)
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


def at_least(number: int | None) -> str:
    """For strangers: never one person more or less."""
    return _("fewer than 5") if number is None else _("at least %(count)s") % {"count": number}

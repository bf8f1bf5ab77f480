"""Risk in words, for the member and for the desk. Pure."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

Text = str | Promise

CODES: Mapping[str, Text] = {
    "same-browser": _("the friend registered from the browser that you came from yourself"),
    "browser-reused": _("many accounts were registered from one browser"),
    "ring": _("a closed circle of accounts that share browsers invited one another"),
    "velocity": _("more than three friends registered within half an hour"),
    "too-quick": _("the registration followed faster than a person can type"),
    "mail-alike": _("the e-mail address differs from another one in the circle by dots or numbers only"),
    "mail-series": _("several e-mail addresses of the circle differ by dots or numbers only"),
    "one-door": _("gifts of more people than a household has went to one address"),
    "branch": _("the whole branch of invitations is being looked at"),
    "vouched": _("you vouched for this friend, and the team decided against the account afterwards"),
    "fellows": _("shares a group with the advocate"),
    "reciprocity": _("presents went both ways"),
    "professional": _("profession verified"),
    "identified": _("real name verified"),
}


# Where no person wrote the reason.
LIFTED = "lifted"
REASONS: Mapping[str, Text] = {LIFTED: _("What stood against this friend was taken back.")}


def explain_reason(reason: str) -> str:
    """A code of ours, or a person's own words."""
    return str(REASONS.get(reason, reason))


def explain_codes(codes: Iterable[str]) -> str:
    return pgettext("between reasons", "; ").join(str(CODES.get(code, code)) for code in codes)

"""Risk in words, for the member and for the desk. Pure."""

from collections.abc import Collection, Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

Text = str | Promise

CODES: Mapping[str, Text] = {
    "same-browser": _("the friend registered from the browser that you came from yourself"),
    "browser-reused": _("many accounts were registered from one browser"),
    "ring": _("a closed circle of accounts that share browsers invited one another"),
    "velocity": _("more than three friends registered within half an hour"),
    "too-quick": _("the registration followed faster than a person can type"),
    "mail-alike": _("the e-mail address differs from another one in the circle by dots or numbers only"),
    "mail-series": _("several e-mail addresses of the circle differ by dots or numbers only"),
    "throwaway-mail": _("the e-mail address is at a service that gives one to anybody for minutes"),
    "throwaway-series": _("several people of the circle have e-mail addresses at such services"),
    "one-door": _("gifts of more people than a household has went to one address"),
    "branch-apart": _(
        "most of the advocate’s other friends were stopped, and not as many of others’ friends"
    ),
    "one-network": _("more friends than a household has registered from one network within half an hour"),
    "new-advocate": _("the advocate’s own account was less than a day old"),
    "left-at-once": _("nobody was seen in the account after its first hour"),
    "unreachable": _("neither a phone nor an e-mail address was ever proven"),
    "branch": _("the whole branch of invitations is being looked at"),
    "vouched": _("the advocate vouched for this friend, and the team decided against the account afterwards"),
    "reversed": _("a person of the brand took back what was counted for this friend"),
    "fellows": _("shares a group with the advocate"),
    "reciprocity": _("presents went both ways"),
    "professional": _("profession verified"),
    "identified": _("real name verified"),
}

# Of the friend's own account: the advocate reads that there is something, and not what.
_OWN = frozenset({"throwaway-mail", "throwaway-series", "left-at-once", "unreachable"})


# Where no person wrote the reason.
LIFTED = "lifted"
REASONS: Mapping[str, Text] = {LIFTED: _("What stood against this friend was taken back.")}


def explain_reason(reason: str) -> str:
    """A code of ours, or a person's own words."""
    return str(REASONS.get(reason, reason))


def explain_codes(codes: Iterable[str]) -> str:
    return pgettext("between reasons", "; ").join(str(CODES.get(code, code)) for code in codes)


def tell_codes(codes: Collection[str]) -> str:
    """For the advocate, who does not learn how a friend uses her account or where her mailbox is."""
    told = [code for code in codes if code not in _OWN]
    words = [explain_codes(told)] if told else []
    if any(code in _OWN for code in codes):
        words.append(gettext("something about the friend’s account is unusual"))
    return pgettext("between reasons", "; ").join(words)

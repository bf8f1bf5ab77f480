"""The words of the credit level that a member lets be read elsewhere and may show here."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.moves import Moves


class CreditState(models.TextChoices):
    CONSENT_PENDING = "consent_pending", pgettext_lazy("credit level", "waiting for your yes")
    AUTHORISED = "authorised", pgettext_lazy("credit level", "being read")
    CURRENT = "current", pgettext_lazy("credit level", "current")
    STALE = "stale", pgettext_lazy("credit level", "out of date")
    WITHDRAWN = "withdrawn", pgettext_lazy("credit level", "withdrawn")
    DENIED = "denied", pgettext_lazy("credit level", "not allowed")
    FAILED = "failed", pgettext_lazy("credit level", "not to be had")


CREDIT_MOVES: Moves = {
    CreditState.CONSENT_PENDING: frozenset(
        {CreditState.AUTHORISED, CreditState.DENIED, CreditState.FAILED, CreditState.WITHDRAWN}
    ),
    CreditState.AUTHORISED: frozenset({CreditState.CURRENT, CreditState.FAILED, CreditState.WITHDRAWN}),
    CreditState.CURRENT: frozenset({CreditState.CURRENT, CreditState.STALE, CreditState.WITHDRAWN}),
    CreditState.STALE: frozenset({CreditState.CURRENT, CreditState.WITHDRAWN}),
    CreditState.WITHDRAWN: frozenset(),
    CreditState.DENIED: frozenset(),
    CreditState.FAILED: frozenset(),
}
# At most one attestation per member is in one of these.
LIVE_CREDIT_STATES = (
    CreditState.CONSENT_PENDING,
    CreditState.AUTHORISED,
    CreditState.CURRENT,
    CreditState.STALE,
)
READ_CREDIT_STATES = (CreditState.CURRENT, CreditState.STALE)
# The consent page of the provider may be answered for so long.
CONSENT_MINUTES = 30


class Level(models.TextChoices):
    """Five bands, half open: 350-549, 550-599, 600-649, 650-699, 700-950 (public sources, 2015 to 2019)."""

    POOR = "poor", _("Poor")
    FAIR = "fair", _("Fair")
    GOOD = "good", _("Good")
    EXCELLENT = "excellent", _("Excellent")
    OUTSTANDING = "outstanding", _("Outstanding")


LEVELS: Final = tuple(Level)


class CreditWhy(models.TextChoices):
    """Why there is no level; the sentence is for the member alone."""

    NOTHING = "", ""
    NOT_EVALUATED = "not-evaluated", _("The provider has no level for you. That says nothing about you.")
    REFUSED = "refused", _("The provider did not hand out a level. You can try again.")
    TOO_LATE = "too-late", _("The permission came too late or was used already. Please begin again.")
    AT_PROVIDER = "at-provider", _("You withdrew the permission with the provider.")


class EventState(models.TextChoices):
    APPLIED = "applied", pgettext_lazy("provider event", "applied")
    IGNORED = "ignored", pgettext_lazy("provider event", "nothing to do")


class BadgeKind(models.TextChoices):
    """What a member may show, each to an audience of its own."""

    PROFESSIONAL = "professional", _("certified job")
    CREDIT = "credit", _("credit level")

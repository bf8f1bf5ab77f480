"""A deposit as a promise to come: what is written down of it. Nobody pays here; the host has the money."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DepositKind(TextChoices):
    PROMISED = "promised", _("Agreed to")
    RECEIVED = "received", _("Received by the host")
    RETURNED = "returned", _("Given back")
    KEPT = "kept", pgettext_lazy("deposit", "Kept")
    WAIVED = "waived", _("Not asked for after all")


K = DepositKind
# What may follow what; whoever comes back after it was settled promises anew.
FOLLOWS: dict[str, frozenset[str]] = {
    K.PROMISED: frozenset({K.RECEIVED, K.WAIVED}),
    K.RECEIVED: frozenset({K.RETURNED, K.KEPT}),
    K.KEPT: frozenset({K.RETURNED}),
    K.RETURNED: frozenset(),
    K.WAIVED: frozenset(),
}
OPEN = (K.PROMISED, K.RECEIVED)


class KeptReason(TextChoices):
    """The only two. The host can't give another."""

    NOT_SEEN = "not-seen", _("Was not seen, and did not say why")
    TOO_LATE = "too-late", _("Said too late that they would not come")

"""Who is left out of a draw, as everybody can read it beforehand. Pure."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.risk_states import NOT_COVERED

# Reason codes, as the receipt shows them.
LEFT_OUT: Mapping[str, str | Promise] = {
    "member-left": _("Who leaves before the list is frozen."),
    NOT_COVERED: _(
        "What is not earned without friends whom a person looks at, or who do not count. While entries are "
        "open it comes back by itself as soon as it is earned. No list is frozen before the answer."
    ),
}

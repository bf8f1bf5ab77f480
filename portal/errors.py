"""What the front door may say no to."""

from django.utils.translation import gettext_lazy as _

from common.errors import Invalid


class UnknownCard(Invalid):
    code = "unknown-card"
    message = _("This card can't be put away.")

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SiteScope(TextChoices):
    """What a site's key may do."""

    SEND_EVENTS = "events:write", _("Send events")
    READ_EVENTS = "events:read", _("Read its own events")
    LINK_MEMBERS = "links:write", _("Say which customer is which member")


class Taken(TextChoices):
    """What became of one event of a call."""

    ACCEPTED = "accepted", _("Accepted")
    DUPLICATE = "duplicate", _("Known already")
    REFUSED = "refused", _("Refused")


MOST_EVENTS = 500
EVENT_ID_LENGTH = 80
EVENT_NAME_LENGTH = 60
EXTERNAL_ID_LENGTH = 200
MOST_VALUE_MINOR = 10**12

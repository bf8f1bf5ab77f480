from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.moves import Moves


class SiteScope(TextChoices):
    """What a site's key may do."""

    SEND_EVENTS = "events:write", _("Send events")
    READ_EVENTS = "events:read", _("Read its own events")
    LINK_MEMBERS = "links:write", _("Say which customer is which member")


class EventProgress(StrEnum):
    """How far an event of a site has come, as the site is told."""

    WAITING = "waiting"
    TAKEN = "taken"
    TOLD = "told"


class Taken(TextChoices):
    """What became of one event of a call."""

    ACCEPTED = "accepted", _("Accepted")
    DUPLICATE = "duplicate", _("Known already")
    REFUSED = "refused", _("Refused")


class EventFileFormat(TextChoices):
    CSV = "csv", _("CSV, with the fields' names in the first line")
    NDJSON = "ndjson", _("NDJSON, one event in a line")


class EventImportState(TextChoices):
    """How far a file of events has come."""

    WAITING = "waiting", pgettext_lazy("import", "Waiting")
    RUNNING = "running", pgettext_lazy("import", "Running")
    DONE = "done", pgettext_lazy("import", "Done")
    FAILED = "failed", pgettext_lazy("import", "Failed")


EVENT_IMPORT_MOVES: Moves = {
    EventImportState.WAITING: frozenset({EventImportState.RUNNING, EventImportState.FAILED}),
    EventImportState.RUNNING: frozenset({EventImportState.DONE, EventImportState.FAILED}),
    EventImportState.DONE: frozenset(),
    EventImportState.FAILED: frozenset(),
}
MOST_EVENTS = 500
EVENT_ID_LENGTH = 80
EVENT_NAME_LENGTH = 60
EXTERNAL_ID_LENGTH = 200
MOST_VALUE_MINOR = 10**12


class EndpointState(TextChoices):
    """``paused`` collects and sends nothing; ``disabled`` collects nothing either; ``ended`` is for good."""

    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    DISABLED = "disabled", pgettext_lazy("webhook", "Disabled")
    ENDED = "ended", pgettext_lazy("webhook", "Removed")


ENDPOINT_MOVES: Moves = {
    EndpointState.ACTIVE: frozenset({EndpointState.PAUSED, EndpointState.DISABLED, EndpointState.ENDED}),
    EndpointState.PAUSED: frozenset({EndpointState.ACTIVE, EndpointState.DISABLED, EndpointState.ENDED}),
    EndpointState.DISABLED: frozenset({EndpointState.ACTIVE, EndpointState.ENDED}),
    EndpointState.ENDED: frozenset(),
}
# These get no news.
NOT_COLLECTING = (EndpointState.DISABLED, EndpointState.ENDED)


class DeliveryState(TextChoices):
    """``withdrawn``: it still waited when its webhook was removed."""

    WAITING = "waiting", _("Waiting")
    DELIVERED = "delivered", _("Delivered")
    UNDELIVERED = "undelivered", _("Not delivered")
    WITHDRAWN = "withdrawn", _("Not sent: the webhook was removed")


MOST_LANES = 8
TEST_KIND = "connect.test"

"""States of gifts, offers, parcels and stock entries, and the moves between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from common.moves import Moves


class ItemKind(TextChoices):
    PHYSICAL = "physical", _("Parcel")
    CODE = "code", _("Code")
    EXPERIENCE = "experience", _("Experience")


class ItemState(TextChoices):
    ACTIVE = "active", _("Active")
    RETIRED = "retired", _("Retired")


ITEM_MOVES: Moves = {
    ItemState.ACTIVE: frozenset({ItemState.RETIRED}),
    ItemState.RETIRED: frozenset({ItemState.ACTIVE}),
}


class Fulfilment(TextChoices):
    """Who hands an accepted gift over: a job at once, or a clerk who has packed it."""

    AUTO = "auto", _("Sent at once")
    DESK = "desk", _("Packed at the desk")


class EntryKind(TextChoices):
    """Why stock changed. ``rules.EFFECTS`` says what each does to the balance."""

    RECEIVE = "receive", _("Received")
    RESERVE = "reserve", _("Reserved")
    RELEASE = "release", _("Released")
    CONSUME = "consume", _("Handed out")
    WRITE_OFF = "write_off", _("Written off")


class GiftState(TextChoices):
    RESERVED = "reserved", _("Reserved")
    OFFERED = "offered", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    PACKING = "packing", _("Being packed")
    SHIPPED = "shipped", _("On its way")
    DELIVERED = "delivered", _("Delivered")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Expired")
    SWAPPED = "swapped", _("Swapped")
    # As whoever passed it on sees it; the gift itself goes its way with another recipient.
    PASSED_ON = "passed_on", _("Passed on")
    RETURNED = "returned", _("Returned")


G = GiftState
GIFT_MOVES: Moves = {
    G.RESERVED: frozenset({G.OFFERED, G.DECLINED, G.EXPIRED}),
    # Back to reserved is the moment between two people; it never outlives its transaction.
    G.OFFERED: frozenset({G.ACCEPTED, G.DECLINED, G.EXPIRED, G.RESERVED, G.SWAPPED}),
    # Declined after a yes: its recipient left before anything was packed.
    G.ACCEPTED: frozenset({G.PACKING, G.DELIVERED, G.DECLINED}),
    G.PACKING: frozenset({G.SHIPPED}),
    G.SHIPPED: frozenset({G.DELIVERED, G.RETURNED}),
    G.DELIVERED: frozenset({G.RETURNED}),
    G.DECLINED: frozenset(),
    G.EXPIRED: frozenset(),
    G.SWAPPED: frozenset(),
    G.PASSED_ON: frozenset(),
    G.RETURNED: frozenset(),
}
# A gift in one of these holds a reserved unit.
HOLDING = (G.RESERVED, G.OFFERED, G.ACCEPTED, G.PACKING)
# A gift in one of these has ended without reaching anybody; its source may be given again.
ENDED = (G.DECLINED, G.EXPIRED, G.SWAPPED, G.PASSED_ON, G.RETURNED)


class Answer(TextChoices):
    """What became of one offer. Empty while it is open."""

    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Expired")
    SWAPPED = "swapped", _("Swapped")
    PASSED_ON = "passed_on", _("Passed on")


class PlaceState(TextChoices):
    """One person's place in a line of recipients."""

    WAITING = "waiting", _("Waiting in line")
    OFFERED = "offered", _("Offered")
    SERVED = "served", _("Served")
    PASSED = "passed", _("Passed")


PLACE_MOVES: Moves = {
    PlaceState.WAITING: frozenset({PlaceState.OFFERED, PlaceState.PASSED}),
    PlaceState.OFFERED: frozenset({PlaceState.SERVED, PlaceState.PASSED}),
    PlaceState.SERVED: frozenset(),
    PlaceState.PASSED: frozenset(),
}


class ShipmentState(TextChoices):
    CREATED = "created", _("Parcel announced")
    HANDED_OVER = "handed_over", _("Handed over to the carrier")
    IN_TRANSIT = "in_transit", _("On its way")
    OUT_FOR_DELIVERY = "out_for_delivery", _("Out for delivery")
    DELIVERED = "delivered", _("Delivered")
    PROBLEM = "problem", _("Problem on the way")
    RETURNED = "returned", _("Returned to the sender")


S = ShipmentState
# Forward only, so that a late or repeated carrier event can't take a state back. A problem may heal.
_AFTER_PROBLEM = frozenset({S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.DELIVERED, S.RETURNED})
SHIPMENT_MOVES: Moves = {
    S.CREATED: frozenset(
        {S.HANDED_OVER, S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.DELIVERED, S.PROBLEM, S.RETURNED}
    ),
    S.HANDED_OVER: frozenset({S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.DELIVERED, S.PROBLEM, S.RETURNED}),
    S.IN_TRANSIT: frozenset({S.OUT_FOR_DELIVERY, S.DELIVERED, S.PROBLEM, S.RETURNED}),
    S.OUT_FOR_DELIVERY: frozenset({S.DELIVERED, S.PROBLEM, S.RETURNED}),
    S.PROBLEM: _AFTER_PROBLEM,
    S.DELIVERED: frozenset({S.RETURNED}),
    S.RETURNED: frozenset(),
}
FINISHED = (S.DELIVERED, S.RETURNED)


class ImportState(TextChoices):
    """How far a file of codes has come."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


IMPORT_MOVES: Moves = {
    ImportState.WAITING: frozenset({ImportState.RUNNING, ImportState.FAILED}),
    ImportState.RUNNING: frozenset({ImportState.DONE, ImportState.FAILED}),
    ImportState.DONE: frozenset(),
    ImportState.FAILED: frozenset(),
}


class PresentState(TextChoices):
    """Whether a present is on its way; what became of it afterwards is its gift's state."""

    SCHEDULED = "scheduled", _("Waiting for its day")
    SENT = "sent", _("Sent")
    CALLED_OFF = "called_off", _("Called off")


PRESENT_MOVES: Moves = {
    PresentState.SCHEDULED: frozenset({PresentState.SENT, PresentState.CALLED_OFF}),
    PresentState.SENT: frozenset(),
    PresentState.CALLED_OFF: frozenset(),
}


class BookKind(TextChoices):
    """What stands in the book of two. Groups and campaigns add introductions and meetings."""

    PRESENT = "present", _("A present")
    INTRODUCTION = "introduction", _("An introduction")
    MEETING = "meeting", _("A meeting")

"""States of gifts, offers, parcels and stock entries, and the moves between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.moves import Moves


class ItemKind(TextChoices):
    PHYSICAL = "physical", _("Parcel")
    CODE = "code", _("Code")
    EXPERIENCE = "experience", _("Experience")
    MONEY = "money", _("Money")


class ItemState(TextChoices):
    ACTIVE = "active", pgettext_lazy("item", "Active")
    RETIRED = "retired", _("Retired")


# Kinds that can go out without a clerk.
SENT_AT_ONCE = (ItemKind.PHYSICAL, ItemKind.MONEY)
# One gift of money, in fen: less is not paid by WeChat Pay, more would need the recipient's legal name.
LEAST_MONEY, MOST_MONEY = 30, 199_999

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

    RECEIVE = "receive", pgettext_lazy("stock", "Received")
    RESERVE = "reserve", _("Reserved")
    RELEASE = "release", _("Released")
    CONSUME = "consume", _("Handed out")
    WRITE_OFF = "write_off", _("Written off")
    FOUND = "found", _("Found at a count")
    MOVE_OUT = "move_out", _("Left for another warehouse")
    MOVE_IN = "move_in", _("Came from another warehouse")


# Entries about any number of units; the others are about one gift's unit.
OF_MANY = (
    EntryKind.RECEIVE,
    EntryKind.WRITE_OFF,
    EntryKind.FOUND,
    EntryKind.MOVE_OUT,
    EntryKind.MOVE_IN,
)


class GiftState(TextChoices):
    RESERVED = "reserved", _("Reserved")
    OFFERED = "offered", _("Waiting for an answer")
    ACCEPTED = "accepted", pgettext_lazy("gift", "Accepted")
    PACKING = "packing", _("Being packed")
    SHIPPED = "shipped", pgettext_lazy("gift", "On its way")
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
    # Swapped after a yes: it could not be sent, and its recipient agreed to something else.
    G.ACCEPTED: frozenset({G.PACKING, G.DELIVERED, G.DECLINED, G.SWAPPED}),
    # Money is delivered without a parcel, or comes back when nobody confirms it.
    G.PACKING: frozenset({G.SHIPPED, G.DELIVERED, G.EXPIRED, G.RETURNED, G.SWAPPED}),
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

    ACCEPTED = "accepted", pgettext_lazy("gift", "Accepted")
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
    IN_TRANSIT = "in_transit", pgettext_lazy("gift", "On its way")
    OUT_FOR_DELIVERY = "out_for_delivery", _("Out for delivery")
    DELIVERED = "delivered", _("Delivered")
    PROBLEM = "problem", _("Problem on the way")
    REFUSED = "refused", _("Refused at the door")
    RETURNED = "returned", _("Returned to the sender")


class ReturnOutcome(TextChoices):
    """What became of the unit of a parcel that did not arrive. Empty while nobody has looked."""

    RESTOCKED = "restocked", _("Back on the shelf")
    WRITTEN_OFF = "written_off", _("Written off")


S = ShipmentState
# Forward only, so that a late or repeated carrier event can't take a state back. A problem may heal.
_AFTER_PROBLEM = frozenset({S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.DELIVERED, S.REFUSED, S.RETURNED})
SHIPMENT_MOVES: Moves = {
    S.CREATED: frozenset(
        {S.HANDED_OVER, S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.DELIVERED, S.PROBLEM, S.REFUSED, S.RETURNED}
    ),
    S.HANDED_OVER: frozenset(
        {S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.DELIVERED, S.PROBLEM, S.REFUSED, S.RETURNED}
    ),
    S.IN_TRANSIT: frozenset({S.OUT_FOR_DELIVERY, S.DELIVERED, S.PROBLEM, S.REFUSED, S.RETURNED}),
    S.OUT_FOR_DELIVERY: frozenset({S.DELIVERED, S.PROBLEM, S.REFUSED, S.RETURNED}),
    S.PROBLEM: _AFTER_PROBLEM,
    # On its way back; some are brought to the door once more.
    S.REFUSED: frozenset({S.OUT_FOR_DELIVERY, S.DELIVERED, S.RETURNED}),
    S.DELIVERED: frozenset({S.RETURNED}),
    S.RETURNED: frozenset(),
}
FINISHED = (S.DELIVERED, S.RETURNED)


class TransferState(TextChoices):
    """How far money has come on its way to a person."""

    REQUESTED = "requested", _("Being prepared")
    PROCESSING = "processing", _("Taken on by the payer")
    AWAITING_USER_CONFIRM = "awaiting_user_confirm", _("Waiting for your confirmation")
    TRANSFERRING = "transferring", pgettext_lazy("money", "On its way")
    PAID = "paid", pgettext_lazy("money", "Paid")
    FAILED = "failed", pgettext_lazy("money", "Failed")
    CANCELLED = "cancelled", pgettext_lazy("money", "Taken back")
    # Both wait for the desk: the payer made no bill, and will not make this one; or made another than asked.
    REFUSED = "refused", pgettext_lazy("money", "Refused by the payer")
    HELD = "held", pgettext_lazy("money", "Held: another amount")


T = TransferState
# Forward only: late, repeated and reordered news never takes a bill back, and what is over stays over.
_OVER = frozenset({T.PAID, T.FAILED, T.CANCELLED})
TRANSFER_MOVES: Moves = {
    T.REQUESTED: frozenset({T.PROCESSING, T.AWAITING_USER_CONFIRM, T.TRANSFERRING, T.REFUSED, T.HELD})
    | _OVER,
    T.PROCESSING: frozenset({T.AWAITING_USER_CONFIRM, T.TRANSFERRING, T.HELD}) | _OVER,
    T.AWAITING_USER_CONFIRM: frozenset({T.TRANSFERRING, T.HELD}) | _OVER,
    T.TRANSFERRING: frozenset({T.HELD}) | _OVER,
    # Asked for once more under a new number, once what was wrong is mended.
    T.REFUSED: frozenset({T.REQUESTED, T.HELD}) | _OVER,
    T.HELD: _OVER,
    T.PAID: frozenset(),
    T.FAILED: frozenset(),
    T.CANCELLED: frozenset(),
}
MONEY_OVER = (T.PAID, T.FAILED, T.CANCELLED)
# The payer has such a bill and can be asked to take it back; once confirmed it cannot.
MONEY_STOPPABLE = (T.PROCESSING, T.AWAITING_USER_CONFIRM, T.HELD)
MONEY_AT_DESK = (T.REFUSED, T.HELD)


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
    SENT = "sent", pgettext_lazy("present", "Sent")
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

"""Why gifts may be refused. The codes are stable; the sentences are for people."""

from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, Refused
from common.errors import ReasonMissing as ReasonMissing


class SoldOut(Refused):
    """Nothing is left, also not in slices that others hold locked at this moment."""

    code = "sold-out"
    message = _("Nothing is left of this item.")


class NotYetOpen(Refused):
    code = "not-yet-open"
    message = _("This has not started yet.")


class Closed(Refused):
    code = "closed"
    message = _("This is over.")


class ItemRetired(Refused):
    code = "item-retired"
    message = _("This item is no longer given.")


class NothingFree(Refused):
    code = "nothing-free"
    message = _("So many units are not free. Some may be reserved for gifts already offered.")


class OfferOver(Refused):
    code = "offer-expired"
    message = _("This offer has expired.")


class AlreadyAnswered(Refused):
    code = "already-answered"
    message = _("You have already answered this offer.")


class NotInExchange(Invalid):
    code = "not-in-exchange"
    message = _("You can't swap it for this. Please choose something else.")


class NotToPassOn(Refused):
    """A prize with people in line behind, a member's present, or passed on once already."""

    code = "not-to-pass-on"
    message = _("This gift can't be passed on. If you don't want it, a no is fine.")


class AddressMissing(Invalid):
    code = "address-missing"
    message = _("Tell us where to send the parcel.")


class BadAddress(Invalid):
    code = "bad-address"
    message = _("Please check the address.")


class PartMissing(BadAddress):
    code = "address-part-missing"
    message = _("Please fill this in.")


class PartTooLong(BadAddress):
    code = "address-part-too-long"
    message = _("This is too long: at most %(limit)s characters.")


class BadPhone(BadAddress):
    code = "bad-phone"
    message = _("This is not a phone number that a courier can call.")


class BadPostcode(BadAddress):
    code = "bad-postcode"
    message = _("A postcode has 6 digits, like 100020.")


class NotPrintable(BadAddress):
    code = "not-printable"
    message = _("This contains characters that can't be printed on a label.")


class UnknownPhrase(Invalid):
    code = "unknown-phrase"
    message = _("Choose one of the phrases, or say nothing.")


class NotDeskItem(Refused):
    code = "not-a-desk-item"
    message = _("This item is sent at once; there is nothing to hand over.")


class BadQuantity(Invalid):
    code = "bad-quantity"
    message = _("Give a whole number from 1 to 1,000,000.")


class BadSlots(Invalid):
    code = "bad-slots"
    message = _("Stock can be cut into 1 to 64 slices.")


class NameMissing(Invalid):
    code = "name-missing"
    message = _("Give the item a name.")


class NotCodes(Refused):
    code = "not-a-code-item"
    message = _("Codes can only be imported into an item of the kind code.")


class HasUncodedStock(Refused):
    code = "has-uncoded-stock"
    message = _("This item has stock that a clerk hands over. Write it off first, or make another item.")


class StockIsCodes(Refused):
    code = "stock-is-codes"
    message = _("The stock of this item is its codes: import more of them.")


class FileTooLarge(Invalid):
    code = "file-too-large"
    message = _("This file is too large: at most 64 MB. Cut it into several.")


class NotText(Invalid):
    code = "not-text"
    message = _("This is not a text file in UTF-8; look at line %(line)s.")


class NoCodes(Invalid):
    code = "no-codes"
    message = _("There is not a single code in it.")


class NoCodeYet(Refused):
    """A gift of another kind, or one that is not accepted yet."""

    code = "no-code"
    message = _("There is no code to show.")


class NotForPresents(Refused):
    code = "not-for-presents"
    message = _("This can't be given as a present any more. Please choose something else.")


class CardTooLong(Invalid):
    code = "card-too-long"
    message = _("This is too long: at most %(limit)s characters.")


class CardNotPrintable(Invalid):
    code = "card-not-printable"
    message = _("This contains characters that can't be shown.")


class WordsMissing(Invalid):
    code = "words-missing"
    message = _("Write a word or two.")


class DayOutOfRange(Invalid):
    code = "day-out-of-range"
    message = _("Choose a day within the next %(days)s days.")


class AlreadySent(Refused):
    code = "already-sent"
    message = _("This present has been sent already.")


class AlreadyThanked(Refused):
    code = "already-thanked"
    message = _("You have said thank you for this.")


class NoParcel(Refused):
    code = "no-parcel"
    message = _("This gift is not sent as a parcel.")


class BadWaybill(Invalid):
    code = "bad-waybill"
    message = _("Give the carrier's name, and its waybill number: 6 to 40 letters, digits and hyphens.")


class BeingSent(Refused):
    code = "being-sent"
    message = _("A carrier is being called for this parcel. Wait for its answer first.")


class WaybillTaken(Invalid):
    code = "waybill-taken"
    message = _("Another parcel already has this waybill number.")

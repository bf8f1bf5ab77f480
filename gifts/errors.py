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


class UnitsPromised(Refused):
    code = "units-promised"
    message = _("Campaigns have promised these units. Bring in more, or wait until those campaigns are over.")


class OfferOver(Refused):
    code = "offer-expired"
    message = _("This offer has expired.")


class LineHalted(Refused):
    code = "line-halted"
    message = _("The organiser has stopped everything for the moment. Please answer again later.")


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


class BadPostcodeThere(BadPostcode):
    code = "bad-postcode"
    message = _("A postcode there looks like %(example)s.")


class NoPostcodeThere(BadPostcode):
    code = "no-postcode-there"
    message = _("There are no postcodes there. Leave this empty.")


class UnknownCountry(BadAddress):
    code = "unknown-country"
    message = _("We can't send parcels there.")


class NotReadableThere(BadAddress):
    code = "not-readable-there"
    message = _("Couriers there don't read Chinese: please use Latin letters.")


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


class BadShelf(Invalid):
    code = "bad-shelf"
    message = _("A shelf's name has at most 20 characters.")


class BadWarehouseName(Invalid):
    code = "bad-warehouse-name"
    message = _("A warehouse's name has at most 60 characters.")


class WarehouseKnown(Invalid):
    code = "warehouse-known"
    message = _("There is a warehouse of this name already.")


class SameWarehouse(Invalid):
    code = "same-warehouse"
    message = _("Choose two different warehouses.")


class BadCount(Invalid):
    code = "bad-count"
    message = _("Give the number that was counted: 0 to 1,000,000.")


class FewerThanReserved(Refused):
    code = "fewer-than-reserved"
    message = _("More units are reserved for gifts than were counted. Call off or hand out those first.")


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


class TooManyToPick(Refused):
    code = "too-many-to-pick"
    message = _("At most %(most)s gifts in one list.")


class SeveralBrands(Refused):
    code = "several-brands"
    message = _("Choose gifts of one brand for a list.")


class NothingToPick(Refused):
    code = "nothing-to-pick"
    message = _("Each of these stands in a picking list already, or is no longer to be fetched.")


class TooManyLabels(Refused):
    code = "too-many-labels"
    message = _("At most %(most)s labels at once.")


class LabelUndrawable(Refused):
    code = "label-undrawable"
    message = _("The address of %(number)s has signs that no font here can print. Write this label by hand.")


class NotBack(Refused):
    code = "not-back"
    message = _("This parcel has not come back, or nobody has said what became of its unit.")


class SettledOtherwise(Refused):
    code = "settled-otherwise"
    message = _("Somebody has already said what became of this parcel's unit.")


class RecipientGone(Refused):
    code = "recipient-gone"
    message = _("The account of the person it was for is suspended or closed.")


class SheetTooLarge(Invalid):
    code = "sheet-too-large"
    message = _("This table is too large: at most %(lines)s lines and 1 MB.")


class SheetUnreadable(Invalid):
    code = "sheet-unreadable"
    message = _("This is not a CSV table in UTF-8; look at line %(line)s.")


class HeadMissing(Invalid):
    code = "head-missing"
    message = _("The column %(head)s is missing. Take the table that this desk gives out.")


class LineRepeated(Refused):
    code = "line-repeated"
    message = _("Line %(line)s is about the same. Leave one of them.")


class BookChanged(Refused):
    """What the table was given out with is not what the book says now."""

    code = "book-changed"
    message = _("The book has changed since this table was made. Take a new table and count again.")


class NoParcel(Refused):
    code = "no-parcel"
    message = _("This gift is not sent as a parcel.")


class BadWaybill(Invalid):
    code = "bad-waybill"
    message = _("Give the carrier's name, and its waybill number: 6 to 40 letters, digits and hyphens.")


class BadAmount(Invalid):
    code = "bad-amount"
    message = _("A gift of money is worth from 0.30 to 1,999.99 yuan.")


class MoneyIsNoPresent(Refused):
    """Members give each other things, not money."""

    code = "money-is-no-present"
    message = _("Members can't give each other money here.")


class TransfersOff(Refused):
    code = "transfers-off"
    status = 503
    message = _("Money can't be sent at the moment. Please try again later; your gift waits.")


class PayeeUnknown(Refused):
    """WeChat Pay pays to the person it knows from our service account."""

    code = "payee-unknown"
    message = _("Sign in once with WeChat, inside WeChat, so that the money finds you. Then accept.")


class TooLateToStop(Refused):
    code = "too-late-to-stop"
    message = _("This payment can't be taken back any more, or the payer is being asked this very moment.")


class NotRefused(Refused):
    code = "not-refused"
    message = _("Only a payment that the payer has refused can be asked for anew.")


class NotStuck(Refused):
    code = "not-stuck"
    message = _("Something else is proposed only for a payment that was refused, or what is not handed over.")


class NotAsked(Refused):
    code = "not-asked"
    message = _("There is no open question about something else any more.")


class NotHeld(Refused):
    code = "not-held"
    message = _("Only a payment of another amount that the payer has paid can be taken as paid.")


class WrongBill(Refused):
    """The payer tells of a bill that is not ours as we made it."""

    code = "wrong-bill"
    message = _("This is not the bill that we made.")


class BeingSent(Refused):
    code = "being-sent"
    message = _("A carrier is being called for this parcel. Wait for its answer first.")


class WaybillTaken(Invalid):
    code = "waybill-taken"
    message = _("Another parcel already has this waybill number.")

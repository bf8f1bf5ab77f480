"""Why groups may refuse. The codes are stable; the sentences are for people."""

from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, Refused


class NameMissing(Invalid):
    code = "name-missing"
    message = _("Give the group a name.")


class TextTooLong(Invalid):
    code = "text-too-long"
    message = _("This is too long: at most %(limit)s characters.")


class BadCapacity(Invalid):
    code = "bad-capacity"
    message = _("Give a number from 2 to %(most)s, or leave it empty.")


class BadTimeZone(Invalid):
    code = "bad-time-zone"
    message = _("This is no time zone that we know.")


class UnknownChoice(Invalid):
    code = "unknown-choice"
    message = _("Choose one of the answers.")


class Banned(Refused):
    """A steward has decided that this person may not come back."""

    code = "not-welcome"
    message = _("The stewards of this group have decided against it.")
    status = 403


class NotOpen(Refused):
    """Joining asks for something else here: a request, an invitation, a certification."""

    code = "not-open"
    message = _("This group can’t be joined just like that.")


class GroupArchived(Refused):
    code = "group-archived"
    message = _("This group has ended. Nothing new happens in it.")


class WordsMissing(Invalid):
    code = "words-missing"
    message = _("Write a word or two.")


class NeedsCertification(Refused):
    code = "needs-certification"
    message = _(
        "This group is for members with a professional certification. You can apply for one any time."
    )


class LinkOver(Refused):
    code = "link-over"
    message = _("This invitation link has ended. Ask for a new one.")
    status = 404


class AlreadyInside(Refused):
    code = "already-inside"
    message = _("This person is in the group or about to come in.")


class AlreadyVouched(Refused):
    code = "already-vouched"
    message = _("You have vouched for this person.")


class LastSteward(Refused):
    """A group is never without a steward."""

    code = "last-steward"
    message = _("A group needs a steward. Make somebody else steward first.")


class FewerPlacesThanPeople(Invalid):
    code = "fewer-places-than-people"
    message = _("There are already %(members)s people in it.")


class TitleMissing(Invalid):
    code = "title-missing"
    message = _("Give the event a title.")


class PlaceMissing(Invalid):
    code = "place-missing"
    message = _("Say where you meet.")


class BadMapLink(Invalid):
    code = "bad-map-link"
    message = _("A link to a map starts with https://.")


class NoSuchHour(Invalid):
    """The night when clocks go forward leaves an hour out."""

    code = "no-such-hour"
    message = _("The clocks there skip this hour on that day. Choose another.")


class InThePast(Invalid):
    code = "in-the-past"
    message = _("Choose a time that is still to come.")


class OutOfRange(Invalid):
    code = "out-of-range"
    message = _("Give a number from %(least)s to %(most)s.")


class PlacesTaken(Refused):
    """Nobody loses a place because there are to be fewer."""

    code = "places-taken"
    message = _("%(held)s places are taken already. There can’t be fewer.")


class EventClosed(Refused):
    code = "event-closed"
    message = _("This event takes no answers now.")


class OfferEnded(Refused):
    code = "offer-ended"
    message = _("The time for this offer is over, and the place went to whoever was next.")


class AlreadyAnswered(Refused):
    """The same person, with another number of places."""

    code = "already-answered"
    message = _("You have answered already. Cancel first if you want another number of places.")


class TooManyPins(Refused):
    code = "too-many-pins"
    message = _("At most %(most)s posts are kept on top. Let one go first.")


class TooManyRituals(Refused):
    code = "too-many-rituals"
    message = _("A group has %(most)s rituals at most.")


class PromptOver(Refused):
    code = "prompt-over"
    message = _("This day is over. There is a new one to answer soon.")


class BadDate(Invalid):
    code = "bad-date"
    message = _("Choose a day from today to a year from now.")


class TooLateToChange(Refused):
    code = "too-late-to-change"
    message = _("This event has begun, is over or was called off. It can’t be changed any more.")


class RuleInUse(Refused):
    """Whoever waits was promised the rule that stood there."""

    code = "rule-in-use"
    message = _("Somebody waits in line by this rule. It stays until the line is empty.")


class StarOver(Refused):
    """Answered already, too late, or not yet said yes."""

    code = "star-over"
    message = _("This can’t be done with the invitation any more.")


class DayTaken(Refused):
    code = "day-taken"
    message = _("Somebody has this day already. Choose another one.")

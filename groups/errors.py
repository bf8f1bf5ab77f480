"""Why groups may refuse. The codes are stable; the sentences are for people."""

import math

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.errors import Invalid, Refused, TooMany


class NameMissing(Invalid):
    code = "name-missing"
    message = _("Give the group a name.")


class TextTooLong(Invalid):
    code = "text-too-long"
    message = _("This is too long: at most %(limit)s characters.")


class BadCapacity(Invalid):
    code = "bad-capacity"
    message = _("Give a number from 2 to %(most)s, or leave it empty.")


class BadVouches(Invalid):
    code = "bad-vouches"
    message = _("Give a number from 1 to %(most)s.")


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


class HostingKept(Refused):
    """Who may host was changed since this person planned the event."""

    code = "hosting-kept"
    message = _("Only stewards host events here now. Ask one of them to open it.")
    status = 403


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


class SomebodyInside(Refused):
    code = "somebody-inside"
    message = _("Somebody was let in already: the event can’t move to another time any more.")


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


class NoSuchTicket(Invalid):
    code = "no-such-ticket"
    message = _("No ticket of this event has these letters.")


class TicketVoid(Refused):
    """The place was given back since."""

    code = "ticket-void"
    message = _("This ticket counts no more: its place was given back.")


class DoorClosed(Refused):
    code = "door-closed"
    message = _("The door opens two hours before the start and is counted two days after the end.")


class NothingToExcuse(Refused):
    code = "nothing-to-excuse"
    message = _("Nobody missed you there.")


class TooLateToExcuse(Refused):
    code = "too-late-to-excuse"
    message = _("This was too long ago.")


class TeamsClosed(Refused):
    code = "teams-closed"
    message = _("Teams are mixed while an event is open or going on.")


class TeamsSet(Refused):
    code = "teams-set"
    message = _("The teams are set.")


class NoTeams(Refused):
    code = "no-teams"
    message = _("Mix the teams first.")


class NobodyToMix(Refused):
    code = "nobody-to-mix"
    message = _("Two people have to come before there can be teams.")


class TeamsStale(Refused):
    """Somebody has blocked somebody since. Who, nobody is told."""

    code = "teams-stale"
    message = _("Something has changed since the teams were mixed. Mix them anew.")


class OwnWords(Refused):
    code = "own-words"
    message = _("These are your own words. You can edit or delete them.")


class CaseHeld(Refused):
    """Another steward looks at it, for half an hour at most."""

    code = "case-held"
    message = _("Another steward looks at this right now.")


class NotHeld(Refused):
    code = "not-held"
    message = _("Take this up first: somebody else may have it, or your half hour is over.")


class CaseOver(Refused):
    code = "case-over"
    message = _("This is decided already.")


class Muted(Refused):
    """A steward has decided it; the decision has its own page, with an end and an appeal."""

    code = "muted"
    message = _("You can read here, and not write for now: see what the stewards decided.")
    status = 403


class MayHurt(Refused):
    """Asked once before sending; sent again ``as_is`` it is never refused."""

    code = "may-hurt"
    message = _("These words may hurt somebody. Change them, or send them as they are.")


class NobodyBetween(Refused):
    code = "nobody-between"
    message = _("Choose somebody who is in a group with you and in a group with them.")


class AskedAlready(Refused):
    """Also where somebody has said no: nobody learns of it before the time is over."""

    code = "asked-already"
    message = _("You have asked for this already. It takes up to 14 days.")


class IntroductionOver(Refused):
    code = "introduction-over"
    message = _("This is over, or you know each other already.")


class AnswersWait(TooMany):
    """Many have written to one person at once; the post's author and the stewards go on."""

    code = "answers-wait"

    @property
    def text(self) -> str:
        minutes = math.ceil(self.retry_after_seconds / 60)
        return ngettext(
            "Many write here at once, so answers wait for a minute.",
            "Many write here at once, so answers wait for %(minutes)s minutes.",
            minutes,
        ) % {"minutes": minutes}


class ActionOver(Refused):
    code = "action-over"
    message = _("This is over or taken back already.")


class AppealedAlready(Refused):
    code = "appealed-already"
    message = _("You have appealed against this. It is looked at once.")


class TooLateToAppeal(Refused):
    code = "too-late-to-appeal"
    message = _("This was more than 20 days ago.")


class ComplaintOver(Refused):
    code = "complaint-over"
    message = _("This can’t be done with the complaint any more.")


class TeamsNotSet(Refused):
    code = "teams-not-set"
    message = _("The teams are not set yet.")


class NoSuchTeam(Invalid):
    code = "no-such-team"
    message = _("No other team here has these letters.")


class NeedsTeammates(Refused):
    code = "needs-teammates"
    message = _("A task is done together: you are alone in your team.")


class NothingToConfirm(Refused):
    code = "nothing-to-confirm"
    message = _("Nobody else in your team has said that this is done.")


class NotOverYet(Refused):
    code = "not-over-yet"
    message = _("This event is not over yet.")


class NotSeenThere(Refused):
    code = "not-seen-there"
    message = _("Only those who were let in at the door are asked.")


class TooLateForFeedback(Refused):
    code = "too-late-for-feedback"
    message = _("This was too long ago.")

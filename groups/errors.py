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

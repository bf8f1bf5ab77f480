"""What trust refuses. No sentence tells whose identity collides."""

from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, NotAllowed, NotFound, Refused


class BadLegalName(Invalid):
    code = "bad-legal-name"
    message = _("Type your name as it stands on your ID: letters or characters, no digits or symbols.")


class BadIdNumber(Invalid):
    code = "bad-id-number"
    message = _("This is not a resident ID number.")


class WrongLength(BadIdNumber):
    code = "id-number-length"
    message = _(
        "A resident ID number has 18 characters; you typed %(typed)s. Old 15-digit numbers are not used."
    )


class WrongCharacters(BadIdNumber):
    code = "id-number-characters"
    message = _("A resident ID number has 17 digits and then a digit or X.")


class WrongChecksum(BadIdNumber):
    code = "id-number-checksum"
    message = _("The last character does not fit the others. Please look for a mistyped digit.")


class WrongBirthDate(BadIdNumber):
    code = "id-number-date"
    message = _("Digits 7 to 14 are not a date of birth.")


class FutureBirthDate(WrongBirthDate):
    code = "id-number-future"
    message = _("The date of birth in digits 7 to 14 is in the future.")


class WrongArea(BadIdNumber):
    code = "id-number-area"
    message = _("The first six digits are not a place that issued ID numbers at that time.")


class AlreadyCertified(Refused):
    code = "already-certified"
    message = _("Your name is verified already.")


class CaseOpen(Refused):
    code = "case-open"
    message = _("Your application is with us already. You need not send it twice.")


class FinalDecision(Refused):
    code = "final-decision"
    message = _("This decision was final. You can write to the community's team.")


class OwnCase(NotAllowed):
    code = "own-case"
    message = _("You can't review your own application. A colleague will.")


class ConflictOfInterest(NotAllowed):
    code = "conflict-of-interest"
    message = _("You know this applicant through the community. A colleague will review the case.")


class TaskTaken(Refused):
    code = "task-taken"
    message = _("A colleague is looking at this case.")


class NoTask(Refused):
    code = "no-task"
    message = _("This case does not wait for a decision.")


class LeaseNeeded(Refused):
    code = "lease-needed"
    message = _("Take the case first. If you had it, your time ran out.")


class AlreadyDecided(Refused):
    code = "already-decided"
    message = _("This case was already decided.")


class ReasonNeeded(Invalid):
    code = "reason-needed"
    message = _("Give at least one reason from the list; the applicant reads it.")


class UnknownOutcome(Invalid):
    code = "unknown-outcome"
    message = _("There is no such decision.")


class IdentityInUse(Refused):
    code = "identity-in-use"
    message = _("Another active certification stands on the same identity. This case can't be approved.")


class NoSuchCase(NotFound):
    code = "no-case"
    message = _("There is no such application.")


class MemberWithoutKey(Refused):
    code = "erased-member"
    message = _("This account can't be certified.")

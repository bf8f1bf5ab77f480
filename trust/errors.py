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


class SameReviewer(NotAllowed):
    code = "same-reviewer"
    message = _("You have already said what you think of this case. A colleague decides now.")


class TouchedBefore(NotAllowed):
    code = "touched-before"
    message = _("An appeal goes to somebody who never had this case.")


class NameFirst(Refused):
    code = "name-first"
    message = _("Have your name verified first. Your papers are compared with it.")


class JobFirst(Refused):
    code = "job-first"
    message = _("Say first where you work.")


class BadEmployer(Invalid):
    code = "bad-employer"
    message = _("Type your employer’s name, 2 to 120 characters.")


class BadTitle(Invalid):
    code = "bad-title"
    message = _("Type your position, 2 to 80 characters.")


class BadSince(Invalid):
    code = "bad-since"
    message = _("Type the month as 2021-09, not later than this month.")


class BadCompanyCode(Invalid):
    code = "bad-company-code"
    message = _("This is not a unified social credit code: 18 letters and digits, without I, O, S, V and Z.")


class CompanyCodeChecksum(BadCompanyCode):
    code = "company-code-checksum"
    message = _("The last character of the credit code does not fit the others. Please look for a mistake.")


class InnerCodeChecksum(BadCompanyCode):
    code = "company-code-inner"
    message = _("Characters 9 to 17 of the credit code are not an organisation code. Please look again.")


class WrongKind(Invalid):
    code = "wrong-evidence-kind"
    message = _("This kind of proof is not used here.")


class DateNeeded(Invalid):
    code = "date-needed"
    message = _("Type the date that stands on the document.")


class DateInFuture(Invalid):
    code = "date-in-future"
    message = _("The date on the document is in the future.")


class TooMuchEvidence(Refused):
    code = "too-much-evidence"
    message = _("There are %(most)s proofs already. Remove one first.")


class EvidenceNeeded(Refused):
    code = "evidence-needed"
    message = _("Add at least one proof first.")


class PicturesNeeded(Refused):
    code = "pictures-needed"
    message = _("Add a picture of your ID first.")


class EvidenceBeingChecked(Refused):
    code = "evidence-being-checked"
    message = _("A picture is still being checked. Please try again in a few seconds.")


class EvidenceClosed(Refused):
    code = "evidence-closed"
    message = _(
        "It was sent in already and can't be taken back on its own. You can withdraw the application."
    )


class LinkUsed(Refused):
    code = "link-used"
    message = _("This link worked once and is over. Open the document again.")
    status = 410


class FreeMailbox(Invalid):
    code = "free-mailbox"
    message = _("Anybody can have an address there. Use the one that your employer gave you.")


class NotAppealable(Refused):
    code = "not-appealable"
    message = _("There is no decision here that you could appeal against.")


class AppealTooLate(Refused):
    code = "appeal-too-late"
    message = _("The time for an appeal, %(days)s days, is over.")


class AppealText(Invalid):
    code = "appeal-text"
    message = _("Say in 10 to %(most)s characters why the decision is wrong.")


class NotLive(Refused):
    code = "certification-not-live"
    message = _("This certification is over.")


class WhyNeeded(Invalid):
    code = "why-needed"
    message = _("Give a reason; it is kept with the record.")


class JobUnchanged(Refused):
    code = "job-changed"
    message = _("The member's job is another one now. It can only be certified anew.")


class WrongWorkCode(Invalid):
    code = "wrong-work-code"
    message = _("This code is wrong or too old.")


class RegisterOff(Refused):
    code = "register-off"
    message = _("Names are not compared with a register in this community.")


class LinkedInOff(Refused):
    code = "linkedin-off"
    message = _("LinkedIn is not asked in this community.")


class LinkedInTooLate(Refused):
    code = "linkedin-too-late"
    message = _("The permission came too late or was used already. Please begin again.")


class CreditOff(Refused):
    code = "credit-off"
    message = _("Credit levels are not shown in this community.")


class CreditHeld(Refused):
    code = "credit-held"
    message = _("Your level is being read, or was read already.")


class CreditTooLate(Refused):
    code = "credit-too-late"
    message = _("The permission came too late or was used already. Please begin again.")


class ForgedNews(Refused):
    code = "forged-news"
    message = _("This message is not signed by the provider.")
    status = 400


class NotForBadges(Invalid):
    code = "not-for-badges"
    message = _("There is no such badge.")


class LevelFirst(Refused):
    code = "level-first"
    message = _("Have your own level read first.")


class NotCertified(Refused):
    code = "not-certified"
    message = _("There is no certified job to take along.")


class BadPolicy(Invalid):
    code = "bad-policy"
    message = _("Name a kind of case, percents between 0 and 100, and at least one second look.")

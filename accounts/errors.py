"""What accounts refuses. No sentence here tells whether a stranger has an account."""

from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, NotAllowed, NotFound, Refused


class BadContact(Invalid):
    code = "bad-contact"
    message = _("Type a mobile number or an e-mail address.")


class BadPhone(BadContact):
    code = "bad-phone"
    message = _(
        "This is not a mobile number we can send a message to. Add the country code if it is not +86."
    )


class BadEmail(BadContact):
    code = "bad-email"
    message = _("This does not look like an e-mail address.")


class BadDisplayName(Invalid):
    code = "bad-display-name"
    message = _("Choose a name of 1 to 40 characters that people can read.")


class TooLong(Invalid):
    code = "too-long"
    message = _("Please keep it to %(length)s characters.")


class NoPhoto(Refused):
    code = "no-photo"
    message = _("There is no photo.")
    status = 409


class BadLink(Invalid):
    code = "bad-link"
    message = _("Give a web address such as https://example.org/me, without a name or password in it.")


class UnknownIndustry(Invalid):
    code = "unknown-industry"
    message = _("Choose an industry from the list.")


class UnknownNameForm(Invalid):
    code = "unknown-name-form"
    message = _("Choose which name stands on your page.")


class UnknownAudience(Invalid):
    code = "unknown-audience"
    message = _("Choose who may see it.")


class ConsentNeeded(Invalid):
    code = "consent-needed"
    message = _("Please read the notice and agree to it first.")


class BadTimeZone(Invalid):
    code = "bad-time-zone"
    message = _("This time zone is not known.")


class BadLocale(Invalid):
    code = "bad-locale"
    message = _("This language is not available.")


class WeakPassword(Invalid):
    code = "weak-password"
    message = _("Choose another password. %(why)s")


class WrongCode(Refused):
    """Also for an unknown, used or expired code: the difference helps only a guesser."""

    code = "wrong-code"
    message = _("This code is not right, or it has expired. Check it, or ask for a new one.")
    status = 422


class CodeUsedUp(Refused):
    code = "code-used-up"
    message = _("Too many wrong tries with this code. Ask for a new one.")
    status = 422


class NotJoinedYet(Refused):
    """Only said to somebody who has just proven the contact."""

    code = "not-joined-yet"
    message = _("Nobody has joined with this contact yet. Join first; it takes a minute.")


class WrongSignIn(Refused):
    """Unknown contact, wrong password, no password and suspended: one answer."""

    code = "wrong-sign-in"
    message = _("This contact and password do not belong together.")
    status = 422


class MemberSuspended(NotAllowed):
    """Only said to somebody who has just proven the contact."""

    code = "member-suspended"
    message = _("This account is suspended. Please write to the community's team.")


class ContactJustUsed(Refused):
    """Two registrations with one contact raced; trying again signs in."""

    code = "try-again"
    message = _("That did not go through, because the same was being done elsewhere. Please try again.")


class UnknownRole(Invalid):
    code = "unknown-role"
    message = _("There is no such role or scope.")


class ReadOnlyToken(NotAllowed):
    code = "read-only-token"
    message = _("This token may only read.")


class ConsentOfMembership(Refused):
    code = "consent-of-membership"
    message = _("Being a member rests on this agreement. To end it, leave the community.")


class WrongProof(Refused):
    """A wrong password, number of the app or recovery code: one answer."""

    code = "wrong-proof"
    message = _("This is not right. Check it and try again.")
    status = 422


class SecondFactorNeeded(NotAllowed):
    """Only said to somebody whose first proof was right."""

    code = "second-factor-needed"
    message = _("Also send the number of your authenticator app, or a recovery code.")


class TeamNeedsSecondFactor(NotAllowed):
    code = "team-needs-second-factor"
    message = _("The team needs a second factor. Set one up, then sign in again.")


class ContactTaken(Refused):
    """Only said to somebody who has just proven the contact."""

    code = "contact-taken"
    message = _("Another account here has this contact. Sign in with it, or take another one.")


class LastWayIn(Refused):
    code = "last-way-in"
    message = _("This is your only way in. Add another one first.")


class AlreadySetUp(Refused):
    code = "already-set-up"
    message = _("This is set up already. Remove it first to set it up anew.")


class NotSetUp(Refused):
    code = "not-set-up"
    message = _("This is not set up.")


class BadPasskey(Refused):
    code = "bad-passkey"
    message = _("This passkey could not be checked. Please try again.")
    status = 422


class TooManyPasskeys(Refused):
    code = "too-many-passkeys"
    message = _("You have ten passkeys already. Remove one first.")


class BadPasskeyName(Invalid):
    code = "bad-passkey-name"
    message = _("Choose a name of 1 to 40 characters.")


class ReasonNeeded(Invalid):
    code = "reason-needed"
    message = _("Say why. It is written down.")


class NotOneself(Refused):
    code = "not-oneself"
    message = _("Somebody else of the team has to do this to your account.")


class LoginTaken(Refused):
    """Only said to somebody whom the service has just confirmed."""

    code = "login-taken"
    message = _("Another account here uses this login.")


class ReaderTaken(Refused):
    """Only said to somebody whom WeChat has just confirmed."""

    code = "reader-taken"
    message = _("Another account here gets its messages in this WeChat.")


class ReaderOther(Refused):
    code = "reader-other"
    message = _("This is not the WeChat that is linked with your account. Open the page in your own.")


class LoginOff(NotFound):
    code = "login-off"
    message = _("Signing in with this service is not offered here.")


class LoginStale(Refused):
    """An unknown, used or old way back, or one that began in another browser."""

    code = "login-stale"
    message = _("This took too long, was used already, or began in another browser. Please start again.")
    status = 422


class LoginNotConfirmed(Refused):
    code = "login-not-confirmed"
    message = _("%(service)s did not confirm that it is you. Nothing has changed. You can start again.")
    status = 422


class LoginSilent(Refused):
    code = "login-silent"
    message = _("%(service)s can’t be asked right now. Try again later, or come in another way.")

"""What notifications refuse."""

from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, Refused


class PushOff(Refused):
    code = "push-off"
    message = _("Devices can't be notified by this community yet.")


class BadSubscription(Invalid):
    code = "bad-subscription"
    message = _("This device did not give an address that we can use.")


class NeededMessage(Invalid):
    code = "needed-message"
    message = _("What you need to know can't be turned off on this site or by e-mail.")


class BadQuietHours(Invalid):
    code = "bad-quiet-hours"
    message = _("Give quiet hours a start and an end.")


class NothingToMute(Refused):
    code = "nothing-to-mute"
    message = _("There is nothing to mute in this notification.")


class TooManyMutes(Refused):
    code = "too-many-mutes"
    message = _("You have muted very many things already. Unmute some first.")


class UnknownKind(Invalid):
    code = "unknown-kind"
    message = _("There is no such kind of notification.")


class BrokenText(Invalid):
    code = "broken-text"
    message = _("“%(piece)s” can't be read. Write a gap as {name}, and a brace as {{ or }}.")


class UnknownGap(Invalid):
    code = "unknown-gap"
    message = _("There is no gap called %(names)s here. There are: %(known)s.")


class PersonalGap(Invalid):
    code = "personal-gap"
    message = _("A subject may be read on a locked screen, so it can't have %(names)s.")


class NoOwnAddress(Refused):
    code = "no-own-address"
    message = _("Your own account has no e-mail address to send the test to.")

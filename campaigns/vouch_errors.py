"""What is refused about words for friends, each with its sentence."""

from django.utils.translation import gettext_lazy as _

from common.errors import Refused


class NoVouching(Refused):
    code = "no-vouching"
    message = _("Nobody vouches for friends in this campaign.")


class NotVouchable(Refused):
    code = "not-vouchable"
    message = _("You can vouch for friends who count or still can. This friend does not.")


class VouchTooLate(Refused):
    code = "vouch-too-late"
    message = _("This friend has shown everything already: there is nothing left to vouch for.")


class VouchWithdrawn(Refused):
    code = "vouch-withdrawn"
    message = _("You took your word for this friend back. It is given once for each friend.")


class TooManyVouches(Refused):
    """``most``: at a time."""

    code = "too-many-vouches"
    message = _(
        "You can vouch for %(most)s at a time. Wait until one of them has proven it, or take one back."
    )


class WordLowered(Refused):
    code = "word-lowered"
    message = _("Your word counts less for a while. Until then you can’t vouch for anybody else.")

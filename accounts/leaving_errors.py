"""What is refused to somebody who takes everything along, or leaves."""

from django.utils.translation import gettext_lazy as _

from common.errors import Refused


class NoKey(Refused):
    """Accounts made on the command line have no key of their own."""

    code = "no-key"
    message = _("This account has no key to encrypt an archive with. Please write to the community's team.")


class NoArchive(Refused):
    code = "no-archive"
    message = _("There is no archive to fetch. Ask for a new one.")


class LinkOver(Refused):
    code = "link-over"
    message = _("This link was used or is too old. Make a new one.")
    status = 410


class MayNotLeaveYet(Refused):
    code = "may-not-leave-yet"
    message = _("Something has to be settled first. %(why)s")


class TooLateToStay(Refused):
    code = "too-late-to-stay"
    message = _("The erasure has begun and can't be taken back any more.")

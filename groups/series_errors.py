"""What series refuse."""

from django.utils.translation import gettext_lazy as _

from common.errors import Refused


class RepeatsAlready(Refused):
    code = "repeats-already"
    message = _("This event repeats already.")


class DoesNotRepeat(Refused):
    code = "does-not-repeat"
    message = _("This event does not repeat.")


class EndsBeforeItStarts(Refused):
    code = "ends-before-it-starts"
    message = _("The last day can’t be before the first one.")

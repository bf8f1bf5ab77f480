"""What draws refuse, each with its sentence."""

from django.utils.translation import gettext_lazy as _

from common.errors import NotFound, Refused


class NoDraw(NotFound):
    code = "no-draw"
    message = _("This campaign has no draw.")


class EntriesClosed(Refused):
    code = "entries-closed"
    message = _("The draw takes no entries at the moment.")


class EnoughEntries(Refused):
    code = "enough-entries"
    message = _("You already have as many entries as the rules allow.")


class DrawFrozen(Refused):
    code = "draw-frozen"
    message = _("The list of entries is frozen. Nothing about this draw can be changed any more.")


class DrawNotFrozen(Refused):
    code = "draw-not-frozen"
    message = _("The list of entries has to be frozen and published first.")


class NoReceiptYet(NotFound):
    code = "no-receipt-yet"
    message = _("The receipt appears here when the draw has been published.")


class NoEntry(NotFound):
    code = "no-entry"
    message = _("You have no entry in this draw.")


class NoBeacon(Refused):
    code = "no-beacon"
    message = _("This installation has no public beacon set up. Choose a draw without one.")

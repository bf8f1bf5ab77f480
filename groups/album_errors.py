"""Why something can't be done with an event's photos."""

from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, Refused


class NotBegunYet(Refused):
    code = "not-begun-yet"
    message = _("Photos can be added once the event has begun.")


class NobodyMarked(Invalid):
    code = "nobody-marked"
    message = _("Say who is in the photo, or that nobody can be recognised.")


class SomebodyOrNobody(Invalid):
    code = "somebody-or-nobody"
    message = _("Either somebody is in it, or nobody.")


class PhotoNotShown(Refused):
    code = "photo-not-shown"
    message = _("This photo is not shown any more.")

"""Why showing a draft may be refused."""

from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, Refused


class NoBuddy(Invalid):
    code = "no-buddy"
    message = _("Choose somebody else who is in this group.")


class DraftShown(Refused):
    code = "draft-shown"
    message = _("You show a draft in this group already. Take it back or publish it first.")


class DraftOver(Refused):
    code = "draft-over"
    message = _("This draft is not shown any more.")

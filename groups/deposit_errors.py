"""What deposits refuse."""

from django.utils.translation import gettext_lazy as _

from common.errors import Refused


class DepositNotAgreed(Refused):
    code = "deposit-not-agreed"
    message = _("This event asks for a deposit. Read when it goes back, and agree to it.")


class DepositPromised(Refused):
    code = "deposit-promised"
    message = _("People have answered already under the rules they read. The deposit stays as it is.")


class DepositNotDue(Refused):
    code = "deposit-not-due"
    message = _("That can’t be written down of this deposit now.")


class DepositGoesBack(Refused):
    code = "deposit-goes-back"
    message = _(
        "It can be kept only of who was not seen and did not say why, or of who said too late that they "
        "would not come."
    )

"""A payer's codes of a no, in the reader's language."""

from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.texts import Texts
from gifts import rules
from gifts.states import MONEY_AT_DESK, MONEY_OVER, TransferState

# From WeChat Pay's pages on the merchant transfer (errors, ``fail_reason``); ours at the end.
_WORDS: Final[Mapping[str, str | Promise]] = {
    "ACCOUNT_FROZEN": _("The recipient's WeChat account is frozen."),
    "ACCOUNT_NOT_EXIST": _("The recipient has no WeChat account any more."),
    "REAL_NAME_CHECK_FAIL": _("The recipient has not verified a name with WeChat Pay."),
    "NAME_NOT_CORRECT": _("The recipient's name is another one at WeChat Pay."),
    "OPENID_INVALID": _("WeChat does not know this recipient. Signing in with WeChat once more helps."),
    "TRANSFER_QUOTA_EXCEED": _("The amount is over the recipient's limit."),
    "DAY_RECEIVED_QUOTA_EXCEED": _("The recipient has received all that is allowed for today."),
    "MONTH_RECEIVED_QUOTA_EXCEED": _("The recipient has received all that is allowed for this month."),
    "DAY_RECEIVED_COUNT_EXCEED": _("The recipient has been paid as often as is allowed for today."),
    "TRANSFER_RISK": _("WeChat Pay thinks that this payment is a risk."),
    "USER_ACCOUNT_LIMIT": _("The recipient's WeChat account may not receive money at the moment."),
    "PAYEE_ACCOUNT_ABNORMAL": _("Something is wrong with the recipient's WeChat account."),
    "PRODUCT_AUTH_CHECK_FAIL": _("Our account may not make such payments (any more)."),
    "NO_AUTH": _("Our account may not make such payments (any more)."),
    "SIGN_ERROR": _("WeChat Pay does not accept our signature: look at the keys."),
    "APPID_MCHID_NOT_MATCH": _("Our application and our merchant number do not belong together."),
    "PARAM_ERROR": _("WeChat Pay does not understand our request: look at the settings of the payer."),
    "INVALID_REQUEST": _("WeChat Pay does not accept our request as it is."),
    rules.OVERDUE: _("It was not confirmed in time."),
    rules.NO_PAYEE: _("WeChat does not know whom to pay: the recipient is not linked any more."),
    rules.BY_DESK: _("We took it back."),
    rules.WRONG_AMOUNT: _("The payer tells of another amount than we asked for."),
    rules.LEFT: _("The recipient has left."),
}
# Kind words for the recipient, who needs no details.
_FOR_RECIPIENT: Final[Mapping[str, str | Promise]] = {
    rules.OVERDUE: _("It was not confirmed in time."),
    rules.BY_DESK: _("We had to take it back."),
    rules.NO_PAYEE: _("WeChat Pay no longer knows you from here. Sign in with WeChat once more."),
}
_COULD_NOT: Final = _("WeChat Pay could not pay it.")


def reason_in_words(code: str) -> str:
    """Empty for no code; an unknown one is named."""
    if not code:
        return ""
    known = _WORDS.get(code)
    return str(known) if known else _now("The payer says: %(code)s") % {"code": code}


def label_for_recipient(state: str, *, is_taken_back: bool = False) -> str:
    """Who was promised money need not read of a payer's no; what is taken back is held out no more."""
    if state in MONEY_AT_DESK:
        return _now("A little later")
    if is_taken_back and state not in MONEY_OVER:
        return _now("Being taken back")
    return str(TransferState(state).label)


def reason_for_recipient(code: str) -> Texts:
    """In every language, for a message that is written later."""
    texts = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            texts[language] = str(_FOR_RECIPIENT.get(code, _COULD_NOT))
    return texts

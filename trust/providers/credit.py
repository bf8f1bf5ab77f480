"""Which credit provider this installation uses, if any."""

from common.http.provider import ProviderConfig
from trust.providers.alipay import AlipayCredit
from trust.providers.protocol import CreditProvider


def current_credit() -> CreditProvider | None:
    """None where the operator has not switched one on; the pages then say nothing about levels."""
    config = ProviderConfig.load("credit")
    return AlipayCredit(config) if config.is_on else None

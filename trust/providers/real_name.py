"""Which register this installation may ask about names and numbers, if any."""

from common.http.provider import ProviderConfig
from trust.providers.protocol import RealNameProvider
from trust.providers.tencent import TencentRealName


def current_real_name() -> RealNameProvider | None:
    """None where the operator has not switched one on; the pages then offer no such check."""
    config = ProviderConfig.load("real_name")
    return TencentRealName(config) if config.is_on else None

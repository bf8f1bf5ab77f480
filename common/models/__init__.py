from common.models.clock import ClockOffset
from common.models.idempotency import IdempotencyRecord
from common.models.keys import DataKey
from common.models.limits import LimitWindow

__all__ = ["ClockOffset", "DataKey", "IdempotencyRecord", "LimitWindow"]

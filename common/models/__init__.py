from common.models.clock import ClockOffset
from common.models.files import FileState, SigningKey, StoredBlob, StoredFile
from common.models.idempotency import IdempotencyRecord
from common.models.keys import DataKey
from common.models.limits import LimitWindow
from common.models.search import SearchEntry
from common.models.tokens import SharedToken

__all__ = [
    "ClockOffset",
    "DataKey",
    "FileState",
    "IdempotencyRecord",
    "LimitWindow",
    "SearchEntry",
    "SharedToken",
    "SigningKey",
    "StoredBlob",
    "StoredFile",
]

"""The signed word that a file was destroyed. It names no person and holds nothing readable of the file."""

from datetime import datetime
from typing import Any

from common import signing
from common.models import StoredFile

USE = "receipts"
TYPE = "shred-receipt+jwt"


def write_receipt(file: StoredFile, *, sha256: str, policy: str, now: datetime) -> str:
    """``policy``: the rule that ended it, as a code. Times are whole seconds since 1970 (RFC 7519)."""
    payload = {
        "file": file.public_id,
        "purpose": file.purpose,
        "sha256": sha256,
        "bytes": file.size,
        "received_at": int(file.created_at.timestamp()),
        "destroyed_at": int(now.timestamp()),
        "policy": policy,
    }
    return signing.sign(payload, use=USE, typ=TYPE)


def read_receipt(token: str) -> dict[str, Any]:
    """Raises: signing.BadToken."""
    return signing.verify(token, use=USE, typ=TYPE)

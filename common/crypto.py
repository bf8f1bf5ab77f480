"""Keys: a master key ring, one data key per document or member, keyed blind indexes.

Ciphertexts are AES-256-GCM with the place they stand in (``aad``: model, row and field) authenticated,
so that cells can't be swapped. A wrong key is an error, never another value.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Count
from django.utils import timezone

if TYPE_CHECKING:
    from common.models import DataKey

_NONCE_BYTES = 12


class KeyShredded(Exception):
    """The key was destroyed on purpose; what it encrypted is gone for good."""


class CannotDecrypt(Exception):
    """The ciphertext was edited, moved to another place or made with another key."""


@cache
def _ring(master_keys: str) -> dict[str, bytes]:
    """``"id:hex,id:hex"`` to {id: 32 bytes}; the first one wraps, all unwrap."""
    ring = {}
    for part in filter(None, master_keys.split(",")):
        key_id, _, value = part.strip().partition(":")
        ring[key_id] = bytes.fromhex(value)
        if len(ring[key_id]) != 32:
            raise ImproperlyConfigured("Each of MASTER_KEYS needs 32 bytes in hex: id:64 hex digits.")
    if not ring:
        raise ImproperlyConfigured("MASTER_KEYS is empty.")
    return ring


def _seal(key: bytes, text: bytes, aad: str) -> str:
    nonce = os.urandom(_NONCE_BYTES)
    return base64.urlsafe_b64encode(nonce + AESGCM(key).encrypt(nonce, text, aad.encode())).decode()


def _open(key: bytes, token: str, aad: str) -> bytes:
    try:
        raw = base64.urlsafe_b64decode(token)
        return AESGCM(key).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], aad.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotDecrypt from error


def new_key(owner: str, *, secret: bytes = b"") -> "DataKey":
    """A data key, not yet saved; for callers that save several rows at once.

    ``secret``: 32 bytes that something was sealed with before there was a row; fresh ones otherwise.
    """
    from common.models import DataKey

    ring = _ring(settings.MASTER_KEYS)
    master_id = next(iter(ring))
    key = DataKey(owner=owner, master_key_id=master_id)
    key.wrapped = _seal(ring[master_id], secret or os.urandom(32), f"datakey:{key.public_id}")
    return key


def create_key(owner: str) -> "DataKey":
    """A fresh, saved data key. ``owner`` names whose it is: ``member:<public id>``, no personal data."""
    key = new_key(owner)
    key.save(force_insert=True)
    return key


def unwrap(key: "DataKey") -> bytes:
    """The 32 bytes themselves, for ``common.files``. Raises: KeyShredded, CannotDecrypt."""
    if not key.wrapped:
        raise KeyShredded(key.public_id)
    master = _ring(settings.MASTER_KEYS).get(key.master_key_id)
    if master is None:
        raise CannotDecrypt(f"master key {key.master_key_id} is not in MASTER_KEYS")
    return _open(master, key.wrapped, f"datakey:{key.public_id}")


def encrypt(key: "DataKey", text: str, *, aad: str) -> str:
    return _seal(unwrap(key), text.encode(), aad)


def sealer(key: "DataKey") -> Callable[[str, str], str]:
    """``seal(text, aad)`` for many texts under one key, which is unwrapped once. Raises: KeyShredded."""
    raw = unwrap(key)

    def seal(text: str, aad: str) -> str:
        return _seal(raw, text.encode(), aad)

    return seal


def decrypt(key: "DataKey", token: str, *, aad: str) -> str:
    return _open(unwrap(key), token, aad).decode()


def shred_key(key_id: int) -> bool:
    """Destroy a data key for good. Repeating is harmless; True if it still existed."""
    from common.models import DataKey

    live = DataKey.objects.filter(pk=key_id, shredded_at__isnull=True)
    return live.update(wrapped="", shredded_at=timezone.now()) == 1


def rewrap_keys(*, limit: int = 500) -> int:
    """Wrap up to ``limit`` data keys anew under the first master key; returns how many. Repeatable.

    What the keys encrypted stays as it is. A key that is shredded meanwhile stays shredded.
    """
    from common.models import DataKey

    ring = _ring(settings.MASTER_KEYS)
    master_id = next(iter(ring))
    old = DataKey.objects.filter(shredded_at__isnull=True).exclude(master_key_id=master_id)
    done = 0
    for key in old.order_by("pk")[:limit]:
        wrapped = _seal(ring[master_id], unwrap(key), f"datakey:{key.public_id}")
        same = DataKey.objects.filter(pk=key.pk, wrapped=key.wrapped)
        done += same.update(wrapped=wrapped, master_key_id=master_id)
    return done


def keys_by_master() -> dict[str, int]:
    """{master key id: how many live data keys it wraps}. One statement."""
    from common.models import DataKey

    live = DataKey.objects.filter(shredded_at__isnull=True).order_by()
    return dict(live.values_list("master_key_id").annotate(n=Count("pk")))


def blind_index(value: str, *, purpose: str) -> str:
    """64 hex digits that find equal values without telling them; keyed with its own pepper."""
    pepper = bytes.fromhex(settings.INDEX_PEPPER)
    return hmac.new(pepper, f"{purpose}\x1f{value}".encode(), hashlib.sha256).hexdigest()


def keyed_index(key: "DataKey", value: str) -> str:
    """A blind index under a key of its own: once that is shredded, nothing can be compared with it again."""
    return hmac.new(unwrap(key), value.encode(), hashlib.sha256).hexdigest()


def joint_secret(*keys: "DataKey") -> bytes:
    """32 bytes that need every one of ``keys``: shredding any of them shreds what they encrypted.

    Raises: KeyShredded, CannotDecrypt.
    """
    return hashlib.sha256(b"joint\0" + b"".join(unwrap(key) for key in keys)).digest()


def seal_secret(text: str, *, aad: str) -> str:
    """Encrypt an operator's secret (no person's data) directly under the master key ring."""
    ring = _ring(settings.MASTER_KEYS)
    key_id = next(iter(ring))
    return f"{key_id}:{_seal(ring[key_id], text.encode(), aad)}"


def open_secret(token: str, *, aad: str) -> str:
    """Raises: CannotDecrypt."""
    key_id, _, sealed = token.partition(":")
    master = _ring(settings.MASTER_KEYS).get(key_id)
    if master is None:
        raise CannotDecrypt(f"master key {key_id} is not in MASTER_KEYS")
    return _open(master, sealed, aad).decode()

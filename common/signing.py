"""Words of the installation that anybody can check later: compact JWS with Ed25519 (RFC 7515, RFC 8037).

Each use has a key of its own, made when it is first needed; retired keys stay to verify what they signed.
The algorithm is fixed: whatever a token says about itself, only EdDSA is checked.
"""

import base64
import json
import secrets
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.db import IntegrityError, transaction

from common.crypto import open_secret, seal_secret
from common.models import SigningKey


class BadToken(Exception):
    """Not ours, or changed."""


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def live_key(use: str) -> SigningKey:
    """The key that signs ``use`` now; made when there is none. Two makers at once: one key."""
    key = SigningKey.objects.filter(use=use, retired_at__isnull=True).first()
    if key is not None:
        return key
    private = Ed25519PrivateKey.generate()
    kid = f"{use}-{secrets.token_hex(6)}"
    try:
        with transaction.atomic():
            return SigningKey.objects.create(
                kid=kid,
                use=use,
                public=private.public_key().public_bytes_raw().hex(),
                secret_sealed=seal_secret(private.private_bytes_raw().hex(), aad=f"signingkey:{kid}"),
            )
    except IntegrityError:  # signingkey_one_live_per_use
        return SigningKey.objects.get(use=use, retired_at__isnull=True)


def sign(payload: dict[str, Any], *, use: str, typ: str) -> str:
    """A compact JWS. ``typ`` says what it is, e.g. ``shred-receipt+jwt``."""
    key = live_key(use)
    secret = bytes.fromhex(open_secret(key.secret_sealed, aad=f"signingkey:{key.kid}"))
    header = {"alg": "EdDSA", "kid": key.kid, "typ": typ}
    parts = [
        _b64(json.dumps(part, separators=(",", ":"), sort_keys=True).encode()) for part in (header, payload)
    ]
    body = ".".join(parts)
    return f"{body}.{_b64(Ed25519PrivateKey.from_private_bytes(secret).sign(body.encode()))}"


def verify(token: str, *, use: str, typ: str) -> dict[str, Any]:
    """The payload. Raises: BadToken."""
    try:
        head, body, signature = token.strip().split(".")
        header = json.loads(_unb64(head))
        if header.get("alg") != "EdDSA" or header.get("typ") != typ:
            raise BadToken
        key = SigningKey.objects.filter(use=use, kid=str(header.get("kid", ""))[:40]).first()
        if key is None:
            raise BadToken
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key.public))
        public.verify(_unb64(signature), f"{head}.{body}".encode())
        payload = json.loads(_unb64(body))
    except (ValueError, InvalidSignature, AttributeError, UnicodeError) as error:
        raise BadToken from error
    if not isinstance(payload, dict):
        raise BadToken
    return payload

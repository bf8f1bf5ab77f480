"""RSA keys of at least 2048 bits and RSASSA-PKCS1-v1_5 with SHA-256, as Chinese payment platforms sign.

The one algorithm: signatures with SHA-1 or MD5 never verify.
"""

import base64
import binascii
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import (
    load_der_private_key,
    load_der_public_key,
    load_pem_private_key,
    load_pem_public_key,
)

LEAST_BITS = 2048


class BadKey(ValueError):
    """Not an RSA key of at least 2048 bits."""


def _der(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error:
        raise BadKey("neither PEM nor base 64") from None


@lru_cache(maxsize=8)
def private_key(text: str) -> RSAPrivateKey:
    """From PEM or the bare base 64 that the vendor's tool prints. Raises: BadKey."""
    try:
        if "-----BEGIN" in text:
            key = load_pem_private_key(text.encode(), password=None)
        else:
            key = load_der_private_key(_der(text), password=None)
    except (ValueError, TypeError):
        raise BadKey("not a private key") from None
    if not isinstance(key, RSAPrivateKey) or key.key_size < LEAST_BITS:
        raise BadKey("RSA of 2048 bits or more is needed")
    return key


@lru_cache(maxsize=8)
def public_key(text: str) -> RSAPublicKey:
    """Raises: BadKey."""
    try:
        key = load_pem_public_key(text.encode()) if "-----BEGIN" in text else load_der_public_key(_der(text))
    except (ValueError, TypeError):
        raise BadKey("not a public key") from None
    if not isinstance(key, RSAPublicKey) or key.key_size < LEAST_BITS:
        raise BadKey("RSA of 2048 bits or more is needed")
    return key


def sign_bytes(content: bytes, key: RSAPrivateKey) -> str:
    return base64.b64encode(key.sign(content, PKCS1v15(), hashes.SHA256())).decode("ascii")


def is_signed(content: bytes, signature: str, key: RSAPublicKey) -> bool:
    try:
        key.verify(base64.b64decode(signature, validate=True), content, PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True

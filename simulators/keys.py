"""Key pairs of the simulated Alipay and WeChat Pay and of who talks to them; made once per installation.

They are worth nothing anywhere else: no real gateway knows them.
"""

import os
import tempfile
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

NAMES = ("application", "alipay", "merchant", "wechat-pay")


@dataclass(frozen=True, kw_only=True)
class KeyPair:
    private_pem: str = field(repr=False)

    @cached_property
    def private(self) -> RSAPrivateKey:
        key = load_pem_private_key(self.private_pem.encode(), password=None)
        assert isinstance(key, RSAPrivateKey)  # noqa: S101
        return key

    @cached_property
    def public_pem(self) -> str:
        public = self.private.public_key()
        return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@dataclass(frozen=True, kw_only=True)
class Keys:
    application: KeyPair
    alipay: KeyPair
    merchant: KeyPair
    wechat_pay: KeyPair


def _fresh() -> str:
    key = generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@cache
def passing_keys() -> Keys:
    """For a test: they live as long as the process."""
    return _named([KeyPair(private_pem=_fresh()) for _name in NAMES])


def kept_keys(folder: Path) -> Keys:
    """From ``folder``, made there by whoever needs them first. Two makers at once: one pair each."""
    folder.mkdir(parents=True, exist_ok=True)
    return _named([_kept(folder / f"{name}.pem") for name in NAMES])


def _named(pairs: list[KeyPair]) -> Keys:
    application, alipay, merchant, wechat_pay = pairs
    return Keys(application=application, alipay=alipay, merchant=merchant, wechat_pay=wechat_pay)


def _kept(path: Path) -> KeyPair:
    if not path.exists():
        handle, made = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w") as file:
            file.write(_fresh())
        try:
            os.link(made, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(made)
    return KeyPair(private_pem=path.read_text())

"""What every gateway has in common: how it is switched on, what it can promise, who may be simulated."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from django.conf import settings

from common.http.breaker import Breaker
from common.http.client import HttpClient, Limits
from common.http.connect import Guard
from common.http.errors import NotDone
from common.http.urls import origin_of


class Mode(StrEnum):
    OFF = "off"
    SIMULATOR = "simulator"
    SANDBOX = "sandbox"
    LIVE = "live"


class Capability(StrEnum):
    """What helps when an answer is lost: sending again under a key, asking, or neither."""

    KEY = "key"
    QUERY = "query"
    NONE = "none"


class ProviderOff(NotDone):
    """Nothing was tried: the operator has not switched this gateway on."""


@dataclass(frozen=True, kw_only=True)
class ProviderConfig:
    """One entry of ``settings.PROVIDERS``. ``extra`` holds what only this provider knows, sorted pairs."""

    name: str
    mode: Mode
    base_url: str = ""
    secret: str = field(default="", repr=False)
    allow_private: bool = False
    connect_seconds: float = 3.0
    total_seconds: float = 15.0
    breaker_failures: int = 5
    breaker_seconds: float = 30.0
    extra: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @classmethod
    def load(cls, name: str) -> "ProviderConfig":
        return cls.read(name, settings.PROVIDERS.get(name, {}))

    @classmethod
    def read(cls, name: str, entry: Mapping[str, object]) -> "ProviderConfig":
        """``mode`` is off unless said otherwise. Raises ValueError for a mode that doesn't exist."""
        known = {"mode", "base_url", "secret", "allow_private", *_NUMBERS}
        numbers = {key: kind(str(entry[key])) for key, kind in _NUMBERS.items() if key in entry}
        mode = Mode(str(entry.get("mode") or "off"))
        return cls(
            name=name,
            mode=mode,
            base_url=str(entry.get("base_url", "")),
            secret=str(entry.get("secret", "")),
            allow_private=bool(entry.get("allow_private", mode is Mode.SIMULATOR)),
            extra=tuple(sorted((key, str(value)) for key, value in entry.items() if key not in known)),
            **numbers,  # type: ignore[arg-type]
        )

    @property
    def simulated(self) -> bool:
        """Whether everything that comes back must be shown as simulated."""
        return self.mode is Mode.SIMULATOR

    @property
    def is_on(self) -> bool:
        return self.mode is not Mode.OFF

    def option(self, key: str, default: str = "") -> str:
        return dict(self.extra).get(key, default)

    def client(self) -> HttpClient:
        """The shared client of this configuration; its connections are kept alive between calls.

        Raises: ProviderOff, NotDone.
        """
        if not self.is_on:
            raise ProviderOff("off", f"{self.name} is not switched on")
        return _client(self)


_NUMBERS: dict[str, type[float] | type[int]] = {
    "connect_seconds": float,
    "total_seconds": float,
    "breaker_failures": int,
    "breaker_seconds": float,
}


@lru_cache(maxsize=32)
def _client(config: ProviderConfig) -> HttpClient:
    own = origin_of(config.base_url) if config.allow_private else None
    return HttpClient(
        config.name,
        guard=Guard(own=own),
        limits=Limits(connect_seconds=config.connect_seconds, total_seconds=config.total_seconds),
        breaker=Breaker(failures=config.breaker_failures, pause_seconds=config.breaker_seconds),
    )


# A forked worker must not share its parent's open connections.
os.register_at_fork(after_in_child=_client.cache_clear)

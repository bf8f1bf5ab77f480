"""Which URLs we are willing to look at, before any name is resolved. Pure."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import SplitResult, urlsplit

import idna

from common.http.errors import NotDone

_DEFAULT_PORTS = {"http": 80, "https": 443}
_LONGEST_URL = 2048
_UNWELCOME = re.compile(r"[\x00-\x20\x7f-\x9f\\#]")
_NUMBER = re.compile(r"^(0x[0-9a-f]*|[0-9]+)$")
_NAME = re.compile(r"^(?!-)[a-z0-9_-]{1,63}(?<!-)$")
# Services that are not HTTP but would read parts of an HTTP request as commands.
_OTHER_SERVICES = frozenset(
    {1433, 1521, 1719, 1720, 1723, 2049, 2181, 2375, 2376, 2379, 2380, 3306, 3389, 3659, 4045, 4190, 4369}
    | {5060, 5061, 5432, 5671, 5672, 5900, 5984, 6000, 6379, 6380, 6443, 6566, 6665, 6666, 6667, 6668, 6669}
    | {6679, 6697, 7001, 8500, 9042, 9092, 9200, 9300, 10080, 10250, 11211, 15672, 25672, 27017, 27018, 50000}
)


@dataclass(frozen=True, kw_only=True)
class Origin:
    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where a request goes. ``path`` includes the query and is what is sent as the request target."""

    origin: Origin
    path: str

    @property
    def host_header(self) -> str:
        host = f"[{self.origin.host}]" if ":" in self.origin.host else self.origin.host
        plain = self.origin.port == _DEFAULT_PORTS[self.origin.scheme]
        return host if plain else f"{host}:{self.origin.port}"


def parse_url(url: str, *, own: Origin | None = None) -> Target:
    """Split a URL or refuse it. The port list does not apply to ``own``, the operator's own gateway.

    Raises: NotDone.
    """
    target = _split(url)
    if target.origin != own:
        _check_port(target.origin.port)
    return target


def origin_of(url: str) -> Origin:
    """The origin that an operator configured; any port will do. Raises: NotDone."""
    return _split(url).origin


def _split(url: str) -> Target:
    if len(url) > _LONGEST_URL or _UNWELCOME.search(url):
        raise NotDone("url", "too long or with characters that don't belong there")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotDone("url", "unreadable") from None
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS:
        raise NotDone("url", "neither http nor https")
    if "@" in parts.netloc:
        raise NotDone("url", "with a user name")
    origin = Origin(scheme=scheme, host=_host(parts), port=port or _DEFAULT_PORTS[scheme])
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii():
        raise NotDone("url", "path not percent-encoded")
    return Target(origin=origin, path=path)


def _check_port(port: int) -> None:
    if port in (80, 443):
        return
    if port < 1024 or port in _OTHER_SERVICES:
        raise NotDone("url", "port not allowed")


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    if "[" in parts.netloc or ":" in host:
        return _v6(host)
    if not host.isascii():
        host = _ascii_host(host)
    host = host.removesuffix(".")
    labels = host.split(".")
    if _NUMBER.match(labels[-1]):
        return _v4(host)
    if len(host) > 253 or not all(_NAME.match(label) for label in labels):
        raise NotDone("url", "no proper host name")
    return host


def _ascii_host(host: str) -> str:
    try:
        return idna.encode(host, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        raise NotDone("url", "no proper host name") from None


def _v4(host: str) -> str:
    """A host that ends in a number must be a plain dotted quad: no octal, hex, decimal or short forms."""
    try:
        return str(IPv4Address(host))
    except ValueError:
        raise NotDone("url", "an odd spelling of an address") from None


def _v6(host: str) -> str:
    try:
        address = IPv6Address(host)
    except ValueError:
        raise NotDone("url", "an odd spelling of an address") from None
    if address.scope_id:
        raise NotDone("url", "an address with a zone")
    return str(address)

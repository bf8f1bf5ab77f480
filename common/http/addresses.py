"""Which network addresses a server of ours may talk to. Pure.

Python's ``ipaddress`` alone is not enough: on 3.11.7 ``is_private`` is false for 100.64.0.0/10,
64:ff9b::/96, 2002::/16, ``::127.0.0.1`` and multicast, and ``is_global`` is true for the last four. So IPv4
is judged by ``is_global`` *and* a list, and IPv6 only by what lies inside global unicast (2000::/3),
minus the ranges that carry an IPv4 address inside.
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

_V4_REFUSED = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared space; 100.100.100.200 is a cloud's metadata service
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local; 169.254.169.254 is the other clouds' metadata service
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_V6_GLOBAL_UNICAST = IPv6Network("2000::/3")
_V6_REFUSED = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments, with Teredo 2001::/32
        "2001:db8::/32",
        "2002::/16",  # 6to4: an IPv4 address inside
        "3fff::/20",
    )
)
_ISATAP_MARKS = frozenset({0x00005EFE, 0x02005EFE})
_V4_OWN_NETWORK = tuple(
    ip_network(block) for block in ("10.0.0.0/8", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
)
_V6_OWN_NETWORK = (IPv6Network("::1/128"), IPv6Network("fc00::/7"))


def why_refused(address: str, *, own_network: bool = False) -> str:
    """Say why we must not connect to ``address``; an empty string means that we may.

    ``own_network`` also admits loopback and private addresses (a gateway on the operator's own machine),
    and still nothing link-local, shared, mapped, translated or multicast.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return "not an address"
    if isinstance(parsed, IPv4Address):
        return _why_refused_v4(parsed, own_network=own_network)
    return _why_refused_v6(parsed, own_network=own_network)


def _why_refused_v4(address: IPv4Address, *, own_network: bool) -> str:
    if own_network and any(address in block for block in _V4_OWN_NETWORK):
        return ""
    if any(address in block for block in _V4_REFUSED):
        return "not public"
    return "" if address.is_global and not address.is_multicast else "not public"


def _why_refused_v6(address: IPv6Address, *, own_network: bool) -> str:
    if address.scope_id:
        return "has a zone"
    if own_network and any(address in block for block in _V6_OWN_NETWORK):
        return ""
    if address not in _V6_GLOBAL_UNICAST:
        return "not public"
    if any(address in block for block in _V6_REFUSED):
        return "translated or reserved"
    if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP_MARKS:
        return "translated or reserved"
    return "" if address.is_global and not address.is_multicast else "not public"

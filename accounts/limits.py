"""How often anybody may try to come in: per network, per network and contact, per contact, and in all.

The caller's own counters stand first: what is refused for one network never reaches the counter of the
person whose contact was typed. A browser in which that person has been signed in before is counted by
itself, so that strangers can't lock them out of it; without it the wait is an hour at most for codes and
a quarter of an hour for passwords.
"""

from collections.abc import Iterator

from common.limits import EVERYBODY, Limit, network_of

_QUARTER_HOUR, _HOUR = 900, 3600

CODES_BY_NETWORK = Limit(name="codes-by-network", allowed=100, per_seconds=_HOUR)
CODES_BY_BOTH = Limit(name="codes-by-network-and-contact", allowed=5, per_seconds=_QUARTER_HOUR)
CODES_BY_CONTACT = Limit(name="codes-by-contact", allowed=12, per_seconds=_HOUR)
CODES_BY_BROWSER = Limit(name="codes-by-browser", allowed=5, per_seconds=_QUARTER_HOUR)
CODES_IN_ALL = Limit(name="codes-in-all", allowed=20_000, per_seconds=_HOUR, slices=16)

PASSWORDS_BY_NETWORK = Limit(name="passwords-by-network", allowed=100, per_seconds=_QUARTER_HOUR)
PASSWORDS_BY_BOTH = Limit(name="passwords-by-network-and-login", allowed=10, per_seconds=_QUARTER_HOUR)
PASSWORDS_BY_LOGIN = Limit(name="passwords-by-login", allowed=40, per_seconds=_QUARTER_HOUR)
PASSWORDS_BY_BROWSER = Limit(name="passwords-by-browser", allowed=10, per_seconds=_QUARTER_HOUR)
PASSWORDS_IN_ALL = Limit(name="passwords-in-all", allowed=40_000, per_seconds=_QUARTER_HOUR, slices=16)

PROOFS_BY_BOTH = Limit(name="proofs-by-network-and-member", allowed=10, per_seconds=_QUARTER_HOUR)
PROOFS_BY_MEMBER = Limit(name="proofs-by-member", allowed=30, per_seconds=_QUARTER_HOUR)

# Each is a question to the other service.
LOGINS_BY_NETWORK = Limit(name="logins-by-network", allowed=60, per_seconds=_QUARTER_HOUR)

CALLS_BY_TOKEN = Limit(name="calls-by-token", allowed=300, per_seconds=60)

# Each costs a decoder's work.
PHOTOS_BY_MEMBER = Limit(name="photos-by-member", allowed=20, per_seconds=_HOUR)


def code_tries(*, contact_index: str, address: str, browser: str = "") -> Iterator[tuple[Limit, str]]:
    """``browser``: the key of a browser that this contact's owner has used before, or empty."""
    network = network_of(address)
    yield CODES_BY_NETWORK, network
    if browser:
        yield CODES_BY_BROWSER, browser
    else:
        yield CODES_BY_BOTH, f"{network} {contact_index}"
        yield CODES_BY_CONTACT, contact_index
    yield CODES_IN_ALL, EVERYBODY


def password_tries(*, login: str, address: str, browser: str = "") -> Iterator[tuple[Limit, str]]:
    """``login``: a contact's index, or a handle."""
    network = network_of(address)
    yield PASSWORDS_BY_NETWORK, network
    if browser:
        yield PASSWORDS_BY_BROWSER, browser
    else:
        yield PASSWORDS_BY_BOTH, f"{network} {login}"
        yield PASSWORDS_BY_LOGIN, login
    yield PASSWORDS_IN_ALL, EVERYBODY


def proof_tries(*, member: str, address: str) -> Iterator[tuple[Limit, str]]:
    """``member``: a public id. Only somebody with the first half of a sign-in gets as far as this."""
    yield PROOFS_BY_BOTH, f"{network_of(address)} {member}"
    yield PROOFS_BY_MEMBER, member

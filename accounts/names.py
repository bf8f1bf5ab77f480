"""Where an app above says what a member's legal name is: trust's claim, shown here as its owner wishes."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.profile_rules import ProvenName
from common.registries import Registry


@dataclass(frozen=True, kw_only=True)
class LegalNameSource:
    """``name_of(member_id)``: the name that is proven now, or None. Asked only for who may see it."""

    key: str
    name_of: Callable[[int], ProvenName | None]


legal_name_sources: Registry[LegalNameSource] = Registry()


def proven_name(member_id: int) -> ProvenName | None:
    """The first source that knows one."""
    names = (source.name_of(member_id) for source in legal_name_sources)
    return next((name for name in names if name is not None), None)

"""Who calls when it is no person: a site, by one of its keys."""

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class SiteCaller:
    """An actor without an account: no member, no staff, only what its key's scopes say."""

    site_id: int
    slug: str
    public_id: str
    scopes: frozenset[str] = field(default_factory=frozenset)

    pk: ClassVar[None] = None
    is_authenticated: ClassVar[bool] = True
    is_active: ClassVar[bool] = True
    is_staff: ClassVar[bool] = False
    is_superuser: ClassVar[bool] = False

    @property
    def actor_key(self) -> str:
        """Whose idempotency keys these are."""
        return f"site:{self.public_id}"

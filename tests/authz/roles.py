"""Who is asking. Each role is a way of sending the same request."""

from typing import Any

from django.conf import settings
from django.test import Client

from accounts.models import Member
from tests.authz.world import World, friend_of

# Signed in through the portal's session; staff may also enter the admin.
SIGNED_IN = (
    "owner",
    "other",
    "manager",
    "manager-b",
    "certifier",
    "clerk",
    "steward",
    "auditor",
    "former-clerk",
    "superuser",
)
# The owner's (and the superuser's) own session or token, worth nothing any more.
SHUT_OUT = ("suspended", "suspended-superuser", "signed-out", "suspended-token")
TOKENS = ("read-token", "write-token")
# Servers with keys of brand A's site: one that may do everything, one that may only read. They are asked for
# where such keys open something; everywhere else they are nobody's token (tests/connect/test_sites.py).
SITE_KEYS = ("site-key", "reading-key")
OPEN_TO_SITES = frozenset(
    {"api-qualifying-events", "api-member-links", "api-event-imports", "api-event-import"}
)
# The strongest member's browser, sent here by another site: only unsafe methods.
FORGED = "forged"
ROLES = ("anonymous", *SIGNED_IN, *SHUT_OUT, *TOKENS)


def roles_for(method: str, route: str = "") -> tuple[str, ...]:
    """``route``: its key."""
    roles = (*ROLES, *SITE_KEYS) if route in OPEN_TO_SITES else ROLES
    return roles if method == "GET" else (*roles, FORGED)


class Callers:
    """Two test clients, one of which checks CSRF as a server does."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.plain = Client(raise_request_exception=False)
        self.strict = Client(enforce_csrf_checks=True, raise_request_exception=False)

    def prepare(self, role: str, *, is_admin: bool, entering: bool) -> tuple[Client, dict[str, str]]:
        """(client, headers) for one request. Changes rows: run it inside the cell's savepoint."""
        world, client = self.world, self.strict if role == FORGED else self.plain
        client.cookies.clear()
        headers: dict[str, str] = {}
        if role in SIGNED_IN:
            self._wear(client, role)
        elif role == FORGED:
            self._wear(client, "superuser" if is_admin else "owner")
        elif role in ("read-token", "write-token"):
            headers["Authorization"] = f"Bearer {world.tokens[role.removesuffix('-token')]}"
        elif role in SITE_KEYS:
            headers["Authorization"] = f"Bearer {world.site_keys[role]}"
        elif role == "suspended-token":
            suspend(world.members["owner"])
            headers["Authorization"] = f"Bearer {world.tokens['write']}"
        elif role in ("suspended", "suspended-superuser"):
            whose = "owner" if role == "suspended" else "superuser"
            suspend(world.members[whose])
            self._wear(client, whose)
        elif role == "signed-out":
            self._wear(client, "owner")
            client.session.delete()
        elif entering:
            client.cookies[settings.SESSION_COOKIE_NAME] = world.entering
        return client, headers

    def _wear(self, client: Client, whose: str) -> None:
        client.cookies[settings.SESSION_COOKIE_NAME] = self.world.cookies[whose]


def suspend(member: Member) -> None:
    Member.objects.filter(pk=member.pk).update(state="suspended")


def secrets_of(world: World) -> dict[str, frozenset[str]]:
    """Public ids and codes that are not public -> the roles that may ever read them."""
    everybody = frozenset({"superuser", FORGED})
    owners = everybody | {"owner", "read-token", "write-token"}
    looks = {"auditor"}
    found: dict[str, Any] = {}
    for side, keeps, own in (
        (world.a, {"manager"}, owners),
        (world.b, {"manager-b"}, everybody),
    ):
        desk = {"clerk"} if side is world.a else set()
        found[side.offered.public_id] = own | keeps | desk | looks
        found[side.shipped.public_id] = own | keeps | desk | looks
        found[side.accepted.public_id] = own | keeps | desk | looks
        found[side.reward.public_id] = own | keeps | looks
        found[side.queued.public_id] = own | {"certifier", "auditor"}
        found[side.held.public_id] = everybody | {"certifier", "auditor"}
        found[side.draft.slug] = everybody | keeps | looks
        found[side.draft.public_id] = everybody | keeps | looks
        # The desk finds members by name, whichever brand brought them.
        found[friend_of(side.brand)] = own | set(SIGNED_IN) - {"owner", "other", "former-clerk"}
        found[side.share_code] = own | keeps | looks
        found[side.desk_item.public_id] = everybody | keeps | desk | looks
    found[world.others_offer.public_id] = everybody | {"other", "manager", "clerk"} | looks
    found[world.managers_reward.public_id] = everybody | {"manager"} | looks
    found[world.others_reward.public_id] = everybody | {"other", "manager"} | looks
    return {text: frozenset(roles) for text, roles in found.items()}

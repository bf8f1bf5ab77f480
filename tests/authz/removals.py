"""Every guard that can be taken out, one at a time."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.contrib.auth.backends import ModelBackend
from django.middleware.csrf import CsrfViewMiddleware
from rest_framework import permissions

import accounts.api.authentication as token_authentication
import accounts.notification_queries as news
import accounts.queries as members
import campaigns.queries.campaigns as campaigns
import campaigns.queries.rewards as rewards
import campaigns.queries.rows as rows
import campaigns.queries.vouches as vouches
import common.api
import connect.queries as platform
import gifts.mending_queries as mending
import gifts.pick_queries as picking
import gifts.queries as gifts
import gifts.warehouse_queries as houses
import trust.queries as trust
from accounts.operations.tokens import find_live_token
from campaigns.models import Reward
from campaigns.states import PUBLIC_STATES, CampaignState
from common import access
from common.admin import OperatingAdmin
from common.api_access import SessionAuthentication
from common.web import SignInRequired
from gifts.models import GiftOffer
from tests.authz.cells import Cell
from tests.authz.world import World

# Its pages ask "may" and say "not found" themselves, to visitors too, whom "allow" would ask to sign in.
ONLY_ASKED_BY_MAY = frozenset({"campaigns.view-campaign"})
Removed = Callable[[], AbstractContextManager[Any]]


@dataclass(frozen=True, kw_only=True)
class Removal:
    """``verb``: the cells that it refused are asked again; otherwise those that ``touches`` chooses."""

    name: str
    take_out: Removed
    verb: str = ""
    touches: Callable[[Cell], bool] = lambda cell: True


def all_removals(world: World) -> list[Removal]:
    return [
        *_verbs(),
        *_doors(),
        *_worthless_papers(),
        *_admin_doors(),
        *_admin_lists(world),
        *_scoped_queries(world),
        *_own_queries(world),
    ]


# --- verbs ----------------------------------------------------------------------------------------


def _verbs() -> Iterator[Removal]:
    """A verb that anybody may do has nothing to take out."""
    for verb in access.declared():
        if access._verbs[verb] is not access.anyone:
            yield Removal(name=f"verb {verb}", verb=verb, take_out=_open_to_all(verb))
        if access._fresh[verb]:
            yield Removal(
                name=f"fresh proof for {verb}",
                verb=verb,
                take_out=_patched_dict(access._fresh, verb, False),
            )
        if access._hidden[verb] and verb not in ONLY_ASKED_BY_MAY:
            yield Removal(
                name=f"hiding of {verb}", verb=verb, take_out=_patched_dict(access._hidden, verb, False)
            )


def _open_to_all(verb: str) -> Removed:
    @contextmanager
    def opened() -> Iterator[None]:
        former = access.override(verb, access.anyone)
        try:
            yield
        finally:
            access.override(verb, former)

    return opened


def _patched_dict(where: dict[str, bool], key: str, value: bool) -> Removed:
    return lambda: patch.dict(where, {key: value})


def _patched(where: Any, name: str, value: Any) -> Removed:
    return lambda: patch.object(where, name, value)


def everywhere(original: Any, replacement: Any) -> Removed:
    """Also in the modules that imported it by name."""

    @contextmanager
    def replaced() -> Iterator[None]:
        with ExitStack() as stack:
            for module in list(sys.modules.values()):
                for name, value in list(getattr(module, "__dict__", {}).items()):
                    if value is original:
                        stack.enter_context(patch.object(module, name, replacement))
            yield

    return replaced


# --- doors ----------------------------------------------------------------------------------------


def _walk_in(self: SignInRequired, request: Any, *args: Any, **kwargs: Any) -> Any:
    return super(SignInRequired, self).dispatch(request, *args, **kwargs)


def _alive(find: Callable[[str], Any]) -> Callable[[str], Any]:
    def found(secret: str) -> Any:
        token = find(secret)
        if token is not None:
            token.member.state = "active"
        return token

    return found


def _page(cell: Cell) -> bool:
    return not cell.route.is_api


def _program(cell: Cell) -> bool:
    return cell.route.is_api


def _doors() -> Iterator[Removal]:
    yield Removal(
        name="sign-in of pages", take_out=_patched(SignInRequired, "dispatch", _walk_in), touches=_page
    )
    yield Removal(
        name="sign-in of API reads",
        take_out=everywhere(common.api.require_sign_in, lambda request: None),
        touches=_program,
    )
    yield Removal(
        name="CSRF of session calls to the API",
        take_out=_patched(SessionAuthentication, "enforce_csrf", lambda self, request: None),
        touches=lambda cell: cell.role == "forged" and _program(cell),
    )
    yield Removal(
        name="CSRF of forms",
        take_out=_patched(CsrfViewMiddleware, "_check_token", lambda self, request: None),
        touches=lambda cell: cell.role == "forged" and _page(cell),
    )
    yield Removal(
        name="the brand of a role",
        take_out=everywhere(members.has_role, _has_role_anywhere),
        touches=lambda cell: cell.role in ("manager", "manager-b", "clerk"),
    )
    yield Removal(
        name="drafts hidden from pages",
        take_out=everywhere(PUBLIC_STATES, frozenset(CampaignState)),
        touches=lambda cell: cell.target.endswith("draft"),
    )


def _worthless_papers() -> Iterator[Removal]:
    every_method = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
    yield Removal(
        name="read-only tokens",
        take_out=_patched(permissions, "SAFE_METHODS", every_method),
        touches=lambda cell: cell.role == "read-token" and _program(cell),
    )
    yield Removal(
        name="suspended members' tokens",
        take_out=_patched(token_authentication, "find_live_token", _alive(find_live_token)),
        touches=lambda cell: cell.role == "suspended-token" and _program(cell),
    )
    yield Removal(
        name="suspended members' sessions",
        take_out=_patched(ModelBackend, "user_can_authenticate", lambda self, user: True),
        touches=lambda cell: cell.role in ("suspended", "suspended-superuser"),
    )


def _has_role_anywhere(member: Any, role: str, scope: str = "") -> bool:
    return members.has_role_somewhere(member, role)


# --- the admin ------------------------------------------------------------------------------------


def _yes(*args: Any, **kwargs: Any) -> bool:
    return True


def _admin_doors() -> Iterator[Removal]:
    def desk(cell: Cell) -> bool:
        return cell.route.is_admin

    def only_staff(self: Any, request: Any, obj: Any = None) -> bool:
        return bool(request.user.is_staff)

    yield Removal(
        name="staff only in the admin", take_out=_patched(AdminSite, "has_permission", _yes), touches=desk
    )
    yield Removal(
        name="admin: who may look",
        take_out=_patched(OperatingAdmin, "has_view_permission", only_staff),
        touches=desk,
    )
    for what in ("add", "change", "delete"):
        yield Removal(
            name=f"admin: nobody may {what}",
            take_out=_patched(OperatingAdmin, f"has_{what}_permission", _yes),
            touches=desk,
        )
    for model_admin in admin.site._registry.values():
        for name in _other_doors(type(model_admin)):
            yield Removal(
                name=f"admin: {type(model_admin).__name__}.{name}",
                take_out=_patched(type(model_admin), name, _yes),
                touches=_pages_of(model_admin),
            )


def _other_doors(kind: Any) -> Iterator[str]:
    """The doors that differ from everybody's, inherited ones too.

    Without ``save_model`` the page for adding is our own and asks its verb; the method draws a button.
    """
    names = ["has_view_permission"]
    if kind.save_model is not OperatingAdmin.save_model:
        names += ["has_add_permission", "has_change_permission"]
    for name in names:
        if getattr(kind, name) is not getattr(OperatingAdmin, name):
            yield name


def _pages_of(model_admin: Any) -> Callable[[Cell], bool]:
    label = model_admin.model._meta.label
    return lambda cell: cell.route.model == label


class _As:
    """A request by somebody else."""

    def __init__(self, user: Any) -> None:
        self.user = user


def _admin_lists(world: World) -> Iterator[Removal]:
    """Each ``get_queryset`` that shows some of the staff less than it shows a superuser."""
    root = world.members["superuser"]
    for model_admin in admin.site._registry.values():
        kind = type(model_admin)
        all_rows = model_admin.get_queryset(_As(root)).count()  # type: ignore[arg-type]
        staff = (world.members[name] for name in ("manager", "clerk", "certifier"))
        if all(model_admin.get_queryset(_As(one)).count() == all_rows for one in staff):  # type: ignore[arg-type]
            continue
        yield Removal(
            name=f"rows of {kind.__name__}",
            take_out=_patched(kind, "get_queryset", _seen_by(root, kind.get_queryset)),
            touches=_pages_of(model_admin),
        )


def _seen_by(root: Any, get_queryset: Callable[..., Any]) -> Callable[..., Any]:
    return lambda self, request: get_queryset(self, _As(root))


# --- queries --------------------------------------------------------------------------------------


def _scoped_queries(world: World) -> Iterator[Removal]:
    """Queries that filter by the actor's brands, asked as a superuser."""
    root = world.members["superuser"]

    def as_root(query: Callable[..., Any]) -> Callable[..., Any]:
        return lambda actor, **options: query(root, **options)

    for module, name, pages in (
        (gifts, "kept_by", ("admin:gifts_item_", "api-items", "api-stock-table")),
        (houses, "kept_by", ("admin:gifts_warehouse_", "api-warehouses")),
        (picking, "pick_lists_of", ("admin:gifts_picklist_", "api-pick-list")),
        (mending, "dead_parcels", ("admin:gifts_deadparcel_", "api-dead-parcels")),
        (gifts, "to_pack", ("admin:gifts_parceltopack", "api-packing-list", "api-packing-table")),
        (
            gifts,
            "looked_after",
            ("admin:gifts_gift", "admin:gifts_shipment", "admin:gifts_transfer", "api-bills-at-desk"),
        ),
        (campaigns, "managed_by", ("admin:campaigns_campaign",)),
        (campaigns, "managed_brands", ("admin:campaigns_brand", "api-brands")),
        (platform, "kept_by", ("admin:connect_",)),
        (members, "role_scopes", ("admin:", "api-")),
    ):
        query = getattr(module, name)
        replacement = (lambda member, role: [""]) if name == "role_scopes" else as_root(query)
        yield Removal(
            name=f"{module.__name__}.{name}",
            take_out=everywhere(query, replacement),
            touches=_pages(*pages),
        )


def _pages(*keys: str) -> Callable[[Cell], bool]:
    return lambda cell: cell.route.key.startswith(keys)


def _own_queries(world: World) -> Iterator[Removal]:
    """Queries that answer about one member, asked about another."""
    stranger = world.b.member

    def any_offers(member_id: int) -> Any:
        return GiftOffer.objects.select_related("gift__item")

    def any_reward(*, public_id: str, member_id: int) -> Any:
        owner = Reward.objects.filter(public_id=public_id).values_list("beneficiary_id", flat=True).first()
        return own_reward(public_id=public_id, member_id=owner or 0)

    def of_stranger(query: Callable[..., Any]) -> Callable[..., Any]:
        return lambda **options: query(**{**options, "member_id": stranger.pk})

    own_reward = rewards.own_reward
    yield Removal(
        name="gifts.queries._offers_of",
        take_out=_patched(gifts, "_offers_of", any_offers),
        touches=_pages("gifts:", "api-gift"),
    )
    yield Removal(
        name="campaigns.queries.rewards.own_reward",
        take_out=everywhere(own_reward, any_reward),
        touches=_pages("campaigns:claim"),
    )
    yield Removal(
        name="campaigns.queries.rewards.is_involved",
        take_out=everywhere(rewards.is_involved, lambda reward, *, member_id: False),
        touches=lambda cell: cell.target == "managers" and cell.role == "manager",
    )
    for module, name, pages in (
        (rows, "own_reward_rows", "api-rewards"),
        (rows, "own_referral_rows", "api-campaign-referrals"),
        (vouches, "own_friend", "campaigns:vouch"),
        (vouches, "find_own_friend", "api-referral-vouch"),
        (campaigns, "share_links_of", "campaigns:share"),
        (news, "lines_of", ("accounts:notifications", "api-notifications")),
    ):
        query = getattr(module, name)
        yield Removal(
            name=f"{module.__name__}.{name}",
            take_out=everywhere(query, of_stranger(query)),
            touches=_pages(*([pages] if isinstance(pages, str) else pages)),
        )
    current = trust.current_case
    yield Removal(
        name="trust.queries.current_case",
        take_out=everywhere(current, lambda member_id, *kind: current(stranger.pk, *kind)),
        touches=_pages("api-current-case", "api-withdraw-case", "trust:"),
    )

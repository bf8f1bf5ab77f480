"""Who may do what on the open platform."""

from accounts.queries import has_role, has_role_somewhere
from accounts.states import Role
from common.access import Actor, Predicate, declare, predicate
from connect.callers import SiteCaller
from connect.models import Endpoint, Site
from connect.states import SiteScope


@predicate
def is_operator(actor: Actor) -> bool:
    return bool(getattr(actor, "is_superuser", False) and getattr(actor, "is_active", False))


@predicate
def keeps_brand(actor: Actor, brand_ref: str | None) -> bool:
    """A manager of the brand; without one, of any."""
    if brand_ref is None:
        return has_role_somewhere(actor, Role.MANAGER)
    return has_role(actor, Role.MANAGER, scope=brand_ref)


@predicate
def keeps_site(actor: Actor, site: Site | None) -> bool:
    if site is None:
        return has_role_somewhere(actor, Role.MANAGER)
    return has_role(actor, Role.MANAGER, scope=site.brand_ref)


@predicate
def keeps_webhook(actor: Actor, endpoint: Endpoint | None) -> bool:
    """The operator keeps all, managers those of their brand; without one: any, for a filtered list."""
    if is_operator(actor):
        return True
    if endpoint is None:
        return has_role_somewhere(actor, Role.MANAGER)
    return bool(endpoint.brand_ref) and has_role(actor, Role.MANAGER, scope=endpoint.brand_ref)


@predicate
def makes_webhook(actor: Actor, brand_ref: str | None) -> bool:
    """Only the operator makes one that gets everybody's news."""
    if is_operator(actor):
        return True
    if brand_ref is None:
        return has_role_somewhere(actor, Role.MANAGER)
    return bool(brand_ref) and has_role(actor, Role.MANAGER, scope=brand_ref)


def site_with(scope: SiteScope) -> Predicate:
    """The site itself, by a key that may do this."""

    def holds(actor: Actor, site: Site | None) -> bool:
        if not isinstance(actor, SiteCaller) or site is None:
            return False
        return actor.site_id == site.pk and scope in actor.scopes

    holds.__name__ = f"site_with_{scope.name.lower()}"
    return predicate(holds)


declare("connect.create-site", keeps_brand, hidden=False)
declare("connect.view-sites", keeps_site, hidden=False)
declare("connect.retire-site", keeps_site)
declare("connect.issue-key", keeps_site, fresh=True)
declare("connect.revoke-key", keeps_site)
declare("connect.keep-event-types", is_operator, hidden=False)
declare("connect.create-webhook", makes_webhook, hidden=False)
declare("connect.keep-webhooks", keeps_webhook)
declare("connect.see-webhooks", keeps_webhook, hidden=False)
declare("connect.read-webhook-secret", keeps_webhook, fresh=True)
declare("connect.send-events", site_with(SiteScope.SEND_EVENTS), hidden=False)
declare("connect.import-events", keeps_site | site_with(SiteScope.SEND_EVENTS), hidden=False)
declare("connect.read-events", site_with(SiteScope.READ_EVENTS), hidden=False)
declare("connect.link-members", site_with(SiteScope.LINK_MEMBERS), hidden=False)

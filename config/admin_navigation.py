"""The admin's sidebar: what there is to look at, in groups; each reader sees what they may open."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Group = dict[str, Any]


def _may_open(model: str) -> Callable[[HttpRequest], bool]:
    def permission(request: HttpRequest) -> bool:
        found = (page for key, page in admin.site._registry.items() if key._meta.label_lower == model)
        return any(page.has_view_permission(request) for page in found)

    return permission


def _item(title: str | Promise, icon: str, model: str) -> Group:
    address = reverse_lazy(f"admin:{model.replace('.', '_')}_changelist")
    return {"title": title, "icon": icon, "link": address, "permission": _may_open(model)}


def _group(title: str | Promise, *items: Group) -> Group:
    return {"title": title, "separator": True, "collapsible": False, "items": list(items)}


GROUPS: Sequence[Group] = [
    _group(
        _("Campaigns"),
        _item(_("Campaigns"), "campaign", "campaigns.campaign"),
        _item(_("Referrals"), "group_add", "campaigns.referral"),
        _item(_("Rewards"), "redeem", "campaigns.reward"),
        _item(_("Promises"), "handshake", "campaigns.promise"),
        _item(_("Decisions"), "gavel", "campaigns.decision"),
        _item(_("Share links"), "link", "campaigns.sharelink"),
        _item(_("Versions"), "history", "campaigns.campaignversion"),
        _item(_("Brands"), "storefront", "campaigns.brand"),
    ),
    _group(
        _("Gifts"),
        _item(_("Items"), "inventory_2", "gifts.item"),
        _item(_("Imports of codes"), "password", "gifts.codeimport"),
        _item(_("Packing desk"), "package_2", "gifts.parceltopack"),
        _item(_("Gifts"), "featured_seasonal_and_gifts", "gifts.gift"),
        _item(_("Parcels"), "local_shipping", "gifts.shipment"),
    ),
    _group(
        _("Groups"),
        _item(_("Groups"), "groups", "groups.group"),
    ),
    _group(
        _("Trust"),
        _item(_("Review desk"), "fact_check", "trust.case"),
        _item(_("Certifications"), "verified_user", "trust.certification"),
        _item(_("Desk quality"), "monitoring", "trust.blindlook"),
        _item(_("Working calendar"), "calendar_month", "trust.calendarday"),
        _item(_("Calendar years"), "event_available", "trust.calendaryear"),
        _item(_("Desk policies"), "policy", "trust.deskpolicy"),
    ),
    _group(
        _("People"),
        _item(_("Members"), "person", "accounts.member"),
        _item(_("Roles"), "admin_panel_settings", "accounts.rolegrant"),
        _item(_("Tokens"), "key", "accounts.apitoken"),
        _item(_("Linked logins"), "link", "accounts.linkedlogin"),
        _item(_("Notification texts"), "edit_notifications", "accounts.notificationtext"),
        _item(_("Messages sent"), "outgoing_mail", "accounts.delivery"),
    ),
    _group(
        _("Open platform"),
        _item(_("Sites"), "storefront", "connect.site"),
        _item(_("Site keys"), "key", "connect.sitekey"),
        _item(_("Kinds of events"), "schema", "connect.eventtype"),
        _item(_("Events from outside"), "login", "connect.event"),
        _item(_("Imports of events"), "upload_file", "connect.eventimport"),
        _item(_("Webhooks"), "webhook", "connect.endpoint"),
        _item(_("Deliveries"), "send", "connect.delivery"),
    ),
    _group(
        _("Work in the background"),
        _item(_("Jobs"), "manufacturing", "outbox.job"),
        _item(pgettext_lazy("audit", "Facts"), "feed", "outbox.factrow"),
        _item(_("Audit trail"), "receipt_long", "outbox.auditline"),
        _item(_("Audit seals"), "lock", "outbox.auditseal"),
    ),
]


def mark(request: HttpRequest) -> str:
    """The address of the product's mark, for the browser's tab."""
    return static("common/icons/mark.svg")


def groups(request: HttpRequest) -> list[Group]:
    """Only what the reader may open; no empty headings."""
    found = []
    for group in GROUPS:
        items = [item for item in group["items"] if item["permission"](request)]
        if items:
            found.append({**group, "items": items})
    return found

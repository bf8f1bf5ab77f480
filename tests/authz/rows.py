"""A row of every model for its admin pages, of one world, the other, or neither."""

from typing import Any

from django.apps import apps
from django.db.models import Model

from tests.authz.world import Side, World

# What hangs on an event: the way to its group.
MEETINGS = {
    "groups.CheckIn": "ticket__event__group",
    "groups.Attendance": "rsvp__event__group",
    "groups.TeamPlan": "event__group",
    "groups.TeamTask": "card__event__group",
    "groups.Recap": "event__group",
    "groups.AlbumPhoto": "event__group",
    "groups.PostPhoto": "post__group",
    "groups.EngagementWeek": "group",
}


def rows_of(world: World, label: str) -> dict[str, Model]:
    """Rows of a model for its admin pages: of world A, of world B, or one of those that belong to neither.

    A model without a row here fails the matrix: add it to the world.
    """
    a, b = world.a, world.b
    pairs: dict[str, tuple[Any, Any]] = {
        "accounts.Member": (a.member, b.member),
        "campaigns.Brand": (a.brand, b.brand),
        "campaigns.Campaign": (a.live, b.live),
        "campaigns.RiskCase": (a.on_hold, b.on_hold),
        "campaigns.Vouch": (a.vouch, b.vouch),
        "gifts.CodeImport": (a.code_import, b.code_import),
        **{
            kind: (_of(kind, brand_ref=a.brand.scope), _of(kind, brand_ref=b.brand.scope))
            for kind in ("gifts.Warehouse", "gifts.PickList")
        },
        "gifts.Gift": (a.offered, b.offered),
        "gifts.Item": (a.item, b.item),
        "groups.Group": (a.group, b.group),
        "groups.Prompt": (a.prompt, b.prompt),
        "groups.StarInvitation": (a.star, b.star),
        "groups.Ritual": (a.ritual, b.ritual),
        "groups.Event": (a.event, b.event),
        **{label: (_met(label, a), _met(label, b)) for label in MEETINGS},
        "gifts.ParcelToPack": (a.accepted, b.accepted),
        "gifts.DeadParcel": (
            _of("gifts.DeadParcel", gift__item__brand_ref=a.brand.scope, state="problem"),
            _of("gifts.DeadParcel", gift__item__brand_ref=b.brand.scope, state="problem"),
        ),
        "gifts.Substitute": (
            _of("gifts.Substitute", gift__item__brand_ref=a.brand.scope),
            _of("gifts.Substitute", gift__item__brand_ref=b.brand.scope),
        ),
        "gifts.Transfer": (
            _of("gifts.Transfer", gift__item__brand_ref=a.brand.scope),
            _of("gifts.Transfer", gift__item__brand_ref=b.brand.scope),
        ),
        "gifts.Shipment": (_of("gifts.Shipment", gift=a.shipped), _of("gifts.Shipment", gift=b.shipped)),
        "trust.Case": (a.queued, b.queued),
    }
    pairs |= _moderated(a, b) | _of_sites(a, b)
    if label in pairs:
        return dict(zip(("a", "b"), pairs[label], strict=True))
    if label.startswith("campaigns.") and label != "campaigns.RiskRuleRow":
        return {"a": _of(label, campaign__brand=a.brand), "b": _of(label, campaign__brand=b.brand)}
    return {"row": _of(label)}


def _of(label: str, **where: Any) -> Model:
    row: Model = apps.get_model(label)._default_manager.filter(**where).order_by("pk")[0]
    return row


def _moderated(a: Side, b: Side) -> dict[str, tuple[Any, Any]]:
    return {
        "groups.Complaint": (a.flags.complaint, b.flags.complaint),
        "groups.Brake": (_of("groups.Brake", group=a.group), _of("groups.Brake", group=b.group)),
        "groups.Introduction": (a.flags.introduction, b.flags.introduction),
        "groups.StewardClaim": (a.flags.stewardship.own, b.flags.stewardship.own),
        "groups.ReviewCase": (a.flags.review, b.flags.review),
        "groups.ModerationAction": (a.flags.decision, b.flags.decision),
        "groups.ActionAppeal": (a.flags.appealed.appeal, b.flags.appealed.appeal),
    }


def _met(label: str, side: Side) -> Model:
    """Of an event of the side's group."""
    return _of(label, **{MEETINGS[label]: side.group})


def _of_sites(a: Side, b: Side) -> dict[str, tuple[Any, Any]]:
    labels = ("connect.SiteKey", "connect.Event", "connect.EventImport")
    pairs = {label: (_of(label, site=a.site), _of(label, site=b.site)) for label in labels}
    return {"connect.Site": (a.site, b.site), **pairs}

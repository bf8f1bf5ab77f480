"""A row of every model for its admin pages, of one world, the other, or neither."""

from typing import Any

from django.apps import apps
from django.db.models import Model

from tests.authz.world import World


def rows_of(world: World, label: str) -> dict[str, Model]:
    """Rows of a model for its admin pages: of world A, of world B, or one of those that belong to neither.

    A model without a row here fails the matrix: add it to the world.
    """
    a, b = world.a, world.b
    pairs: dict[str, tuple[Any, Any]] = {
        "accounts.Member": (a.member, b.member),
        "campaigns.Brand": (a.brand, b.brand),
        "campaigns.Campaign": (a.live, b.live),
        "gifts.CodeImport": (a.code_import, b.code_import),
        "gifts.Gift": (a.offered, b.offered),
        "gifts.Item": (a.item, b.item),
        "groups.Group": (a.group, b.group),
        "groups.Prompt": (a.prompt, b.prompt),
        "groups.StarInvitation": (a.star, b.star),
        "groups.Ritual": (a.ritual, b.ritual),
        "groups.Event": (a.event, b.event),
        "gifts.ParcelToPack": (a.accepted, b.accepted),
        "gifts.Shipment": (_of("gifts.Shipment", gift=a.shipped), _of("gifts.Shipment", gift=b.shipped)),
        "connect.Site": (a.site, b.site),
        "connect.SiteKey": (_of("connect.SiteKey", site=a.site), _of("connect.SiteKey", site=b.site)),
        "connect.Event": (_of("connect.Event", site=a.site), _of("connect.Event", site=b.site)),
        "trust.Case": (a.queued, b.queued),
    }
    if label in pairs:
        return dict(zip(("a", "b"), pairs[label], strict=True))
    if label.startswith("campaigns."):
        return {"a": _of(label, campaign__brand=a.brand), "b": _of(label, campaign__brand=b.brand)}
    return {"row": _of(label)}


def _of(label: str, **where: Any) -> Model:
    row: Model = apps.get_model(label)._default_manager.filter(**where).order_by("pk")[0]
    return row

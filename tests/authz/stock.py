"""Stock, the desks and address books in the matrix: their rows, and what is sent to their addresses."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from accounts.models import Member
from common.access import SYSTEM
from gifts.models import Gift, Item, Substitute, Transfer
from gifts.operations import make_pick_list
from tests.factories import gifts as make
from tests.factories.accounts import MemberFactory

MONEY_ROUTES = (
    "api-gift-transfer",
    "api-gift-take-back",
    "api-gift-ask-anew",
    "api-gift-take-as-paid",
    "api-gift-substitute",
)


def around(desk_item: Item, member: Member) -> None:
    """Of the item's brand: a warehouse, a parcel in trouble, a picking list, money; a saved address."""
    make.saved_by(member)
    make.warehouse(brand_ref=desk_item.brand_ref)
    make.troubled(desk_item)
    fetched = make.accepted(MemberFactory.create(), of=desk_item)
    make_pick_list(actor=SYSTEM, gift_ids=[fetched.pk], now=make.NOW)
    _money(desk_item.brand_ref, member)


def _money(brand_ref: str, member: Member) -> None:
    """A bill for the member that its payer has refused."""
    make.item(value_fen=1880, stock=2, brand_ref=brand_ref)  # what may be given instead
    shelf = make.item(kind="money", fulfilment="desk", value_fen=1880, stock=1, brand_ref=brand_ref)
    gift = make.accepted(member, of=shelf)
    with transaction.atomic():
        gift.pack(actor=SYSTEM)
    Transfer.objects.create(
        gift=gift,
        bill_no=gift.public_id[:32],
        amount=1880,
        currency="CNY",
        state="refused",
        reason="NO_AUTH",
        created_at=make.NOW,
    )


def money_of(brand_ref: str) -> str:
    """The gift of money's public id."""
    return Transfer.objects.get(gift__item__brand_ref=brand_ref).gift.public_id


def asked(gift: Gift) -> Gift:
    """Its recipient is asked whether something else will do."""
    Substitute.objects.create(gift=gift, item=gift.item, reason="closed", asked_at=make.NOW)
    return gift


def _worth_as_much(world: Any, target: str) -> str:
    brand_ref = _side(world, target).brand.scope
    return Item.objects.get(brand_ref=brand_ref, value_fen=1880, kind="physical").public_id


def _side(world: Any, target: str) -> Any:
    return world.b if target == "b" else world.a


def _table(heads: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("table.csv", f"{heads}\n".encode(), content_type="text/csv")


def _moved(world: Any, target: str) -> dict[str, Any]:
    house = make.house_of(_side(world, target).brand.scope)
    return {"quantity": 1, "reason": "more", "to_warehouse": house.public_id}


BODIES: Mapping[str, Callable[[Any, Any], dict[str, Any]]] = {
    "admin:gifts_item_bring_in": lambda w, o: {
        "file": _table("item,warehouse,on_hand,counted"),
        "reason": "counted",
    },
    "admin:gifts_parceltopack_bring_in": lambda w, o: {"file": _table("gift,carrier,waybill")},
    "admin:gifts_item_place": lambda w, o: {"shelf": "A-03"},
    "admin:gifts_warehouse_add": lambda w, o: {"brand_ref": w.a.brand.scope, "name": "South"},
    "admin:gifts_picklist_walk": lambda w, o: {"picked": f"{_side(w, o).desk_item.pk}|"},
    "api-stock-table": lambda w, o: {"table": "item,warehouse,on_hand,counted\n", "reason": "counted"},
    "api-packing-table": lambda w, o: {"table": "gift,carrier,waybill\n"},
    "api-gift-take-back": lambda w, o: {"reason": "wrong list"},
    "api-gift-ask-anew": lambda w, o: {"reason": "mended"},
    "api-gift-take-as-paid": lambda w, o: {"reason": "so be it"},
    "api-gift-substitute": lambda w, o: {"item": _worth_as_much(w, o), "reason": "closed"},
    "api-gift-substitute-answer": lambda w, o: {"agrees": False},
    "gifts:instead": lambda w, o: {"answer": "decline"},
    "api-gift-loss": lambda w, o: {"reason": "lost"},
    "api-gift-return": lambda w, o: {"reason": "whole", "outcome": "restocked"},
    "api-gift-offer-again": lambda w, o: {},
    "api-pick-lists": lambda w, o: {"gifts": [w.a.accepted.public_id]},
    "api-pick-list-picks": lambda w, o: {"item": _side(w, o).desk_item.public_id},
    "api-packing-labels": lambda w, o: {"gifts": [w.a.accepted.public_id]},
    "api-stock-write-offs": lambda w, o: {"quantity": 1, "reason": "broken"},
    "api-item-shelf": lambda w, o: {"shelf": "A-03"},
    "api-item-retire": lambda w, o: {"reason": "sold"},
    "api-item-bring-back": lambda w, o: {"reason": "again"},
    "api-item-present-choice": lambda w, o: {"is_open": True},
    "api-stock-counts": lambda w, o: {"counted": 1000, "reason": "counted"},
    "api-stock-moves": _moved,
    "api-warehouses": lambda w, o: {"brand_ref": w.a.brand.scope, "name": "South"},
    "api-address": lambda w, o: {},
    "gifts:forget-address": lambda w, o: {},
    "gifts:wechat-pay": lambda w, o: {},
}

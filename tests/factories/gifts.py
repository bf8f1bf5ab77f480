"""Valid worlds of gifts, made through the operations wherever one exists."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.models import Member, RoleGrant
from common.access import SYSTEM
from gifts import operations
from gifts.address_rules import AddressInput
from gifts.models import CodeImport, Gift, GiftOffer, Item, PickList, SavedAddress, StockBalance, Warehouse
from gifts.operations.address_book import remember_address
from gifts.rules import StepInput
from gifts.states import GiftState
from tests.factories.accounts import MemberFactory

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
BRAND = "brand:spring"


def member(**columns: Any) -> Member:
    return MemberFactory.create(**columns)


def with_role(role: str, scope: str = BRAND) -> Member:
    """A member of staff with one role."""
    staff = MemberFactory.create(is_staff=True)
    RoleGrant.objects.create(member=staff, role=role, scope=scope, granted_at=NOW)
    return staff


def item(*, stock: int = 0, **columns: Any) -> Item:
    """An item of ``BRAND`` with ``stock`` free units."""
    given: dict[str, Any] = {
        "brand_ref": BRAND,
        "name": {"en": "Sports shoes", "zh-hans": "运动鞋"},
        "slots": 4,
    }
    made = operations.create_item(actor=SYSTEM, now=NOW, **given | columns)
    if stock:
        operations.receive_stock(
            actor=SYSTEM, item_id=made.pk, quantity=stock, reason="first delivery", now=NOW
        )
    return made


def warehouse(name: str = "North", **columns: Any) -> Warehouse:
    return operations.open_warehouse(actor=SYSTEM, now=NOW, **{"brand_ref": BRAND, "name": name} | columns)


def house_of(brand_ref: str) -> Warehouse:
    return Warehouse.objects.filter(brand_ref=brand_ref).order_by("pk")[0]


def list_of(brand_ref: str) -> PickList:
    return PickList.objects.filter(brand_ref=brand_ref).order_by("pk")[0]


def offered(to: Member | None = None, *, of: Item | None = None, hours: int = 72, **columns: Any) -> Gift:
    """A gift that waits for its recipient's answer. The offer ends ``hours`` after the real present."""
    recipient = to or member()
    shelf = of or item(stock=1)
    columns = {"source": f"reward:{recipient.pk}-{shelf.pk}", "sender_ref": BRAND} | columns
    return operations.offer_gift(
        actor=SYSTEM,
        item_id=shelf.pk,
        recipient_id=recipient.pk,
        expires_at=datetime.now(UTC) + timedelta(hours=hours),
        now=NOW,
        **columns,
    )


def accepted(to: Member | None = None, **options: Any) -> Gift:
    gift = offered(to, **options)
    recipient = gift.recipient
    assert recipient is not None
    where = address() if gift.item.kind == "physical" else None
    return operations.accept_gift(actor=recipient, gift_id=gift.pk, address=where, now=NOW)


def ship(gift: Gift, *, number: str = "SF0000000001") -> Gift:
    """Packed and handed to a carrier."""
    operations.prepare_parcel(gift_id=gift.pk)
    operations.record_waybill(
        gift_id=gift.pk,
        carrier="sf",
        waybill_no=number,
        provider_ref=f"ref-{gift.pk}",
        now=NOW,
        least=timedelta(0),
    )
    return Gift.objects.get(pk=gift.pk)


def troubled(of: Item) -> Gift:
    """Its carrier tells of a problem."""
    gift = ship(accepted(of=of), number=f"SFP{of.pk:09d}")
    told = StepInput(happened_at=NOW, state="problem", text="No such door")
    operations.record_tracking(shipment_id=gift.shipment.pk, steps=[told], now=NOW)
    return Gift.objects.get(pk=gift.pk)


def shipped(to: Member | None = None, **options: Any) -> Gift:
    return ship(accepted(to, **options))


def address(**parts: str) -> AddressInput:
    given = {
        "recipient_name": "林小雨",
        "phone": "138 1234 5678",
        "province": "北京市",
        "city": "北京市",
        "district": "朝阳区",
        "street": "建国路 88 号 3 单元 1201",
        "postcode": "100022",
    }
    return AddressInput(**{**given, **parts})


def saved_by(owner: Member) -> SavedAddress:
    """The owner's remembered address, made at the first asking."""
    remember_address(owner_id=owner.pk, address=address(), now=NOW)
    return SavedAddress.objects.get(owner=owner)


def left(of: Item) -> int:
    return sum(balance.on_hand - balance.reserved for balance in StockBalance.objects.filter(item=of))


def make_overdue(gift: Gift) -> None:
    """The open offer's end is past by every clock."""
    GiftOffer.objects.filter(gift=gift, answer="").update(expires_at=NOW - timedelta(days=1))


def state_of(gift: Gift) -> GiftState:
    return GiftState(Gift.objects.values_list("state", flat=True).get(pk=gift.pk))


def codes(
    *, of: Item | None = None, texts: Iterable[str] = ("CODE-0001",), dry_run: bool = False
) -> CodeImport:
    """A file of codes that has been worked in (or only counted)."""
    shelf = of or item(kind="code", name={"en": "Coffee voucher", "zh-hans": "咖啡券"})
    made = operations.start_code_import(
        actor=SYSTEM,
        item_id=shelf.pk,
        chunks=["\n".join(texts).encode()],
        dry_run=dry_run,
        reason="first batch",
        now=NOW,
    )
    operations.run_code_import(import_id=made.pk, now=NOW)
    return CodeImport.objects.select_related("pool__item").get(pk=made.pk)

"""What gifts contributes to archives, erasures and the page of what is stored."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.exporting import holding, table
from common.registries import (
    AuditSubjects,
    DataNote,
    ErasureStep,
    ExportStep,
    ExportTable,
    RetentionRule,
    audit_subjects,
    data_notes,
    erasure_steps,
    export_steps,
    retention_rules,
)
from gifts import operations, queries
from gifts.address_queries import addresses_of
from gifts.models import (
    CodeReveal,
    DeliveryAddress,
    Gift,
    GiftOffer,
    LinePlace,
    SavedAddress,
    Shipment,
    Substitute,
    TrackingStep,
    Transfer,
)
from gifts.operations.leaving import let_go_of_gifts
from gifts.states import Answer, GiftState, PlaceState, ShipmentState, TransferState
from gifts.substitute_states import SubstituteState


def export_gifts(member_id: int) -> Sequence[ExportTable]:
    return [
        table(
            "gifts",
            _("Gifts to you"),
            Gift.objects.filter(recipient_id=member_id).order_by("pk"),
            {
                "public_id": _("Public id"),
                "item__name": _("name"),
                "reason": _("why it is given"),
                "state": _("State"),
                "accepted_at": pgettext_lazy("gift", "Accepted"),
                "shipped_at": _("Sent"),
                "delivered_at": _("Delivered"),
                "ended_at": _("Ended"),
            },
            choices={"state": GiftState},
        ),
        table(
            "offers",
            _("Times you were asked"),
            GiftOffer.objects.filter(recipient_id=member_id).order_by("pk"),
            {
                "gift__item__name": _("name"),
                "offered_at": _("Offered"),
                "answer": _("Your answer"),
                "answered_at": _("Answered"),
                "phrase": _("What you said"),
            },
            choices={"answer": Answer},
        ),
        _addresses(member_id),
        _saved(member_id),
        *_parcels(member_id),
        table(
            "substitutes",
            _("What you were asked about instead of a gift"),
            Substitute.objects.filter(gift__recipient_id=member_id).order_by("pk"),
            {
                "gift__item__name": _("name"),
                "item__name": _("Instead"),
                "state": _("State"),
                "reason": _("Reason"),
                "answered_at": _("Answered"),
            },
            choices={"state": SubstituteState},
        ),
    ]


def _parcels(member_id: int) -> list[ExportTable]:
    return [
        table(
            "parcels",
            _("Parcels to you"),
            Shipment.objects.filter(gift__recipient_id=member_id).order_by("pk"),
            {
                "carrier": _("Carrier"),
                "waybill_no": _("Waybill"),
                "state": _("State"),
                "created_at": _("Sent"),
                "delivered_at": _("Delivered"),
            },
            choices={"state": ShipmentState},
        ),
        table(
            "tracking",
            _("What the carrier said"),
            TrackingStep.objects.filter(shipment__gift__recipient_id=member_id),
            {"shipment__waybill_no": _("Waybill"), "happened_at": _("At"), "text": _("Message")},
        ),
        table(
            "money",
            _("Money to you"),
            Transfer.objects.filter(gift__recipient_id=member_id).order_by("pk"),
            {
                "amount": _("Amount in minor units"),
                "currency": _("Currency"),
                "state": _("State"),
                "created_at": _("Asked for"),
                "finished_at": _("Finished"),
            },
            choices={"state": TransferState},
        ),
        table(
            "codes",
            _("Codes you looked at"),
            CodeReveal.objects.filter(member_id=member_id).order_by("pk"),
            {"code__gift__item__name": _("name"), "at": _("At")},
        ),
        table(
            "places",
            _("Places in line"),
            LinePlace.objects.filter(member_id=member_id).order_by("pk"),
            {"line__source": _("Line"), "position": pgettext_lazy("line", "Position"), "state": _("State")},
            choices={"state": PlaceState},
        ),
    ]


_PARTS = {
    "recipient_name": _("Name"),
    "phone": _("Phone"),
    "country": _("Country or region"),
    "province": _("Province"),
    "city": _("City"),
    "district": _("District"),
    "street": _("Street"),
    "postcode": _("Postcode"),
}


def _addresses(member_id: int) -> ExportTable:
    rows = []
    for row in DeliveryAddress.objects.filter(owner_id=member_id).select_related("data_key").order_by("pk"):
        address = queries.read_address(row)
        rows.append(
            {
                "public_id": row.public_id,
                **(address.parts() if address else {}),
                "created_at": row.created_at,
                "shred_after": row.shred_after,
                "shredded_at": row.shredded_at,
            }
        )
    return ExportTable(
        key="addresses",
        title=_("Addresses you gave"),
        columns={
            **_PARTS,
            "created_at": _("Given"),
            "shred_after": _("Kept until"),
            "shredded_at": pgettext_lazy("address", "Destroyed"),
        },
        rows=rows,
    )


def _saved(member_id: int) -> ExportTable:
    rows = [
        {"public_id": one.public_id, **one.address.parts(), "used_at": one.used_at}
        for one in addresses_of(member_id)
    ]
    return ExportTable(
        key="address-book",
        title=_("Your address book"),
        columns={**_PARTS, "used_at": _("Last used")},
        rows=rows,
    )


def subjects(member_id: int) -> Sequence[str]:
    return [
        *Gift.objects.filter(recipient_id=member_id).values_list("public_id", flat=True),
        *DeliveryAddress.objects.filter(owner_id=member_id).values_list("public_id", flat=True),
        *Shipment.objects.filter(gift__recipient_id=member_id).values_list("public_id", flat=True),
        *Transfer.objects.filter(gift__recipient_id=member_id).values_list("public_id", flat=True),
    ]


_BETWEEN_TWO = "Between two members, both can read it in their own pages; not in the archive yet."
_SHOP_BOOK = "The shop’s own book of who fetched which unit from a shelf, without a recipient’s name."
_SHOP = "The shop’s own stock, brought in by its staff."
_NOTES = [
    DataNote(
        key="gifts.StockEntry",
        not_exported="The shop’s own book: which unit left the shelf; the gift itself is in the archive.",
        kept="A book that must add up: a unit for a gift, without a name.",
    ),
    DataNote(key="gifts.PickList", not_exported=_SHOP_BOOK, kept=_SHOP_BOOK),
    DataNote(key="gifts.PickLine", not_exported=_SHOP_BOOK, kept=_SHOP_BOOK),
    DataNote(key="gifts.Gift", kept="A pseudonym received an item: stock and promises must add up."),
    DataNote(
        key="gifts.GiftOffer", kept="When a pseudonym was asked and what it answered, by a stock phrase."
    ),
    DataNote(key="gifts.LinePlace", kept="A pseudonym’s place in a line that others can check."),
    DataNote(key="gifts.CodeImport", not_exported=_SHOP, kept=_SHOP),
    DataNote(key="gifts.CodeImportPart", not_exported=_SHOP, kept=_SHOP),
    DataNote(key="gifts.PoolCode", kept="A code of the shop that went to a pseudonym’s gift."),
    DataNote(key="gifts.CodeReveal", kept="When a pseudonym looked at the code of its gift."),
    DataNote(key="gifts.Present", not_exported=_BETWEEN_TWO),
    DataNote(key="gifts.ThankYou", not_exported=_BETWEEN_TWO),
    DataNote(key="gifts.BookEntry", not_exported=_BETWEEN_TWO),
    DataNote(key="gifts.Transfer", kept="What was paid to a pseudonym: the shop’s own accounts."),
    DataNote(
        key="gifts.TransferStep",
        not_exported="What the payer said of a bill, without a person; the bill is in the archive.",
        kept="What the payer said of a bill: the shop’s own accounts.",
    ),
    DataNote(key="gifts.Shipment", kept="The waybill number: what we owe the carrier an answer for."),
]


def register() -> None:
    export_steps.register(
        ExportStep(
            key="gifts.gifts",
            title=_("Gifts"),
            order=30,
            models=[
                "gifts.Gift",
                "gifts.GiftOffer",
                "gifts.DeliveryAddress",
                "gifts.SavedAddress",
                "gifts.Shipment",
                "gifts.TrackingStep",
                "gifts.Transfer",
                "gifts.Substitute",
                "gifts.LinePlace",
                "gifts.PoolCode",
                "gifts.CodeReveal",
            ],
            build=export_gifts,
        )
    )
    audit_subjects.register(AuditSubjects(key="gifts", find=subjects))
    erasure_steps.register(
        ErasureStep(
            key="gifts.gifts",
            title=_("Passing gifts on, destroying addresses"),
            order=30,
            models=[
                "gifts.Gift",
                "gifts.GiftOffer",
                "gifts.LinePlace",
                "gifts.Substitute",
                "gifts.DeliveryAddress",
                "gifts.SavedAddress",
                "gifts.TrackingStep",
                "gifts.Present",
                "gifts.ThankYou",
                "gifts.BookEntry",
            ],
            run=let_go_of_gifts,
        )
    )
    for note in _NOTES:
        data_notes.register(note)
    _register_retention()


def _register_retention() -> None:
    retention_rules.register(
        RetentionRule(
            key="gifts.addresses",
            order=40,
            title=_("Addresses for parcels (encrypted, one key each)"),
            why=_("So that a gift reaches you and can be returned."),
            until=_("14 days after a parcel arrived or came back; then the key is destroyed."),
            holding=lambda member_id: holding(
                DeliveryAddress.objects.filter(owner_id=member_id, shredded_at__isnull=True),
                since="created_at",
                until="shred_after",
            ),
            sweep=lambda now: operations.shred_addresses(now=now),
        )
    )
    retention_rules.register(
        RetentionRule(
            key="gifts.address-book",
            order=41,
            title=_("Your address book (encrypted, one key each)"),
            why=_("So that you need not type your address again. Only where you asked for it."),
            until=_("Until you forget an address, or leave; then the key is destroyed."),
            holding=lambda member_id: holding(
                SavedAddress.objects.filter(owner_id=member_id), since="created_at"
            ),
        )
    )
    retention_rules.register(
        RetentionRule(
            key="gifts.gifts",
            order=42,
            title=_("Gifts you were offered, and your answers"),
            why=_("So that promises can be checked and the stock adds up."),
            until=_("Kept for good, without your name once you leave."),
            holding=lambda member_id: holding(
                GiftOffer.objects.filter(recipient_id=member_id), since="offered_at"
            ),
        )
    )

from gifts.models.book import SavedAddress
from gifts.models.codes import CodeImport, CodeImportPart, CodePool, CodeReveal, PoolCode
from gifts.models.desk import DeadParcel, ParcelToPack
from gifts.models.earmarks import Earmark
from gifts.models.gifts import Gift, GiftOffer
from gifts.models.items import Item, StockBalance, StockEntry, free_units
from gifts.models.lines import LinePlace, OfferLine
from gifts.models.parcels import ADDRESS_PARTS, DeliveryAddress, Shipment, TrackingStep
from gifts.models.picking import PickLine, PickList
from gifts.models.presents import BookEntry, Present, ThankYou
from gifts.models.substitutes import Substitute
from gifts.models.transfers import Transfer, TransferStep
from gifts.models.warehouses import Warehouse

__all__ = [
    "ADDRESS_PARTS",
    "BookEntry",
    "CodeImport",
    "CodeImportPart",
    "CodePool",
    "CodeReveal",
    "DeadParcel",
    "DeliveryAddress",
    "Earmark",
    "Gift",
    "GiftOffer",
    "Item",
    "LinePlace",
    "OfferLine",
    "ParcelToPack",
    "PickLine",
    "PickList",
    "PoolCode",
    "Present",
    "SavedAddress",
    "Shipment",
    "StockBalance",
    "StockEntry",
    "Substitute",
    "ThankYou",
    "TrackingStep",
    "Transfer",
    "TransferStep",
    "Warehouse",
    "free_units",
]

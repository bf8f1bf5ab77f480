from gifts.models.codes import CodeImport, CodeImportPart, CodePool, CodeReveal, PoolCode
from gifts.models.desk import ParcelToPack
from gifts.models.gifts import Gift, GiftOffer
from gifts.models.items import Item, StockBalance, StockEntry
from gifts.models.lines import LinePlace, OfferLine
from gifts.models.parcels import ADDRESS_PARTS, DeliveryAddress, Shipment, TrackingStep

__all__ = [
    "ADDRESS_PARTS",
    "CodeImport",
    "CodeImportPart",
    "CodePool",
    "CodeReveal",
    "DeliveryAddress",
    "Gift",
    "GiftOffer",
    "Item",
    "LinePlace",
    "OfferLine",
    "ParcelToPack",
    "PoolCode",
    "Shipment",
    "StockBalance",
    "StockEntry",
    "TrackingStep",
]

from gifts.models.codes import CodeImport, CodeImportPart, CodePool, CodeReveal, PoolCode
from gifts.models.desk import ParcelToPack
from gifts.models.gifts import Gift, GiftOffer
from gifts.models.items import Item, StockBalance, StockEntry
from gifts.models.lines import LinePlace, OfferLine
from gifts.models.parcels import ADDRESS_PARTS, DeliveryAddress, Shipment, TrackingStep
from gifts.models.presents import BookEntry, Present, ThankYou

__all__ = [
    "ADDRESS_PARTS",
    "BookEntry",
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
    "Present",
    "Shipment",
    "StockBalance",
    "StockEntry",
    "ThankYou",
    "TrackingStep",
]

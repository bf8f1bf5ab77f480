from gifts.models.desk import ParcelToPack
from gifts.models.gifts import Gift, GiftOffer
from gifts.models.items import Item, StockBalance, StockEntry
from gifts.models.lines import LinePlace, OfferLine
from gifts.models.parcels import ADDRESS_PARTS, DeliveryAddress, Shipment, TrackingStep

__all__ = [
    "ADDRESS_PARTS",
    "DeliveryAddress",
    "Gift",
    "GiftOffer",
    "Item",
    "LinePlace",
    "OfferLine",
    "ParcelToPack",
    "Shipment",
    "StockBalance",
    "StockEntry",
    "TrackingStep",
]

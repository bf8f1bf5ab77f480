"""What can be done with gifts. The only writers."""

from gifts.operations.addresses import open_parcel_address, shred_addresses
from gifts.operations.answers import accept_gift, decline_gift, expire_offers
from gifts.operations.book import clear_book, enter_in_book, enter_present, remind_of_turns
from gifts.operations.code_imports import run_code_import, start_code_import
from gifts.operations.codes import reveal_code
from gifts.operations.exchanges import pass_on_gift, swap_gift
from gifts.operations.fulfilment import (
    ParcelOrder,
    due_shipments,
    hand_over_gift,
    parcel_of,
    postpone_check,
    prepare_parcel,
    record_tracking,
    record_waybill,
    waybill_to_check,
)
from gifts.operations.lines import LinePrize, open_line, withdraw_place
from gifts.operations.low_stock import watch_stock
from gifts.operations.offers import offer_gift
from gifts.operations.presents import call_off_present, give_present, say_thanks, send_present
from gifts.operations.stock import (
    bring_back_item,
    create_item,
    open_to_presents,
    receive_stock,
    retire_item,
    split_stock,
    write_off_stock,
)
from gifts.operations.waybills import note_arrival, type_waybill
from gifts.rules import AddressInput, StepInput, Window

__all__ = [
    "AddressInput",
    "LinePrize",
    "ParcelOrder",
    "StepInput",
    "Window",
    "accept_gift",
    "bring_back_item",
    "call_off_present",
    "clear_book",
    "create_item",
    "decline_gift",
    "due_shipments",
    "enter_in_book",
    "enter_present",
    "expire_offers",
    "give_present",
    "hand_over_gift",
    "note_arrival",
    "offer_gift",
    "open_line",
    "open_parcel_address",
    "open_to_presents",
    "parcel_of",
    "pass_on_gift",
    "postpone_check",
    "prepare_parcel",
    "receive_stock",
    "record_tracking",
    "record_waybill",
    "remind_of_turns",
    "retire_item",
    "reveal_code",
    "run_code_import",
    "say_thanks",
    "send_present",
    "shred_addresses",
    "split_stock",
    "start_code_import",
    "swap_gift",
    "type_waybill",
    "watch_stock",
    "waybill_to_check",
    "withdraw_place",
    "write_off_stock",
]

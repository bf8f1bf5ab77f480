"""What can be done with gifts. The only writers."""

from gifts.address_rules import AddressInput
from gifts.operations.address_book import forget_address
from gifts.operations.addresses import open_parcel_address, shred_addresses
from gifts.operations.answers import accept_gift, decline_gift, expire_offers, take_back_offer
from gifts.operations.bills import (
    ask_payer_anew,
    bill_to_stop,
    note_stop_answer,
    take_as_paid,
    take_back_money,
)
from gifts.operations.book import clear_book, enter_in_book, enter_present, remind_of_turns
from gifts.operations.code_imports import run_code_import, start_code_import
from gifts.operations.codes import reveal_code
from gifts.operations.earmarks import earmark_units, earmark_what_is_free, release_earmarks
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
from gifts.operations.holding import hold_unit, let_go_of_held_unit, offer_held_gift
from gifts.operations.labels import open_labels
from gifts.operations.lines import LinePrize, open_line, withdraw_place
from gifts.operations.low_stock import watch_stock
from gifts.operations.mending import note_lost, offer_again, settle_return
from gifts.operations.offers import offer_gift
from gifts.operations.picking import make_pick_list, pick_units, put_back_units
from gifts.operations.presents import call_off_present, give_present, say_thanks, send_present
from gifts.operations.sheets import enter_counts, enter_waybills
from gifts.operations.stock import (
    bring_back_item,
    create_item,
    open_to_presents,
    receive_stock,
    retire_item,
    split_stock,
    write_off_stock,
)
from gifts.operations.substitutes import agree_to_substitute, decline_substitute, propose_substitute
from gifts.operations.transfers import (
    MoneyOrder,
    bill_to_check,
    due_transfers,
    hold_bill,
    postpone_transfer_check,
    prepare_transfer,
    record_bill,
)
from gifts.operations.warehouses import count_stock, move_stock, open_warehouse, place_item
from gifts.operations.waybills import note_arrival, type_waybill
from gifts.rules import BillInput, StepInput, Window

__all__ = [
    "AddressInput",
    "BillInput",
    "LinePrize",
    "MoneyOrder",
    "ParcelOrder",
    "StepInput",
    "Window",
    "accept_gift",
    "agree_to_substitute",
    "ask_payer_anew",
    "bill_to_check",
    "bill_to_stop",
    "bring_back_item",
    "call_off_present",
    "clear_book",
    "count_stock",
    "create_item",
    "decline_gift",
    "decline_substitute",
    "due_shipments",
    "due_transfers",
    "earmark_units",
    "earmark_what_is_free",
    "enter_counts",
    "enter_in_book",
    "enter_present",
    "enter_waybills",
    "expire_offers",
    "forget_address",
    "give_present",
    "hand_over_gift",
    "hold_bill",
    "hold_unit",
    "let_go_of_held_unit",
    "make_pick_list",
    "move_stock",
    "note_arrival",
    "note_lost",
    "note_stop_answer",
    "offer_again",
    "offer_gift",
    "offer_held_gift",
    "open_labels",
    "open_line",
    "open_parcel_address",
    "open_to_presents",
    "open_warehouse",
    "parcel_of",
    "pass_on_gift",
    "pick_units",
    "place_item",
    "postpone_check",
    "postpone_transfer_check",
    "prepare_parcel",
    "prepare_transfer",
    "propose_substitute",
    "put_back_units",
    "receive_stock",
    "record_bill",
    "record_tracking",
    "record_waybill",
    "release_earmarks",
    "remind_of_turns",
    "retire_item",
    "reveal_code",
    "run_code_import",
    "say_thanks",
    "send_present",
    "settle_return",
    "shred_addresses",
    "split_stock",
    "start_code_import",
    "swap_gift",
    "take_as_paid",
    "take_back_money",
    "take_back_offer",
    "type_waybill",
    "watch_stock",
    "waybill_to_check",
    "withdraw_place",
    "write_off_stock",
]

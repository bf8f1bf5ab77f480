"""The only writers of the front door."""

from common.access import SYSTEM
from portal.operations.arrival import end_arrival, finish_step
from portal.operations.home import forget_member, put_card_away
from portal.operations.pictures import (
    ask_for_pictures,
    draw_picture,
    renew_own_pictures,
    renew_pictures,
    sweep_pictures,
)

__all__ = [
    "SYSTEM",
    "ask_for_pictures",
    "draw_picture",
    "end_arrival",
    "finish_step",
    "forget_member",
    "put_card_away",
    "renew_own_pictures",
    "renew_pictures",
    "sweep_pictures",
]

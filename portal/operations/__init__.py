"""The only writers of the front door."""

from portal.operations.arrival import end_arrival, finish_step
from portal.operations.home import put_card_away

__all__ = ["end_arrival", "finish_step", "put_card_away"]

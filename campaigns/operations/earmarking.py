"""What a campaign promises is kept back on the shelf, from its announcement until it is over."""

from collections.abc import Mapping

from campaigns import errors
from campaigns.models import Campaign
from campaigns.rulebook import Rulebook
from campaigns.states import PROMISING_STATES
from common.access import SYSTEM
from gifts.errors import NothingFree
from gifts.operations import earmark_units, earmark_what_is_free, release_earmarks
from gifts.queries import active_item_ids, item_ids_of, stock_left


def check_stock(campaign: Campaign, needed: Mapping[str, int]) -> None:
    """Whether so many units of the brand's own items are free. Raises: UnknownItem, NotEnoughStock."""
    ids = _ids(campaign, needed)
    left = stock_left(ids.values())
    for public_id, units in needed.items():
        available = max(0, left[ids[public_id]])
        if available < units:
            raise errors.NotEnoughStock(item=public_id, needed=units, available=available)


def keep_back(campaign: Campaign, rulebook: Rulebook) -> None:
    """All that the rules promise, or nothing. Inside the caller's transaction.

    Raises: UnknownItem, NotEnoughStock.
    """
    needed = rulebook.promised_items
    ids = _ids(campaign, needed)
    for public_id in sorted(needed, key=lambda each: ids[each]):
        item_id, units = ids[public_id], needed[public_id]
        try:
            earmark_units(actor=SYSTEM, purpose=campaign.purpose, wanted={item_id: units})
        except NothingFree as error:
            available = stock_left([item_id])[item_id]
            raise errors.NotEnoughStock(item=public_id, needed=units, available=available) from error


def let_go(campaign: Campaign) -> None:
    """Nothing is promised any more. Inside the caller's transaction."""
    release_earmarks(purpose=campaign.purpose)


def keep_back_what_is_missing() -> int:
    """Make up for what was not on the shelf when it was promised; returns how many units."""
    promising = Campaign.objects.filter(state__in=PROMISING_STATES, current__isnull=False)
    return sum(_make_up(campaign) for campaign in promising.select_related("current").order_by("pk"))


def _make_up(campaign: Campaign) -> int:
    needed = campaign.current.rulebook.promised_items if campaign.current else {}
    ids = item_ids_of(needed)
    wanted = {item_id: needed[public_id] for public_id, item_id in ids.items()}
    return earmark_what_is_free(actor=SYSTEM, purpose=campaign.purpose, wanted=wanted)


def _ids(campaign: Campaign, needed: Mapping[str, int]) -> Mapping[str, int]:
    """Raises: UnknownItem, also for another brand's and for a retired one."""
    ids = active_item_ids(needed, brand_ref=campaign.brand.scope)
    for public_id in needed:
        if public_id not in ids:
            raise errors.UnknownItem(item=public_id)
    return ids

"""The simulated carrier, or payer, with fewer abilities, so that each kind of provider is counted.

``CARRIER_CAN=query`` in the environment of a child process: it forgets order numbers but can be asked;
``none``: it can't even be asked. ``PAYER_CAN=key``: the payer is not asked before it is sent for again.
The simulator's option ``forgets_orders`` makes that true on its side.
"""

from common.http.provider import Capability


def limit(can: str) -> None:
    """Raises: ValueError for an ability that there is not."""
    from gifts.providers.sf_express import SfExpress

    SfExpress.capability = Capability(can)


def limit_payer(can: str) -> None:
    """Raises: ValueError for an ability that there is not."""
    from gifts.money_tasks import PayGift

    PayGift.capability = Capability(can)

"""Money on its way to people through the simulated payer over HTTP, counted at the payer."""

from collections import Counter
from typing import ClassVar

from bench import worlds
from bench.fulfilment import Fulfilment
from bench.trial import NO_ENV, Env, Trial
from bench.worlds import Offered
from gifts.models import Transfer
from gifts.states import ItemKind

FEN = 188
# So long a recipient needs to see that money waits, and to confirm it.
CONFIRMED_IN_SECONDS = 1.0


class Payouts(Fulfilment):
    """Each gift is money, and there when its recipient has confirmed and the payer has paid."""

    KIND: ClassVar[str] = "gifts.pay-gift"
    KINDS: ClassVar[tuple[str, ...]] = ("gifts.pay-gift", "gifts.follow-transfer")
    LEFT_AT: ClassVar[str] = "delivered_at"

    def __init__(self, trial: Trial, count: int, env: Env = NO_ENV) -> None:
        super().__init__(trial, count, env)
        self.carrier.options(confirms_in_seconds=CONFIRMED_IN_SECONDS)

    def _on_offer(self, count: int) -> list[Offered]:
        shelf = worlds.item(stock=count, slots=16, kind=ItemKind.MONEY, value_fen=FEN)
        return worlds.offers(worlds.payable(worlds.members(count)), of=shelf)

    def lose_answers(self, count: int) -> None:
        for kind in ("do-then-reset", "do-then-500"):
            self.carrier.fault("wechatpay", kind, operation="create", count=count, probability=0.05)

    def _at_work(self) -> bool:
        """A bill that is followed has no job between two questions."""
        return super()._at_work() or Transfer.objects.filter(next_check_at__isnull=False).exists()

    def _parcels(self) -> Counter[str]:
        """Bills by whom they pay. Only what is paid has arrived, but any second bill is one too many."""
        bills = self.carrier.transfers()["bills"].values()
        return Counter(row["openid"] for rows in bills for row in rows)

    def lost(self) -> int:
        bills = self.carrier.transfers()["bills"].values()
        paid = {row["openid"] for rows in bills for row in rows if row["state"] == "SUCCESS"}
        return max(super().lost(), len(self.accepted) - len(paid))

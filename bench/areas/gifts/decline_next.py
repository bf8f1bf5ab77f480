"""A no and the clock race for the offers of one line: each unit goes to exactly one next person, or back."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, Sum
from django.utils import timezone

from accounts.models import Member
from bench import worlds
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.racing import race
from bench.reconciling import violations
from bench.trial import Trial
from common.access import SYSTEM
from common.errors import Refused
from gifts import operations
from gifts.models import Gift, GiftOffer, Item, OfferLine, StockBalance
from gifts.states import Answer, GiftState

RACES = 200
PRIZES = 2
# People in a line: with two of them nobody waits, and the units go back.
LENGTHS = (2, 3, 4, 6)
Act = Callable[[], object]


@counted("gifts.decline-next", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=400)
def count(trial: Trial) -> Figure:
    return race_for(trial, races=trial.size(RACES))


def race_for(trial: Trial, *, races: int) -> Figure:
    """``wrong``: races after which an offer, a place or a unit is not where it belongs."""
    people = worlds.members(races * max(LENGTHS))
    found: Counter[str] = Counter()
    notes: list[str] = []
    for number in range(races):
        mine = people[number * max(LENGTHS) :][: LENGTHS[number % len(LENGTHS)]]
        line = _Line.open(number, mine)
        ends = race(line.acts(SCENES[number // len(LENGTHS) % len(SCENES)]))
        broken = [end for end in ends if isinstance(end, BaseException) and not isinstance(end, Refused)]
        problems = line.problems()
        found += Counter(answers=len(ends), errors=len(broken), wrong=bool(problems), **line.tally())
        notes += [f"race {number}: {problem!r}" for problem in (*broken, *problems)]
    numbers = {name: found[name] for name in ("answers", "passed_on", "returned", "wrong", "errors")}
    held = violations()
    return trial.figure(
        ok=not (found["wrong"] or found["errors"] or held) and bool(found["passed_on"] and found["returned"]),
        numbers={"races": races, **numbers, "violations": len(held)},
        notes={"problems": notes[:20], "violations": held},
    )


@dataclass(frozen=True, kw_only=True)
class _Line:
    """One line with two gifts in the hands of the first two."""

    line: OfferLine
    shelf: Item
    people: Sequence[Member]
    gifts: Sequence[Gift]

    @classmethod
    def open(cls, number: int, people: Sequence[Member]) -> "_Line":
        shelf = worlds.item(stock=PRIZES, slots=PRIZES)
        line = operations.open_line(
            actor=SYSTEM,
            source=f"race:{number}",
            prizes=[operations.LinePrize(item_id=shelf.pk, key=f"tea/{key}") for key in range(PRIZES)],
            recipients=[member.pk for member in people],
            offer_hours=48,
            now=timezone.now(),
        )
        gifts = list(Gift.objects.filter(line=line).order_by("pk"))
        return cls(line=line, shelf=shelf, people=people, gifts=gifts)

    def acts(self, scene: Sequence[str]) -> list[Act]:
        """Words like ``0:decline`` or ``clock``; whoever is ``late`` has an offer that is over."""
        late = [self.gifts[int(word[0])].pk for word in scene if word.endswith("late")]
        over = timezone.now() - timedelta(hours=1)
        GiftOffer.objects.filter(gift__in=late, answer="").update(
            offered_at=over - timedelta(hours=1), expires_at=over
        )
        return [self._act(word) for word in scene if not word.endswith("late")]

    def _act(self, word: str) -> Act:
        now = timezone.now()
        if word == "clock":
            return lambda: operations.expire_offers(now=now)
        number = int(word[0])
        who, gift = self.people[number], self.gifts[number]
        if word.endswith("decline"):
            return lambda: operations.decline_gift(actor=who, gift_id=gift.pk, now=now)
        return lambda: operations.accept_gift(
            actor=who, gift_id=gift.pk, address=worlds.address(who.pk), now=now
        )

    def _let_go(self) -> int:
        gone = GiftOffer.objects.filter(gift__in=self.gifts, answer__in=[Answer.DECLINED, Answer.EXPIRED])
        return gone.count()

    def tally(self) -> dict[str, int]:
        asked = min(self._let_go(), len(self.people) - PRIZES)
        return {"passed_on": asked, "returned": self._let_go() - asked}

    def problems(self) -> list[str]:
        """Sentences about what is not as it must be: offers, their order, and units on the shelf."""
        tally = self.tally()
        found = []
        offers = GiftOffer.objects.filter(gift__in=self.gifts)
        if twice := offers.values("recipient").annotate(times=Count("pk")).filter(times__gt=1).count():
            found.append(f"{twice} people were asked twice")
        order = [member.pk for member in self.people]
        asked = set(offers.values_list("recipient_id", flat=True))
        if asked != set(order[: PRIZES + tally["passed_on"]]):
            found.append(f"asked {sorted(map(order.index, asked))} of {len(order)}")
        if Gift.objects.filter(pk__in=[one.pk for one in self.gifts], state=GiftState.RESERVED).exists():
            found.append("a gift is nobody's")
        live = [one for one in Gift.objects.filter(line=self.line) if one.ended_at is None]
        openly = offers.filter(answer="").count()
        if openly != sum(one.state == GiftState.OFFERED for one in live):
            found.append(f"{openly} open offers")
        shelf = StockBalance.objects.filter(item=self.shelf)
        free = shelf.aggregate(free=Sum(F("on_hand") - F("reserved")))["free"]
        if free != tally["returned"] or len(live) != PRIZES - tally["returned"]:
            found.append(f"{free} units free and {len(live)} gifts live of {PRIZES}")
        return found


SCENES: Sequence[Sequence[str]] = (
    ("0:decline", "0:decline", "1:decline", "1:decline"),
    ("0:decline", "1:late", "clock", "clock"),
    ("0:accept", "0:decline", "1:decline"),
    ("0:late", "1:late", "clock", "clock", "clock"),
    ("0:late", "0:decline", "clock", "1:decline"),
)

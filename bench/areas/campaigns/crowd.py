"""Who comes to a campaign in twenty days: honest members as they live, and people who cheat, by a seed.

Assumed of the honest: 1 in 20 came without an invitation; 2 in 100 share a tablet with up to two others whom
somebody else invited; 1 in 200 was invited at home, on the inviter's own tablet; 1 in 500 came at a terminal
of a library with forty accounts; 1 in 50 came in a party of six within twenty minutes. Six in ten of those
who share anything are certified. Networks are compared nowhere, so a campus behind one address is like
everybody else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from random import Random

DAYS = 20
RINGS, RING_SIZES = 40, (5, 12)
SELF_REFERRALS = 300
CAREFUL_RINGS = 10
LIBRARY_ACCOUNTS = 40
HOME = "at home"
RING, CAREFUL, SELF = "ring", "careful ring", "self"


@dataclass(frozen=True, kw_only=True)
class Person:
    """``number``: in the order of coming. ``browser``: where she registers and makes her links.

    ``makes_links_in``: another one of a ring's devices. ``kind``: ``HOME`` and such for honest ones.
    """

    number: int
    advocate: int | None
    browser: str
    after: timedelta
    kind: str
    cheat: str = ""
    ring: int = -1
    is_certified: bool = False
    makes_links_in: str = ""

    @property
    def day(self) -> int:
        return self.after.days


def crowd(random: Random, *, honest: int) -> list[Person]:
    """Everybody, in the order in which they come; an advocate always comes before whom she brings."""
    numbers = count()
    people = list(_honest(random, numbers, honest))
    people += _rings(random, numbers, people[: honest // 2])
    people += _self_referrals(random, numbers, people[:honest])
    return sorted(people, key=lambda person: person.after)


def _honest(random: Random, numbers: Iterator[int], honest: int) -> Iterator[Person]:
    came: list[Person] = []
    party: tuple[Person, timedelta, int] | None = None
    tablets, terminals = _shared(random, 3), _shared(random, LIBRARY_ACCOUNTS)
    for place in range(honest):
        after = timedelta(days=DAYS - 4) * (place / honest)
        kind, chance = "plain", random.random()
        advocate = random.choice(came) if came and random.random() > 0.05 else None
        if party is not None:
            advocate, after, left = party[0], party[1] + timedelta(minutes=3), party[2] - 1
            party, kind = ((advocate, after, left) if left else None), "party"
        elif advocate is not None and random.random() < 0.02 / 6:
            party = (advocate, after, 5)
        number = next(numbers)
        browser = f"own-{number}"
        if kind == "plain" and advocate is not None and chance < 0.027:
            kind, browser = _sharing(chance, advocate, next(tablets), next(terminals))
        person = Person(
            number=number,
            advocate=advocate.number if advocate else None,
            browser=browser,
            after=after,
            kind=kind,
            is_certified=kind != "plain" and random.random() < 0.6,
        )
        came.append(person)
        yield person


def _sharing(chance: float, advocate: Person, tablet: str, terminal: str) -> tuple[str, str]:
    if chance < 0.005:
        return HOME, advocate.browser
    return ("library", terminal) if chance < 0.007 else ("tablet", tablet)


def _shared(random: Random, most: int) -> Iterator[str]:
    """Names of devices, each for up to so many people."""
    for number in count():
        for _place in range(random.randint(2, most) if most < LIBRARY_ACCOUNTS else most):
            yield f"shared-{most}-{number}"


def _rings(random: Random, numbers: Iterator[int], bringers: list[Person]) -> Iterator[Person]:
    """One device, a chain of devices, three devices; the careful ones have as many devices as accounts."""
    for ring in range(RINGS + CAREFUL_RINGS):
        is_careful = ring >= RINGS
        size = random.randint(*RING_SIZES)
        begins = timedelta(days=random.uniform(DAYS / 2, DAYS - 3))
        own: list[int] = []
        for place in range(size):
            registers_in, makes_links_in = _devices(ring, place, is_careful=is_careful)
            number = next(numbers)
            yield Person(
                number=number,
                advocate=random.choice(own) if own else random.choice(bringers).number,
                browser=registers_in,
                makes_links_in=makes_links_in,
                after=begins + timedelta(hours=36) * (place / size),
                kind=RING,
                cheat=CAREFUL if is_careful else RING,
                ring=ring,
            )
            own.append(number)


def _devices(ring: int, place: int, *, is_careful: bool) -> tuple[str, str]:
    shape = ring % 3
    if is_careful:
        return f"ring-{ring}-{place}", f"ring-{ring}-{place}"
    if shape == 0:
        return f"ring-{ring}", f"ring-{ring}"
    if shape == 1:
        return f"ring-{ring}-{place}", f"ring-{ring}-{max(0, place - 1)}"
    return f"ring-{ring}-{place % 3}", f"ring-{ring}-{(place + 1) % 3}"


def _self_referrals(random: Random, numbers: Iterator[int], honest: list[Person]) -> Iterator[Person]:
    """Somebody registers once more on her own invitation, in her own browser, hours or days later."""
    plain = [person for person in honest if person.kind == "plain" and person.day < DAYS - 4]
    for person in random.sample(plain, SELF_REFERRALS):
        yield Person(
            number=next(numbers),
            advocate=person.number,
            browser=person.browser,
            after=person.after + timedelta(hours=random.uniform(0.5, 20)),
            kind=SELF,
            cheat=SELF,
        )

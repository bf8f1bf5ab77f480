"""Who comes to a campaign in twenty days: honest members as they live, and people who cheat, by a seed.

Assumed of the honest: 1 in 20 came without an invitation; 2 in 100 share a tablet with up to two others whom
somebody else invited; 1 in 200 was invited at home, on the inviter's own tablet; 1 in 500 came at a terminal
of a library with forty accounts; 1 in 50 came in a party of six within twenty minutes, all of it from one
network. Six in ten of those who share anything are certified. 1 in 20 is behind the one address of a campus;
1 in 200 has a mailbox at a throwaway service; four in ten are not seen again in the first three days.
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
# Many accounts, each with a device and a throwaway mailbox of its own, that the first one of them invites.
FARMS, FARM_SIZES = 20, (8, 12)
LIBRARY_ACCOUNTS = 40
HOME = "at home"
RING, CAREFUL, SELF, FARM = "ring", "careful ring", "self", "farm"
CAMPUS = "campus"


@dataclass(frozen=True, kw_only=True)
class Person:
    """``number``: in the order of coming. ``browser``: where she registers and makes her links.

    ``makes_links_in``: another one of a ring's devices. ``kind``: ``HOME`` and such for honest ones.
    ``network``: from which she registers, her own where it is empty. ``stays``: she is seen again.
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
    network: str = ""
    stays: bool = False
    is_throwaway: bool = False

    @property
    def day(self) -> int:
        return self.after.days


def crowd(random: Random, *, honest: int) -> list[Person]:
    """Everybody, in the order in which they come; an advocate always comes before whom she brings."""
    numbers = count()
    people = list(_honest(random, numbers, honest))
    people += _rings(random, numbers, people[: honest // 2])
    people += _self_referrals(random, numbers, people[:honest])
    people += _farms(random, numbers, people[: honest // 2])
    return sorted(people, key=lambda person: person.after)


def _honest(random: Random, numbers: Iterator[int], honest: int) -> Iterator[Person]:
    came: list[Person] = []
    party: tuple[Person, timedelta, int] | None = None
    tablets, terminals = _shared(random, 3), _shared(random, LIBRARY_ACCOUNTS)
    ways = Random(honest)
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
            network=f"party-{advocate.number}" if kind == "party" and advocate else _network(ways),
            stays=ways.random() < 0.6,
            is_throwaway=ways.random() < 0.005,
        )
        came.append(person)
        yield person


def _network(ways: Random) -> str:
    return CAMPUS if ways.random() < 0.05 else ""


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


def _farms(random: Random, numbers: Iterator[int], bringers: list[Person]) -> Iterator[Person]:
    for farm in range(RINGS + CAREFUL_RINGS, RINGS + CAREFUL_RINGS + FARMS):
        size, begins = random.randint(*FARM_SIZES), timedelta(days=random.uniform(DAYS / 2, DAYS - 3))
        first: int | None = None
        for place in range(size):
            number = next(numbers)
            yield Person(
                number=number,
                advocate=random.choice(bringers).number if first is None else first,
                browser=f"farm-{farm}-{place}",
                after=begins + timedelta(hours=48) * (place / size),
                kind=FARM,
                cheat=FARM,
                ring=farm,
                network=f"farm-{farm}",
                is_throwaway=True,
            )
            first = number if first is None else first

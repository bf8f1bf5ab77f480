"""How many cheats the risk rules hold, and how many honest members with them, among people as they live.

Days pass one after the other: whoever came three days ago counts and is looked at once, with what was known
then.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

from django.contrib.sessions.models import Session

from accounts.models import BrowserSession, Member
from accounts.queries import contact_index, contact_place
from accounts.rules import Contact
from accounts.states import ContactKind
from bench.areas.campaigns.crowd import (
    CAREFUL,
    CAREFUL_RINGS,
    DAYS,
    FARM,
    FARMS,
    RING,
    RINGS,
    SELF,
    SELF_REFERRALS,
    Person,
    crowd,
)
from bench.figures import SQLITE, Figure, counted
from bench.trial import Trial
from campaigns.models import Attribution, Campaign, Referral, RiskCase, ShareLink, Touch
from campaigns.operations.risk import assess_referral
from campaigns.operations.share_links import CODE_LENGTH
from campaigns.risk_states import RiskState
from campaigns.states import AttributionModel
from common.crypto import create_key
from common.ids import new_code
from common.models import DataKey
from tests.factories import campaigns as make

R = TypeVar("R")

HONEST = 10_000
LOOKED_AT_AFTER = 3
RINGS_AT_LEAST, SELF_AT_LEAST, FALSE_AT_MOST = 0.95, 0.99, 0.005
SEED = 20_261_126


@counted("campaigns.fraud", stacks=[SQLITE], limit_seconds=1800)
def count(trial: Trial) -> Figure:
    return hold(trial, honest=trial.size(HONEST))


def hold(trial: Trial, *, honest: int, least: int = HONEST) -> Figure:
    """``rings``: of planted ones, those of whose invitations at least half were held; ``careful_rings``: the
    same of rings in which every account has a device of its own, which nothing but a document tells from
    friends, and no target is set for them; ``farms``: the same of accounts with a throwaway mailbox and a
    device each; ``false``: of the honest, those who were held.
    """
    people = crowd(Random(SEED), honest=honest)
    world = World(make.live(**{"requires": ["registered"], "credit": {"registered": 100}}))
    for day in range(DAYS + LOOKED_AT_AFTER + 1):
        world.let_in(person for person in people if person.day == day)
        world.look_at(person for person in people if person.day == day - LOOKED_AT_AFTER)
    numbers, notes = _counted(people, world.held())
    ok = (
        honest >= least
        and numbers["rings"] >= RINGS_AT_LEAST
        and numbers["farms"] >= RINGS_AT_LEAST
        and numbers["self"] >= SELF_AT_LEAST
        and numbers["false"] <= FALSE_AT_MOST
    )
    planted: dict[str, float] = {
        "honest": honest,
        "planted_rings": RINGS,
        "planted_careful_rings": CAREFUL_RINGS,
        "planted_farms": FARMS,
        "planted_self": SELF_REFERRALS,
    }
    return trial.figure(ok=ok, numbers=planted | numbers, notes=notes)


class World:
    """The rows of a campaign as the crowd would have left them, without the pages in between."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        self.members: dict[int, Member] = {}
        self.links: dict[int, ShareLink] = {}
        self.touches: dict[int, Touch] = {}
        self.referrals: dict[int, Referral] = {}

    def let_in(self, arriving: Iterable[Person]) -> None:
        people = list(arriving)
        _write(self.members, people, self._member)
        _write(self.links, people, self._link)
        _write({}, people, self._session)
        _write({}, people, self._browser_session)
        invited = [person for person in people if person.advocate is not None]
        _write(self.touches, invited, self._touch)
        _write({}, invited, self._attribution)
        _write(self.referrals, invited, self._referral)
        for person in people:
            if person.is_certified:
                make.certify(self.members[person.number])

    def look_at(self, people: Iterable[Person]) -> None:
        for person in people:
            if person.number in self.referrals:
                referral, now = self.referrals[person.number], self._at(person, days=LOOKED_AT_AFTER)
                Referral.objects.filter(pk=referral.pk).update(state="qualified", qualified_at=now)
                assess_referral(referral_id=referral.pk, now=now)

    def held(self) -> set[int]:
        rows = RiskCase.objects.filter(campaign=self.campaign, state=RiskState.HELD)
        ids = set(rows.values_list("referral_id", flat=True))
        return {number for number, referral in self.referrals.items() if referral.pk in ids}

    def _at(self, person: Person, *, days: int = 0) -> datetime:
        return make.NOW + person.after + timedelta(days=days)

    def _member(self, person: Person) -> Member:
        number, key = person.number, None
        if person.is_certified or person.is_throwaway:
            key = create_key(f"member:crowd-{number}")
        return Member(
            **_mailbox(number, key) if person.is_throwaway and key else _phone(number),
            data_key=key,
            handle=f"crowd-{number}",
            display_name=f"Member {number}",
            password="!",
            joined_at=self._at(person),
        )

    def _session(self, person: Person) -> Session:
        ends = self._at(person, days=90)
        return Session(session_key=f"crowd-{person.number}", session_data="", expire_date=ends)

    def _browser_session(self, person: Person) -> BrowserSession:
        return BrowserSession(
            member=self.members[person.number],
            session_id=f"crowd-{person.number}",
            network_index=person.network or f"own-{person.number}",
            started_at=self._at(person),
            seen_at=self._at(person, days=2 if person.stays else 0),
        )

    def _link(self, person: Person) -> ShareLink:
        return ShareLink(
            campaign=self.campaign,
            advocate=self.members[person.number],
            code=new_code(CODE_LENGTH),
            visitor_key=person.makes_links_in or person.browser,
            created_at=self._at(person),
        )

    def _touch(self, person: Person) -> Touch:
        return Touch(
            campaign=self.campaign,
            link=self._link_to(person),
            visitor_key=person.browser,
            occurred_at=self._at(person) - timedelta(minutes=2),
        )

    def _attribution(self, person: Person) -> Attribution:
        return Attribution(
            campaign=self.campaign,
            invitee=self.members[person.number],
            link=self._link_to(person),
            touch=self.touches[person.number],
            model=AttributionModel.LAST_TOUCH,
            decided_at=self._at(person),
        )

    def _referral(self, person: Person) -> Referral:
        at = self._at(person)
        return Referral(
            campaign=self.campaign,
            pinned=self.campaign.current,
            advocate=self.members[person.advocate or 0],
            invitee=self.members[person.number],
            registered_at=at,
            expires_at=at + timedelta(days=30),
        )

    def _link_to(self, person: Person) -> ShareLink:
        return self.links[person.advocate or 0]


def _phone(number: int) -> dict[str, str]:
    return {"phone_index": f"crowd-{number}", "phone_sealed": "sealed"}


def _mailbox(number: int, key: DataKey) -> dict[str, str]:
    contact = Contact(kind=ContactKind.EMAIL, value=f"{_letters(number)}@mailinator.com")
    index = contact_index(contact)
    return {"email_index": index, "email_sealed": key.encrypt(contact.value, aad=contact_place(index))}


def _letters(number: int) -> str:
    """Unlike any other: letters alone, because a number at the end is left out of the comparison."""
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:06d}")


def _write(found: dict[int, R], people: Sequence[Person], build: Callable[[Person], R]) -> None:
    rows = {person.number: build(person) for person in people}
    if rows:
        kind: Any = type(next(iter(rows.values())))
        kind.objects.bulk_create(rows.values(), batch_size=500)
    found.update(rows)


def _counted(people: Iterable[Person], held: Collection[int]) -> tuple[dict[str, float], dict[str, object]]:
    looked_at = [person for person in people if person.advocate is not None]
    honest = [person for person in looked_at if not person.cheat]
    wrongly = Counter(person.kind for person in honest if person.number in held)
    own = [person for person in looked_at if person.cheat == SELF]
    numbers = {
        "rings": _share_of_rings(looked_at, held, RING),
        "careful_rings": _share_of_rings(looked_at, held, CAREFUL),
        "farms": _share_of_rings(looked_at, held, FARM),
        "self": sum(person.number in held for person in own) / len(own),
        "false": wrongly.total() / len(honest),
    }
    return numbers, {"wrongly_held": dict(wrongly), "honest": dict(Counter(person.kind for person in honest))}


def _share_of_rings(people: Iterable[Person], held: Collection[int], cheat: str) -> float:
    """The first of a ring was invited by somebody honest, so that one invitation is left out."""
    rings: dict[int, list[bool]] = defaultdict(list)
    for person in people:
        if person.cheat == cheat:
            rings[person.ring].append(person.number in held)
    caught = [sum(found[1:]) * 2 >= len(found[1:]) for found in rings.values()]
    return sum(caught) / len(caught)

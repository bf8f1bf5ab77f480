"""Nobody reads or finds more of a member than the member's audiences allow: pages, API and search.

What is allowed is worked out here, from the rules in plain words, and shares no code with the product: only
the owner sees what is for nobody else; a circle is shared while both are in it; nothing crosses a block,
whoever made it; and no field is for more people than the page that it stands on.
"""

import random
import string
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.test import Client
from django.utils import timezone

from accounts.audience import Audience
from accounts.models import Member
from accounts.operations import (
    ProfileChanges,
    block_member,
    edit_profile,
    enter_circle,
    index_person,
    leave_circle,
)
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.trial import Trial
from tests.factories.accounts import MemberFactory

OWNERS = 16
FIELDS = ("name", "english_name", "headline", "city", "bio", "links")
# Viewers, by what they are to every owner, and the narrowest audience that lets them in; 4 is none.
NEEDED: Final[Mapping[str, int]] = {
    "owner": 0,
    "mate": 1,
    "former-mate": 2,
    "stranger": 2,
    "visitor": 3,
    "blocked": 4,
    "blocker": 4,
    "blocked-mate": 4,
}


@dataclass(frozen=True, kw_only=True)
class Owner:
    member: Member
    words: Mapping[str, str]
    audiences: Mapping[str, int]

    def shows(self, field: str, viewer: str) -> bool:
        """The oracle. To themselves everything, even what the page's own audience would hide."""
        return min(self.audiences[field], self.audiences["name"]) >= NEEDED[viewer]


@counted("accounts.audience", stacks=[SQLITE, POSTGRES_REDIS])
def count(trial: Trial) -> Figure:
    numbers, notes = look(owners=trial.size(OWNERS))
    ok = int(numbers["cases"]) >= 2000 and not numbers["leaks"] and not numbers["missing"]
    return trial.figure(ok=ok, numbers=numbers, notes=notes)


def look(*, owners: int) -> tuple[dict[str, int], dict[str, object]]:
    """``leaks``: shown against the rules; ``missing``: not shown though the rules say so."""
    viewers = {name: None if name in {"owner", "visitor"} else MemberFactory.create() for name in NEEDED}
    found: Counter[str] = Counter(cases=0, leaks=0, missing=0)
    wrong: list[str] = []
    for owner in _owners(owners, viewers):
        for viewer, member in viewers.items():
            client = _browser(owner.member if viewer == "owner" else member)
            for place, field, is_shown in _seen(client, owner, viewer):
                is_allowed = owner.shows(field, viewer)
                found["cases"] += 1
                if is_shown != is_allowed:
                    found["leaks" if is_shown else "missing"] += 1
                    wrong.append(f"{place}: {field} kept for {owner.audiences[field]}, {viewer}")
    return dict(found), {"wrong": wrong[:20]}


def _owners(count: int, viewers: Mapping[str, Member | None]) -> Iterator[Owner]:
    chance = random.Random(3)
    now = timezone.now()
    for number in range(count):
        words = {field: "".join(chance.choices(string.ascii_lowercase, k=14)) for field in FIELDS}
        # Every audience of the page in turn; of the fields by chance.
        audiences = {field: chance.choice(list(Audience)) for field in FIELDS}
        audiences["name"] = list(Audience)[3 - number % 4]
        member = MemberFactory.create(display_name=words["name"])
        own = {field: words[field] for field in FIELDS if field not in {"name", "links"}}
        changes = ProfileChanges(**own, links=[f"https://{words['links']}.example"], audiences=audiences)
        edit_profile(actor=member, changes=changes, now=now)
        index_person(member_id=member.pk)
        _tie(member, viewers)
        yield Owner(member=member, words=words, audiences=audiences)


def _tie(owner: Member, viewers: Mapping[str, Member | None]) -> None:
    now, circle = timezone.now(), f"circle-{owner.pk}"
    at = {name: member for name, member in viewers.items() if member}
    for one in (owner, at["mate"], at["former-mate"], at["blocked-mate"]):
        enter_circle(circle=circle, member_id=one.pk, step=1)
    leave_circle(circle=circle, member_id=at["former-mate"].pk, step=2)
    block_member(actor=owner, member_id=at["blocked"].pk, now=now)
    block_member(actor=owner, member_id=at["blocked-mate"].pk, now=now)
    block_member(actor=at["blocker"], member_id=owner.pk, now=now)


def _browser(member: Member | None) -> Client:
    client = Client(headers={"host": "localhost"}, raise_request_exception=False)
    if member:
        client.force_login(member)
    return client


def _seen(client: Client, owner: Owner, viewer: str) -> Iterator[tuple[str, str, bool]]:
    """(place, field, whether the viewer got it)."""
    who = owner.member.public_id
    for place in (f"/people/{who}/", f"/api/v1/people/{who}/"):
        text = _answer(client, place)
        yield from ((place.split(who)[0], field, owner.words[field] in text) for field in FIELDS)
    if viewer in {"owner", "visitor"}:  # neither is asked for: oneself is no hit, and visitors don't search
        return
    for place in ("/search/", "/api/v1/search/"):
        for field in FIELDS[:-1]:  # links are in no index
            text = _answer(client, place, q=owner.words[field], kind="people")
            yield place, field, who in text


def _answer(client: Client, place: str, **asked: str) -> str:
    answer = client.get(place, asked)
    if answer.status_code not in {200, 302, 401, 404}:
        raise RuntimeError(f"{place} answered {answer.status_code}")
    return answer.content.decode()

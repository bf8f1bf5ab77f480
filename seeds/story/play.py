"""The story of one campaign, from the first draft to the last promise kept."""

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from seeds.campaigns import SPRING_TEXTS, SPRING_TITLE
from seeds.people import Person, people
from seeds.story.visitor import Program, StoryFailed, Visitor

FRIENDS = 3
WAIT_SECONDS = 90.0
_CODE = re.compile(r"Your code is (\d{6})")

# What the main story has to come to.
WANTED: Mapping[str, int] = {
    "invited": FRIENDS,
    "qualified": FRIENDS,
    "entries": 1,
    "winners": 1,
    "offered": 1,
    "accepted": 1,
    "delivered": 1,
}

Tell = Callable[[str], None]
T = TypeVar("T")


@dataclass(kw_only=True)
class Table:
    """What the story counted, from the pages and calls it saw."""

    invited: int = 0
    qualified: int = 0
    entries: int = 0
    winners: int = 0
    offered: int = 0
    accepted: int = 0
    delivered: int = 0
    promises: int = 0
    kept: int = 0

    def numbers(self) -> dict[str, int]:
        return asdict(self)

    def failures(self, wanted: Mapping[str, int] | None = None) -> list[str]:
        """Every promise of the campaign that does not hold; empty is good."""
        found = self.numbers()
        wrong = [
            f"{name}: {found[name]} instead of {count}"
            for name, count in (wanted or WANTED).items()
            if found[name] != count
        ]
        if not self.promises or self.kept != self.promises:
            wrong.append(f"promises kept: {self.kept} of {self.promises}")
        return wrong


@dataclass(kw_only=True)
class Cast:
    """Where the story plays and who its staff are."""

    site: str
    simulators: str
    password: str
    manager: str = "manager@example.org"
    certifier: str = "certifier@example.org"
    seed: int = 7


@dataclass
class Play:
    cast: Cast
    tell: Tell
    wait_seconds: float = WAIT_SECONDS
    table: Table = field(default_factory=Table)

    def begin(self, count: int) -> list[Person]:
        """The staff signs in; returns so many people whom nobody here has met. Raises: StoryFailed."""
        cast = self.cast
        self.manager, self.certifier = Program(cast.site), Program(cast.site)
        self.manager.sign_in(cast.manager, cast.password)
        self.certifier.sign_in(cast.certifier, cast.password)
        self.tag = datetime.now(UTC).strftime("%H%M%S%f")[:9]
        return people(count, seed=cast.seed + int(self.tag))

    def perform(self) -> Table:
        """Play every step. Raises: StoryFailed at the first that does not happen as promised."""
        everybody = self.begin(FRIENDS + 1)
        slug = self._publish()
        advocate, link = self._advocate(everybody[0], slug)
        for person in everybody[1:]:
            self._friend(person, link)
        self._wait_for_entry(advocate, slug)
        draw_page = self._draw(slug, advocate)
        self._verify(draw_page, slug)
        self._gift(advocate)
        self._promises(slug)
        return self.table

    def _publish(self) -> str:
        brand = self.manager.get("brands/")["items"][0]
        shoes = self.manager.post(
            "items/",
            brand_ref=brand["scope"],
            name={"en": "Sports shoes", "zh-hans": "运动鞋"},
            value_fen=39900,
        )
        self.manager.post(f"items/{shoes['public_id']}/stock-receipts/", quantity=1, reason="story")
        now = datetime.now(UTC).replace(microsecond=0)
        campaign = self.manager.post(
            "campaigns/",
            brand=brand["public_id"],
            slug=f"spring-outing-{self.tag}",
            title=SPRING_TITLE,
            texts=SPRING_TEXTS,
            opens_at=(now - timedelta(minutes=1)).isoformat(),
            closes_at=(now + timedelta(days=30)).isoformat(),
            rules=_rules(shoes["public_id"]),
        )
        slug = str(campaign["slug"])
        sealed = self.manager.post(f"campaigns/{slug}/publish/")
        self.tell(f"published: {slug}, version {sealed['version']}, sha256 {sealed['sha256'][:16]}…")
        return slug

    def _advocate(self, person: Person, slug: str) -> tuple[Visitor, str]:
        visitor = self._join(person, "/join/")
        self._verify_name(visitor, person)
        return visitor, self._link(visitor, slug)

    def _link(self, visitor: Visitor, slug: str) -> str:
        page = visitor.open(f"/campaigns/{slug}/share/")
        page = visitor.submit(page, page.form_with("nonce"))
        found = re.search(r"/i/[A-Z0-9]+/", page.body)
        if found is None:
            raise StoryFailed("The share page shows no link.")
        self.tell(f"the advocate is verified and has a link: {found.group(0)}")
        return found.group(0)

    def _friend(self, person: Person, *links: str) -> Visitor:
        """Opens the links one after the other and registers on the last one."""
        visitor = Visitor(self.cast.site)
        landing = [visitor.open(link) for link in links][-1]
        onward = next((href for href in landing.links if href.startswith("/join/")), None)
        if onward is None:
            raise StoryFailed("The invitation leads nowhere.")
        visitor = self._join(person, onward, visitor=visitor)
        self.table.invited += 1
        self._verify_name(visitor, person)
        self.tell(f"friend {self.table.invited} joined through the link and is verified")
        return visitor

    def _join(self, person: Person, path: str, *, visitor: Visitor | None = None) -> Visitor:
        visitor = visitor or Visitor(self.cast.site)
        phone = f"139{self.tag[1:6]}{person.number:03d}"
        page = visitor.open(path)
        form = page.form_with("display_name", "contact")
        page = visitor.submit(page, form, display_name=person.name, contact=phone, consent="on")
        code = self._wait("the code on the phone", lambda: self._code_on(phone))
        page = visitor.submit(page, page.form_with("code"), code=code)
        return visitor

    def _code_on(self, phone: str) -> str | None:
        page = Visitor(self.cast.simulators).open(f"/phones/+86{phone}/")
        codes = _CODE.findall(page.body)
        return codes[0] if codes else None

    def _verify_name(self, visitor: Visitor, person: Person) -> None:
        page = visitor.open("/verify-name/")
        form = page.form_with("legal_name", "id_number")
        visitor.submit(
            page, form, legal_name=person.legal_name, id_number=_unused(person, self.tag), consent="on"
        )
        for case in self.certifier.get("desk/cases/")["items"]:
            self.certifier.post(f"desk/cases/{case['public_id']}/lease/")
            self.certifier.post(f"desk/cases/{case['public_id']}/decide/", outcome="approve")

    def _wait_until_counted(self, slug: str, friends: int) -> None:
        def counted() -> int:
            lines = self.manager.get(f"campaigns/{slug}/all-referrals/")["items"]
            self.table.qualified = sum(line["state"] != "registered" for line in lines)
            return self.table.qualified == friends

        self._wait(f"{friends} friends to count", counted)

    def _wait_for_entry(self, advocate: Visitor, slug: str) -> None:
        self._wait_until_counted(slug, FRIENDS)
        page = advocate.open(f"/campaigns/{slug}/progress/")
        self.tell(f"progress: {page.text[:160]}…")

    def _draw(self, slug: str, advocate: Visitor) -> str:
        path = f"/campaigns/{slug}/draw/"
        advocate.open(path)
        self.manager.post(f"campaigns/{slug}/close/", reason="All gifts will be drawn today.")
        self._wait("the draw to be called", lambda: self._step(slug, "draw"))
        return path

    def _step(self, slug: str, step: str) -> bool:
        """Ask for a step in the campaign's life; False while it is refused because its time has not come."""
        try:
            self.manager.post(f"campaigns/{slug}/{step}/")
        except StoryFailed as refused:
            if " 409:" in str(refused):
                return False
            raise
        return True

    def _verify(self, draw_page: str, slug: str) -> None:
        stranger = Visitor(self.cast.site)
        self._wait("the receipt", lambda: _receipt(stranger, draw_page))
        receipt = _receipt(stranger, draw_page)
        verifier = stranger.open("/draws/verify_draw.py").body
        with tempfile.TemporaryDirectory() as folder:
            program, file = Path(folder, "verify_draw.py"), Path(folder, "receipt.json")
            program.write_text(verifier)
            file.write_text(str(receipt))
            checked = subprocess.run(
                [sys.executable, str(program), str(file)], capture_output=True, text=True, check=False
            )
        if checked.returncode:
            raise StoryFailed(f"The receipt does not verify: {checked.stdout[-300:]}{checked.stderr[-300:]}")
        body = json.loads(str(receipt))
        self.table.entries, self.table.winners = len(body["entries"]), len(body["winners"])
        self.tell(f"the draw verifies: {checked.stdout.strip().splitlines()[-1]}")

    def _gift(self, advocate: Visitor) -> None:
        self._accept(advocate, self._wait("the gift", lambda: _first_gift(advocate)))

    def _accept(self, advocate: Visitor, path: str) -> None:
        """From a gift that is held out to a parcel that has arrived."""
        self.table.offered += 1
        page = advocate.open(path)
        page = advocate.submit(
            page,
            page.form_to("/accept/"),
            recipient_name="Demo Recipient",
            phone="13900000000",
            province="浙江省",
            city="杭州市",
            district="西湖区",
            street="示例路 1 号",
            postcode="310000",
        )
        self.table.accepted += 1
        self.tell("the gift is accepted, the address typed")
        self._wait("the parcel to arrive", lambda: "badge--good" in advocate.open(path).body)
        self.table.delivered += 1
        self.tell("the parcel is delivered")

    def _promises(self, slug: str) -> None:
        self._wait("the campaign to settle", lambda: self._step(slug, "settle"))
        counts = self.manager.get(f"campaigns/{slug}/promises/")["counts"]
        self.table.promises, self.table.kept = counts["promised"], counts["kept"]
        self.tell(f"promises kept: {self.table.kept} of {self.table.promises}; the campaign is settled")

    def _wait(self, what: str, look: Callable[[], T | None]) -> T:
        """Look until there is something. Raises: StoryFailed after ``wait_seconds``."""
        until = time.monotonic() + self.wait_seconds
        while time.monotonic() < until:
            found = look()
            if found:
                return found
            time.sleep(0.25)
        raise StoryFailed(f"Waited {self.wait_seconds:.0f} s for {what}, and it did not come.")


def _rules(item: str) -> dict[str, Any]:
    return {
        "requires": ["registered", "real_name"],
        "threshold": FRIENDS,
        "window_days": 30,
        "credit": {"registered": 0, "real_name": 100},
        "hold_minutes": 0,
        "reward": {"kind": "draw_entry", "weight": 1, "per_threshold": True, "max_per_member": 1},
        "draw": {"prizes": [{"key": "shoes", "item": item, "quantity": 1}], "beacon": "none", "reserve": 10},
        "offer_hours": 72,
        "deliver_days": 14,
    }


def _unused(person: Person, tag: str) -> str:
    """A well-formed number of 1 January 1900 that an earlier story here is unlikely to have used."""
    many = people(900, seed=1)
    return many[(int(tag) + person.number) % len(many)].id_number


def _receipt(visitor: Visitor, draw_page: str) -> str | None:
    try:
        return visitor.open(f"{draw_page}receipt.json").body
    except StoryFailed:
        return None


def _first_gift(visitor: Visitor) -> str | None:
    links = visitor.open("/gifts/").links
    return next((href for href in links if re.fullmatch(r"/gifts/[a-z0-9]{20}/", href)), None)

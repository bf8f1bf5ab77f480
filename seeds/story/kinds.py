"""The story of every kind of campaign: from the admin's form to the parcel, and the promises kept."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from seeds.people import Person
from seeds.story.evening import found_group, spend_an_evening, vouch
from seeds.story.play import Play, Table
from seeds.story.visitor import Page, StoryFailed, Visitor

ADMIN = "/admin/campaigns/campaign/"
_CHANGE = re.compile(r"/admin/campaigns/campaign/(\d+)/change/$")
_CLAIM = re.compile(r"/rewards/[a-z0-9]+/claim/")
_GIFT = re.compile(r"/gifts/[a-z0-9]{20}/")

# What a manager types into the form beside the template's values; the argument is the item's public id.
Typed = Callable[[str], Mapping[str, str | list[str]]]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A campaign as its template starts it; ``template`` is its key, unless another is named.

    ``brings``: how many friends each advocate brings. ``gifts``: how many parcels arrive; ``stock``: how many
    units the campaign has to be able to promise. ``receives``: of several advocates, how many parcels each
    gets, where not as many as the others. ``all_invite``: each friend opens the invitations of all of them,
    in their order, before she registers.
    """

    key: str
    template: str = ""
    title: Mapping[str, str]
    typed: Typed
    brings: tuple[int, ...]
    gifts: int
    stock: int
    receives: tuple[int, ...] = ()
    all_invite: bool = False

    @property
    def wanted(self) -> Mapping[str, int]:
        friends = sum(self.brings)
        found = {"invited": friends, "qualified": friends}
        is_draw = int(self.key == "draw")
        found |= {"entries": is_draw, "winners": is_draw}
        return found | dict.fromkeys(("offered", "accepted", "delivered"), self.gifts)


def _main(item: str, quantity: int = 1) -> dict[str, str | list[str]]:
    return {"prize_0_item": item, "prize_0_quantity": str(quantity)}


KINDS = (
    Kind(
        key="invite-three",
        title={"en": "Invite three friends", "zh-hans": "邀请三位好友"},
        typed=_main,
        brings=(3,),
        gifts=1,
        stock=1,
    ),
    Kind(
        key="milestones",
        title={"en": "Step by step", "zh-hans": "一步一步来"},
        typed=lambda item: {
            **_main(item),
            "further_0_item": item,
            "further_0_quantity": "1",
            "further_1_item": item,
            "further_1_quantity": "1",
        },
        brings=(5,),
        gifts=3,
        stock=3,
    ),
    Kind(
        key="two-sided",
        title={"en": "Come along together", "zh-hans": "一起来吧"},
        typed=lambda item: {**_main(item), "further_0_item": item, "further_0_quantity": "1"},
        brings=(1,),
        gifts=2,
        stock=2,
    ),
    Kind(
        key="draw",
        title={"en": "Spring outing on sunny days", "zh-hans": "晴天去春游"},
        typed=_main,
        brings=(3,),
        gifts=1,
        stock=1,
    ),
    Kind(
        key="leaderboard",
        title={"en": "Who brings most friends", "zh-hans": "邀请榜"},
        typed=lambda item: {
            **_main(item),
            "prize_1_item": item,
            "prize_1_quantity": "1",
            "grace_days": "0",
        },
        brings=(2, 1),
        gifts=2,
        stock=2,
    ),
    Kind(
        key="group",
        title={"en": "Groups bring friends", "zh-hans": "群组一起邀"},
        typed=lambda item: {
            **_main(item),
            "board_seats": "1",
            "board_groups": "1",
            "threshold": "2",
            "grace_days": "0",
        },
        brings=(2,),
        gifts=1,
        stock=1,
    ),
    Kind(
        key="paced-first-touch",
        template="invite-three",
        title={"en": "Whoever invited first", "zh-hans": "谁先邀请算谁的"},
        typed=lambda item: {
            **_main(item),
            "touch": "first",
            "pace_per_day": "1",
            "pace_per_member": "1",
            "pace_days": "7",
        },
        brings=(3, 0),
        gifts=1,
        stock=1,
        receives=(1, 0),
        all_invite=True,
    ),
    Kind(
        key="paced-shared-credit",
        template="invite-three",
        title={"en": "Invited by two", "zh-hans": "两个人一起邀"},
        typed=lambda item: {
            **_main(item, 2),
            "threshold": "1",
            "split_first": "50",
            "pace_per_day": "2",
        },
        brings=(0, 2),
        gifts=2,
        stock=2,
        all_invite=True,
    ),
    # Two friends of three: what is missing comes from the word for one of them.
    Kind(
        key="vouched",
        template="invite-three",
        title={"en": "A word for a friend", "zh-hans": "为好友说句话"},
        typed=lambda item: {**_main(item), "vouching_days": "30", "vouching_credit": "1"},
        brings=(2,),
        gifts=1,
        stock=1,
    ),
)


@dataclass
class Season(Play):
    """One campaign of every kind, one after the other, on one site and with people of their own."""

    tables: dict[str, Table] = field(default_factory=dict)

    def perform_all(self) -> Mapping[str, Table]:
        """Play every kind. Raises: StoryFailed at the first step that does not happen as promised."""
        everybody = iter(self.begin(sum(sum(kind.brings) + len(kind.brings) for kind in KINDS)))
        self.desk = Visitor(self.cast.site)
        page = self.desk.open("/sign-in/password/")
        self.desk.submit(
            page,
            page.form_with("login", "password"),
            login=self.cast.manager,
            password=self.cast.password,
        )
        for kind in KINDS:
            self.table = self.tables[kind.key] = Table()
            self._play(kind, everybody)
        return self.tables

    def _play(self, kind: Kind, everybody: Iterator[Person]) -> None:
        slug, place = self._publish_from_form(kind)
        advocates, friends = self._bring(kind, slug, everybody)
        self._wait_until_counted(slug, sum(kind.brings))
        if kind.key == "vouched":
            self._vouch(slug, advocates[0], friends)
        if kind.key == "draw":
            self._draw_from_admin(slug, place, advocates[0])
        elif kind.key in ("leaderboard", "group"):
            self._act(place, "close", reason="All places will be given today.")
        for visitor, count in self._receivers(kind, advocates, friends):
            self._receive(visitor, slug, count, is_claimed=kind.key != "draw")
        if kind.key not in ("draw", "leaderboard", "group"):
            self._act(place, "close", reason="Every gift has been given.")
        self._wait("the campaign to settle", lambda: self._tried(place, "settle"))
        counts = self.manager.get(f"campaigns/{slug}/promises/")["counts"]
        self.table.promises, self.table.kept = counts["promised"], counts["kept"]
        self.tell(f"{kind.key}: promises kept: {self.table.kept} of {self.table.promises}; settled")

    def _bring(
        self, kind: Kind, slug: str, everybody: Iterator[Person]
    ) -> tuple[list[Visitor], list[Visitor]]:
        """(advocates, friends)."""
        links: dict[str, Visitor] = {}
        friends: list[Visitor] = []
        for count in kind.brings:
            advocate = self._join(person := next(everybody), "/join/")
            self._verify_name(advocate, person)
            if kind.key == "group":
                self._play_for_a_group(advocate, slug)
            links[link := self._link(advocate, slug)] = advocate
            if not kind.all_invite:
                friends += [self._friend(next(everybody), link) for _ in range(count)]
        if kind.all_invite:
            friends = [self._friend(next(everybody), *links) for _ in range(sum(kind.brings))]
        return list(links.values()), friends

    def _receivers(
        self, kind: Kind, advocates: list[Visitor], friends: list[Visitor]
    ) -> list[tuple[Visitor, int]]:
        """Who gets how many gifts."""
        if kind.key == "two-sided":
            return [(advocates[0], 1), (friends[0], 1)]
        each = kind.gifts // len(advocates)
        return list(zip(advocates, kind.receives or [each] * len(advocates), strict=True))

    def _publish_from_form(self, kind: Kind) -> tuple[str, str]:
        """The slug, and the campaign's own page in the admin."""
        brand = self.manager.get("brands/")["items"][0]
        item = self.manager.post("items/", brand_ref=brand["scope"], name=kind.title, value_fen=9900)
        self.manager.post(f"items/{item['public_id']}/stock-receipts/", quantity=kind.stock, reason="story")
        page = self.desk.open(f"{ADMIN}add/?template={kind.template or kind.key}")
        slug, now = f"{kind.key}-{self.tag}", datetime.now(UTC).replace(microsecond=0)
        typed: dict[str, str | list[str]] = {
            "brand": brand["public_id"],
            "slug": slug,
            "title_en": kind.title["en"],
            "title_zh-hans": kind.title["zh-hans"],
            "opens_at": (now - timedelta(minutes=1)).isoformat(),
            "closes_at": (now + timedelta(days=30)).isoformat(),
            **kind.typed(item["public_id"]),
        }
        page = self.desk.send(page, page.form_with("title_en", "threshold"), typed)
        if not _CHANGE.search(page.url):
            raise StoryFailed(f"The form of {kind.key} was not taken: {page.text[:800]}")
        place = page.url.removesuffix("change/")
        self._act(place, "publish")
        self.tell(f"{kind.key}: published from the admin's form as {slug}")
        return slug, place

    def _act(self, place: str, verb: str, **typed: str) -> Page:
        page = self.desk.open(f"{place}do/{verb}/")
        return self.desk.send(page, page.form_with("nonce"), typed)

    def _tried(self, place: str, verb: str) -> bool:
        """False while it is refused because its time has not come."""
        try:
            self._act(place, verb)
        except StoryFailed as refused:
            if " answered 409:" in str(refused) or " answered 503:" in str(refused):
                return False
            raise
        return True

    def _play_for_a_group(self, advocate: Visitor, slug: str) -> None:
        found_group(advocate, name=self.tag)
        page = advocate.open(f"/campaigns/{slug}/board/")
        advocate.submit(page, page.form_with("group"))
        self.tell("the advocate founded a group and plays for it")

    def _vouch(self, slug: str, advocate: Visitor, friends: list[Visitor]) -> None:
        """Nothing can be claimed until the friend has shown that the word was right."""
        vouch(advocate, slug)
        if _first(advocate, f"/campaigns/{slug}/progress/", _CLAIM):
            raise StoryFailed("A word that nobody has proven yet was counted.")
        group = found_group(advocate, name=self.tag)
        spend_an_evening(advocate, friends, group=group)
        self.tell("the advocate vouched for a friend, and both came to an evening of the group")

    def _draw_from_admin(self, slug: str, place: str, advocate: Visitor) -> None:
        draw_page = f"/campaigns/{slug}/draw/"
        advocate.open(draw_page)
        self._act(place, "close", reason="All gifts will be drawn today.")
        self._wait("the draw to be called", lambda: self._tried(place, "draw"))
        self._verify(draw_page, slug)

    def _receive(self, visitor: Visitor, slug: str, count: int, *, is_claimed: bool) -> None:
        for number in range(count if is_claimed else 0):
            path = self._wait(
                f"reward {number + 1} to be claimed",
                lambda: _first(visitor, f"/campaigns/{slug}/progress/", _CLAIM),
            )
            page = visitor.open(path)
            visitor.submit(page, page.form_to("/claim/"))
        known: set[str] = set()
        for _ in range(count):
            path = self._wait("the gift", lambda: _first(visitor, "/gifts/", _GIFT, known))
            known.add(path)
            self._accept(visitor, path)


def _first(
    visitor: Visitor,
    page: str,
    wanted: re.Pattern[str],
    known: set[str] = frozenset(),  # type: ignore[assignment]
) -> str | None:
    """The first link of a page that looks as wanted and is not known yet."""
    links = visitor.open(page).links
    return next((href for href in links if wanted.fullmatch(href) and href not in known), None)

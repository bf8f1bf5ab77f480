"""The demo community: about 200 members, six campaigns in different states, the same for one seed number."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.conf import settings

from accounts import operations as accounts
from campaigns.operations.claims import claim_reward
from campaigns.operations.drafts import create_brand
from campaigns.operations.lifecycle import pause_campaign
from campaigns.queries.rewards import claimable_rewards, find_reward_id
from common.access import SYSTEM
from common.clock import db_now, shift_clock
from gifts import operations as gifts
from gifts.queries import gift_id_of, open_offers_of
from outbox.testing import run_jobs
from seeds import campaigns as words
from seeds.events import gather
from seeds.groups import meet
from seeds.people import Person, people
from seeds.world import (
    PASSWORD,
    Staff,
    ask_for_verification,
    draw_now,
    join,
    link_of,
    make_campaign,
    make_item,
    publish,
    verify,
)

MEMBERS = 200
SEED = 2016
STAFF = {"manager": "manager", "certifier": "certifier", "clerk": "clerk", "auditor": "auditor"}

# What `make demo` prints.
LOGINS = [
    {"role": "member", "login": "001.demo@example.org", "password": PASSWORD, "path": "/sign-in/password/"},
    {"role": "manager", "login": "manager@example.org", "password": PASSWORD, "path": "/admin/"},
    {"role": "certifier", "login": "certifier@example.org", "password": PASSWORD, "path": "/admin/"},
]

Tell = Callable[[str], None]


def build(*, members: int = MEMBERS, seed: int = SEED, tell: Tell = print) -> None:
    """Fill an empty database. Everything happens through operations, and its jobs run as it goes."""
    Builder(people(members, seed=seed), tell).build()


def hire() -> None:
    """One brand and its staff, and nobody else."""
    Builder([], print).hire()


class Builder:
    """One run over one list of people: each is used once, in order."""

    def __init__(self, everybody: list[Person], tell: Tell) -> None:
        self._rest: Iterator[Person] = iter(everybody)
        self._tell = tell

    def build(self) -> None:
        self.hire()
        first = self._join(password=PASSWORD, locale="en")
        self._past()
        self._present(first)
        self._future()
        self._meet(first)
        self._tell("a group that meets, with an evening of cards and a walk")
        gather([*(join(next(self._rest)) for _number in range(8)), first])
        for person in self._rest:
            join(person)
        run_jobs()

    def hire(self) -> None:
        self.brand = create_brand(
            actor=SYSTEM,
            slug="sunny-days",
            name={"en": "Sunny Days Society", "zh-hans": "晴天社"},
            organiser="Sunny Days Society (demo)",
            contact="hello@example.org",
        )
        self.staff = self._hire()

    def _hire(self) -> Staff:
        found: dict[str, Any] = {}
        for login, role in STAFF.items():
            found[role] = self._account(login)
            scope = self.brand.scope if role == "manager" else ""
            accounts.grant_role(actor=SYSTEM, member_id=found[role].pk, role=role, scope=scope, now=db_now())
        return Staff(manager=found["manager"], certifier=found["certifier"], clerk=found["clerk"])

    def _account(self, login: str) -> Any:
        return accounts.register_member(
            display_name=login.capitalize(),
            email=f"{login}@example.org",
            handle=f"demo-{login}",
            password=PASSWORD,
            now=db_now(),
        )

    def _join(
        self, *, invitation: str = "", verified: bool = True, password: str | None = None, locale: str = ""
    ) -> Any:
        person = next(self._rest)
        person = replace(person, locale=locale or person.locale)
        member = join(person, invitation=invitation, password=password)
        if verified:
            verify(member, person, by=self.staff.certifier)
        return member

    def _invite(
        self, advocate: Any, campaign: Any, *, verified: int, waiting: int = 0, lurking: int = 0
    ) -> None:
        """Friends who count, friends in the certifier's queue, friends who only registered."""
        code = link_of(advocate, campaign)
        for _friend in range(verified):
            self._join(invitation=code)
        for _friend in range(waiting):
            person = next(self._rest)
            ask_for_verification(join(person, invitation=code), person)
        for _friend in range(lurking):
            self._join(invitation=code, verified=False)

    def _item(self, english: str, chinese: str, *, value_fen: int, stock: int) -> Any:
        return make_item(
            self.brand.scope,
            {"en": english, "zh-hans": chinese},
            value_fen=value_fen,
            stock=stock,
            description={},
        )

    def _campaign(self, slug: str, title: Any, texts: Any, rules: Any, *, opens_in: int, days: int) -> Any:
        return make_campaign(
            self.staff.manager,
            self.brand.pk,
            slug=slug,
            title=title,
            texts=texts,
            rules=rules,
            opens_in=timedelta(days=opens_in),
            lasts=timedelta(days=days),
        )

    def _past(self) -> None:
        """A campaign whose draw was held: its gifts are on their way, one was declined."""
        self._tell("autumn: a campaign that has been drawn")
        with _days_ago(40):
            book = self._item("A book of your choice", "自选图书一册", value_fen=6800, stock=8)
            rules = words.draw_rules({"book": (book, 5)}, threshold=2)
            autumn = self._campaign(
                "autumn-reading", words.AUTUMN_TITLE, words.AUTUMN_TEXTS, rules, opens_in=0, days=30
            )
            publish(self.staff.manager, autumn)
        with _days_ago(30):
            readers = [self._join() for _number in range(8)]
            for reader in readers:
                self._invite(reader, autumn, verified=2)
            run_jobs()
        with _days_ago(12):
            draw_now(self.staff.manager, autumn)
            self._answer_all(readers)
            run_jobs()

    def _present(self, first: Any) -> None:
        self._tell("spring: a campaign in full swing")
        shoes = self._item("Sports shoes", "运动鞋", value_fen=39900, stock=12)
        cup = self._item("Enamel cup", "搪瓷杯", value_fen=4900, stock=120)
        tea = self._item("A bag of spring tea", "春茶一包", value_fen=1900, stock=80)
        prizes = {"shoes": (shoes, 3), "cup": (cup, 20)}
        rules = words.draw_rules(prizes, threshold=3)
        rules["further"] = [
            words.gift_rule("five", whom="advocate", item=cup, quantity=5, friends=5),
            words.gift_rule("welcome", whom="invitee", item=tea, quantity=60),
        ]
        with _days_ago(10):
            spring = self._campaign(
                "spring-outing", words.SPRING_TITLE, words.SPRING_TEXTS, rules, opens_in=0, days=45
            )
            publish(self.staff.manager, spring)
            rules = words.gift_rules(cup, quantity=40, threshold=1)
            cups = self._campaign("cups", words.CUPS_TITLE, words.CUPS_TEXTS, rules, opens_in=0, days=60)
            publish(self.staff.manager, cups)
        with _days_ago(5):
            for _advocate in range(9):
                self._invite(self._join(), spring, verified=3)
            self._cups(cups)
            run_jobs()
        with _days_ago(1):
            for _advocate in range(8):
                self._invite(self._join(), spring, verified=1, waiting=1, lurking=1)
            run_jobs()
        self._invite(first, spring, verified=1, waiting=1)
        self._invite(first, cups, verified=1)
        run_jobs()

    def _cups(self, campaign: Any) -> None:
        advocates = [self._join() for _number in range(6)]
        for advocate in advocates:
            self._invite(advocate, campaign, verified=1)
        run_jobs()
        for advocate in advocates[:4]:
            for reward in claimable_rewards(advocate):
                reward_id = find_reward_id(reward.public_id)
                claim_reward(actor=advocate, reward_id=reward_id, now=db_now())
        for advocate in advocates[:3]:
            self._accept_all(advocate)

    def _answer_all(self, members: list[Any]) -> None:
        """The first winner declines, so the next in line is asked; everybody else accepts."""
        has_declined = False
        for member in [*members, *members]:
            for card in open_offers_of(member_id=member.pk):
                gift_id = gift_id_of(card.public_id)
                if has_declined:
                    self._accept(member, gift_id)
                else:
                    gifts.decline_gift(actor=member, gift_id=gift_id, now=db_now())
                    has_declined = True

    def _accept_all(self, member: Any) -> None:
        for card in open_offers_of(member_id=member.pk):
            self._accept(member, gift_id_of(card.public_id))

    def _accept(self, member: Any, gift_id: int) -> None:
        address = _address(member.display_name)
        gifts.accept_gift(actor=member, gift_id=gift_id, address=address, now=db_now())

    def _meet(self, first: Any) -> None:
        self._tell("a group, its rituals and a few days of answers")
        steward, *fellows = [self._join() for _number in range(6)]
        meet(steward, [*fellows, first], days_ago=_days_ago)

    def _future(self) -> None:
        self._tell("winter, karaoke, rowing: scheduled, paused and a draft")
        game = self._item("A deck of cards", "扑克牌一副", value_fen=1500, stock=30)
        rules = words.draw_rules({"cards": (game, 10)}, threshold=2)
        winter = self._campaign(
            "winter-cards", words.WINTER_TITLE, words.WINTER_TEXTS, rules, opens_in=14, days=20
        )
        publish(self.staff.manager, winter)
        karaoke = self._campaign("karaoke", words.PAUSED_TITLE, {}, rules, opens_in=0, days=20)
        publish(self.staff.manager, karaoke)
        pause_campaign(actor=self.staff.manager, campaign_id=karaoke.pk, reason=words.PAUSED_REASON)
        self._campaign("summer-rowing", words.DRAFT_TITLE, {}, rules, opens_in=120, days=30)


def _address(name: str) -> gifts.AddressInput:
    """An address that does not exist."""
    return gifts.AddressInput(
        recipient_name=name,
        phone="13800000000",
        province="浙江省",
        city="杭州市",
        district="西湖区",
        street="示例路 1 号",
        postcode="310000",
    )


@contextmanager
def _days_ago(days: int) -> Iterator[None]:
    """Play a part of the story in the past, where the clock may be shifted; now, otherwise."""
    if not settings.CLOCK_OFFSET:
        yield
        return
    shift_clock(-timedelta(days=days))
    try:
        yield
    finally:
        shift_clock(timedelta())

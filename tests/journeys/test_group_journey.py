"""A group's days on phones, in Chinese: founded, asked, a star, an evening with a line at its door, told of.

A campaign pays on having been there: the founder's friend qualifies at the door and the cup is hers.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="browser journeys need playwright: make install-e2e")

from playwright.sync_api import Browser, expect

from bench.figures import POSTGRES_REDIS, SQLITE
from config.stack.product import Product
from seeds.world import PASSWORD
from tests.journeys.behind import behind
from tests.journeys.browsing import Crowd, Person, chromium, gathering
from tests.journeys.stages import stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ZH = "zh-hans"
# Who there is. Qing was brought by Lan; the others came by themselves.
PEOPLE = {"lan": "岚岚", "qing": "阿青", "bo": "小波"}
SCENE = f"""
from dataclasses import replace
from datetime import timedelta
from accounts.models import Member
from campaigns.models import Brand
from seeds import campaigns as words, people, world

manager = Member.objects.get(handle="demo-manager")
brand = Brand.objects.get()
name = {{"en": "Cup", "zh-hans": "杯子"}}
cup = world.make_item(brand.scope, name, value_fen=4900, stock=9, description={{}})
rules = words.gift_rules(cup, quantity=3, threshold=1) | {{
    "requires": ["registered"], "credit": {{"registered": 0, "met": 100}},
    "conditions": [{{"kind": "attended"}}],
}}
campaign = world.make_campaign(
    manager, brand.pk, slug="evenings", title=words.SPRING_TITLE, texts=words.SPRING_TEXTS, rules=rules,
    opens_in=timedelta(), lasts=timedelta(days=30),
)
world.publish(manager, campaign)
code = ""
for number, (key, name) in enumerate({PEOPLE!r}.items()):
    person = people.people(3, seed=7)[number]
    person = replace(person, name=name, locale="{ZH}", email=key + "@example.org", handle=key + "-test")
    member = world.join(person, password="{PASSWORD}", invitation=code if key == "qing" else "")
    code = code or world.link_of(member, campaign)
"""
# The community's clock, set forward to an hour of the wall in Shanghai some days from the first morning.
CLOCK = """
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo
from django.utils import timezone
from common.clock import shift_clock
home = ZoneInfo("Asia/Shanghai")
real = timezone.now()
first = real.astimezone(home).date() + timedelta(days=1)
wanted = datetime.combine(first, datetime.min.time(), home) + timedelta(days={days}, hours={hours})
shift_clock(wanted - real)
print("DAY", first + timedelta(days={days}))
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.mark.parametrize("stack", [SQLITE, POSTGRES_REDIS])
def test_a_group_from_its_founding_to_the_recap(browser: Browser, stack: str, tmp_path: Path) -> None:
    with stage(stack, tmp_path) as product:
        behind(product, SCENE)
        pictures = tmp_path / "pictures"
        with gathering(browser, product.address, product.env["SIMULATORS_URL"], pictures) as crowd:
            Days(crowd, product).live()


class Days:
    """Three days of one group; each person has a phone of their own."""

    def __init__(self, crowd: Crowd, product: Product) -> None:
        self.crowd, self.product = crowd, product

    def live(self) -> None:
        self.first = date.fromisoformat(self._be(0, 9))
        self.lan, self.qing, self.bo = (self._enter(key) for key in PEOPLE)
        self._found()
        self._plan_an_evening()
        self._stand_in_line()
        self._be(1, 9)
        self._answer_the_prompt()
        self._ask_for_a_star()
        self._be(1, 10)
        self._become_a_star()
        self._make_teams()
        self._be(1, 18)
        self._come_in()
        self._do_a_task()
        self._be(1, 23)
        self._tell_of_it()
        self._be_paid()
        self._be(2, 9)
        self._shine()

    def _be(self, days: int, hours: int) -> str:
        """Some days after the first, at this hour by the group's clock; that day."""
        told = behind(self.product, CLOCK.format(days=days, hours=hours))
        return str(re.findall(r"DAY (\S+)", told)[0])

    def _enter(self, key: str) -> Person:
        person = self.crowd.enter(PEOPLE[key], language="zh-CN")
        person.go("/sign-in/password/")
        person.type(login=f"{key}@example.org", password=PASSWORD)
        person.send()
        person.comes_to(r"/$")
        assert person.page.locator("html").get_attribute("lang") == ZH
        return person

    def _press(self, person: Person, form: str) -> None:
        """The button of this form, and the page after it."""
        person.turns(person.page.locator(f"button[form={form}]"))

    def _found(self) -> None:
        self.lan.go("/groups/new/")
        self.lan.type(**{f"name_{ZH}": "周末读书会", f"purpose_{ZH}": "一起读书，也一起散步。"})
        self._press(self.lan, "found")
        self.lan.comes_to(r"/groups/[a-z0-9]{20}/$")
        self.group = self.lan.page.url.removeprefix(self.lan.site)
        for guest in (self.qing, self.bo):
            guest.go(f"{self.group}join/")
            self._press(guest, "join")
            guest.go(f"{self.group}board/")
            guest.sees("周末读书会")

    def _ask_for_a_star(self) -> None:
        """An hour before the look at who is to be asked, and within the hours in which she may answer."""
        self.lan.go(f"{self.group}stars/")
        self.lan.page.locator("[name=is_on]").check()
        self.lan.turns(self.lan.page.locator("main form[method=post] button[type=submit]").first)

    def _plan_an_evening(self) -> None:
        """Two places only, on the next day's evening."""
        tomorrow = self.first + timedelta(days=1)
        self.lan.go(f"{self.group}events/new/")
        self.lan.type(**{f"title_{ZH}": "桌游之夜"})
        self.lan.type(starts=f"{tomorrow}T19:00", hours="3", venue="愚园路茶馆", capacity="2")
        self._press(self.lan, "plan")
        self.lan.comes_to(r"/events/[a-z0-9]{20}/$")
        self.event = self.lan.page.url.removeprefix(self.lan.site)
        self.lan.go(f"{self.event}publish/")
        self._press(self.lan, "act")
        self.lan.sees("愚园路茶馆")

    def _stand_in_line(self) -> None:
        """The last place goes to Bo; Qing waits; when Bo can't come, it is hers and she is told."""
        for guest in (self.lan, self.bo, self.qing):
            guest.go(f"{self.event}answer/")
            self._press(guest, "act")
        self.qing.go(self.event)
        self.qing.sees("您排在第 1 位")
        self.bo.go(f"{self.event}cancel/")
        self._press(self.bo, "act")
        self.qing.waits_for("/notifications/", self.qing.page.locator("main", has_text="桌游之夜"))
        self.qing.go(f"{self.event}ticket/")
        expect(self.qing.page.locator("p.code")).to_be_visible()

    def _answer_the_prompt(self) -> None:
        """Three good deeds and one habit, opened by the group's clock; the others' follow one's own."""
        prompt = self.qing.page.locator("a[href^='/prompts/']")
        self.qing.waits_for(f"{self.group}rituals/", prompt)
        for number in range(prompt.count()):
            self.qing.turns(prompt.nth(number))
            if self.qing.page.locator("[name=deed_1]").count():
                break
            self.qing.go(f"{self.group}rituals/")
        self.qing.type(deed_1="给邻居带了早饭", habit="睡前看手机")
        self._press(self.qing, "answer")
        self.qing.sees("给邻居带了早饭")

    def _become_a_star(self) -> None:
        """Whoever was longest in the group is asked first: Lan, who lets herself be asked five questions."""
        asked = self.lan.page.get_by_role("button", name="愿意当一天的每日之星吗？")
        self.lan.waits_for("/notifications/", asked)
        asked.click()
        self.lan.comes_to(r"/stars/")
        self.lan.page.locator("[name=answer][value=interview]").check()
        self._press(self.lan, "answer")
        self.lan.comes_to(r"/words/$")
        self.lan.type(answer_1="我修旧书。", answer_2="小时候爷爷教我。")
        self._press(self.lan, "words")
        self.lan.comes_to(r"/approve/$")
        expect(self.lan.page.locator("[name=body]")).to_have_value(re.compile("我修旧书。"))
        self._press(self.lan, "approve")

    def _make_teams(self) -> None:
        self.lan.go(f"{self.event}teams/")
        self.lan.type(size="2")
        self._press(self.lan, "mix")
        self.lan.sees(PEOPLE["qing"])
        self.lan.go(f"{self.event}teams/lock/")
        self._press(self.lan, "act")
        self.lan.go(f"{self.event}tasks/pick/")
        self.lan.page.locator("[name=tasks][value=names]").check()
        self._press(self.lan, "act")
        self.qing.go(f"{self.event}team/")
        self.qing.sees(PEOPLE["lan"])

    def _come_in(self) -> None:
        """Both read out their letters; the same letters let nobody in twice."""
        for guest in (self.qing, self.lan):
            guest.go(f"{self.event}ticket/")
            letters = guest.page.locator("p.code").inner_text()
            self.lan.go(f"{self.event}door/")
            self._read_out(letters)
        expect(self.lan.page.locator("main .badge--good")).to_have_count(2)
        self._read_out(letters)
        expect(self.lan.page.locator("main .badge--good")).to_have_count(2)
        self.qing.go(f"{self.event}ticket/")
        self.qing.sees("已入场")

    def _read_out(self, letters: str) -> None:
        self.lan.page.locator("#id_code").fill(letters)
        self._press(self.lan, "admit")

    def _do_a_task(self) -> None:
        card = "a[href^='/task-cards/']"
        self.qing.go(f"{self.event}tasks/")
        self.qing.turns(self.qing.page.locator(card).first)
        self._press(self.qing, "claim")
        self.lan.go(f"{self.event}tasks/")
        self.lan.turns(self.lan.page.locator(card).first)
        self.lan.turns(self.lan.page.locator("a[href$='/confirm/']"))
        self._press(self.lan, "act")
        expect(self.lan.page.locator("main .badge--good").first).to_be_visible()

    def _tell_of_it(self) -> None:
        """Once it is over the draft says what happened; the board has it, and Qing says how it was."""
        draft = self.lan.page.locator("[name=body]")
        self.lan.waits_for(f"{self.event}recap/", draft)
        expect(draft).to_have_value(re.compile("桌游之夜"))
        self.lan.type(body="桌游之夜\n两个人，一壶茶，说好了下次再来。")
        self._press(self.lan, "recap")
        self.lan.comes_to(r"/posts/")
        self.qing.go(f"{self.group}board/")
        self.qing.sees("说好了下次再来")
        self.qing.go(f"{self.event}feedback/")
        for name in ("met", "enjoyed", "again"):
            self.qing.page.locator(f"[name={name}]").first.check()
        self._press(self.qing, "act")

    def _be_paid(self) -> None:
        """Qing came: that is what the campaign asks of a friend."""
        claim = self.lan.page.locator("a[href$='/claim/']")
        self.lan.waits_for("/campaigns/evenings/progress/", claim)
        self.lan.turns(claim.first)
        self._press(self.lan, "claim")
        self.lan.waits_for("/gifts/", self.lan.page.locator("a[href^='/gifts/']", has_text="杯子"))

    def _shine(self) -> None:
        self.qing.waits_for(f"{self.group}stars/", self.qing.page.get_by_text("我修旧书。"))

"""A group whose steward has gone silent, on phones and in Chinese: a draft for one reader, and a new steward.

Nobody does it for them: the members offer, vote and wait, and the product hands the office over.
"""

import re
from collections.abc import Iterator
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
# Lan is the steward and is seen no more; Qing, who hesitates to write, offers; Bo reads first, and votes.
PEOPLE = {"lan": "岚岚", "qing": "阿青", "bo": "小波"}
SCENE = f"""
from dataclasses import replace
from common.clock import db_now
from groups import operations
from groups.operations import GroupInput
from seeds import people, world

made = None
for number, (key, name) in enumerate({PEOPLE!r}.items()):
    person = people.people(3, seed=7)[number]
    person = replace(person, name=name, locale="{ZH}", email=key + "@example.org", handle=key + "-test")
    member = world.join(person, password="{PASSWORD}")
    if made is None:
        given = GroupInput(name={{"{ZH}": "周末读书会"}})
        made = operations.found_group(actor=member, given=given, now=db_now())
    else:
        operations.join_group(actor=member, group_id=made.pk, now=db_now())
print("GROUP", made.public_id)
"""
# So many days after the founding, by the community's clock, early in an hour. What is swept once an hour is
# waited for: it ends sign-ins of the weeks before, and of the next hour, too.
CLOCK = """
import time
from datetime import timedelta
from django.utils import timezone
from common.clock import db_now, shift_clock
from outbox.models import Job
shift_clock(timedelta(days={days}, minutes=-timezone.now().minute, seconds=30))
swept = f"accounts.sweep-retention@{{int(db_now().timestamp()) // 3600}}"
until = time.monotonic() + 120
while not Job.objects.filter(dedupe_key=swept, state="done").exists() and time.monotonic() < until:
    time.sleep(0.2)
"""
DRAFT, ADVICE, WORDS = "谁还记得上次读到哪儿了", "加一句是哪本书就好", "《边城》上次读到哪儿了？"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.mark.parametrize("stack", [SQLITE, POSTGRES_REDIS])
def test_a_silent_steward_is_followed_and_a_draft_is_read_first(
    browser: Browser, stack: str, tmp_path: Path
) -> None:
    with stage(stack, tmp_path) as product:
        told = behind(product, SCENE + CLOCK.format(days=31))
        (made,) = re.findall(r"GROUP (\S+)", told)
        with gathering(browser, product.address, product.env["SIMULATORS_URL"], tmp_path / "seen") as crowd:
            Weeks(crowd, product, f"/groups/{made}/").live()


class Weeks:
    """What happens from the fifth week on; each person has a phone of their own."""

    def __init__(self, crowd: Crowd, product: Product, group: str) -> None:
        self.crowd, self.product, self.group = crowd, product, group

    def live(self) -> None:
        self.qing, self.bo = self._enter("qing"), self._enter("bo")
        self._show_a_draft()
        self._say_a_word()
        self._publish()
        self._offer()
        self._support()
        behind(self.product, CLOCK.format(days=39))
        self._hand_over()

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

    def _show_a_draft(self) -> None:
        """From the place where one writes; it is kept, and the board does not have it."""
        self.qing.go(f"{self.group}board/")
        self.qing.page.locator("details.disclosure summary").click()
        self.qing.turns(self.qing.page.get_by_role("link", name="先给一位成员看草稿"))
        self.qing.type(body=DRAFT)
        self.qing.page.locator("[name=buddy]").select_option(label=PEOPLE["bo"])
        self._press(self.qing, "show")
        self.qing.comes_to(r"/drafts/[a-z0-9]{20}/$")
        self.draft = self.qing.page.url.removeprefix(self.qing.site)
        self.qing.go(f"{self.group}board/")
        expect(self.qing.page.get_by_text(DRAFT)).to_have_count(0)
        self.qing.go(self.draft)
        self.qing.sees(DRAFT)

    def _say_a_word(self) -> None:
        news = self.bo.page.get_by_role("button", name="一份只给您看的草稿")
        self.bo.waits_for("/notifications/", news)
        self.bo.turns(news)
        self.bo.sees(DRAFT)
        self.bo.type(advice=ADVICE)
        self.bo.turns(self.bo.page.locator("[name=answer][value=advice]"))
        self.bo.sees(ADVICE)

    def _publish(self) -> None:
        """With the words that Qing chose in the end; the draft is gone."""
        self.qing.go(self.draft)
        self.qing.sees(ADVICE)
        self.qing.turns(self.qing.page.locator(f"a[href='{self.draft}publish/']"))
        expect(self.qing.page.locator("[name=body]")).to_have_value(DRAFT)
        self.qing.type(body=WORDS)
        self._press(self.qing, "publish")
        self.qing.comes_to(r"/posts/[a-z0-9]{20}/$")
        self.qing.go(self.draft)
        self.qing.sees("这份草稿已不再给人看")
        expect(self.qing.page.get_by_text(DRAFT)).to_have_count(0)
        self.bo.go(f"{self.group}board/")
        self.bo.sees(WORDS)

    def _offer(self) -> None:
        """The group's page says that no steward was seen, and leads to the offer: Qing has just written."""
        hint = self.qing.page.locator(f"a[href='{self.group}stewardship/']")
        self.qing.waits_for(self.group, hint)
        self.qing.turns(hint)
        self.qing.type(words="我来照看一阵子。")
        self._press(self.qing, "offer")
        self.qing.sees("正在征求支持")

    def _support(self) -> None:
        """One of one is enough; a week for objections begins."""
        news = self.bo.page.get_by_role("button", name="您的群组可以投票")
        self.bo.waits_for("/notifications/", news)
        self.bo.turns(news)
        self.bo.sees("我来照看一阵子。")
        self.bo.turns(self.bo.page.locator("[name=vote][value=support]"))
        expect(self.bo.page.locator("main .badge").first).to_have_text("异议期")

    def _hand_over(self) -> None:
        """Nobody objects: Lan reads that she stays as co-steward, and who is steward now."""
        lan = self._enter("lan")
        news = lan.page.get_by_role("button", name="您现在是副管理人")
        lan.waits_for("/notifications/", news)
        lan.go(f"{self.group}members/")
        for name, office in (("qing", "管理人"), ("lan", "副管理人")):
            row = lan.page.locator("main li", has_text=PEOPLE[name])
            expect(row.locator(".badge")).to_have_text(office)

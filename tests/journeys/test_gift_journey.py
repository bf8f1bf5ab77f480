"""Gifts in a real browser: a present from a friend, a no that serves the next, a parcel, a thank-you."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="browser journeys need playwright: make install-e2e")

from playwright.sync_api import Browser, expect

from bench.figures import POSTGRES_REDIS, SQLITE
from config.stack.product import ROOT, Product
from seeds.world import PASSWORD
from tests.journeys.browsing import DESK, Crowd, Person, chromium, gathering
from tests.journeys.stages import stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEA, CARD, THANKS = "A tin of tea", "For the evenings after the outing", "It smells of spring. Thank you!"
# The campaign's part: one tin for the first of two people, as after a draw.
OPEN_LINE = """
from django.utils import timezone
from common.access import SYSTEM
from accounts.models import Member
from gifts.models import Item
from gifts.operations import LinePrize, open_line
first, second = (Member.objects.get(display_name=name).pk for name in ("Anna", "Bea"))
prizes = [LinePrize(item_id=Item.objects.get().pk, key="tea/1")]
open_line(actor=SYSTEM, source="line:journey", prizes=prizes, recipients=[first, second],
          offer_hours=48, now=timezone.now(), reason={"en": "Spring outing", "zh-hans": "春游"})
"""
PUBLIC_IDS = """
import json
from accounts.models import Member
print(json.dumps(dict(Member.objects.values_list("display_name", "public_id"))))
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.mark.parametrize("stack", [SQLITE, POSTGRES_REDIS])
def test_a_present_and_a_prize_reach_two_friends(browser: Browser, stack: str, tmp_path: Path) -> None:
    with stage(stack, tmp_path) as product:
        simulators = product.env["SIMULATORS_URL"]
        with gathering(browser, product.address, simulators, tmp_path / "pictures") as crowd:
            Journey(crowd, product).run()


class Journey:
    def __init__(self, crowd: Crowd, product: Product) -> None:
        self.crowd, self.product = crowd, product

    def run(self) -> None:
        self._fill_the_shelf()
        self.anna, self.bea = self._join("Anna", 1), self._join("Bea", 2)
        self._give()
        self._accept(self.anna)
        self._thank()
        self._decline_the_prize()
        self._accept(self.bea)

    def _fill_the_shelf(self) -> None:
        manager = self.crowd.enter("manager", screen=DESK)
        manager.go("/admin/")
        manager.type(username="manager@example.org", password=PASSWORD)
        manager.press("Log in", exact=False)
        expect(manager.page.get_by_text("Site administration").first).to_be_visible()
        manager.go("/admin/gifts/item/add/")
        manager.type(name_en=TEA, **{"name_zh-hans": "一罐茶"}, value_fen="8800")
        manager.press("Save")
        manager.follow(TEA)
        manager.follow("Change the stock", exact=False)
        manager.type(quantity="3", reason="Delivered this morning")
        manager.press("Write down")
        manager.sees("Units received: 3")
        self._say(
            "from gifts.models import Item; from gifts.operations import open_to_presents; "
            "from common.access import SYSTEM; "
            "open_to_presents(actor=SYSTEM, item_id=Item.objects.get().pk, is_open=True)"
        )

    def _join(self, name: str, number: int) -> Person:
        person, digits = self.crowd.enter(name), f"1390000110{number}"
        person.go("/join/")
        person.type(display_name=name, contact=digits)
        person.page.locator("[name=consent]").check()
        person.send()
        person.comes_to(r"/join/code/")
        person.type(code=self.crowd.code_on_phone(person, f"+86{digits}"))
        person.send()
        expect(person.page.locator("[name=code]")).to_have_count(0)
        return person

    def _give(self) -> None:
        """Bea to Anna, with a card."""
        anna_id = json.loads(self._say(PUBLIC_IDS))["Anna"]
        self.bea.go(f"/presents/to/{anna_id}/")
        self.bea.page.get_by_label(TEA).check()
        self.bea.type(card=CARD)
        self.bea.press("Give it")
        self.bea.sees("Your present is on its way to be opened.")
        self.present = self.bea.page.url

    def _accept(self, person: Person) -> None:
        """From the offer to the parcel at the door, as the simulated carrier tells it."""
        offer = person.page.get_by_role("link", name=TEA, exact=False).filter(has_text="Waiting")
        person.waits_for("/gifts/", offer)
        offer.first.click()
        person.type(recipient_name="安娜", phone="13900001101", province="浙江省", city="杭州市")
        person.type(district="西湖区", street="示例路 1 号", postcode="310000")
        person.press("Accept the gift")
        person.sees("Thank you. It is yours.")
        arrived = person.page.locator(".badge--good", has_text="Delivered")
        person.waits_for(person.page.url, arrived)
        person.sees("Your parcel")
        person.sees("Out for delivery")

    def _thank(self) -> None:
        self.anna.sees(CARD)
        self.anna.type(text=THANKS)
        self.anna.page.locator("form[action$='/thanks/'] button[type=submit]").click()
        self.anna.sees("Your thanks are delivered.")
        self.bea.waits_for(self.present, self.bea.page.get_by_text(THANKS))

    def _decline_the_prize(self) -> None:
        """Anna's no is polite, and costs her nothing; Bea is asked in the same moment."""
        self._say(OPEN_LINE)
        anna = self.anna
        offer = anna.page.get_by_role("link", name=TEA, exact=False).filter(has_text="Waiting")
        anna.waits_for("/gifts/", offer)
        offer.first.click()
        anna.page.locator("summary", has_text="No, thank you").click()
        anna.page.get_by_label("please give it to somebody else", exact=False).check()
        anna.press("Decline")
        anna.sees("You have declined. That is fine.")

    def _say(self, program: str) -> str:
        """What a shell of this installation printed."""
        command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", program]
        done = subprocess.run(command, cwd=ROOT, env=self.product.env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

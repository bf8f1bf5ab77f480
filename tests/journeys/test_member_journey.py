"""A member's whole way in a real browser on a phone, in Chinese and in English, on both stacks."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="browser journeys need playwright: make install-e2e")

import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, expect

from bench.figures import POSTGRES_REDIS, SQLITE
from config.stack.product import Product
from seeds.world import PASSWORD
from tests.journeys.behind import behind
from tests.journeys.browsing import Crowd, Person, chromium, gathering
from tests.journeys.leaving import (
    is_a_neutral_gap,
    leave,
    photo_with_a_place,
    show_a_photo,
    take_everything_along,
)
from tests.journeys.stages import stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ADVOCATE = "anna@example.org"
# Everything goes through operations, as the demo's community is made.
SCENE = f"""
from dataclasses import replace
from accounts.models import Member
from campaigns.models import Brand
from datetime import timedelta
from seeds import campaigns as words, people, world

manager = Member.objects.get(handle="demo-manager")
brand = Brand.objects.get()
name = {{"en": "Cup", "zh-hans": "杯子"}}
cup = world.make_item(brand.scope, name, value_fen=4900, stock=9, description={{}})
campaign = world.make_campaign(
    manager, brand.pk, slug="spring", title=words.SPRING_TITLE, texts=words.SPRING_TEXTS,
    rules=words.draw_rules({{"cup": (cup, 3)}}, threshold=3), opens_in=timedelta(), lasts=timedelta(days=20),
)
world.publish(manager, campaign)
person = people.people(1, seed=5)[0]
person = replace(person, name="Anna", locale="en", email="{ADVOCATE}", handle="anna-test")
anna = world.join(person, password="{PASSWORD}")
print("LINK /i/" + world.link_of(anna, campaign) + "/")
"""
# It is three in the morning where Anna is; what concerns her waits until she is up.
NIGHT = """
from accounts.models import Member
from common.clock import db_now
east = (3 - db_now().hour + 12) % 24 - 12
Member.objects.filter(handle="anna-test").update(time_zone=f"Etc/GMT{-east:+d}")
"""
LATER = """
from datetime import timedelta
from common.clock import shift_clock
shift_clock(timedelta(hours={}))
"""
# What each newcomer is called, speaks, and reads where.
SPOKEN = {
    "en": {
        "locale": "en-GB",
        "name": "Bea",
        "phone": "13900002001",
        "invited": "Anna invites you",
        "brought": "Anna invited you",
        "greeting": r", Bea$",
        "headline": "Grows tomatoes on the roof",
        "offline": "No connection",
    },
    "zh-hans": {
        "locale": "zh-CN",
        "name": "春燕",
        "phone": "13900002002",
        "invited": "Anna 邀请您",
        "brought": "Anna 邀请了您",
        "greeting": r"，春燕$",
        "headline": "在屋顶种番茄",
        "offline": "没有网络连接",
    },
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.mark.parametrize("stack", [SQLITE, POSTGRES_REDIS])
def test_a_member_from_invitation_to_farewell(browser: Browser, stack: str, tmp_path: Path) -> None:
    with stage(stack, tmp_path) as product:
        link = set_the_scene(product)
        simulators = product.env["SIMULATORS_URL"]
        with gathering(browser, product.address, simulators, tmp_path / "pictures") as crowd:
            ways = [Way(crowd, language, link, product) for language in SPOKEN]
            for way in ways:
                way.walk()
            for way in ways:
                way.take_everything_along(tmp_path)
            behind(product, LATER.format(24 * 8))  # there was time enough to think again
            for way in ways:
                is_a_neutral_gap(way.anna, way.own, way.words["name"], gone=len(ways))


def set_the_scene(product: Product) -> str:
    """A campaign that runs, and the path of Anna's invitation to it."""
    found = re.search(r"LINK (/i/[A-Z0-9]+/)", behind(product, SCENE))
    assert found
    return found.group(1)


class Way:
    """One newcomer's way in one language; Anna watches from her own phone."""

    def __init__(self, crowd: Crowd, language: str, link: str, product: Product) -> None:
        self.crowd, self.link, self.words = crowd, link, SPOKEN[language]
        self.language, self.product = language, product

    def walk(self) -> None:
        self.anna = self._anna()
        self.newcomer = self.crowd.enter(self.words["name"], language=self.words["locale"])
        behind(self.product, NIGHT)
        self._be_invited()
        self._arrive()
        self._be_greeted()
        self._be_seen_as_chosen()
        self._be_told_of()
        self._pass_a_poster_on()

    def take_everything_along(self, folder: Path) -> None:
        show_a_photo(self.newcomer, self.anna, self.own, photo_with_a_place(folder))
        take_everything_along(self.newcomer, self.words["headline"], self._code)
        leave(self.newcomer, self._code)

    def _anna(self) -> Person:
        anna = self.crowd.enter("Anna")
        anna.go("/sign-in/password/")
        anna.type(login=ADVOCATE, password=PASSWORD)
        anna.send()
        anna.comes_to(r"/$")
        return anna

    def _be_invited(self) -> None:
        newcomer, phone = self.newcomer, self.words["phone"]
        newcomer.go(self.link)
        newcomer.sees(self.words["invited"])
        newcomer.page.locator("a.btn--primary[href^='/join/']").click()
        newcomer.type(display_name=self.words["name"], contact=phone)
        newcomer.page.locator("[name=consent]").check()
        newcomer.send()
        newcomer.comes_to(r"/join/code/")
        newcomer.type(code=self._code())
        newcomer.send()
        newcomer.comes_to(r"/welcome/you/")

    def _code(self) -> str:
        return self.crowd.code_on_phone(self.newcomer, f"+86{self.words['phone']}")

    def _arrive(self) -> None:
        """Name, language and clock; nobody may find them yet; then what brought them."""
        page = self.newcomer.page
        expect(page.locator("[name=display_name]")).to_have_value(self.words["name"])
        page.locator("[name=time_zone]").select_option("Europe/Berlin")
        self.newcomer.send()
        self.newcomer.comes_to(r"/welcome/seen/")
        page.locator("[name=name_audience][value='0']").check()
        self.newcomer.send()
        self.newcomer.comes_to(r"/welcome/begin/")
        self.newcomer.sees(self.words["brought"])
        page.locator("main form button[type=submit]").first.click()
        self.newcomer.comes_to(r"/campaigns/spring/$")

    def _be_greeted(self) -> None:
        self.newcomer.go("/")
        expect(self.newcomer.page.locator("h1")).to_have_text(re.compile(self.words["greeting"]))
        assert self.newcomer.page.locator("html").get_attribute("lang") == self.language

    def _be_seen_as_chosen(self) -> None:
        """Hidden while nobody may see them; after the change Anna reads what they tell."""
        page = self.newcomer.page
        self.newcomer.go("/me/who-sees-what/")
        self.own = own = page.locator("a[href^='/people/']").first.get_attribute("href") or ""
        assert self._status_for_anna(own) == 404
        self.newcomer.go("/me/profile/")
        self.newcomer.type(headline=self.words["headline"])
        for field in ("name_audience", "headline_audience"):
            page.locator(f"select[name={field}]").select_option("2")
        self.newcomer.turns(page.locator("button[form=profile]"))
        assert self._status_for_anna(own) == 200
        self.anna.go(own)
        self.anna.sees(self.words["headline"])

    def _status_for_anna(self, path: str) -> int:
        """Asked beside the page: a page that is not there is no complaint here."""
        return int(self.anna.page.request.get(self.anna.site + path).status)

    def _be_told_of(self) -> None:
        """Anna's page of news knows at once who joined; her letter comes when it is day where she is."""
        self.anna.waits_for("/notifications/", self.anna.page.get_by_text(self.words["name"]))
        letters = self.crowd.enter("Anna's letters")
        inbox = f"{self.crowd.simulators}/mail/"
        letters.go(inbox)
        letter = letters.page.locator("article", has_text=ADVOCATE).filter(has_text=self.words["name"])
        assert letter.count() == 0, letters.text()
        behind(self.product, LATER.format(6))
        try:
            letters.waits_for(inbox, letter)
        finally:
            behind(self.product, LATER.format(0))
        assert letter.count() == 1

    def _pass_a_poster_on(self) -> None:
        """Drawn by a worker; what a phone reads off the picture is an invitation that opens."""
        newcomer, page = self.newcomer, self.newcomer.page
        newcomer.go("/campaigns/spring/share/")
        page.locator("button[form=make]").click()
        page.locator("a[href^='/posters/']").first.wait_for()
        subject = page.locator("a[href^='/posters/']").first.get_attribute("href") or ""
        newcomer.waits_for(subject, page.locator("img.poster"))
        source = page.locator("img.poster").get_attribute("src") or ""
        picture = page.request.get(newcomer.site + source).body()
        address = scanned(picture)
        assert address.startswith(f"{newcomer.site}/i/")
        stranger = self.crowd.enter("stranger", language=self.words["locale"])
        stranger.go(address)
        stranger.sees(self.words["name"])


def scanned(picture: bytes) -> str:
    """As it arrives in a chat: JPEG at quality 40, half the size."""
    worn = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").save(worn, "JPEG", quality=40)
    image = Image.open(worn)
    found = zxingcpp.read_barcodes(image.resize((image.width // 2, image.height // 2)))
    assert found, "no phone reads this poster"
    return str(found[0].text)

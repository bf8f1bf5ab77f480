"""The whole main job in a real browser, against the whole product: admin, phones, workers, carrier."""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

pytest.importorskip("playwright.sync_api", reason="browser journeys need playwright: make install-e2e")

from playwright.sync_api import Browser, expect

from bench.figures import POSTGRES_REDIS, SQLITE
from seeds import people as census
from seeds.world import PASSWORD
from tests.journeys.browsing import DESK, Crowd, Person, Watch, chromium, gathering
from tests.journeys.stages import stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLUG = "spring-outing"
CAMPAIGN = f"/campaigns/{SLUG}/"
CHINA = ZoneInfo("Asia/Shanghai")
FOLK = {"Anna": 0, "Bea": 1, "春燕": 2, "Dora": 3}
PAPERS = {name: census.people(4, seed=3)[number] for name, number in FOLK.items()}
TOO_LONG = "Moonlight Street " * 20


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.mark.parametrize("stack", [SQLITE, POSTGRES_REDIS])
def test_three_friends_and_a_pair_of_shoes(browser: Browser, stack: str, tmp_path: Path) -> None:
    with stage(stack, tmp_path) as product:
        simulators = product.env["SIMULATORS_URL"]
        with gathering(browser, product.address, simulators, tmp_path / "pictures") as crowd:
            Journey(crowd, tmp_path).run()


def test_a_page_that_complains_or_calls_a_third_party_is_heard(browser: Browser) -> None:
    """The negative control of the ear that every journey is heard with."""
    watch = Watch(own={"127.0.0.1"})
    context = browser.new_context()
    watch.over(context, "tester")
    page = context.new_page()
    page.goto(
        "data:text/html,<script>console.error('loud')</script><script>throw new Error('broken')</script>"
    )
    with page.expect_request("http://third.invalid/*"):
        page.evaluate("new Image().src = 'http://third.invalid/pixel.png'")
    context.close()
    heard = "\n".join(watch.complaints)
    assert "tester, console: loud" in heard
    assert "broken" in heard
    assert "tester was sent to a third party: http://third.invalid/pixel.png" in heard


class Journey:
    """Each step is what one person does; nobody waits for a clock, only for what the page shows."""

    def __init__(self, crowd: Crowd, folder: Path) -> None:
        self.crowd, self.folder = crowd, folder

    def run(self) -> None:
        self.manager, self.certifier = self._at_desk("manager"), self._at_desk("certifier")
        self._stock_shoes()
        self._draft()
        self._publish()
        self.anna = self.crowd.enter("Anna")
        self.anna.go("/join/")
        self._join(self.anna)
        self._be_verified(self.anna)
        link = self._make_link()
        self._befriend(self.crowd.enter("Bea"), link)
        self._befriend(self.crowd.enter("春燕", language="zh-CN"), link)
        self._see_two_of_three()
        self._befriend(self.crowd.enter("Dora", has_scripts=False), link)
        self._draw()
        self._check_receipt()
        self._accept_gift()
        self._see_promise_kept()

    def _at_desk(self, role: str) -> Person:
        person = self.crowd.enter(role, screen=DESK)
        person.go("/admin/")
        person.sees("This is a demo")
        person.type(username=f"{role}@example.org", password=PASSWORD)
        person.press("Log in", exact=False)
        expect(person.page.get_by_text("Site administration").first).to_be_visible()
        return person

    def _stock_shoes(self) -> None:
        manager = self.manager
        manager.go("/admin/gifts/item/add/")
        manager.type(name_en="Sports shoes", **{"name_zh-hans": "运动鞋"}, value_fen="39900")
        manager.press("Save")
        manager.follow("Sports shoes")
        manager.follow("Change the stock", exact=False)
        manager.type(quantity="1", reason="Delivered this morning")
        manager.press("Write down")
        manager.sees("Units received: 1")

    def _draft(self) -> None:
        manager, now = self.manager, datetime.now(CHINA)
        manager.go("/admin/campaigns/campaign/add/")
        manager.type(**{"title_en": "Spring outing on sunny days", "title_zh-hans": "晴天去春游"})
        manager.type(
            **{"lead_en": "Three friends and you are in the draw.", "lead_zh-hans": "邀请三位好友。"}
        )
        manager.type(slug=SLUG, opens_at=_picked(now - timedelta(minutes=5)))
        manager.type(closes_at=_picked(now + timedelta(days=20)), reserve="10")
        manager.page.locator("[name=prize_0_item]").select_option(index=1)
        manager.type(prize_0_quantity="1")
        manager.press("Save the draft")
        manager.sees("Edit the draft")

    def _publish(self) -> None:
        manager = self.manager
        console = manager.page.url
        manager.follow("Preview as a member")
        manager.sees("Preview of a draft. Nobody else sees this page.")
        manager.sees("Sports shoes")
        manager.go(console)
        self._act("Publish", "Published.")
        manager.sees("Version 1")

    def _act(self, name: str, done: str, *, reason: str = "") -> None:
        """A manager's act from the campaign's console: its page asks, its button acts."""
        self.manager.follow(name)
        if reason:
            self.manager.type(reason=reason)
        self.manager.press(name)
        self.manager.sees(done)

    def _join(self, person: Person) -> None:
        """On the page that asks for a name; the code is read on the simulated phone."""
        digits = f"1390000100{FOLK[person.name]}"
        person.type(display_name=person.name, contact=digits)
        person.page.locator("[name=consent]").check()
        person.send()
        person.comes_to(r"/join/code/")
        person.type(code=self.crowd.code_on_phone(person, f"+86{digits}"))
        person.send()
        expect(person.page.locator("[name=code]")).to_have_count(0)

    def _be_verified(self, person: Person) -> None:
        person.go("/verify-name/")
        papers = PAPERS[person.name]
        person.type(legal_name=papers.legal_name, id_number=papers.id_number)
        person.page.locator("[name=consent]").check()
        person.send()
        expect(person.page.locator("[name=id_number]")).to_have_count(0)
        self._approve(person.name, papers.legal_name)

    def _approve(self, name: str, legal_name: str) -> None:
        desk = self.certifier
        desk.go("/admin/trust/case/")
        desk.follow(name, exact=False)
        desk.press("Take this case")
        expect(desk.page.locator("#legal-name")).to_have_text(legal_name)
        desk.page.get_by_label("approve", exact=True).check()
        desk.press("Decide")
        desk.sees("Decided. The applicant is told.")

    def _make_link(self) -> str:
        anna = self.anna
        anna.go(CAMPAIGN)
        anna.sees("Sports shoes")
        anna.follow("Invite friends")
        anna.press("Get my link")
        expect(anna.page.get_by_role("img", name="QR code of your invitation", exact=True)).to_be_visible()
        found = re.search(r"/i/[A-Z0-9]+/", anna.page.locator("input[readonly]").first.input_value())
        assert found
        return found.group(0)

    def _befriend(self, friend: Person, link: str) -> None:
        friend.go(link)
        is_chinese = friend.name == "春燕"
        friend.sees("Anna 邀请您" if is_chinese else "Anna invites you")
        friend.follow("加入" if is_chinese else "Join")
        self._join(friend)
        friend.sees("欢迎" if is_chinese else f"Welcome, {friend.name}!")
        self.anna.waits_for(f"{CAMPAIGN}progress/", self.anna.page.get_by_text(friend.name))
        self.anna.sees("Not counted yet: the real name is not verified.")
        self._be_verified(friend)
        row = self.anna.page.locator("li", has_text=friend.name).get_by_text("Counts:", exact=False)
        self.anna.waits_for(f"{CAMPAIGN}progress/", row)

    def _see_two_of_three(self) -> None:
        self.anna.go(f"{CAMPAIGN}progress/")
        self.anna.sees("2 of 3 friends joined")
        expect(self.anna.page.get_by_text("Counts: every requirement was met")).to_have_count(2)

    def _draw(self) -> None:
        entry = self.anna.page.get_by_text("Entry in the draw")
        self.anna.waits_for(f"{CAMPAIGN}progress/", entry)
        manager = self.manager
        manager.go("/admin/campaigns/campaign/")
        manager.follow("Spring outing on sunny days")
        self._act("Close", "Closed.", reason="Everybody is there.")
        self._act("Run the draw", "The draw has been called.")

    def _check_receipt(self) -> None:
        """As the page says: download both, run one on the other. Without signing in."""
        stranger = self.crowd.enter("stranger")
        receipt = stranger.page.get_by_role("link", name="Receipt", exact=True)
        stranger.waits_for(f"{CAMPAIGN}draw/", receipt)
        with stranger.page.expect_download() as fetched:
            receipt.click()
        fetched.value.save_as(self.folder / "receipt.json")
        with stranger.page.expect_download() as fetched:
            stranger.follow("Verifier")
        fetched.value.save_as(self.folder / "verify_draw.py")
        checked = subprocess.run(
            [sys.executable, "verify_draw.py", "receipt.json"],
            cwd=self.folder,
            capture_output=True,
            text=True,
        )
        assert checked.returncode == 0, checked.stdout + checked.stderr

    def _accept_gift(self) -> None:
        anna = self.anna
        anna.waits_for("/gifts/", anna.page.get_by_role("link", name="Sports shoes", exact=False))
        anna.follow("Sports shoes", exact=False)
        anna.type(recipient_name="安娜", phone="13900001000", province="浙江省", city="杭州市")
        anna.type(district="西湖区", street=TOO_LONG, postcode="310000")
        anna.press("Accept the gift")
        anna.sees("This is too long: at most")
        for name, typed in {"recipient_name": "安娜", "street": TOO_LONG, "postcode": "310000"}.items():
            expect(anna.page.locator(f"[name={name}]")).to_have_value(
                typed.strip() if name != "street" else typed
            )
        anna.type(street="示例路 1 号")
        anna.press("Accept the gift")
        anna.sees("Thank you. It is yours.")
        gift = anna.page.url
        anna.waits_for(gift, anna.page.locator(".badge--good", has_text="Delivered"))
        anna.sees("Your parcel")

    def _see_promise_kept(self) -> None:
        public = self.crowd.people[-1]
        public.go(f"{CAMPAIGN}promises/")
        kept = public.page.locator("li", has_text="A gift is delivered").locator(".badge--good")
        public.waits_for(f"{CAMPAIGN}promises/", kept)


def _picked(moment: datetime) -> str:
    """As a browser's date and time field wants it typed."""
    return moment.strftime("%Y-%m-%dT%H:%M")

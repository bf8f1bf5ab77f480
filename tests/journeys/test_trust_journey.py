"""Why strangers believe a member, in a real browser: papers, an appeal that wins, a badge that is checked
offline, a credit level that comes, grows old and goes. Against simulators over HTTP, on both stacks.
"""

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
from seeds import people as census
from seeds.world import PASSWORD
from tests.factories.pictures import picture
from tests.journeys.browsing import DESK, Crowd, Person, chromium, gathering
from tests.journeys.stages import stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAPERS = census.people(2, seed=5)
JOB = {"employer": "样例科技有限公司", "title": "工程师"}
QUEUE = "/admin/trust/case/"
# An appeal goes to somebody who never had the case: the auditor lends a hand.
HIRE = """
from django.utils import timezone
from accounts.models import RoleGrant
from accounts.operations import grant_role
from common.access import SYSTEM
helper = RoleGrant.objects.get(role="auditor").member_id
grant_role(actor=SYSTEM, member_id=helper, role="certifier", now=timezone.now())
"""
# The month is over: the day on which a level stops being shown has come.
NEXT_MONTH = """
from django.utils import timezone
from trust.models import CreditAttestation
print(CreditAttestation.objects.update(valid_until=timezone.now()))
"""
WHO = "from accounts.models import Member; print(Member.objects.get(display_name='Anna').public_id)"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.mark.parametrize("stack", [SQLITE, POSTGRES_REDIS])
def test_papers_a_badge_and_a_level(browser: Browser, stack: str, tmp_path: Path) -> None:
    with stage(stack, tmp_path) as product:
        simulators = product.env["SIMULATORS_URL"]
        with gathering(browser, product.address, simulators, tmp_path / "pictures") as crowd:
            Journey(crowd, product, tmp_path).run()


class Journey:
    def __init__(self, crowd: Crowd, product: Product, folder: Path) -> None:
        self.crowd, self.product, self.folder = crowd, product, folder

    def run(self) -> None:
        self._shell(HIRE)
        self.certifier, self.helper = self._at_desk("certifier"), self._at_desk("auditor")
        self.anna = self._joined("Anna", 0)
        self.bea = self._joined("Bea", 1)
        self._verify_name()
        self._send_papers()
        self._reject()
        self._appeal_and_win()
        self._carry_the_badge()
        self._show_a_level()
        self._it_grows_old_and_is_withdrawn()

    def _shell(self, code: str) -> str:
        command = [sys.executable, "manage.py", "shell", "-c", code]
        done = subprocess.run(command, cwd=ROOT, env=self.product.env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-1000:]
        return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""

    def _at_desk(self, role: str) -> Person:
        person = self.crowd.enter(role, screen=DESK)
        person.go("/admin/")
        person.type(username=f"{role}@example.org", password=PASSWORD)
        person.press("Log in", exact=False)
        expect(person.page.get_by_text("Site administration").first).to_be_visible()
        return person

    def _joined(self, name: str, number: int) -> Person:
        person = self.crowd.enter(name)
        person.go("/join/")
        person.type(display_name=name, contact=f"1390000200{number}")
        person.page.locator("[name=consent]").check()
        person.send()
        person.comes_to(r"/join/code/")
        person.type(code=self.crowd.code_on_phone(person, f"+861390000200{number}"))
        person.send()
        expect(person.page.locator("[name=code]")).to_have_count(0)
        return person

    def _take(self, desk: Person) -> None:
        desk.go(QUEUE)
        desk.follow("Anna", exact=False)
        desk.press("Take this case")
        expect(desk.page.locator("#legal-name")).to_have_text(PAPERS[0].legal_name)

    def _decide(self, desk: Person, outcome: str, reason: str = "") -> None:
        desk.page.get_by_label(outcome, exact=True).check()
        if reason:
            desk.page.get_by_label(reason).check()
        desk.press("Decide")
        desk.sees("Decided. The applicant is told.")

    def _verify_name(self) -> None:
        anna = self.anna
        anna.go("/verify-name/")
        anna.type(legal_name=PAPERS[0].legal_name, id_number=PAPERS[0].id_number)
        anna.page.locator("[name=consent]").check()
        anna.send()
        expect(anna.page.locator("[name=id_number]")).to_have_count(0)
        self._take(self.certifier)
        self._decide(self.certifier, "approve")

    def _send_papers(self) -> None:
        anna, card = self.anna, self.folder / "card.jpg"
        card.write_bytes(picture(size=(900, 540)))
        anna.go("/certify/job/")
        anna.type(**JOB)
        anna.press("Save")
        anna.sees(JOB["employer"])
        for kind in ("business_card", "work_badge"):
            anna.go(f"/certify/proofs/?kind={kind}")
            anna.page.locator("[name=picture]").set_input_files(card)
            anna.press("Add the photo")
            anna.sees("Received. It is made safe now")
        anna.waits_for("/certify/proofs/", anna.page.get_by_role("link", name="Enough: go on"))
        anna.follow("Enough: go on")
        anna.page.locator("[name=consent]").check()
        anna.press("Send in")
        anna.sees("Your application is with a certifier now")

    def _reject(self) -> None:
        desk = self.certifier
        self._take(desk)
        expect(desk.page.locator(".desk-frame img")).to_have_count(2)
        self._decide(desk, "do not approve", "The employer on the document is not the one you named.")

    def _appeal_and_win(self) -> None:
        anna = self.anna
        anna.waits_for("/certify/", anna.page.get_by_text("The employer on the document is not"))
        anna.go("/appeals/work/")
        anna.type(text="The card shows the brand; the company behind it is the one I named.")
        anna.press("Send the appeal")
        anna.sees("Your appeal is with somebody who never had your application.")
        self.certifier.go(QUEUE)
        expect(self.certifier.page.get_by_role("link", name="Anna", exact=False)).to_have_count(0)
        self._take(self.helper)
        self.helper.sees("The card shows the brand")
        self._decide(self.helper, "approve")
        anna.waits_for("/certify/", anna.page.get_by_text("Certified", exact=True))
        anna.go("/certify/views/")
        anna.sees("the certifier of your appeal")

    def _carry_the_badge(self) -> None:
        anna = self.anna
        anna.go("/badges/credential/")
        anna.press("Make the badge")
        anna.sees("Genuine, and good at this moment.")
        with anna.page.expect_download() as fetched:
            anna.follow("Download the badge (badge.jwt)")
        fetched.value.save_as(self.folder / "badge.jwt")
        stranger = self.crowd.enter("stranger")
        stranger.go("/verify/")
        files = ("verify_badge.py", "keys.json", "status/1-revocation/", "status/1-suspension/")
        names = [path.strip("/").replace("/", "-") for path in files]
        for path, name in zip(files, names, strict=True):
            answer = stranger.page.context.request.get(f"{stranger.site}/verify/{path}")
            assert answer.ok
            (self.folder / name).write_bytes(answer.body())
        command = [sys.executable, "-I", names[0], "badge.jwt", "--keys", names[1]]
        command += [word for name in names[2:] for word in ("--status", name)]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0 and JOB["employer"] in done.stdout, done.stdout + done.stderr

    def _show_a_level(self) -> None:
        anna, bea = self.anna, self.bea
        anna.go("/credit/")
        anna.page.locator("[name=consent]").check()
        anna.press("Agree and go on")
        anna.follow("Go on to the provider")
        anna.page.locator("#score-700").click()
        anna.comes_to(r"/credit/$")
        anna.waits_for("/credit/", anna.page.get_by_text("Outstanding"))
        anna.go("/badges/")
        anna.page.locator("select[name=credit]").select_option("2")
        anna.press("Save")
        self.profile = f"/people/{self._shell(WHO)}/"
        bea.go(self.profile)
        bea.sees("Outstanding")

    def _it_grows_old_and_is_withdrawn(self) -> None:
        """The provider is away meanwhile: nothing new comes, and withdrawing acts at once all the same."""
        fault = json.dumps({"service": "alipay", "kind": "500", "count": 1000})
        asked = self.anna.page.context.request.post(f"{self.crowd.simulators}/_control/faults", data=fault)
        assert asked.ok
        assert self._shell(NEXT_MONTH) == "1"
        self.bea.go(self.profile)
        expect(self.bea.page.get_by_text("Outstanding")).to_have_count(0)
        self.anna.waits_for("/credit/", self.anna.page.get_by_text("out of date").first)
        self.anna.press("Withdraw the permission")
        self.anna.sees("The level is deleted.")

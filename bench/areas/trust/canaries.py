"""What must not be readable is planted through the whole of trust, then looked for in all that is kept."""

import base64
import json
import logging
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import Member
from accounts.operations import grant_role
from accounts.states import Role
from bench import worlds
from bench.areas.security.canaries import tables
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.journey import RARE
from bench.trial import Trial
from common.access import SYSTEM
from common.crypto import unwrap
from common.models import DataKey
from outbox.testing import run_jobs
from simulators.testing import Running, running_simulators
from tests.factories.pictures import picture, sent
from tests.factories.trust import id_number
from tests.trust.credit_worlds import chosen
from trust.models import Case, Certification, Evidence
from trust.states import CaseKind

PEOPLE = 3
LEAST_PLANTED = 20


@dataclass(kw_only=True)
class Person:
    """``secrets``: {what: text}. ``shown`` is public and must be found: the search itself is searched."""

    number: int
    chance: random.Random
    shown: str = ""
    secrets: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        def digits(count: int) -> str:
            return "".join(self.chance.choice("0123456789") for _ in range(count))

        def rare(count: int) -> str:
            return "".join(self.chance.choice(RARE) for _ in range(count))

        self.shown = f"Shown {digits(10)}"
        number = id_number(area="110105", born="19010203", serial=self.chance.randrange(100, 999))
        self.secrets = {
            "phone": f"139{digits(8)}",
            "legal name": rare(4),
            "ID number": number,
            "ID number without its end": number[:17],
            "employer": f"{rare(5)}有限公司",
            "position": f"{rare(4)}师",
            "work address": f"canary{digits(9)}@work-{self.number}.example",
            "comment in the picture": f"canary-comment-{digits(12)}",
            "text behind the picture": f"canary-tail-{digits(12)}",
            "appeal": f"{rare(6)} {digits(12)}",
            "note of the first certifier": f"canary-first-{digits(12)}",
            "note of the second certifier": f"canary-second-{digits(12)}",
        }


@counted("trust.canaries", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=600)
def count(trial: Trial) -> Figure:
    chance = random.Random()
    people = [Person(number=number, chance=chance) for number in range(trial.size(PEOPLE))]
    log = trial.folder / "log" / "everything.log"
    with everything_logged(log), running_simulators() as house:
        wire(house)
        certifiers = [_certifier(number) for number in range(2)]
        for one in people:
            live(one, house, certifiers)
    keys = dict(_keys())
    planted = sum(len(one.secrets) for one in people) + len(keys)
    kept = list(places(trial.folder))
    found = [f"{what} in {place}" for place, text in kept for what in _found(text, people, keys)]
    control = sum(any(one.shown.encode() in text for _, text in kept) for one in people)
    ended = Certification.objects.filter(kind=CaseKind.PROFESSIONAL).count()
    ok = not found and planted >= LEAST_PLANTED and control == len(people) == ended
    numbers = {"planted": planted, "found": len(found), "people": len(people), "places": len(kept)}
    return trial.figure(ok=ok, numbers={**numbers, "control": control}, notes={"found": found})


@contextmanager
def everything_logged(path: Path) -> Iterator[None]:
    """Down to the last word that any library says, as an operator looking for a fault would."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handler, root = logging.FileHandler(path, encoding="utf-8"), logging.getLogger()
    before = root.level
    logging.disable(logging.NOTSET)
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
        logging.disable(logging.INFO)


def wire(house: Running) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STAFF_SECOND_FACTOR = settings.STEP_UP = False  # what is kept is counted, not the way in
    settings.PROVIDERS = {
        **settings.PROVIDERS,
        "credit": house.providers["credit"],
        "sms": house.providers["sms"],
    }


def _certifier(number: int) -> Member:
    made = worlds.members(1, prefix=f"certifier-{number}", first_phone=13_500_000_000 + number)[0]
    grant_role(actor=SYSTEM, member_id=made.pk, role=Role.CERTIFIER, now=timezone.now())
    return Member.objects.get(pk=made.pk)


def live(one: Person, house: Running, certifiers: list[Member]) -> None:
    """Join, have name and job certified after an appeal, show a credit level; a mistake at each step."""
    browser = Client()
    join(one, browser, house)
    name = {"legal_name": one.secrets["legal name"], "id_number": one.secrets["ID number"], "consent": "on"}
    wrong = one.secrets["ID number"][:-1] + ("1" if one.secrets["ID number"][-1] != "1" else "2")
    press(browser, "/verify-name/", {**name, "id_number": wrong}, 422)
    press(browser, "/verify-name/", name)
    decide(certifiers[0], "approve", note=one.secrets["note of the first certifier"])
    job = {"employer": one.secrets["employer"], "title": one.secrets["position"], "since": "2021-09"}
    press(browser, "/certify/job/", job)
    send_card(one, browser)
    press(browser, "/certify/work-email/", {"address": one.secrets["work address"]})
    press(browser, "/certify/send/", {"consent": "on"})
    refused = {"reasons": ["name-differs"], "note": one.secrets["note of the first certifier"]}
    decide(certifiers[0], "reject", **refused)
    press(browser, "/appeals/work/", {"text": one.secrets["appeal"]})
    decide(certifiers[1], "approve", note=one.secrets["note of the second certifier"])
    press(browser, "/badges/credential/", {"act": "issue"})
    credit(one, browser)


def press(browser: Client, path: str, typed: dict[str, Any], wanted: int = 303) -> None:
    answer = browser.post(path, {"nonce": os.urandom(8).hex(), **typed})
    assert answer.status_code == wanted, (path, answer.status_code)
    run_jobs()


def join(one: Person, browser: Client, house: Running) -> None:
    press(browser, "/join/", {"display_name": one.shown, "contact": one.secrets["phone"], "consent": "on"})
    [message] = house.messages(f"+86{one.secrets['phone']}")
    press(browser, "/join/code/", {"code": str(message["params"]["code"])})


def send_card(one: Person, browser: Client) -> None:
    body = picture(comment=one.secrets["comment in the picture"].encode())
    body += one.secrets["text behind the picture"].encode()
    press(browser, "/certify/proofs/", {"kind": "business_card", "picture": sent(body)})
    assert Evidence.objects.latest("pk").state == "available"


def decide(certifier: Member, outcome: str, **typed: Any) -> None:
    """The desk's own page: take, look at everything, decide."""
    desk = Client()
    desk.force_login(certifier)
    page = f"/admin/trust/case/{Case.objects.latest('pk').pk}/change/"
    for act, more in (("take", {}), ("show", {}), ("decide", {"outcome": outcome, **typed})):
        answer = desk.post(page, {"act": act, **more})
        assert answer.status_code in (200, 302), answer.status_code
    run_jobs()


def credit(one: Person, browser: Client) -> None:
    press(browser, "/credit/", {"consent": "on"})
    page = browser.get("/credit/").content.decode()
    way = page.split('href="http://127.0.0.1', 1)[1].split('"', 1)[0].replace("&amp;", "&")
    said = chosen(f"http://127.0.0.1{way}", "score-700")
    one.secrets |= {"code of the consent": said["auth_code"], "secret of the consent": said["state"]}
    browser.get("/credit/answer/", said)
    run_jobs()


def _keys() -> Iterator[tuple[str, str]]:
    """Every key that opens something, in the ways a key is written down."""
    raw = {f"key {key.pk}": unwrap(key) for key in DataKey.objects.exclude(wrapped="")}
    for what, value in raw.items():
        yield f"{what}, hex", value.hex()
        yield f"{what}, base 64", base64.urlsafe_b64encode(value).decode().rstrip("=")
    for number, pair in enumerate(os.environ["MASTER_KEYS"].split(",")):
        yield f"master key {number}", pair.rpartition(":")[2]
    yield "pepper", os.environ["INDEX_PEPPER"]


def places(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every table, every file of the installation, every line that was logged."""
    for name, text in tables():
        yield name, text.encode()
    files = {path for path in folder.rglob("*") if path.is_file()}
    if connection.vendor == "sqlite":
        own = Path(str(connection.settings_dict["NAME"]))
        files |= set(own.parent.glob(f"{own.name}*"))
    for path in sorted(files):
        yield f"file {path.name}", path.read_bytes()


def _found(text: bytes, people: list[Person], keys: dict[str, str]) -> Iterator[str]:
    for one in people:
        for what, secret in one.secrets.items():
            ways = {secret, json.dumps(secret)[1:-1], quote(secret)}
            if any(way.encode() in text for way in ways):
                yield f"{what} of person {one.number}"
    for what, secret in keys.items():
        if secret.encode() in text or (secret.isalnum() and len(secret) == 64 and _raw(secret) in text):
            yield what


def _raw(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return text.encode()

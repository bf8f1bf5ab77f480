"""People who use the product through real HTTP, with secrets that must not turn up anywhere."""

import http.client
import json
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.models import Member
from accounts.notices import MEMBERSHIP
from accounts.operations import grant_role
from accounts.states import Role
from bench import worlds
from bench.trial import Trial
from common.access import SYSTEM
from gifts.address_rules import AddressInput
from simulators.house import Plan
from simulators.testing import Running
from tests.factories.trust import id_number
from trust.models import Case
from trust.notices import REAL_NAME

# Rare characters, so that a name of four of them stands nowhere by chance.
RARE = "龘靐齉爩麤灪籲驫鱻钃癵饢韊顳饞讟鑿躩钄豔"


class Unexpected(Exception):
    """The product answered something else than the journey needs."""


@dataclass(kw_only=True)
class Person:
    """``texts`` are found wherever they stand; ``words`` are short, so they only count as whole words."""

    number: int
    phone: str
    display_name: str
    legal_name: str
    id_number: str
    address: AddressInput
    password: str
    token: str = ""
    code: str = ""
    member_id: int = 0

    @property
    def texts(self) -> dict[str, str]:
        found = {"phone": self.phone, "legal name": self.legal_name, "ID number": self.id_number}
        found |= {"password": self.password, "token": self.token}
        return found | {
            "recipient": self.address.recipient_name,
            "recipient phone": self.address.phone,
            "district": self.address.district,
            "street": self.address.street,
        }

    @property
    def words(self) -> dict[str, str]:
        return {"code": self.code, "postcode": self.address.postcode}


def person(number: int, chance: random.Random) -> Person:
    def digits(count: int) -> str:
        return "".join(chance.choice("0123456789") for _ in range(count))

    def rare(count: int) -> str:
        return "".join(chance.choice(RARE) for _ in range(count))

    address = AddressInput(
        recipient_name=rare(4),
        phone=f"137{digits(8)}",
        province="北京市",
        city="北京市",
        district=f"{rare(4)}区",
        street=f"{rare(4)}路{digits(6)}号",
        postcode=digits(6),
    )
    return Person(
        number=number,
        phone=f"139{digits(8)}",
        display_name=f"Canary {digits(10)}",
        legal_name=rare(4),
        id_number=id_number(area="110105", born="19010203", serial=chance.randrange(100, 999)),
        address=address,
        password=f"canary-{digits(12)}",
    )


@dataclass(kw_only=True)
class Journey:
    trial: Trial
    gateway: Running = field(init=False)

    def __post_init__(self) -> None:
        self.gateway = Running(url=f"http://127.0.0.1:{self.trial.simulators_port}", plan=Plan())
        self._certifier = worlds.members(1, prefix="certifier", first_phone=13_500_000_000)[0]
        now = self._certifier.joined_at
        grant_role(actor=SYSTEM, member_id=self._certifier.pk, role=Role.CERTIFIER, now=now)
        self._desk = worlds.token_of(self._certifier)

    def call(
        self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, Any]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.trial.web_port, timeout=30)
        sent = {"Content-Type": "application/json", "Idempotency-Key": f"journey-{time.time_ns()}"}
        connection.request(method, path, body=json.dumps(body or {}), headers={**sent, **(headers or {})})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, json.loads(text) if text.startswith("{") else {}

    def expect(self, *call: Any) -> dict[str, Any]:
        """Raises: Unexpected."""
        status, body = self.call(*call)
        if not 200 <= status < 300:
            raise Unexpected(f"{call[0]} {call[1]} answered {status} {body.get('code')}")
        return body

    def register(self, one: Person) -> None:
        sent = self.expect("POST", "/api/v1/contact-codes/", {"contact": one.phone})
        one.code = self.read_code(one.phone)
        joining = {"ref": sent["ref"], "display_name": one.display_name, "notice_hash": MEMBERSHIP.hash}
        self.call("POST", "/api/v1/registrations/", {**joining, "code": "000000"})
        entry = self.expect("POST", "/api/v1/registrations/", {**joining, "code": one.code})
        one.token = entry["token"]["secret"]
        one.member_id = Member.objects.get(public_id=entry["member"]["public_id"]).pk
        wrong = {"login": one.phone, "password": one.password}
        self.call("POST", "/api/v1/sign-ins/", wrong)

    def read_code(self, phone: str) -> str:
        """Raises: Unexpected when no message arrives."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            self.trial.supervisor.check()
            for message in self.gateway.messages(f"+86{phone}"):
                return str(message["params"]["code"])
            time.sleep(0.2)
        raise Unexpected("no message with a code arrived")

    def verify(self, one: Person) -> None:
        mine = {"Authorization": f"Bearer {one.token}"}
        case = {"legal_name": one.legal_name, "id_number": one.id_number, "notice_hash": REAL_NAME.hash}
        wrong = {**case, "id_number": one.id_number[:-1] + ("0" if one.id_number[-1] != "0" else "1")}
        self.call("POST", "/api/v1/verification-cases/", wrong, mine)
        self.expect("POST", "/api/v1/verification-cases/", case, mine)
        desk = f"/api/v1/desk/cases/{Case.objects.get(member_id=one.member_id).public_id}"
        self.expect("POST", f"{desk}/lease/", {}, self._desk)
        self.expect("POST", f"{desk}/claim/", {}, self._desk)
        decision = {"outcome": "approve", "reasons": [], "note": ""}
        self.expect("POST", f"{desk}/decide/", decision, self._desk)

    def accept(self, offered: worlds.Offered, one: Person) -> None:
        mine = {"Authorization": f"Bearer {one.token}"}
        path = f"/api/v1/gifts/{offered.gift.public_id}/accept/"
        too_long = {**one.address.__dict__, "street": one.address.street * 60}
        self.call("POST", path, {"address": too_long}, mine)
        self.expect("POST", path, {"address": one.address.__dict__}, mine)

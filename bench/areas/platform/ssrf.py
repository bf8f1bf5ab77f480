"""Every trick of the table through the webhooks' own client: a canary on loopback hears nothing."""

from collections import Counter

from bench.figures import SQLITE, Figure, counted
from bench.trial import Trial
from common.http.connect import Guard
from common.http.errors import CallFailed, NotDone
from connect.operations.pumping import webhook_client
from tests.common.canary import Canary, listening
from tests.common.test_http_ssrf import ADDRESSES, PORTS, SPELLINGS

PUBLIC = "93.184.215.14"
LEAST = 150


@counted("platform.ssrf", stacks=[SQLITE])
def count(trial: Trial) -> Figure:
    """``connects``: connections that the canary took. ``tried``: connects this process began to our own."""
    return attack(trial)


def attack(trial: Trial) -> Figure:
    found: Counter[str] = Counter()
    with listening() as canary:
        for spelling in SPELLINGS:
            found[_call(Guard(), spelling.replace("{p}", str(canary.port)))] += 1
        for port in PORTS:
            found[_call(_leading_to(PUBLIC), f"https://friend.example:{port}/")] += 1
        for address in ADDRESSES:
            found[_call(_leading_to(address), f"http://friend.example:{canary.port}/")] += 1
        for answers in ((PUBLIC, "127.0.0.1"), ("127.0.0.1", PUBLIC), ("2606:4700::1", "::1")):
            found[_call(_leading_to(*answers), f"http://friend.example:{canary.port}/")] += 1
        for _ in range(10):
            found["refused"] += _rebind(canary)
        cases = sum(found.values())
        numbers = {"cases": cases, "refused": found["refused"], "answered": found["answered"]}
        own = [address for address in canary.tried if address != PUBLIC]
        numbers |= {"connects": canary.heard, "tried": len(own)}
    ok = cases >= LEAST and found["refused"] == cases and not canary.heard and not own
    return trial.figure(ok=ok, numbers={**numbers, "target": LEAST}, notes={"tried": own})


def _leading_to(*addresses: str) -> Guard:
    return Guard(resolve=lambda host, port, seconds: list(addresses))


def _call(guard: Guard, url: str) -> str:
    try:
        webhook_client(guard).call("POST", url, body=b"{}")
    except NotDone:
        return "refused"
    except CallFailed:
        return "answered"
    return "answered"


def _rebind(canary: Canary) -> int:
    """A name server that says a public address first and ours afterwards: each answer is used once."""
    asked: list[str] = []

    def resolve(host: str, port: int, seconds: float) -> list[str]:
        asked.append(host)
        return [PUBLIC if len(asked) == 1 else "127.0.0.1"]

    client = webhook_client(Guard(resolve=resolve))
    refused = 0
    for _ in range(2):
        try:
            client.call("POST", f"http://rebinding.example:{canary.port}/", body=b"{}")
        except NotDone:
            refused += 1
    return int(refused == 2 and len(asked) == 2)

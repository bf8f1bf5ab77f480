"""The vendors' own programs against our simulator, each where only it is installed; and golden vectors.

Two of them go by the same import name, so each has an environment of its own under ``var/conformance``,
made once. One that can't be had is a ``short`` line and not a silence.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from bench.figures import SQLITE, Figure, Number, counted, short
from bench.trial import Trial
from config.stack.product import ROOT
from simulators.alipay import APP_ID
from simulators.testing import Running, running_simulators
from tests.factories.trust import id_number
from tests.trust.credit_worlds import chosen
from trust.providers import rsa2

CLIENTS = ROOT / "bench" / "conformance"
ENVIRONMENTS = ROOT / "var" / "conformance"
VECTORS = ROOT / "tests" / "trust" / "rsa2_vectors.json"
# The vendor's program breaks on an address with a port, so its gateway stands on port 80 of a loopback.
OWN_ADDRESS, OWN_PORT = "127.0.0.7", 80
PERSONA, SCORE, LEVEL = "score-650", "650", "L4"
INSTALL_SECONDS = 300
NAME = "trust.conformance"


class CannotRun(Exception):
    """The reason goes into the figure's line."""


@counted(NAME, stacks=[SQLITE], limit_seconds=900)
def count(trial: Trial) -> Iterator[Figure]:
    yield golden(trial)
    for line in (CLIENTS / "clients.txt").read_text().splitlines():
        client, requirement = line.split()
        try:
            cases = run(client, requirement)
        except CannotRun as reason:
            yield short(NAME, trial.stack, f"{client}-{reason}")
            continue
        failed = [case for case in cases if not case["ok"]]
        numbers: dict[str, Number | str] = {
            "client": requirement.replace("==", "-"),
            "cases": len(cases),
            "failed": len(failed),
        }
        yield trial.figure(
            ok=len(cases) >= 9 and not failed, numbers=numbers, notes={"failed": failed, "cases": cases}
        )


def golden(trial: Trial) -> Figure:
    """Signatures made by OpenSSL: ours are the same, theirs verify, other hashes and bytes don't."""
    vectors = json.loads(VECTORS.read_text())
    private, public = rsa2.private_key(vectors["private_pem"]), rsa2.public_key(vectors["public_pem"])
    wrong, done = [], 0
    for one in vectors["signed"]:
        content = rsa2.content_of(one["fields"])
        checks = {
            "content": content.decode() == one["content"],
            "sign": rsa2.sign_bytes(content, private) == one["sha256"],
            "verify": rsa2.is_signed(content, one["sha256"], public),
            "sha-1": not rsa2.is_signed(content, one["sha1"], public),
            "md5": not rsa2.is_signed(content, one["md5"], public),
            "changed": not rsa2.is_signed(content + b" ", one["sha256"], public),
        }
        done += len(checks)
        wrong += [f"{one['name']}: {check}" for check, ok in checks.items() if not ok]
    numbers: dict[str, Number | str] = {
        "client": "golden-vectors",
        "cases": done,
        "failed": len(wrong),
    }
    return trial.figure(ok=not wrong and done > 0, numbers=numbers, notes={"failed": wrong})


def run(client: str, requirement: str) -> list[dict[str, object]]:
    """Raises: CannotRun."""
    python = environment(client, requirement)
    has_own_address = client == "alipay_official"
    host, port = (OWN_ADDRESS, OWN_PORT) if has_own_address else ("127.0.0.1", 0)
    try:
        with running_simulators(host=host, port=port) as house:
            given = json.dumps(what_it_needs(house))
            done = subprocess.run(
                [str(python), str(CLIENTS / f"{client}.py")],
                input=given,
                capture_output=True,
                text=True,
                timeout=120,
                env={"TZ": "Asia/Shanghai", "PATH": os.environ.get("PATH", "")},
                check=False,
            )
    except OSError as reason:
        raise CannotRun(f"no-gateway-at-{host}-port-{port}") from reason
    if done.returncode:
        print(done.stderr[-2000:], file=sys.stderr)
        raise CannotRun(f"ended-with-status-{done.returncode}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def environment(client: str, requirement: str) -> Path:
    """Its Python. Made on first use, from the package index that pip is set up for. Raises: CannotRun."""
    folder = ENVIRONMENTS / client
    python = folder / "bin" / "python"
    made = folder / requirement
    if made.exists():
        return python
    pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", requirement]
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True, timeout=120)
        subprocess.run(pip, check=True, timeout=INSTALL_SECONDS, stdout=sys.stderr)
    except (subprocess.SubprocessError, OSError) as reason:
        raise CannotRun("cannot-be-installed") from reason
    made.touch()
    return python


def what_it_needs(house: Running) -> Mapping[str, str]:
    """Addresses, keys, a consent's code and a notification. The strange key is nobody's."""
    url = house.url.removesuffix(f":{OWN_PORT}")
    keys, strange = house.plan.alipay_keys, generate_private_key(public_exponent=65537, key_size=2048)
    public = strange.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    asked = {"app_id": APP_ID, "scope": "auth_zhima", "redirect_uri": "http://testserver/", "state": "s"}
    way = f"{url}/alipay/oauth2/publicAppAuthorize.htm?{urlencode(asked)}"
    changed = house.post("/_control/alipay/change", agreement="conformance", persona="score-700")
    return {
        "url": f"{url}/alipay/gateway.do",
        "app_id": APP_ID,
        "code": chosen(way, PERSONA)["auth_code"],
        "level": LEVEL,
        "score": SCORE,
        "id_number": id_number(serial=998),
        "notice": changed["body"],
        "private": bare(keys.application.private),
        "private_pem": keys.application.private_pem,
        "public": "".join(keys.alipay.public_pem.splitlines()[1:-1]),
        "public_pem": keys.alipay.public_pem,
        "strange": bare(strange),
        "strange_pem": strange.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
        "strange_public": "".join(public.splitlines()[1:-1]),
        "strange_public_pem": public,
    }


def bare(key: RSAPrivateKey) -> str:
    """As the vendor's program wants it: PKCS #1 in base 64, without the lines around it."""
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()
    return "".join(pem.splitlines()[1:-1])

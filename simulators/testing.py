"""The simulators for a test: in a thread by default, in a process of their own for kills and benches."""

import asyncio
import json
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from simulators import (
    linkedin,
    tencent,
    wechat,
    wechat_account,
    wechat_messages,
    wechat_pay,
    weibo,
    weibo_talk,
)
from simulators.alipay import APP_ID
from simulators.house import House, Plan
from simulators.http import serve

# A key of nobody's: 32 bytes, URL-safe base 64.
TEST_VAPID_KEY = "RkhWeVBDUUtIVkhKV0dBRFVTQlRRWE1KT1ZHSEdSTEQ"
ROOT = Path(__file__).resolve().parent.parent


def social_providers(url: str, plan: Plan) -> dict[str, dict[str, str]]:
    """WeChat and Weibo."""
    return {
        "transfers": transfers_provider(url, plan),
        "wechat_login": {
            "mode": "simulator",
            "base_url": f"{url}/wechat",
            "authorize_url": f"{url}/wechat",
            "app_id": wechat.WEBSITE[0],
            "secret": wechat.WEBSITE[1],
            "official_app_id": wechat.OFFICIAL[0],
            "official_secret": wechat.OFFICIAL[1],
        },
        "wechat_account": {
            "mode": "simulator",
            "base_url": f"{url}/wechat",
            "callback_token": wechat_account.CALLBACK_TOKEN,
            "callback_key": wechat_account.CALLBACK_KEY,
            "sdk_url": f"{url}/wechat/{wechat_account.SDK_PATH}",
            "app_id": wechat.OFFICIAL[0],
            "secret": wechat.OFFICIAL[1],
            "news_template": wechat_messages.TEMPLATE,
            "news_fields": "thing1=subject,thing2=action,time3=time",
        },
        "weibo_account": {
            "mode": "simulator",
            "base_url": f"{url}/weibo",
            "secret": weibo_talk.TOKEN,
            "uid": weibo_talk.UID,
        },
        "linkedin_login": {
            "mode": "simulator",
            "base_url": f"{url}/linkedin",
            "authorize_url": f"{url}/linkedin",
            "app_id": linkedin.LOGIN_ID,
            "secret": linkedin.LOGIN_SECRET,
        },
        "weibo_login": {
            "mode": "simulator",
            "base_url": f"{url}/weibo",
            "authorize_url": f"{url}/weibo",
            "app_id": weibo.APP_KEY,
            "secret": weibo.APP_SECRET,
        },
    }


def transfers_provider(url: str, plan: Plan) -> dict[str, str]:
    return {
        "mode": "simulator",
        "base_url": f"{url}{wechat_pay.PREFIX}",
        "confirm_url": f"{url}{wechat_pay.PREFIX}/confirm",
        "notify_url": "http://testserver/callbacks/wechat-pay/",
        "mchid": wechat_pay.MERCHANT,
        "serial": wechat_pay.SERIAL,
        "app_id": wechat_pay.APP_ID,
        "api_key": wechat_pay.API_KEY,
        "public_key_id": wechat_pay.PUBLIC_KEY_ID,
        "secret": plan.alipay_keys.merchant.private_pem,
        "public_key": plan.alipay_keys.wechat_pay.public_pem,
    }


@dataclass
class Running:
    """A running house of simulators and its levers."""

    url: str
    plan: Plan
    kill: Callable[[], None] = field(default=lambda: None, repr=False)

    @property
    def providers(self) -> dict[str, dict[str, str]]:
        """For ``settings.PROVIDERS``."""
        return {
            "carrier": {
                "mode": "simulator",
                "base_url": f"{self.url}/sf/std/service",
                "partner": self.plan.partner,
                "secret": self.plan.checkword,
                **{f"sender_{part}": "Guanxi" for part in ("name", "province", "city", "street")},
                "sender_phone": "4000000000",
            },
            "tracker": {
                "mode": "simulator",
                "base_url": f"{self.url}/kuaidi100",
                "customer": self.plan.customer,
                "secret": self.plan.tracker_key,
            },
            "sms": {"mode": "simulator", "base_url": f"{self.url}/sms/send", "secret": self.plan.sms_secret},
            "push": {
                "mode": "simulator",
                "base_url": f"{self.url}/push/",
                "secret": TEST_VAPID_KEY,
                "subject": "mailto:team@example.org",
            },
            "credit": {
                "mode": "simulator",
                "base_url": f"{self.url}/alipay/gateway.do",
                "consent_url": f"{self.url}/alipay/oauth2/publicAppAuthorize.htm",
                "redirect_uri": "http://testserver/credit/answer/",
                "app_id": APP_ID,
                "secret": self.plan.alipay_keys.application.private_pem,
                "public_key": self.plan.alipay_keys.alipay.public_pem,
            },
            "real_name": {
                "mode": "simulator",
                "base_url": f"{self.url}/",
                "secret_id": tencent.SECRET_ID,
                "secret": tencent.SECRET_KEY,
            },
            "linkedin": {
                "mode": "simulator",
                "base_url": f"{self.url}/linkedin",
                "authorize_url": f"{self.url}/linkedin",
                "redirect_uri": "http://testserver/linkedin/answer/",
                "app_id": linkedin.CLIENT_ID,
                "secret": linkedin.CLIENT_SECRET,
            },
            **social_providers(self.url, self.plan),
            "beacon": {"mode": "simulator", "base_url": f"{self.url}/drand", "chain": ""},
        }

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(self.url + path, timeout=5) as response:  # noqa: S310 - our own loopback
            return json.load(response)

    def page(self, path: str) -> str:
        with urllib.request.urlopen(self.url + path, timeout=5) as response:  # noqa: S310
            text: str = response.read().decode()
            return text

    def post(self, path: str, **asked: object) -> Any:
        request = urllib.request.Request(self.url + path, data=json.dumps(asked).encode())  # noqa: S310
        with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310
            return json.load(response)

    def orders(self) -> dict[str, Any]:
        """``{"totals": {orders, creates, parcels, doubled}, "orders": {order id: ...}}``."""
        found: dict[str, Any] = self.get("/_control/orders")
        return found

    def messages(self, phone: str = "") -> list[dict[str, Any]]:
        """Messages, newest first."""
        found: list[dict[str, Any]] = self.get(f"/_control/messages?phone={quote(phone)}")["messages"]
        return found

    def pushes(self) -> list[dict[str, Any]]:
        """What locked screens show, newest first."""
        found: list[dict[str, Any]] = self.get("/_control/pushes")["pushes"]
        return found

    def new_browser(self) -> dict[str, Any]:
        """A subscription: endpoint and keys."""
        found: dict[str, Any] = self.post("/_control/browsers")
        return found

    def fault(self, service: str, kind: str, **more: object) -> None:
        """``more``: operation, count, probability."""
        self.post("/_control/faults", service=service, kind=kind, **more)

    def options(self, **values: float) -> None:
        self.post("/_control/options", **values)

    def subscriptions(self) -> list[dict[str, Any]]:
        """Who wants to be told of which parcel: number, company, url, salt."""
        found: list[dict[str, Any]] = self.get("/_control/subscriptions")["subscriptions"]
        return found

    def transfers(self) -> dict[str, Any]:
        """``{"totals": {bills, creates, paid, doubled}, "bills": {number: [row ...]}}``."""
        found: dict[str, Any] = self.get("/_control/transfers")
        return found

    def change_transfer(self, bill: str, fate: str, **more: object) -> None:
        """``fate``: confirm, pay, fail or cancel; ``more``: reason."""
        self.post("/_control/transfers", bill=bill, fate=fate, **more)

    def set_fate(self, order: str, fate: str) -> None:
        self.post("/_control/parcels", order=order, fate=fate)

    def reset(self) -> None:
        self.post("/_control/reset")


@contextmanager
def running_simulators(
    *,
    step_seconds: float = 0.02,
    state: Path | None = None,
    host: str = "127.0.0.1",
    port: int = 0,
    own_process: bool = False,
    keys: Path | None = None,
) -> Iterator[Running]:
    """Start on a free port of loopback, stop at the end. ``host``: another loopback, in a thread only."""
    plan = Plan(step_seconds=step_seconds, state=state, keys=keys)
    with _in_process(plan, port) if own_process else _in_thread(plan, port, host) as running:
        yield running


@contextmanager
def _in_thread(plan: Plan, port: int, host: str) -> Iterator[Running]:
    house = House(plan)
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(serve(house.handle, host=host, port=port))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield Running(url=f"http://{host}:{server.port}", plan=plan)
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(lambda: loop.call_soon(loop.stop))
        thread.join()
        loop.close()
        house.store.close()


@contextmanager
def _in_process(plan: Plan, port: int) -> Iterator[Running]:
    command = [
        sys.executable,
        "-m",
        "simulators",
        "--port",
        str(port),
        "--step-seconds",
        str(plan.step_seconds),
    ]
    if plan.keys is not None:
        command += ["--keys", str(plan.keys)]
    if plan.state is not None:
        command += ["--state", str(plan.state)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None  # noqa: S101
        line = child.stdout.readline()
        try:
            yield Running(url=line.rpartition(" ")[2].strip(), plan=plan, kill=child.kill)
        finally:
            child.terminate()
            child.wait(timeout=10)

"""All simulated gateways under one roof: which path belongs to whom."""

from dataclasses import dataclass, field
from pathlib import Path

from simulators.alipay import AlipaySimulator
from simulators.carrier import CarrierSimulator
from simulators.control import Control
from simulators.drand import DrandSimulator
from simulators.faults import Faults
from simulators.http import Handler, Reply, Request, json_reply
from simulators.keys import Keys, kept_keys, passing_keys
from simulators.kuaidi100 import Kuaidi100Simulator
from simulators.linkedin import LinkedInSimulator
from simulators.mail import Mailbox
from simulators.push import PushSimulator
from simulators.sms import SmsSimulator
from simulators.store import Store
from simulators.tencent import TencentSimulator
from simulators.webhooks import PREFIX as HOOKS
from simulators.webhooks import WebhookReceivers
from simulators.wechat import WeChatSimulator
from simulators.wechat_account import WeChatAccountSimulator
from simulators.wechat_pay import PREFIX as WECHAT_PAY
from simulators.wechat_pay import WeChatPaySimulator
from simulators.weibo import WeiboSimulator
from simulators.weibo_talk import WeiboTalkSimulator

GATEWAYS = (
    "/sf/std/service",
    "/kuaidi100",
    "/sms/send",
    "/alipay/gateway.do",
    "/drand/",
    "/wechat/",
    "/wechatpay/",
    "/weibo/",
    "/linkedin/",
    "/hooks/",
    "POST /",
)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The keys are shared with the adapters through settings; everything else has a sensible default."""

    partner: str = "GUANXI-SIM"
    checkword: str = field(default="simulator-checkword", repr=False)
    customer: str = "GUANXI-SIM"
    tracker_key: str = field(default="simulator-tracker-key", repr=False)
    sms_secret: str = field(default="simulator-sms-secret", repr=False)
    state: Path | None = None
    step_seconds: float = 2.0
    mail: Path | None = None
    # Where the key pairs of the simulated Alipay lie; without it they live as long as the process.
    keys: Path | None = None

    @property
    def alipay_keys(self) -> Keys:
        return kept_keys(self.keys) if self.keys is not None else passing_keys()


class House:
    def __init__(self, plan: Plan) -> None:
        self.store = Store(plan.state)
        self.faults = Faults()
        self._carrier = CarrierSimulator(
            self.store, partner=plan.partner, checkword=plan.checkword, step_seconds=plan.step_seconds
        )
        self._tracker = Kuaidi100Simulator(self.store, customer=plan.customer, key=plan.tracker_key)
        self._sms = SmsSimulator(self.store, secret=plan.sms_secret)
        self._mail = Mailbox(plan.mail)
        self._drand = DrandSimulator(self.store)
        self._push = PushSimulator(self.store)
        self._alipay = AlipaySimulator(self.store, self.faults, plan.alipay_keys)
        self._wechat = WeChatSimulator(self.store, self.faults)
        self._account = WeChatAccountSimulator(self.store, self.faults)
        self._wechat_pay = WeChatPaySimulator(
            self.store, self.faults, plan.alipay_keys, step_seconds=plan.step_seconds
        )
        self._weibo = WeiboSimulator(self.store, self.faults)
        self._talk = WeiboTalkSimulator(self.store, self.faults)
        self._linkedin = LinkedInSimulator(self.store, self.faults)
        self._tencent = TencentSimulator(self.faults)
        self._hooks = WebhookReceivers(self.store)
        self._posted: dict[str, tuple[str, Handler]] = {
            "/sms/send": ("sms", self._sms.send),
            "/kuaidi100/poll": ("kuaidi100", self._tracker.handle),
            "/kuaidi100/poll/query.do": ("kuaidi100", self._tracker.handle),
        }
        self._control = Control(
            self.store,
            self.faults,
            self._sms,
            self._push,
            self._alipay,
            self._tencent,
            self._wechat_pay,
            self._account,
            self._talk,
            self._hooks,
        )

    def handle(self, request: Request) -> Reply:  # noqa: C901  one line per gateway
        path = request.path
        if path == "/sf/std/service":
            return self._post("sf", self._carrier.operation(request), request, self._carrier.handle)
        if path in self._posted:
            service, act = self._posted[path]
            return self._post(service, path.rpartition("/")[2], request, act)
        if path.startswith("/alipay/"):
            return self._alipay_page(path, request)
        if path.startswith("/wechat/"):
            name = path.removeprefix("/wechat/")
            owner = self._account if self._account.knows(name) else self._wechat
            return owner.handle(name, request)
        if path.startswith(f"{WECHAT_PAY}/"):
            return self._wechat_pay.handle(request)
        if path.startswith("/weibo/"):
            name = path.removeprefix("/weibo/")
            return (self._talk if self._talk.knows(name) else self._weibo).handle(name, request)
        if path.startswith("/linkedin/"):
            return self._linkedin.handle(path.removeprefix("/linkedin/"), request)
        if path.startswith("/drand/"):
            return self.faults.around("drand", "", lambda: self._drand.handle(path.removeprefix("/drand")))
        if path.startswith("/push/"):
            name = path.removeprefix("/push/")
            return self._post("push", "", request, lambda sent: self._push.receive(name, sent))
        if path.startswith(HOOKS):
            return self._hook(path.removeprefix(HOOKS), request)
        if path == "/devices/":
            return self._push.shown()
        if path.startswith("/phones/"):
            return self._sms.phone_page(path.removeprefix("/phones/").strip("/"))
        if path == "/mail/":
            return self._mail.shown()
        if path.startswith("/_control/"):
            return self._control.handle(path.removeprefix("/_control/").strip("/"), request)
        if path == "/" and request.method == "POST":
            return self._tencent.handle(request)
        if path == "/":
            return json_reply({"simulator": True, "gateways": GATEWAYS})
        return json_reply({"error": "not found"}, status=404)

    def _alipay_page(self, path: str, request: Request) -> Reply:
        if path == "/alipay/gateway.do":
            method = self._alipay.fields(request).get("method", "")
            return self.faults.around("alipay", method, lambda: self._alipay.gateway(request))
        if path == "/alipay/oauth2/publicAppAuthorize.htm":
            return self._alipay.consent(request)
        return json_reply({"error": "not found"}, status=404)

    def _hook(self, name: str, request: Request) -> Reply:
        if not name:
            return self._hooks.asked_on_page(request)
        return self._post("webhooks", name, request, lambda sent: self._hooks.receive(name, sent))

    def _post(self, service: str, operation: str, request: Request, act: Handler) -> Reply:
        if request.method != "POST":
            return json_reply({"error": "method not allowed"}, status=405)
        return self.faults.around(service, operation, lambda: act(request))

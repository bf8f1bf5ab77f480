"""The levers behind the simulators: counts for tests, faults, options, a clean slate."""

from collections.abc import Mapping

from simulators.alipay import AlipaySimulator
from simulators.carrier import FATES
from simulators.faults import Fault, Faults
from simulators.http import Reply, Request, json_reply
from simulators.push import PushSimulator
from simulators.sms import SmsSimulator
from simulators.store import Store
from simulators.tencent import TencentSimulator
from simulators.webhooks import WebhookReceivers
from simulators.wechat_account import WeChatAccountSimulator
from simulators.wechat_pay import WeChatPaySimulator
from simulators.weibo_talk import WeiboTalkSimulator

# What may be set, and what it does:
#   step_seconds          how long a parcel stays in one stage
#   clock_offset_seconds  moves the simulators' clock (parcels, rounds, timestamps)
#   repeats_answer_8016   1: a repeated order is error 8016; 0: it is success with the first waybill
#   forgets_orders        1: a carrier that does not know its own orders: each repeat is a new parcel
#   confirms_in_seconds   recipients of money confirm by themselves so long after the bill was made
OPTIONS = frozenset(
    {
        *("step_seconds", "clock_offset_seconds", "repeats_answer_8016", "forgets_orders"),
        "confirms_in_seconds",
    }
)


class Control:
    def __init__(
        self,
        store: Store,
        faults: Faults,
        sms: SmsSimulator,
        push: PushSimulator,
        alipay: AlipaySimulator,
        tencent: TencentSimulator,
        wechat_pay: WeChatPaySimulator,
        account: WeChatAccountSimulator,
        talk: WeiboTalkSimulator,
        hooks: WebhookReceivers,
    ) -> None:
        self._store = store
        self._faults = faults
        self._sms = sms
        self._push = push
        self._alipay = alipay
        self._tencent = tencent
        self._wechat_pay = wechat_pay
        self._account = account
        self._talk = talk
        self._hooks = hooks

    def handle(self, name: str, request: Request) -> Reply:
        reading = {
            "orders": self._orders,
            "messages": self._messages,
            "pushes": self._pushes,
            "subscriptions": self._subscriptions,
            "faults": self._happened,
            "alipay": self._alipay.calls,
            "tencent": self._tencent.calls,
            "transfers": self._wechat_pay.listing,
            "wechat": self._account.calls,
            "wechat/messages": self._account.messages.listing,
            "weibo": self._talk.answers,
            "weibo/posts": self._talk.posts,
            "hooks": self._hooks.listing,
        }
        writing = {
            "faults": self._add_fault,
            "options": self._set_options,
            "parcels": self._set_fate,
            "browsers": self._push.subscribe,
            "browsers/withdraw": self._push.withdraw,
            "alipay/change": self._alipay.change,
            "alipay/deliver": self._alipay.deliver,
            "transfers": self._wechat_pay.change,
            "transfers/deliver": self._wechat_pay.deliver,
            "wechat/end-tokens": self._account.end_tokens,
            "wechat/card": self._account.check_card,
            "wechat/tell": self._account.tell,
            "weibo/say": self._talk.say,
            "weibo/remove": self._talk.remove,
            "hooks/secret": self._hooks.keep_secret,
            "reset": self._reset,
        }
        chosen = (reading if request.method == "GET" else writing).get(name)
        if chosen is None:
            return json_reply({"error": "no such lever"}, status=404)
        try:
            return chosen(request)
        except (ValueError, KeyError, TypeError) as wrong:
            return json_reply({"error": str(wrong)}, status=400)

    def _orders(self, request: Request) -> Reply:
        """``creates`` counts every order request per order id as it arrived, refused repeats included."""
        orders = {
            row["order_id"]: {"creates": row["creates"], "waybills": [], "fingerprints": []}
            for row in self._store.run("SELECT order_id, creates FROM sightings")
        }
        for row in self._store.run("SELECT order_id, waybill, fingerprint FROM parcels ORDER BY created"):
            order = orders.setdefault(row["order_id"], {"creates": 0, "waybills": [], "fingerprints": []})
            order["waybills"].append(row["waybill"])
            order["fingerprints"].append(row["fingerprint"])
        totals = {
            "orders": len(orders),
            "creates": sum(order["creates"] for order in orders.values()),
            "parcels": sum(len(order["waybills"]) for order in orders.values()),
            "doubled": sum(len(order["waybills"]) > 1 for order in orders.values()),
        }
        return json_reply({"totals": totals, "orders": orders})

    def _messages(self, request: Request) -> Reply:
        phone = request.query.partition("phone=")[2].replace("%2B", "+")
        return json_reply({"messages": self._sms.listing(phone)})

    def _pushes(self, request: Request) -> Reply:
        return json_reply({"pushes": self._push.listing()})

    def _subscriptions(self, request: Request) -> Reply:
        rows = self._store.run("SELECT * FROM subscriptions ORDER BY number")
        return json_reply({"subscriptions": [dict(row) for row in rows]})

    def _happened(self, request: Request) -> Reply:
        return json_reply({"happened": self._faults.happened})

    def _add_fault(self, request: Request) -> Reply:
        asked = request.json()
        fault = Fault(
            service=str(asked["service"]),
            kind=str(asked["kind"]),
            operation=str(asked.get("operation", "")),
            count=int(str(asked.get("count", 1))),
            probability=float(str(asked.get("probability", 1.0))),
        )
        self._faults.add(fault)
        return json_reply({"ok": True})

    def _set_options(self, request: Request) -> Reply:
        asked: Mapping[str, object] = request.json()
        if unknown := set(asked) - OPTIONS:
            raise ValueError(f"unknown options: {', '.join(sorted(unknown))}")
        for name, value in asked.items():
            self._store.set_option(name, float(str(value)))
        return json_reply({"ok": True})

    def _set_fate(self, request: Request) -> Reply:
        asked = request.json()
        if asked["fate"] not in FATES:
            raise ValueError(f"unknown fate; known: {', '.join(sorted(FATES))}")
        self._store.run("UPDATE parcels SET fate = ? WHERE order_id = ?", asked["fate"], asked["order"])
        return json_reply({"ok": True})

    def _reset(self, request: Request) -> Reply:
        self._store.reset()
        self._faults.clear(seed=int(str(request.json().get("seed", 1))))
        return json_reply({"ok": True})

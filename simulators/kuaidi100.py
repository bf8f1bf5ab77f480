"""kuaidi100, simulated: asking under its signature, and subscriptions that need a salt."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from simulators.http import Reply, Request, json_reply
from simulators.store import Store

_CHINA = timezone(timedelta(hours=8))
# (statusCode, state of the parcel, what a person reads)
_WAY = (
    ("103", "1", "【北京市】已揽收"),
    ("0", "0", "【广州市】快件到达 广州中心"),
    ("501", "5", "【上海市】正在派件"),
    ("301", "3", "【上海市】已签收"),
)
_SALT_LENGTHS = range(1, 33)


def capitals(*parts: str) -> str:
    """MD5 of the parts, one after the other; written apart from the adapter's version."""
    digest = hashlib.new("md5", usedforsecurity=False)
    for part in parts:
        digest.update(part.encode("utf-8"))
    return digest.hexdigest().upper()


def callback(company: str, number: str, salt: str, steps: list[dict[str, str]], state: str) -> dict[str, str]:
    """The form that is posted to a subscriber."""
    result = {"message": "ok", "nu": number, "com": company, "state": state, "status": "200", "data": steps}
    param = json.dumps(
        {"status": "polling", "billstatus": "change", "message": "", "lastResult": result},
        ensure_ascii=False,
    )
    return {"param": param, "sign": capitals(param, salt)}


class Kuaidi100Simulator:
    def __init__(self, store: Store, *, customer: str, key: str) -> None:
        self._store = store
        self._customer = customer
        self._key = key

    def handle(self, request: Request) -> Reply:
        if request.path.endswith("/poll/query.do"):
            return self._query(request.form)
        return self._subscribe(request.form)

    def _query(self, form: Mapping[str, str]) -> Reply:
        param = form.get("param", "")
        expected = capitals(param, self._key, self._customer)
        if form.get("customer") != self._customer or not hmac.compare_digest(expected, form.get("sign", "")):
            return _answer("503", "验证签名失败")
        asked = json.loads(param)
        if asked["num"].startswith("NONE"):
            return _answer("400", "查询无结果，请隔段时间再查")
        data, state = self._steps()
        found = {"message": "ok", "status": "200", "ischeck": "0", "com": asked["com"], "nu": asked["num"]}
        return json_reply({**found, "state": state, "data": data})

    def _steps(self) -> tuple[list[dict[str, str]], str]:
        """(steps, the newest first as the vendor sends them; the state) of a parcel that arrived just now."""
        now = self._store.now()
        steps = []
        for minutes, (code, _state, text) in enumerate(reversed(_WAY)):
            at = datetime.fromtimestamp(now - minutes * 60, _CHINA).strftime("%Y-%m-%d %H:%M:%S")
            steps.append({"time": at, "ftime": at, "context": text, "statusCode": code})
        return steps, _WAY[-1][1]

    def _subscribe(self, form: Mapping[str, str]) -> Reply:
        asked = json.loads(form.get("param", "{}"))
        parameters = asked.get("parameters", {})
        if asked.get("key") != self._key:
            return _answer("600", "您不是合法的订阅者（即授权Key出错）")
        if len(parameters.get("salt", "")) not in _SALT_LENGTHS or not parameters.get("callbackurl"):
            return _answer("701", "拒绝订阅：参数错误")
        known = self._store.run("SELECT url FROM subscriptions WHERE number = ?", asked["number"])
        if known:
            return _answer("501", "重复订阅")
        self._store.run(
            "INSERT INTO subscriptions VALUES (?, ?, ?, ?)",
            asked["number"],
            asked["company"],
            parameters["callbackurl"],
            parameters["salt"],
        )
        return _answer("200", "提交成功")


def _answer(code: str, message: str) -> Reply:
    return json_reply({"result": code == "200", "returnCode": code, "message": message})

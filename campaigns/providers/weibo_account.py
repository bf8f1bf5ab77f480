"""The brand's own account on Weibo: what is said under its posts, and answers.

Contract: open.weibo.com/wiki, "2/comments/show", "2/statuses/repost_timeline", "2/statuses/show",
"2/comments/reply", "2/comments/create", "2/statuses/share" and "2/statuses/user_timeline" (read 2026-11).
Errors are JSON with ``error_code``, mostly with status 400 or 403. There are no keys against doubling: after
a lost answer we look whether it stands.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from campaigns.conversation_rules import Author, Said
from campaigns.states import MentionKind
from common.http.errors import Declined, NotDone, OutcomeUnknown
from common.http.provider import ProviderConfig

if TYPE_CHECKING:
    from campaigns.providers.conversations import Answer

_A_PAGE, _MOST_PAGES = 50, 40
_REF = re.compile(r"[0-9]{1,20}")
_DATE = "%a %b %d %H:%M:%S %z %Y"
# Too many calls, or the service is down; everything else is a no.
_BUSY = frozenset({10001, 10002, 10009, 10010, 10011, 10022, 10023, 10024})
# Their clock tells whole seconds and need not be ours.
_CLOCKS_DIFFER = timedelta(minutes=2)
_LISTS = {
    MentionKind.COMMENT: ("2/comments/show.json", "comments"),
    MentionKind.REPOST: ("2/statuses/repost_timeline.json", "reposts"),
}


class WeiboAccount:
    def __init__(self, config: ProviderConfig) -> None:
        self._config = config

    def standing(self, post: str) -> tuple[int, int]:
        found = self._get("2/statuses/show.json", {"id": post})
        return _number(_part(found, "user"), "followers_count"), _number(found, "attitudes_count")

    def said(self, post: str, kind: str, *, since: str) -> Sequence[Said]:
        """What others say: our own answers stand in the same list."""
        rows = self._rows(post, kind, since=since)
        return [_said(kind, row) for row in rows if not self._is_ours(row)]

    def answer(self, asked: "Answer") -> str:
        fields = {"comment": asked.words, "id": asked.post, "cid": asked.ref}
        path = "2/comments/reply.json"
        if asked.kind == MentionKind.REPOST:  # a repost is a post of its own
            fields, path = {"comment": asked.words, "id": asked.ref}, "2/comments/create.json"
        return _ref(self._post(path, fields))

    def find_answer(self, asked: "Answer") -> str:
        is_repost = asked.kind == MentionKind.REPOST
        for row in self._rows(asked.ref if is_repost else asked.post, MentionKind.COMMENT, since=asked.ref):
            to = "" if is_repost else str(_part(row, "reply_comment").get("idstr", ""))
            if not self._is_ours(row) or to != ("" if is_repost else asked.ref):
                continue
            if str(row.get("text", "")).endswith(asked.words):
                return _ref(row)
        return ""

    def _is_ours(self, row: Mapping[str, Any]) -> bool:
        return str(_part(row, "user").get("idstr", "")) == self._config.option("uid")

    def publish(self, words: str, address: str) -> str:
        """2/statuses/share wants an address of the application's own domain in the text."""
        return _ref(self._post("2/statuses/share.json", {"status": f"{words} {address}"}))

    def find_post(self, words: str, *, since: datetime) -> str:
        """Addresses are shortened there, so that only the words are compared."""
        first = since - _CLOCKS_DIFFER
        for number in range(1, _MOST_PAGES + 1):
            asked = {"uid": self._config.option("uid"), "count": str(_A_PAGE), "page": str(number)}
            rows = self._get("2/statuses/user_timeline.json", asked).get("statuses")
            if not isinstance(rows, list) or any(not isinstance(row, dict) for row in rows):
                raise NotDone("garbage", "no list")
            for row in rows:
                made = _moment(row.get("created_at"))
                if made is None or made < first:
                    return ""
                if str(row.get("text", "")).startswith(words):
                    return _ref(row)
            if len(rows) < _A_PAGE:
                break
        return ""

    def _rows(self, post: str, kind: str, *, since: str) -> Sequence[Mapping[str, Any]]:
        """All pages, or those that the service gives: a newer run reads on from the newest."""
        path, name = _LISTS[MentionKind(kind)]
        found: list[Mapping[str, Any]] = []
        for number in range(1, _MOST_PAGES + 1):
            asked = {"id": post, "since_id": since or "0", "count": str(_A_PAGE), "page": str(number)}
            rows = self._get(path, asked).get(name)
            if not isinstance(rows, list) or any(not isinstance(row, dict) for row in rows):
                raise NotDone("garbage", "no list")
            found += rows
            if len(rows) < _A_PAGE:
                break
        return found

    def _get(self, path: str, asked: Mapping[str, str]) -> Mapping[str, Any]:
        return self._call("GET", f"{path}?{urlencode({'access_token': self._config.secret, **asked})}", None)

    def _post(self, path: str, fields: Mapping[str, str]) -> Mapping[str, Any]:
        body = urlencode({"access_token": self._config.secret, **fields}).encode("ascii")
        return self._call("POST", path, body)

    def _call(self, method: str, path: str, body: bytes | None) -> Mapping[str, Any]:
        """Raises: NotDone (busy), Declined (``reason`` is the number), OutcomeUnknown."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else None
        url = f"{self._config.base_url}/{path}"
        answer = self._config.client().call(method, url, body=body, headers=headers, accept=(400, 403))
        found = answer.json()
        if not isinstance(found, dict):
            raise OutcomeUnknown("garbage", "not an object")
        code = found.get("error_code")
        if code is None and answer.status == 200:
            return found
        if not isinstance(code, int):
            raise OutcomeUnknown("garbage", "no number")
        if code in _BUSY:
            raise NotDone("busy", str(code))
        raise Declined(str(code))


def _said(kind: str, row: Mapping[str, Any]) -> Said:
    user = _part(row, "user")
    return Said(
        kind=kind,
        ref=_ref(row),
        text=_kept(row.get("text", ""))[:2000],
        at=_moment(row.get("created_at")) or datetime.now(UTC),
        author=Author(
            key=_kept(user.get("idstr", ""))[:32],
            followers=_number(user, "followers_count"),
            follows=_number(user, "friends_count"),
            posts=_number(user, "statuses_count"),
            since=_moment(user.get("created_at")),
        ),
    )


def _kept(value: object) -> str:
    """What every database keeps: JSON can carry NUL, and half of a sign that was cut in two."""
    return str(value).replace("\x00", "").encode("utf-8", "replace").decode()


def _ref(row: Mapping[str, Any]) -> str:
    """Numbers are longer than JavaScript's; the service gives them as text beside."""
    found = row.get("idstr")
    if not isinstance(found, str) or not _REF.fullmatch(found):
        raise OutcomeUnknown("garbage", "no id")
    return found


def _part(row: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = row.get(name)
    return found if isinstance(found, dict) else {}


def _number(row: Mapping[str, Any], name: str) -> int:
    found = row.get(name)
    return min(max(found, 0), 2**53) if isinstance(found, int) else 0


def _moment(value: object) -> datetime | None:
    try:
        return datetime.strptime(str(value), _DATE)
    except ValueError:
        return None

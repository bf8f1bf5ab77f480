"""What is said on Weibo, simulated: one brand's account, comments and reposts, answers to them.

Like the real one it gives lists newest first, in pages, and tells numbers twice: as numbers and as text.
"""

import json
import re
import sqlite3
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from simulators.faults import Faults
from simulators.http import Reply, Request, json_reply
from simulators.store import Store

TOKEN, UID = "2.00simulatorbrandtoken", "1000000001"
_READ = (
    "2/comments/show.json",
    "2/statuses/repost_timeline.json",
    "2/statuses/show.json",
    "2/statuses/user_timeline.json",
)
_WRITE = ("2/comments/reply.json", "2/comments/create.json", "2/statuses/share.json")
_MOST_LETTERS = 140
_PERSON = {"followers": 200, "follows": 150, "posts": 400, "days": 900}


class WeiboTalkSimulator:
    def __init__(self, store: Store, faults: Faults) -> None:
        self._store = store
        self._faults = faults

    def knows(self, path: str) -> bool:
        return path in _READ or path in _WRITE

    def handle(self, path: str, request: Request) -> Reply:
        operation = path.rpartition("/")[2]
        return self._faults.around("weibo", operation, lambda: self._called(path, operation, request))

    def _called(self, path: str, operation: str, request: Request) -> Reply:
        if self._faults.seal_of("weibo", operation) == "busy":
            return _error(10009, "too many pending tasks, system is busy", status=503)
        asked = dict(parse_qsl(request.query)) if path in _READ else request.form
        if (request.method == "GET") != (path in _READ):
            return _error(10021, "HTTP METHOD is not suported for this request!")
        if asked.get("access_token") != TOKEN:
            return _error(21332, "invalid_access_token", status=403)
        if path == _READ[2]:
            return self._post(asked)
        if path == _READ[3]:
            return self._timeline(asked)
        if path == _WRITE[2]:
            return self._share(asked)
        return self._list(path, asked) if path in _READ else self._say(path, asked)

    def _post(self, asked: dict[str, str]) -> Reply:
        rows = self._store.run("SELECT COUNT(*) AS n FROM weibo_words WHERE post = ?", asked.get("id", ""))
        user = _user(UID, {**_PERSON, "followers": 10_000})
        found = {"idstr": asked["id"], "user": user, "attitudes_count": 7, "comments_count": rows[0]["n"]}
        return _answer(found)

    def _list(self, path: str, asked: dict[str, str]) -> Reply:
        kind = "comment" if path == _READ[0] else "repost"
        count, page = int(asked.get("count", "50")), int(asked.get("page", "1"))
        rows = self._store.run(
            "SELECT * FROM weibo_words WHERE post = ? AND kind = ? AND id > ? "
            "ORDER BY id DESC LIMIT ? OFFSET ?",
            asked.get("id", ""),
            kind,
            int(asked.get("since_id", "0")),
            count,
            count * (page - 1),
        )
        return _answer({f"{kind}s": [_shown(row) for row in rows], "total_number": len(rows)})

    def _timeline(self, asked: dict[str, str]) -> Reply:
        count, page = int(asked.get("count", "20")), int(asked.get("page", "1"))
        rows = self._store.run(
            "SELECT * FROM weibo_words WHERE kind = 'status' AND uid = ? ORDER BY id DESC LIMIT ? OFFSET ?",
            asked.get("uid", ""),
            count,
            count * (page - 1),
        )
        return _answer({"statuses": [_shown(row) for row in rows]})

    def _share(self, asked: dict[str, str]) -> Reply:
        """Counts as the real one does: two Latin letters are one. Addresses come back shortened."""
        words = asked.get("status", "")
        if sum(2 if ord(sign) > 0x7F else 1 for sign in words) > 2 * _MOST_LETTERS:
            return _error(20012, "Text too long, please input text less than 140 characters!")
        if not re.search(r"https?://", words):
            return _error(10017, "param status must contain a safe domain url")
        short = re.sub(r"https?://\S+", "http://t.cn/A6simul8", words)
        last = self._store.run("SELECT words FROM weibo_words WHERE kind = 'status' ORDER BY id DESC LIMIT 1")
        if last and last[0]["words"] == short:
            return _error(20019, "repeat content!")
        return _answer(_shown(self._keep("", "status", short, UID, _PERSON, "")))

    def _say(self, path: str, asked: dict[str, str]) -> Reply:
        words, post, to = asked.get("comment", ""), asked.get("id", ""), asked.get("cid", "")
        if not words.strip() or len(words) > _MOST_LETTERS:
            return _error(20012, "Text too long, please input text less than 140 characters!")
        if path == _WRITE[0] and not self._store.run("SELECT 1 FROM weibo_words WHERE id = ?", int(to or 0)):
            return _error(20201, "target comment does not exist!")
        row = self._keep(post, "comment", words, UID, _PERSON, to)
        return _answer(_shown(row))

    def _keep(self, post: str, kind: str, words: str, uid: str, who: dict[str, int], to: str) -> sqlite3.Row:
        self._store.run(
            "INSERT INTO weibo_words (post, kind, words, uid, person, answers, created) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            post,
            kind,
            words,
            uid,
            json.dumps(who),
            to,
            self._store.now(),
        )
        return self._store.run("SELECT * FROM weibo_words ORDER BY id DESC LIMIT 1")[0]

    # --- levers -----------------------------------------------------------------------------------

    def say(self, request: Request) -> Reply:
        """``{post, text, kind, uid, person}``: somebody comments or passes the post on."""
        told = request.json()
        person = told.get("person") or {}
        if not isinstance(person, dict):
            raise ValueError("person is an object")
        kind, uid = str(told.get("kind", "comment")), str(told.get("uid", "2000000001"))
        row = self._keep(str(told["post"]), kind, str(told["text"]), uid, {**_PERSON, **person}, "")
        return json_reply({"id": str(row["id"])})

    def remove(self, request: Request) -> Reply:
        """``{id}``: somebody takes their words back."""
        self._store.run("DELETE FROM weibo_words WHERE id = ?", int(str(request.json()["id"])))
        return json_reply({"removed": True})

    def posts(self, _request: Request) -> Reply:
        """What the brand posted, oldest first."""
        rows = self._store.run("SELECT * FROM weibo_words WHERE kind = 'status' ORDER BY id")
        return json_reply({"posts": [{"id": str(row["id"]), "words": row["words"]} for row in rows]})

    def answers(self, _request: Request) -> Reply:
        """What the brand said, oldest first: to whom, and the words."""
        rows = self._store.run(
            "SELECT * FROM weibo_words WHERE uid = ? AND kind != 'status' ORDER BY id", UID
        )
        return json_reply({"answers": [{"to": row["answers"], "words": row["words"]} for row in rows]})


def _shown(row: sqlite3.Row) -> dict[str, object]:
    found: dict[str, object] = {
        "id": row["id"],
        "idstr": str(row["id"]),
        "created_at": _date(row["created"]),
        "text": row["words"],
        "user": _user(row["uid"], json.loads(row["person"])),
    }
    if row["answers"]:
        found["reply_comment"] = {"idstr": row["answers"]}
    return found


def _user(uid: str, person: dict[str, int]) -> dict[str, object]:
    made = datetime.now(UTC).timestamp() - person["days"] * 86_400
    return {
        "id": int(uid),
        "idstr": uid,
        "screen_name": f"user{uid}",
        "followers_count": person["followers"],
        "friends_count": person["follows"],
        "statuses_count": person["posts"],
        "created_at": _date(made),
    }


def _date(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%a %b %d %H:%M:%S +0000 %Y")


def _error(code: int, words: str, *, status: int = 400) -> Reply:
    body = {"error": words, "error_code": code, "request": "/simulated"}
    return Reply(status=status, body=json.dumps(body).encode(), kind="application/json;charset=UTF-8")


def _answer(found: object) -> Reply:
    return Reply(body=json.dumps(found, ensure_ascii=False).encode(), kind="application/json;charset=UTF-8")

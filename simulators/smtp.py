"""A mail server that keeps every letter it has accepted: the honest sink behind figures and journeys.

It speaks enough of RFC 5321 for one client library, counts what it said yes to, and misbehaves on order:
``refuse`` (451 after the text), ``reject`` (550 to the recipient), ``drop`` (accepts, then hangs up without
a word).
"""

import argparse
import asyncio
import contextlib
import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

_TABLE = """
CREATE TABLE IF NOT EXISTS letters (id INTEGER PRIMARY KEY, sender TEXT, recipients TEXT, raw BLOB);
CREATE TABLE IF NOT EXISTS faults (id INTEGER PRIMARY KEY, kind TEXT);
"""
FAULTS = frozenset({"refuse", "reject", "drop"})


class Letters:
    """What was accepted, in SQLite: in memory, or in a file that another process may read."""

    def __init__(self, path: Path | None = None) -> None:
        self._base = sqlite3.connect(
            str(path or ":memory:"), isolation_level=None, check_same_thread=False, timeout=10
        )
        self._lock = threading.Lock()
        self._base.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; {_TABLE}")

    def _run(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._base.execute(statement, values).fetchall()

    def keep(self, sender: str, recipients: list[str], raw: bytes) -> None:
        self._run(
            "INSERT INTO letters (sender, recipients, raw) VALUES (?, ?, ?)",
            sender,
            json.dumps(recipients),
            raw,
        )

    def all(self) -> list[EmailMessage]:
        """Oldest first."""
        rows = self._run("SELECT raw FROM letters ORDER BY id")
        return [message_from_bytes(bytes(raw), _class=EmailMessage, policy=policy.default) for (raw,) in rows]

    def count(self) -> int:
        return int(str(self._run("SELECT count(*) FROM letters")[0][0]))

    def add_fault(self, kind: str) -> None:
        if kind not in FAULTS:
            raise ValueError(f"unknown fault; known: {', '.join(sorted(FAULTS))}")
        self._run("INSERT INTO faults (kind) VALUES (?)", kind)

    def next_fault(self) -> str:
        found = self._run("DELETE FROM faults WHERE id = (SELECT min(id) FROM faults) RETURNING kind")
        return str(found[0][0]) if found else ""

    def close(self) -> None:
        self._base.close()


class _Talk:
    """One connection."""

    def __init__(
        self, letters: Letters, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, slow: float
    ) -> None:
        self._letters, self._reader, self._writer, self._slow = letters, reader, writer, slow
        self._sender, self._recipients = "", list[str]()

    async def run(self) -> None:
        await self._say("220 sink ready")
        while raw := await self._reader.readline():
            verb = raw.decode("utf-8", "replace").strip()
            if not await self._answer(verb.upper(), verb):
                return

    async def _answer(self, upper: str, verb: str) -> bool:
        """False when the connection is over."""
        if upper.startswith("EHLO"):
            await self._say("250-sink\r\n250-8BITMIME\r\n250 SMTPUTF8")
        elif upper.startswith("MAIL FROM:"):
            self._sender, self._recipients = _address(verb), []
            await self._say("250 ok")
        elif upper.startswith("RCPT TO:"):
            await self._recipient(_address(verb))
        elif upper == "DATA":
            return await self._data()
        elif upper == "QUIT":
            await self._say("221 bye")
            return False
        else:
            await self._say("250 ok")
        return True

    async def _recipient(self, address: str) -> None:
        if address.endswith("@refused.example"):
            await self._say("550 no such person")
            return
        self._recipients.append(address)
        await self._say("250 ok")

    async def _data(self) -> bool:
        await self._say("354 go on")
        raw = await self._reader.readuntil(b"\r\n.\r\n")
        fault = self._letters.next_fault()
        if fault == "refuse":
            await self._say("451 later")
            return True
        await asyncio.sleep(self._slow)
        self._letters.keep(self._sender, self._recipients, raw[:-3].replace(b"\r\n..", b"\r\n."))
        if fault == "drop":
            return False
        await self._say("250 kept")
        return True

    async def _say(self, words: str) -> None:
        self._writer.write(f"{words}\r\n".encode())
        await self._writer.drain()


def _address(verb: str) -> str:
    return verb.partition("<")[2].partition(">")[0]


async def serve(letters: Letters, *, host: str, port: int, slow: float = 0.0) -> asyncio.Server:
    """``slow``: how many seconds each letter takes."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await _Talk(letters, reader, writer, slow).run()
        writer.close()

    return await asyncio.start_server(talk, host, port, limit=8 * 1024 * 1024)


@dataclass
class Sink:
    port: int
    letters: Letters = field(repr=False)

    @property
    def url(self) -> str:
        """For ``EMAIL_URL``."""
        return f"smtp://127.0.0.1:{self.port}"


@contextmanager
def running_sink(*, path: Path | None = None) -> Iterator[Sink]:
    """In a thread, on a free port of loopback."""
    letters = Letters(path)
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(serve(letters, host="127.0.0.1", port=0))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield Sink(port=server.sockets[0].getsockname()[1], letters=letters)
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(lambda: loop.call_soon(loop.stop))
        thread.join()
        loop.close()
        letters.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m simulators.smtp", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--state", type=Path, default=None, help="a file that keeps the letters")
    parser.add_argument("--slow", type=float, default=0.0, help="how many seconds each letter takes")
    chosen = parser.parse_args()

    async def run() -> None:
        server = await serve(Letters(chosen.state), host="127.0.0.1", port=chosen.port, slow=chosen.slow)
        print(f"mail sink listening on port {server.sockets[0].getsockname()[1]}", flush=True)
        await server.serve_forever()

    asyncio.run(run())


if __name__ == "__main__":
    main()

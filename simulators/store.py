"""What the simulated gateways remember: SQLite, in memory or in a file that outlives a kill.

``synchronous`` is off: killing this process loses nothing (the operating system has the pages), only a
power cut could, and the counts of a test machine need not survive that.
"""

import sqlite3
import time
from pathlib import Path

_TABLES = """
CREATE TABLE IF NOT EXISTS sightings (order_id TEXT PRIMARY KEY, creates INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS parcels (
    waybill TEXT PRIMARY KEY, order_id TEXT NOT NULL, created REAL NOT NULL,
    fate TEXT NOT NULL DEFAULT 'delivered', fingerprint TEXT NOT NULL, place TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS parcels_by_order ON parcels (order_id);
CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY, ref TEXT NOT NULL, phone TEXT NOT NULL, template TEXT NOT NULL,
    params TEXT NOT NULL, sends INTEGER NOT NULL DEFAULT 1, created REAL NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS messages_by_ref ON messages (ref);
CREATE INDEX IF NOT EXISTS messages_by_phone ON messages (phone);
CREATE TABLE IF NOT EXISTS browsers (
    name TEXT PRIMARY KEY, private TEXT NOT NULL, auth BLOB NOT NULL, gone INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS pushes (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, payload TEXT NOT NULL, created REAL NOT NULL);
CREATE TABLE IF NOT EXISTS alipay_calls (method TEXT NOT NULL, created REAL NOT NULL);
CREATE TABLE IF NOT EXISTS alipay_codes (
    code TEXT PRIMARY KEY, persona TEXT NOT NULL, created REAL NOT NULL, used INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS alipay_tokens (
    token TEXT PRIMARY KEY, persona TEXT NOT NULL, agreement TEXT NOT NULL,
    revoked INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS alipay_notices (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, agreement TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
    due REAL NOT NULL, done INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS social_codes (
    code TEXT PRIMARY KEY, service TEXT NOT NULL, app TEXT NOT NULL, persona TEXT NOT NULL,
    place TEXT NOT NULL, created REAL NOT NULL, used INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS social_tokens (
    token TEXT PRIMARY KEY, service TEXT NOT NULL, app TEXT NOT NULL, persona TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS subscriptions (
    number TEXT PRIMARY KEY, company TEXT NOT NULL, url TEXT NOT NULL, salt TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS transfers (
    number TEXT NOT NULL, bill TEXT NOT NULL, openid TEXT NOT NULL, amount INTEGER NOT NULL,
    remark TEXT NOT NULL, package TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '',
    created REAL NOT NULL, updated REAL NOT NULL);
CREATE INDEX IF NOT EXISTS transfers_by_number ON transfers (number);
CREATE TABLE IF NOT EXISTS transfer_sightings (number TEXT PRIMARY KEY, creates INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS account_tokens (value TEXT NOT NULL, kind TEXT NOT NULL, created REAL NOT NULL);
CREATE TABLE IF NOT EXISTS account_permissions (
    person TEXT NOT NULL, template TEXT NOT NULL, permitted INTEGER NOT NULL, PRIMARY KEY (person, template));
CREATE TABLE IF NOT EXISTS account_messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL, template TEXT NOT NULL,
    page TEXT NOT NULL, data TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS weibo_words (
    id INTEGER PRIMARY KEY AUTOINCREMENT, post TEXT NOT NULL, kind TEXT NOT NULL, words TEXT NOT NULL,
    uid TEXT NOT NULL, person TEXT NOT NULL, answers TEXT NOT NULL, created REAL NOT NULL);
CREATE TABLE IF NOT EXISTS hook_secrets (receiver TEXT PRIMARY KEY, secret TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS hook_messages (
    id INTEGER PRIMARY KEY, receiver TEXT NOT NULL, message TEXT NOT NULL, kind TEXT NOT NULL,
    object TEXT NOT NULL, sequence INTEGER NOT NULL, body TEXT NOT NULL, is_checked INTEGER NOT NULL,
    times INTEGER NOT NULL DEFAULT 1, created REAL NOT NULL, UNIQUE (receiver, message));
CREATE TABLE IF NOT EXISTS options (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_NAMES = (
    *("sightings", "parcels", "messages", "browsers", "pushes", "subscriptions", "options"),
    *("social_codes", "social_tokens", "account_tokens", "weibo_words"),
    *("account_permissions", "account_messages"),
    *("alipay_calls", "alipay_codes", "alipay_tokens", "alipay_notices"),
    *("transfers", "transfer_sightings", "hook_secrets", "hook_messages"),
)


class Store:
    def __init__(self, path: Path | None = None) -> None:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        # One loop uses it, but a test may have made it in another thread.
        self._base = sqlite3.connect(str(path or ":memory:"), isolation_level=None, check_same_thread=False)
        self._base.row_factory = sqlite3.Row
        self._base.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; {_TABLES}")
        self._options = {row["name"]: float(row["value"]) for row in self.run("SELECT * FROM options")}

    def run(self, statement: str, *values: object) -> list[sqlite3.Row]:
        return self._base.execute(statement, values).fetchall()

    def option(self, name: str, default: float) -> float:
        return self._options.get(name, default)

    def set_option(self, name: str, value: float) -> None:
        self.run("INSERT OR REPLACE INTO options VALUES (?, ?)", name, str(value))
        self._options[name] = value

    def now(self) -> float:
        """The simulators' clock: the machine's, moved by the option ``clock_offset_seconds``."""
        return time.time() + self.option("clock_offset_seconds", 0.0)

    def reset(self) -> None:
        self._options.clear()
        for name in _NAMES:
            self._base.execute(f"DELETE FROM {name}")  # noqa: S608 - names are ours

    def close(self) -> None:
        self._base.close()

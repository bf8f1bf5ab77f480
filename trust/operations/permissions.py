"""The way to somebody else's permission page and back, for every service that a member lets us ask.

A secret goes there with the browser and comes back once. The code that comes with it is sealed under the
member's key; it is exchanged once, and what it gave is kept in its place.
"""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from django.db import IntegrityError, transaction

from accounts.queries import as_member, member_with_key
from common.access import Actor
from common.bearers import hash_secret
from common.crypto import KeyShredded
from common.errors import NotFound, Refused
from common.http.errors import NotDone
from trust import errors
from trust.models import CreditAttestation, LinkedInCheck

Row = TypeVar("Row", CreditAttestation, LinkedInCheck)


@dataclass(frozen=True, kw_only=True)
class Begun(Generic[Row]):
    """``secret`` goes to the provider with whoever began, and is asked for again; we keep its hash."""

    row: Row
    secret: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Permission(Generic[Row]):
    """What differs between two services. All of it runs inside the caller's transaction.

    ``column``: where the code and then the token are sealed, bound to ``place`` and the row.
    ``longest``: no code of theirs is longer.
    """

    model: type[Row]
    pending: str
    column: str
    place: str
    minutes: int
    longest: int
    taken: type[Refused]
    too_late: type[Refused]

    def begin(self, row: Row) -> Begun[Row]:
        """Save the new row under a fresh secret. Raises: ``taken`` while another of the member's is live."""
        secret = secrets.token_urlsafe(32)
        row.answer_hash = hash_secret(secret)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:  # one live per member
            raise self.taken from error
        return Begun(row=row, secret=secret)

    def returned(self, *, actor: Actor, secret: str, code: str, now: datetime) -> Row:
        """The row that the secret belongs to, still waiting.

        Raises: NotFound (unknown, used or somebody else's secret), ``too_late``.
        """
        waiting = self.model.objects.filter(
            answer_hash=hash_secret(secret), member_id=as_member(actor).pk, state=self.pending
        )
        row = waiting.first()
        if row is None:
            raise NotFound
        if row.began_at + timedelta(minutes=self.minutes) <= now or len(code) > self.longest:
            raise self.too_late
        return row

    def seal(self, row: Row, access: dict[str, str]) -> str:
        """Raises: MemberWithoutKey."""
        key = member_with_key(row.member_id).data_key
        if key is None:
            raise errors.MemberWithoutKey
        return key.encrypt(json.dumps(access), aad=f"{self.place}:{row.public_id}")

    def opened(self, row: Row) -> dict[str, str]:
        """{"code": ...} before the exchange, {"token": ...} after it. Raises: KeyShredded."""
        key, sealed = member_with_key(row.member_id).data_key, getattr(row, self.column)
        if key is None or not sealed:
            raise KeyShredded
        found: dict[str, str] = json.loads(key.decrypt(sealed, aad=f"{self.place}:{row.public_id}"))
        return found

    def token(self, row: Row, exchange: Callable[[str], str]) -> str:
        """Lasting access. ``exchange`` is called outside any transaction, once; its answer is kept before
        anything else, so that asking again needs no code.

        Raises: KeyShredded, NotDone (withdrawn meanwhile), and what ``exchange`` raises.
        """
        kept = self.opened(row)
        if "token" in kept:
            return kept["token"]
        token = exchange(kept["code"])
        with transaction.atomic(durable=True):
            sealed = self.seal(row, {"token": token})
            mine = self.model.objects.filter(pk=row.pk, version=row.version, state=row.state)
            if mine.update(**{self.column: sealed}) != 1:
                raise NotDone("stale", "withdrawn meanwhile")
        setattr(row, self.column, sealed)
        return token

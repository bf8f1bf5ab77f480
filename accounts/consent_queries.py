"""What a member agreed to, and in which words. Each says what it costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Consent, NoticeText
from accounts.notices import Notice, notices
from common.errors import NotFound
from common.pagination import Page, keyset
from common.texts import in_language


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """One purpose as its member sees it. ``agreed_hash``: "" where nothing is agreed to."""

    notice: Notice
    agreed_hash: str = ""
    given_at: datetime | None = None

    @property
    def is_given(self) -> bool:
        return bool(self.agreed_hash)

    @property
    def is_older_wording(self) -> bool:
        return self.is_given and self.agreed_hash != self.notice.hash

    @property
    def may_withdraw(self) -> bool:
        return self.is_given and bool(self.notice.when_withdrawn)


def purposes_of(member_id: int) -> list[Purpose]:
    """Every purpose that there is, agreed to or not. One statement."""
    rows = Consent.objects.filter(member_id=member_id, withdrawn_at__isnull=True)
    live = {row.purpose: row for row in rows}
    return [
        Purpose(notice=item, agreed_hash=live[item.key].notice_hash, given_at=live[item.key].given_at)
        if item.key in live
        else Purpose(notice=item)
        for item in notices
    ]


def consent_history(member_id: int, *, cursor: str | None, size: int = 25) -> Page[Consent]:
    """Given and withdrawn, newest first. One statement. Raises: BadCursor."""
    return keyset(
        Consent.objects.filter(member_id=member_id), order=["-given_at", "-pk"], cursor=cursor, size=size
    )


@dataclass(frozen=True, kw_only=True)
class Wording:
    """The words behind a hash, in the reader's language. ``is_present``: still the ones in force."""

    hash: str
    purpose: str
    title: str
    points: Sequence[str]
    first_used_at: datetime
    is_present: bool


def wording(notice_hash: str) -> Wording:
    """One statement. Raises: NotFound."""
    text = NoticeText.objects.filter(hash=notice_hash).first()
    if text is None:
        raise NotFound
    points: list[str] | None = in_language(text.points)  # type: ignore[assignment]  # lists, by language
    return Wording(
        hash=text.hash,
        purpose=text.purpose,
        title=in_language(text.title),
        points=points or [],
        first_used_at=text.first_used_at,
        is_present=any(item.hash == text.hash for item in notices),
    )


def title_of(purpose: str) -> str:
    """The purpose in words; its key once nobody brings it any more."""
    return next((str(item.title) for item in notices if item.key == purpose), purpose)

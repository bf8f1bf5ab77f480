"""The letters that the product has written to a folder, to be read in a browser."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from simulators.http import Reply
from simulators.pages import article, line, page

_MOST_LETTERS = 50
# Django's file backend ends each letter so.
_END = b"-" * 79


class Mailbox:
    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def shown(self) -> Reply:
        letters = [_shown(letter) for letter in self._newest_first()[:_MOST_LETTERS]]
        return page(
            "E-mail", "Simulated e-mail inbox of everybody.", "模拟邮箱，所有人的邮件都在这里。", letters
        )

    def _newest_first(self) -> list[EmailMessage]:
        if self._folder is None or not self._folder.is_dir():
            return []
        files = sorted(self._folder.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
        found = []
        for file in files[:_MOST_LETTERS]:
            parts = file.read_bytes().split(_END)
            found += [_parsed(part) for part in reversed(parts) if part.strip()]
        return found


def _parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw.lstrip(), _class=EmailMessage, policy=policy.default)


def _shown(letter: EmailMessage) -> str:
    body = letter.get_body(preferencelist=("plain",))
    text = body.get_content() if body else ""
    return article(
        line(str(letter["Subject"] or "")),
        line(str(text).strip()),
        line(f"{letter['To']} · {letter['Date']}", is_small=True),
    )

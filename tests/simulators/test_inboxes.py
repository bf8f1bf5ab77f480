"""Where people read what is never really sent: all phones, all letters."""

from pathlib import Path

from django.core.mail import EmailMessage, get_connection

from simulators.house import House, Plan
from simulators.http import Request
from simulators.sms import SmsSimulator
from simulators.store import Store

FILES = "django.core.mail.backends.filebased.EmailBackend"


def _page(house: House, path: str) -> str:
    request = Request(method="GET", path=path, query="", headers={}, body=b"")
    return house.handle(request).body.decode()


def _letter(folder: Path, subject: str, body: str) -> None:
    connection = get_connection(FILES, file_path=folder)
    EmailMessage(subject, body, "from@example.org", ["lin@example.org"], connection=connection).send()


def test_the_newest_messages_of_all_phones_are_on_one_page() -> None:
    house = House(Plan())
    for number in ("+8613800000000", "+8613900000000"):
        house.store.run(
            "INSERT INTO messages (ref, phone, template, params, created) VALUES (?, ?, ?, ?, 0)",
            number,
            number,
            "verification-code",
            '{"code": "123456", "minutes": "10"}',
        )
    page = _page(house, "/phones/")
    assert page.index("+8613900000000") < page.index("+8613800000000")
    assert "Your code is 123456." in page


def test_letters_are_shown_newest_first_with_their_chinese_and_escaped(tmp_path: Path) -> None:
    _letter(tmp_path, "您的验证码：994024", "您的验证码是 994024。")
    _letter(tmp_path, "<b>bold</b>", "second")
    page = _page(House(Plan(mail=tmp_path)), "/mail/")
    assert "您的验证码是 994024。" in page
    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    assert page.count("lin@example.org") == 2


def test_an_inbox_without_letters_says_so(tmp_path: Path) -> None:
    for plan in (Plan(), Plan(mail=tmp_path / "none")):
        assert "No messages yet." in _page(House(plan), "/mail/")


def test_one_phone_shows_only_its_own() -> None:
    page = SmsSimulator(Store(), secret="s").phone_page("+8613800000000")
    assert "No messages yet." in page.body.decode()

"""News into work."""

from accounts import tasks
from accounts.facts import ContactCodeRequested
from accounts.states import ContactKind
from outbox.facts import on
from outbox.jobs import Work


@on(ContactCodeRequested)
def send_code(fact: ContactCodeRequested) -> Work:
    """The payload names the row; the digits are derived when the message leaves."""
    kind = tasks.send_code_by_sms if fact.channel == ContactKind.PHONE else tasks.send_code_by_mail
    return kind.work(code_id=fact.code_id, locale=fact.locale)

"""News into work."""

from accounts import tasks
from accounts.facts import ContactCodeRequested, MemberRegistered
from accounts.states import ContactKind
from outbox.facts import on
from outbox.jobs import Work


@on(ContactCodeRequested)
def send_code(fact: ContactCodeRequested) -> Work:
    """The payload names the row; the digits are derived when the message leaves."""
    kind = tasks.send_code_by_sms if fact.channel == ContactKind.PHONE else tasks.send_code_by_mail
    return kind.work(code_id=fact.code_id, locale=fact.locale)


@on(MemberRegistered)
def index_person(fact: MemberRegistered) -> Work:
    """Not in the registration's own transaction, which is short; edits of the profile write it themselves."""
    return tasks.index_person.work(member_id=fact.member_id)

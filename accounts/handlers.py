"""News into work."""

from accounts import tasks
from accounts.facts import (
    AccountChanged,
    ContactCodeRequested,
    MemberRegistered,
    PhotoReceived,
    PhotoRemoved,
)
from accounts.notification_kinds import PHOTO_REMOVED
from accounts.notifications import tell
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


@on(AccountChanged)
def tell_its_owner(fact: AccountChanged) -> list[Work]:
    """One job per channel; a job without an address to write to ends without sending."""
    return [
        kind.work(member_id=fact.member_id, news=fact.news, former_id=fact.former_id)
        for kind in (tasks.tell_news_by_mail, tasks.tell_news_by_sms)
    ]


@on(PhotoReceived)
def make_photo(fact: PhotoReceived) -> Work:
    return tasks.make_photo.work(file_id=fact.file_id)


@on(PhotoRemoved)
def tell_of_removed_photo(fact: PhotoRemoved) -> Work:
    about = f"member:{fact.member_id}"
    return tell(PHOTO_REMOVED, fact.member_id, about=about, since=fact.occurred_at)

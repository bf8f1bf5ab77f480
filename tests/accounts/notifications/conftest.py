from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail

from accounts.models import Member
from accounts.notification_queries import settings_of
from accounts.operations import notifications
from accounts.operations.notifications.choosing import Chosen
from common.clock import db_now
from simulators.smtp import Sink, running_sink


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    """Letters really leave, to a server that keeps them."""
    with running_sink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        yield sink


def chosen(member: Member, **changes: Any) -> Chosen:
    kept = settings_of(Member.objects.get(pk=member.pk))
    given: dict[str, Any] = {
        "wanted": {},
        "quiet_on": kept.quiet_on,
        "quiet_from": kept.quiet_from,
        "quiet_to": kept.quiet_to,
        "rhythm": kept.rhythm,
        "time_zone": member.time_zone,
    }
    return Chosen(**given | changes)


def choose(member: Member, **changes: Any) -> None:
    notifications.choose(actor=member, chosen=chosen(member, **changes), now=db_now())


def sent_to(address: str) -> list[Any]:
    return [letter for letter in mail.outbox if letter.to == [address]]

"""What is told of deposits."""

from django.utils.translation import gettext_lazy as _

from accounts.notifications import kinds
from groups.deposit_states import DepositKind
from groups.event_kinds import event_news
from groups.models import RSVP
from groups.operations.deposits import NEWS


def _stays_true(mine: RSVP) -> bool:
    return True


KINDS = (
    event_news(
        NEWS[DepositKind.RECEIVED],
        121,
        _stays_true,
        title=_("A host wrote down that your deposit was received"),
        subject=_("Your deposit was received"),
        body=_("The host of {event} wrote down that your deposit was received. If that is wrong, tell them."),
    ),
    event_news(
        NEWS[DepositKind.RETURNED],
        122,
        _stays_true,
        title=_("A host gave your deposit back"),
        subject=_("Your deposit was given back"),
        body=_("The host of {event} wrote down that your deposit went back. If that is wrong, tell them."),
    ),
    event_news(
        NEWS[DepositKind.KEPT],
        123,
        _stays_true,
        title=_("A host kept your deposit"),
        subject=_("Your deposit was kept"),
        body=_("The host of {event} kept your deposit. The reason and what you can do stand on its page."),
    ),
    event_news(
        NEWS[DepositKind.WAIVED],
        124,
        _stays_true,
        title=_("A host asks for no deposit after all"),
        subject=_("No deposit after all"),
        body=_("The host of {event} does not ask you for the deposit any more."),
    ),
)


def register() -> None:
    for kind in KINDS:
        kinds.register(kind)

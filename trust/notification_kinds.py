"""What applicants are told."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notification_states import MessageClass
from accounts.notifications import About, Look, NotificationKind, Sight, kinds
from trust import queries
from trust.states import CaseState

APPROVED, REJECTED, MORE_NEEDED = "trust.approved", "trust.rejected", "trust.more-needed"


def _look(state: str) -> Look:
    def look(abouts: Sequence[About]) -> Mapping[str, Sight]:
        """One statement; true while the case stands where the news left it."""
        states = queries.states_of_cases(int(about.key) for about in abouts)
        path = reverse("trust:verify")
        return {
            about.ref: Sight(values={}, path=path, still_true=states[int(about.key)] == state)
            for about in abouts
            if int(about.key) in states
        }

    return look


def _look_at_certifications(abouts: Sequence[About]) -> Mapping[str, Sight]:
    """One statement."""
    held = queries.held_certifications({about.member_id for about in abouts})
    path = reverse("trust:verify")
    return {
        about.ref: Sight(values={}, path=path, still_true=bool(held.get(about.member_id))) for about in abouts
    }


def register() -> None:
    kinds.register(
        NotificationKind(
            key=APPROVED,
            message_class=MessageClass.TRANSACTIONAL,
            title=_("A name is verified"),
            subject=_("Your application was decided"),
            body=_("Your name is verified. You decide how much of it others see."),
            action=_("See the decision"),
            fields={},
            example={},
            look=_look_at_certifications,
            icon="shield-check",
            shelf_life=timedelta(days=3),
            order=50,
        )
    )
    kinds.register(
        NotificationKind(
            key=REJECTED,
            message_class=MessageClass.TRANSACTIONAL,
            title=_("An application is not approved"),
            subject=_("Your application was decided"),
            body=_("Your name could not be verified. The page says why and what you can do."),
            action=_("See the decision"),
            fields={},
            example={},
            look=_look(CaseState.REJECTED),
            icon="shield-check",
            shelf_life=timedelta(days=3),
            order=60,
        )
    )
    kinds.register(
        NotificationKind(
            key=MORE_NEEDED,
            message_class=MessageClass.TRANSACTIONAL,
            title=_("An application needs something"),
            subject=_("Your application needs something from you"),
            body=_("A certifier has looked at it and asks for a correction. The page says which."),
            action=_("Go on with the application"),
            fields={},
            example={},
            look=_look(CaseState.RESUBMISSION_REQUESTED),
            icon="shield-check",
            shelf_life=timedelta(days=3),
            order=70,
        )
    )

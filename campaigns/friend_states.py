"""How a friend stands, as people read it: the referral's own state, and what became of her case."""

from django.db.models import Case, CharField, F, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

from campaigns.risk_states import AGAINST, RiskState
from campaigns.states import QUALIFIED_REFERRALS


class FriendState(TextChoices):
    """``held``: counts, and a person owes an answer. ``rejected``: a person has found that she doesn't."""

    REGISTERED = "registered", _("Registered")
    QUALIFIED = "qualified", _("Counts")
    HELD = "held", _("On hold")
    REJECTED = "rejected", _("Rejected")
    REVERSED = "reversed", _("Reversed")
    EXPIRED = "expired", _("Expired")
    VOID = "void", _("Void")


def shown_state() -> Case:
    """Of a referral, in the statement that reads it."""
    counted = {"state__in": list(QUALIFIED_REFERRALS)}
    return Case(
        When(**counted, risk__state__in=list(AGAINST), then=Value(FriendState.REJECTED.value)),
        When(**counted, risk__state=RiskState.HELD.value, then=Value(FriendState.HELD.value)),
        When(**counted, then=Value(FriendState.QUALIFIED.value)),
        default=F("state"),
        output_field=CharField(),
    )

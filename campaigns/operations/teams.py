"""The credit of groups that take part as one."""

from datetime import datetime

from django.db.models import Case, F, Value, When
from django.db.models.functions import Greatest

from campaigns.models import Team


def add_to_team(team_id: int, *, added_hundredths: int, reached_at: datetime) -> None:
    """What a friend of one of its members brings. Inside the transaction of the rise, last of all."""
    later = Case(
        When(reached_at__isnull=True, then=Value(reached_at)), default=Greatest("reached_at", reached_at)
    )
    Team.objects.filter(pk=team_id).update(
        credit_hundredths=F("credit_hundredths") + added_hundredths, reached_at=later
    )

"""What the open platform contributes to duties that everybody shares."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.registries import Metric, ReconcileCheck, metrics, reconcile_checks
from connect import brand_news
from connect.models import Event


def untold() -> list[str]:
    """Events with a member that nobody told for an hour."""
    late = Event.objects.filter(
        published_at__isnull=True, member__isnull=False, received_at__lt=timezone.now() - timedelta(hours=1)
    )
    return [f"event {pk} was received and not told" for pk in late.values_list("pk", flat=True)[:20]]


def waiting() -> float:
    return Event.objects.filter(published_at__isnull=True).count()


def register() -> None:
    brand_news.register()
    reconcile_checks.register(
        ReconcileCheck(key="connect.untold", title=str(_("Events from outside are told")), run=untold)
    )
    metrics.register(
        Metric(
            key="connect.events_waiting", title="events from outside that wait for their member", read=waiting
        )
    )

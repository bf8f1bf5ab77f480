"""Everything that archives, erasures and retention bring to shared pages and duties."""

from django.utils.translation import gettext_lazy as _

from accounts import (
    health,
    leaving,
    leaving_notifications,
    leaving_retention,
    leaving_tasks,
)
from common.registries import MeEntry, me_entries, metrics

__all__ = ["leaving_tasks", "register"]


def register() -> None:
    leaving.register()
    leaving_notifications.register()
    leaving_retention.register()
    metrics.register(health.NEAR_DEADLINE)
    rows = [
        ("consents", _("What you agreed to"), _("Read it, take it back"), "scroll", 60),
        ("stored", _("What is stored about you"), _("What, why, until when"), "box", 70),
        ("export", _("Take everything along"), _("An archive of all that is stored"), "copy", 80),
        ("erasure", _("Leave the community"), _("And have everything erased"), "x", 95),
    ]
    for key, label, hint, icon, order in rows:
        me_entries.register(
            MeEntry(
                key=f"accounts.{key}",
                label=label,
                hint=hint,
                url_name=f"accounts:{key}",
                icon=icon,
                order=order,
            )
        )

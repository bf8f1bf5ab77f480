"""What running campaigns have given already counts as taken of what they promise.

The units that still wait are kept back by ``campaigns.keep-back-promised``, as far as the shelf goes.
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Count, F, Q

PROMISING = ("scheduled", "live", "paused", "closing", "drawing", "settling")


def stamp(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    using = editor.connection.alias

    def rows(app: str, model: str) -> Any:
        return apps.get_model(app, model).objects.using(using)

    for campaign_id, public_id in (
        rows("campaigns", "Campaign")
        .filter(state__in=PROMISING, current__isnull=False)
        .values_list("pk", "public_id")
    ):
        rewards = rows("campaigns", "Reward").filter(campaign_id=campaign_id, gift__item__public_id=F("item"))
        kept = rows("campaigns", "Reservation").filter(campaign_id=campaign_id, gift__state="reserved")
        draws = rows("campaigns", "Draw").filter(campaign_id=campaign_id).values_list("public_id", flat=True)
        mine = Q(pk__in=rewards.values("gift_id")) | Q(pk__in=kept.values("gift_id"))
        mine |= Q(line__source__in=[f"draw:{draw}" for draw in draws], sequence=1)
        released = rows("gifts", "StockEntry").filter(kind="release", gift__isnull=False).values("gift_id")
        ids = list(rows("gifts", "Gift").filter(mine).exclude(pk__in=released).values_list("pk", flat=True))
        _take(rows, ids, purpose=f"campaign:{public_id}")


def _take(rows: Any, ids: list[int], *, purpose: str) -> None:
    for start in range(0, len(ids), 500):
        rows("gifts", "Gift").filter(pk__in=ids[start : start + 500]).update(purpose=purpose)
    taken = rows("gifts", "Gift").filter(purpose=purpose).values_list("item_id")
    for item_id, units in taken.annotate(units=Count("pk")).order_by("item_id"):
        rows("gifts", "Earmark").create(item_id=item_id, purpose=purpose, units=units)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0010_tickets_left_out"), ("gifts", "0003_earmarks")]

    operations = [migrations.RunPython(stamp, migrations.RunPython.noop)]

"""What the tags of invitations' addresses brought. Two statements."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from campaigns.models import Attribution, Touch

# The most visited ones; whoever writes tags by hand writes more of them than anybody reads.
MOST_LINES = 50
_KEYS = ("channel", "source", "medium", "name")


@dataclass(frozen=True, kw_only=True)
class TagLine:
    """Visits and friends of one channel that came with these tags; '' where one was missing."""

    channel: str
    source: str
    medium: str
    campaign: str
    visits: int
    registered: int


def tag_lines(*, campaign_id: int) -> Sequence[TagLine]:
    """The most visited first. A friend counts where the visit counts that her referral goes back to."""
    touches = Touch.objects.filter(campaign_id=campaign_id, tags__isnull=False)
    touches = touches.annotate(channel=F("link__channel"), **_named("tags"))
    visits = Counter(dict(_rows(touches.values(*_KEYS).annotate(count=Count("pk")))))
    whys = Attribution.objects.filter(campaign_id=campaign_id, touch__tags__isnull=False)
    whys = whys.annotate(channel=F("link__channel"), **_named("touch__tags"))
    friends = Counter(dict(_rows(whys.values(*_KEYS).annotate(count=Count("invitee", distinct=True)))))
    return [
        TagLine(
            channel=channel,
            source=source,
            medium=medium,
            campaign=name,
            visits=count,
            registered=friends[channel, source, medium, name],
        )
        for (channel, source, medium, name), count in sorted(
            visits.items(), key=lambda line: (-line[1], line[0])
        )[:MOST_LINES]
    ]


def _named(column: str) -> dict[str, Coalesce]:
    keys = {"source": "source", "medium": "medium", "name": "campaign"}
    return {
        name: Coalesce(KeyTextTransform(key, F(column)), Value(""), output_field=TextField())
        for name, key in keys.items()
    }


def _rows(rows: object) -> list[tuple[tuple[str, str, str, str], int]]:
    listed = rows.order_by().values_list(*_KEYS, "count")  # type: ignore[attr-defined]
    return [(tuple(keys), count) for *keys, count in listed]

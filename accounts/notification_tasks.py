"""Jobs of notifications: ids in, one operation out."""

from datetime import datetime

from accounts.notifications import NOTIFY, News
from accounts.operations import notifications
from common.clock import db_now
from outbox.jobs import job


@job(NOTIFY)
def notify(
    *,
    kind: str,
    member_id: int,
    about: str,
    topic: str = "",
    by_id: int | None = None,
    since: str = "",
    **later: object,
) -> None:
    news = News(kind=kind, member_id=member_id, about=about, topic=topic, by_id=by_id)
    notifications.notify([news], now=db_now(), since=datetime.fromisoformat(since) if since else None)

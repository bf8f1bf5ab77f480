"""The jobs that count: ids in, one operation out."""

from campaigns.operations.counting import COUNTING, count_news
from campaigns.operations.prize_costs import note_prize_cost
from outbox.jobs import job


@job(COUNTING)
def count(**news: object) -> None:
    """Its effect and its end are one commit, which is what makes a piece of news count once."""
    count_news(news)


@job("campaigns.note-prize-cost")
def note_a_prize(*, gift_id: int, draw_ref: str, **later: object) -> None:
    note_prize_cost(gift_id=gift_id, draw_ref=draw_ref)

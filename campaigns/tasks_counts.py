"""The job that counts: ids in, one operation out."""

from campaigns.operations.counting import COUNTING, count_news
from outbox.jobs import job


@job(COUNTING)
def count(**news: object) -> None:
    """Its effect and its end are one commit, which is what makes a piece of news count once."""
    count_news(news)

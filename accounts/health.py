"""Numbers of accounts for operators."""

from accounts.leaving_queries import near_deadline
from common.clock import db_now
from common.registries import Metric


def deadlines_at_risk() -> float:
    return near_deadline(db_now())


NEAR_DEADLINE = Metric(
    key="accounts.deadlines-at-risk",
    title="Erasures due within three days, and late archives",
    read=deadlines_at_risk,
)

"""The big community that figures are counted in still fits the tables, and adds up."""

import pytest

from bench.reconciling import violations
from bench.seed import BIG, FRIENDS_OF_BIG, seed
from campaigns.models import Progress, Referral

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.mark.usefixtures("postgres_only")
def test_a_seeded_community_adds_up() -> None:
    members = 4 * BIG * FRIENDS_OF_BIG // 3
    made = seed(members)
    assert made["members"] == members
    assert Referral.objects.count() == made["friends"]
    assert Progress.objects.filter(registered=FRIENDS_OF_BIG).count() == BIG
    assert violations() == []

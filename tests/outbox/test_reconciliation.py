"""The hourly look sees one state, however busy the community is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from common.access import SYSTEM
from gifts.operations import offer_gift
from outbox.operations import run_checks
from tests.factories import gifts
from tests.factories.accounts import MemberFactory
from tests.racing import finished, race

OFFERS, LOOKS = 60, 25


@pytest.mark.django_db(transaction=True)
def test_sums_of_one_moment_agree_while_people_claim() -> None:
    item = gifts.item(stock=OFFERS, slots=8)
    member = MemberFactory.create()

    def claim() -> list[str]:
        for number in range(OFFERS):
            offer_gift(
                actor=SYSTEM,
                item_id=item.pk,
                recipient_id=member.pk,
                source=f"test:{number}",
                sender_ref="",
                expires_at=timezone.now() + timedelta(days=1),
                now=timezone.now(),
            )
        return []

    def look() -> list[str]:
        looks = [run_checks() for _ in range(LOOKS)]
        return [line for found in looks for key, lines in found.items() if "gifts" in key for line in lines]

    assert finished(race([claim, look])) == [[], []]

"""Workers at once, with real connections."""

import pytest
from django.db import transaction

from outbox import leases
from outbox.jobs import add
from outbox.models import Job
from tests.outbox.kinds import drink
from tests.racing import race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_eight_workers_never_share_a_job() -> None:
    with transaction.atomic():
        add([drink.work(cup=number) for number in range(80)])

    taken = race([lambda: [job.pk for job in leases.take("default", count=10)] for _worker in range(8)])

    got = [pk for batch in taken if isinstance(batch, list) for pk in batch]
    assert len(got) == len(set(got))
    assert Job.objects.filter(state="doing").count() == len(got)
    assert Job.objects.filter(attempts__gt=1).count() == 0


def test_the_same_natural_key_from_ten_sides_is_one_job() -> None:
    def write() -> None:
        with transaction.atomic():
            add([drink.work(cup=1, dedupe="the-one")])

    race([write] * 10)

    assert Job.objects.count() == 1

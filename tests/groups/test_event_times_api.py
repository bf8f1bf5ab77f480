"""When an event begins, as a program writes it."""

import pytest
from rest_framework.test import APIClient

from groups.models import Event
from tests.factories.accounts import MemberFactory
from tests.factories.groups import group

pytestmark = pytest.mark.django_db
SENT = {"title": {"en": "A walk"}, "hours": 2, "venue": "East gate", "capacity": 8}


@pytest.mark.parametrize(
    "starts", ["0000-01-01T10:00", "2027-02-30T10:00", "2027-02-01T24:61", "٢٠٢٧-٠٢-٠١T١٠:٠٠", "2027-02-01"]
)
def test_a_day_that_no_calendar_has_is_refused(starts: str) -> None:
    steward = MemberFactory.create()
    client, path = APIClient(), f"/api/v1/groups/{group(founder=steward).public_id}/events/"
    client.force_login(steward)
    refused = client.post(
        path, {**SENT, "starts": starts}, format="json", headers={"Idempotency-Key": "begins-0001"}
    )
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["starts"])
    assert not Event.objects.exists()

"""Words said outside of the community run the stewards' clock, and their answer goes back."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Notification
from groups import errors, operations, queries
from groups.complaint_states import ComplaintState
from groups.facts import ComplaintAnswered
from groups.models import Complaint, Group, RadarSpot
from outbox.models import FactRow
from outbox.testing import run_jobs
from tests.factories.groups import group, member

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 4, 1, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SOURCE = "campaigns.mention:abc"


@pytest.fixture
def who():
    return member()


@pytest.fixture
def made(who) -> Group:
    return group(founder=who)


def said(
    made: Group, source: str = SOURCE, words: str = "The gift never came", limit: int = 140
) -> Complaint:
    return operations.complain_from_elsewhere(
        group_id=made.pk, source=source, words=words, answer_limit=limit, now=MORNING
    )


def test_it_comes_once_and_waits_on_the_desk(made, who):
    first, second = said(made), said(made)
    assert first.pk == second.pk
    assert queries.complaints_waiting(group=made, viewer=who) == [first]
    run_jobs()
    assert list(Notification.objects.values_list("kind", flat=True)) == ["groups.complaint-made"]


def test_the_clock_runs_as_for_everybody(made, who):
    said(made)
    operations.follow_complaints(now=MORNING + timedelta(hours=5))
    assert Complaint.objects.get().level == 1


def test_a_steward_answers_within_what_the_place_takes(made, who, client: Client):
    one = said(made)
    with pytest.raises(errors.TextTooLong):
        operations.answer_complaint(actor=who, public_id=one.public_id, answer="x" * 141, now=MORNING)
    client.force_login(who)
    page = reverse("groups:answer-complaint", args=[one.public_id])
    assert "Said in public" in client.get(page).content.decode()
    client.post(page, {"answer": "We look into it"})
    one.refresh_from_db()
    assert (one.state, one.answered_by) == (ComplaintState.ANSWERED, who)
    payload = FactRow.objects.get(kind=ComplaintAnswered.KIND).payload
    assert (payload["source"], payload["member_id"]) == (SOURCE, 0)
    run_jobs()
    assert not Notification.objects.filter(kind="groups.complaint-answered").exists()


def test_whoever_brought_it_may_bring_the_answer_once(made):
    one = said(made)
    assert operations.answer_from_elsewhere(source=SOURCE, answer="Sorry", now=MORNING)
    assert not operations.answer_from_elsewhere(source=SOURCE, answer="Again", now=MORNING)
    assert not operations.answer_from_elsewhere(source="campaigns.mention:none", answer="x", now=MORNING)
    one.refresh_from_db()
    assert one.answer == "Sorry"


def test_silence_closes_it_and_later_the_words_go(made):
    said(made)
    operations.answer_from_elsewhere(source=SOURCE, answer="Sorry", now=MORNING)
    closed = MORNING + timedelta(days=8)
    operations.follow_complaints(now=closed)
    assert operations.forget_words_from_elsewhere(before=closed) == 0
    assert operations.forget_words_from_elsewhere(before=closed + timedelta(seconds=1)) == 1
    one = Complaint.objects.get()
    assert (one.state, one.body, one.answer) == (ComplaintState.CLOSED, "", "")


def test_three_alike_are_a_topic_on_the_radar(made):
    for number in range(3):
        said(made, f"campaigns.mention:{number}", f"My gift never came, parcel number {number}")
    operations.sweep_radar(now=MORNING)
    assert RadarSpot.objects.get().size == 3


def test_a_complaint_is_a_members_or_from_elsewhere(made, who):
    for change in ({"member": who}, {"source": ""}):
        one = said(made, f"campaigns.mention:{change}")
        with pytest.raises(IntegrityError), transaction.atomic():
            Complaint.objects.filter(pk=one.pk).update(**change)

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Notification
from accounts.states import Role
from common.errors import NotFound, TooMany
from groups import complaint_rules, errors, operations, queries
from groups.complaint_states import CLOSES_AFTER, ComplaintState
from groups.models import Complaint, Group, Post
from groups.operations.complaints import LATE, let_go_of_complaints
from groups.states import GroupRole
from outbox.testing import run_jobs
from tests.factories.accounts import MemberFactory
from tests.factories.groups import NOW, group, member, place, steward_of
from tests.factories.moderation import decided, flagged, said

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 4, 1, 9, 0, tzinfo=SHANGHAI)  # the group is awake since eight


@pytest.fixture
def who():
    return member()


@pytest.fixture
def made(who) -> Group:
    return group(who)


def complain(made: Group, who, *, on_board: bool = False, now: datetime = MORNING) -> Complaint:
    return operations.complain(actor=who, group_id=made.pk, body="It is too loud", on_board=on_board, now=now)


def answer(one: Complaint, by, now: datetime) -> Complaint:
    return operations.answer_complaint(actor=by, public_id=one.public_id, answer="We will be quiet", now=now)


def at(hours: float) -> datetime:
    return MORNING + timedelta(hours=hours)


def late() -> list[tuple[int, str]]:
    rows = Notification.objects.filter(kind=LATE).order_by("pk")
    return [(row.member_id, row.about.rpartition(".")[2]) for row in rows]


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2026-04-01T09:00", 4, "2026-04-01T13:00"),
        ("2026-04-01T18:00", 4, "2026-04-01T22:00"),
        ("2026-04-01T19:00", 4, "2026-04-02T09:00"),
        ("2026-04-01T23:30", 4, "2026-04-02T12:00"),
        ("2026-04-01T03:00", 4, "2026-04-01T12:00"),
        ("2026-04-01T09:00", 24, "2026-04-02T19:00"),
        ("2026-04-01T22:00", 24, "2026-04-03T18:00"),
    ],
)
def test_only_waking_hours_of_the_group_count(start: str, hours: int, expected: str) -> None:
    begun = datetime.fromisoformat(start).replace(tzinfo=SHANGHAI)
    due = complaint_rules.waking_deadline(begun, timedelta(hours=hours), SHANGHAI)
    assert due.astimezone(SHANGHAI).isoformat(timespec="minutes")[:16] == expected


@pytest.mark.parametrize("day", ["2026-03-28", "2026-10-24"])
def test_a_night_when_clocks_change_is_a_night(day: str) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    begun = datetime.fromisoformat(f"{day}T21:00").replace(tzinfo=berlin)
    due = complaint_rules.waking_deadline(begun, timedelta(hours=4), berlin).astimezone(berlin)
    assert (due.date() - begun.date(), due.hour) == (timedelta(days=1), 11)


def test_the_stewards_are_told_and_whoever_complained_sees_the_promise(made, who) -> None:
    one = complain(made, who)
    run_jobs()
    assert Notification.objects.get(kind="groups.complaint-made").member_id == steward_of(made).pk
    assert (one.seen_by_at, one.answer_by_at) == (at(4), datetime(2026, 4, 2, 19, tzinfo=SHANGHAI))
    assert (one.state, one.body, one.post) == (ComplaintState.OPEN, "It is too loud", None)


def test_on_the_board_it_is_a_post_and_stands_there_only(made, who) -> None:
    one = complain(made, who, on_board=True)
    assert one.post is not None
    assert (one.post.kind, one.post.body, one.body) == ("complaint", "It is too loud", "")
    assert [row.words for row in queries.complaints_waiting(group=made, viewer=steward_of(made))] == [
        "It is too loud"
    ]


def test_outsiders_do_not_complain_and_only_the_stewards_and_oneself_see_it(made, who) -> None:
    with pytest.raises(NotFound):
        complain(made, member())
    one, fellow = complain(made, who), member()
    operations.join_group(actor=fellow, group_id=made.pk, now=NOW)
    for other in (fellow, member(), who):
        for act in (operations.acknowledge_complaint, operations.answer_complaint):
            given = {} if act is operations.acknowledge_complaint else {"answer": "No"}
            with pytest.raises(NotFound):
                act(actor=other, public_id=one.public_id, now=at(1), **given)
    for other in (fellow, steward_of(made)):
        for settle in (operations.confirm_complaint, operations.reject_answer):
            with pytest.raises(NotFound):
                settle(actor=other, public_id=one.public_id, now=at(1))
    one.refresh_from_db()
    assert one.state == ComplaintState.OPEN


def test_whoever_is_muted_can_still_complain_to_the_stewards(made, who) -> None:
    flagger = member()
    operations.join_group(actor=flagger, group_id=made.pk, now=NOW)
    decided(flagged(said(made, who), flagger), steward_of(made), "mute", days=2)
    with pytest.raises(errors.Muted):
        complain(made, who, on_board=True)
    assert complain(made, who).state == ComplaintState.OPEN
    assert Post.objects.count() == 1


def test_seen_answered_and_settled_by_whoever_complained(made, who) -> None:
    one, steward = complain(made, who), steward_of(made)
    for _n in range(2):
        one = operations.acknowledge_complaint(actor=steward, public_id=one.public_id, now=at(1))
    assert one.state == ComplaintState.ACKNOWLEDGED
    one = answer(one, steward, at(2))
    run_jobs()
    told = Notification.objects.filter(member=who).values_list("kind", flat=True)
    assert sorted(told) == ["groups.complaint-answered", "groups.complaint-seen"]
    with pytest.raises(errors.ComplaintOver):
        answer(one, steward, at(3))
    for _n in range(2):
        one = operations.confirm_complaint(actor=who, public_id=one.public_id, now=at(3))
    assert (one.state, one.next_due_at) == (ComplaintState.CONFIRMED, None)
    assert operations.follow_complaints(now=at(24 * 30)) == 0


def test_an_answer_that_does_not_help_makes_the_clock_run_again(made, who) -> None:
    one, steward = complain(made, who), steward_of(made)
    answer(one, steward, at(1))
    one = operations.reject_answer(actor=who, public_id=one.public_id, now=at(2))
    assert (one.state, one.rounds, one.level) == (ComplaintState.ACKNOWLEDGED, 2, 0)
    run_jobs()
    assert Notification.objects.filter(kind="groups.complaint-made", member=steward).count() == 2
    operations.follow_complaints(now=at(24 * 4))
    assert late() == [(steward.pk, "2")]


def test_seven_silent_days_after_an_answer_close_it(made, who) -> None:
    one = complain(made, who)
    answer(one, steward_of(made), at(1))
    operations.follow_complaints(now=at(1) + CLOSES_AFTER - timedelta(minutes=1))
    one.refresh_from_db()
    assert one.state == ComplaintState.ANSWERED
    assert operations.follow_complaints(now=at(1) + CLOSES_AFTER) == 1
    one.refresh_from_db()
    assert one.state == ComplaintState.CLOSED
    with pytest.raises(errors.ComplaintOver):
        operations.confirm_complaint(actor=who, public_id=one.public_id, now=at(24 * 9))


def test_all_stewards_are_reminded_after_four_and_after_24_waking_hours(made, who) -> None:
    community = MemberFactory.create(roles=(Role.STEWARD,), is_staff=True)
    second, steward = member(), steward_of(made)
    operations.join_group(actor=second, group_id=made.pk, now=NOW)
    place_id = place(made, second).public_id
    operations.give_role(actor=steward, public_id=place_id, role=GroupRole.CO_STEWARD)
    complain(made, who)
    operations.follow_complaints(now=at(3.9))
    assert late() == []
    for hours in (4, 4.1, 20):
        operations.follow_complaints(now=at(hours))
    assert late() == [(steward.pk, "1"), (second.pk, "1")]
    for hours in (34, 34.1, 300):
        operations.follow_complaints(now=at(hours))
    assert late()[2:] == [(steward.pk, "2"), (second.pk, "2"), (community.pk, "2")]


def test_hours_that_were_lost_are_made_up_with_one_reminder(made, who) -> None:
    complain(made, who)
    for _n in range(3):
        operations.follow_complaints(now=at(60))
    assert [level for _member, level in late()] == ["2"]


def test_what_was_seen_in_time_is_not_called_unseen(made, who) -> None:
    one = complain(made, who)
    operations.acknowledge_complaint(actor=steward_of(made), public_id=one.public_id, now=at(3))
    operations.follow_complaints(now=at(5))
    assert late() == []
    operations.follow_complaints(now=at(34))
    assert [level for _member, level in late()] == ["2"]


def test_a_steward_who_complains_is_not_reminded_of_it(made, who) -> None:
    steward = steward_of(made)
    one = complain(made, steward)
    operations.follow_complaints(now=at(60))
    assert late() == []
    with pytest.raises(NotFound):
        answer(one, steward, at(61))


def test_so_many_complaints_a_day_of_so_many_words(made, who, settings) -> None:
    settings.LIMITS = {"groups.complaints-a-day": 1}
    for body, refusal in ((" ", errors.WordsMissing), ("x" * 2001, errors.TextTooLong)):
        with pytest.raises(refusal):
            operations.complain(actor=who, group_id=made.pk, body=body, on_board=False, now=MORNING)
    complain(made, who)
    with pytest.raises(TooMany):
        complain(made, who)
    assert Complaint.objects.count() == 1


def test_whoever_leaves_the_community_takes_the_words_along(made, who) -> None:
    one = complain(made, who)
    for _n in range(2):
        let_go_of_complaints(who.pk, NOW)
    one.refresh_from_db()
    assert (one.body, one.state) == ("", ComplaintState.CONFIRMED)


def client(of) -> Client:
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(of)
    return browser


def test_from_the_form_to_settled_on_pages(made, who) -> None:
    steward = steward_of(made)
    page = reverse("groups:complaints", args=[made.public_id])
    sent = client(who).post(page, {"body": "It is too loud"})
    assert sent.status_code == 303
    own = sent["Location"]
    assert own in client(steward).get(reverse("groups:desk", args=[made.public_id])).content.decode()
    assert client(steward).post(f"{own}seen/").status_code == 303
    assert client(steward).post(f"{own}answer/", {"answer": "We will be quiet"}).status_code == 303
    assert "We will be quiet" in client(who).get(own).content.decode()
    assert client(who).post(own, {"helped": "no"}).status_code == 303
    assert client(who).post(own, {"helped": "yes"}).status_code == 303
    assert Complaint.objects.get().state == ComplaintState.CONFIRMED
    assert own in client(who).get(page).content.decode()


def test_programs_complain_and_see_the_clock(made, who) -> None:
    def call(of, path: str, body: dict[str, object], key: str):
        headers = {"Idempotency-Key": key}
        return client(of).post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)

    sent = call(who, f"groups/{made.public_id}/complaints/", {"body": "Too loud"}, "complain-1")
    assert (sent.status_code, sent.json()["state"]) == (201, "open")
    one = f"complaints/{sent.json()['public_id']}/"
    assert call(steward_of(made), f"{one}answer/", {"answer": "Sorry"}, "answer-001").status_code == 200
    assert call(who, f"{one}helped/", {"helped": True}, "helped-001").json()["state"] == "confirmed"
    mine = client(who).get(f"/api/v1/groups/{made.public_id}/complaints/").json()["items"]
    assert [row["answer"] for row in mine] == ["Sorry"]
    assert datetime.fromisoformat(mine[0]["seen_by_at"]).tzinfo is not None

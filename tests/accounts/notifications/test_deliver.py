"""Messages on their way: at the right hour, once, and only while they are true."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from accounts.models import Block, Delivery, Member, Notification
from accounts.notification_queries import quiet_of, settings_of
from accounts.notification_rules import is_quiet, zone_of
from accounts.notification_states import DeliveryState, MessageClass, Why
from accounts.operations import notifications
from accounts.operations.notifications import notify
from common.clock import db_now, shift_clock
from outbox.models import Job
from outbox.states import JobState
from outbox.testing import run_jobs
from simulators.smtp import Sink
from tests.accounts.notifications.conftest import choose
from tests.factories.accounts import MemberFactory
from tests.factories.notifications import Stage, staged
from tests.racing import finished, race

ADDRESS = "li.na@example.org"
MAIL = ["accounts.deliver-by-mail"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Iterator[Stage]:
    with staged() as stage:
        yield stage


@pytest.fixture
def member(db: None) -> Member:
    member = MemberFactory.create(email=ADDRESS)
    choose(member, quiet_on=False)
    return member


def tell(stage: Stage, member: Member, key: str = "1", **more: object) -> Delivery:
    notify([stage.news(member.pk, key, **more)], now=db_now())
    return Delivery.objects.get(notification__about=f"thing:{key}", channel="email")


def ended(delivery: Delivery) -> tuple[str, str]:
    delivery.refresh_from_db()
    return delivery.state, delivery.reason


def test_a_letter_leaves_and_is_written_down(stage: Stage, member: Member, sink: Sink) -> None:
    delivery = tell(stage, member)
    run_jobs(MAIL)
    [letter] = sink.letters.all()
    body = letter.get_body(("plain",))
    assert letter["To"] == ADDRESS and letter["Subject"] == "A thing happened"
    assert body is not None and "Name 1 happened." in body.get_content()
    assert ended(delivery) == (DeliveryState.SENT, "")


def test_the_log_knows_no_address_and_no_words(stage: Stage, member: Member, sink: Sink) -> None:
    tell(stage, member)
    run_jobs(MAIL)
    rows = [str(vars(row)) for model in (Delivery, Notification, Job) for row in model.objects.all()]
    assert not any(ADDRESS in row or "Name 1" in row for row in rows)


def test_the_subject_says_nothing_personal(member: Member, sink: Sink) -> None:
    with staged(subject="Somebody did something") as stage:
        tell(stage, member)
        run_jobs(MAIL)
    assert "Name 1" not in sink.letters.all()[0]["Subject"]


def test_members_without_an_address_get_no_letter(stage: Stage) -> None:
    member = MemberFactory.create()
    notify([stage.news(member.pk)], now=db_now())
    assert not Delivery.objects.filter(channel="email").exists()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("over", Why.UNTRUE),
        ("hidden", Why.UNTRUE),
        ("read", Why.READ),
        ("unwanted", Why.UNWANTED),
        ("blocked", Why.MUTED),
        ("suspended", Why.MEMBER_GONE),
        ("late", Why.STALE),
        ("moved", Why.NO_ADDRESS),
    ],
)
def test_what_changed_since_is_looked_up_when_it_leaves(
    stage: Stage, member: Member, change: str, why: Why
) -> None:
    other = MemberFactory.create()
    delivery = tell(stage, member, by_id=other.pk)
    _change(change, stage, member, other)
    run_jobs(MAIL)
    assert (mail.outbox, ended(delivery)) == ([], (DeliveryState.DROPPED, why))


def _change(change: str, stage: Stage, member: Member, other: Member) -> None:
    now = db_now()
    if change in ("over", "hidden"):
        getattr(stage, change).add("1")
    elif change == "read":
        Notification.objects.update(read_at=now)
    elif change == "unwanted":
        choose(member, wanted={("personal", "email"): False})
    elif change == "blocked":
        Block.objects.create(blocker=member, blocked=other, created_at=now)
    elif change == "suspended":
        Member.objects.filter(pk=member.pk).update(state="suspended")
    elif change == "late":
        shift_clock(timedelta(days=1, minutes=1))
    elif change == "moved":
        Member.objects.filter(pk=member.pk).update(email_index=None, email_sealed="")


def at_night(member: Member) -> None:
    """The member's clock says 23:00, whatever the present is: the quiet hours are put around it."""
    here = db_now().astimezone(ZoneInfo(member.time_zone))
    start, end = here - timedelta(hours=1), here + timedelta(hours=6)
    choose(member, quiet_on=True, quiet_from=start.time(), quiet_to=end.time().replace(microsecond=0))


def test_at_night_a_letter_waits_for_the_morning(stage: Stage, member: Member) -> None:
    at_night(member)
    delivery = tell(stage, member)
    run_jobs(MAIL)
    assert (mail.outbox, ended(delivery)[0]) == ([], DeliveryState.PLANNED)
    shift_clock(timedelta(hours=6, minutes=1))
    run_jobs(MAIL)
    assert (len(mail.outbox), ended(delivery)[0]) == (1, DeliveryState.SENT)


def test_a_night_that_began_since_holds_it_back(stage: Stage, member: Member) -> None:
    delivery = tell(stage, member)
    at_night(member)
    run_jobs(MAIL)
    assert (mail.outbox, ended(delivery)[0]) == ([], DeliveryState.PLANNED)
    shift_clock(timedelta(hours=6, minutes=1))
    run_jobs(MAIL)
    assert len(mail.outbox) == 1


def test_whoever_travels_into_the_day_is_told_at_once(stage: Stage, member: Member) -> None:
    at_night(member)
    tell(stage, member)
    day = next(
        zone
        for zone in ("America/New_York", "Europe/London", "Asia/Tokyo", "Pacific/Auckland", "America/Denver")
        if not _is_night(member, zone)
    )
    kept = settings_of(Member.objects.get(pk=member.pk))
    choose(member, time_zone=day, quiet_from=kept.quiet_from, quiet_to=kept.quiet_to, quiet_on=True)
    run_jobs(MAIL)
    assert len(mail.outbox) == 1
    shift_clock(timedelta(hours=12))
    run_jobs(MAIL)
    assert len(mail.outbox) == 1


def _is_night(member: Member, zone: str) -> bool:
    kept = settings_of(Member.objects.get(pk=member.pk))
    return is_quiet(db_now(), quiet_of(kept), zone_of(zone))


def test_what_people_need_to_know_does_not_wait(member: Member) -> None:
    at_night(member)
    with staged(MessageClass.TRANSACTIONAL) as stage:
        tell(stage, member)
        run_jobs(MAIL)
    assert len(mail.outbox) == 1


def test_a_night_longer_than_the_news_drops_it(member: Member) -> None:
    at_night(member)
    with staged(shelf_life=timedelta(hours=2)) as stage:
        delivery = tell(stage, member)
        shift_clock(timedelta(hours=6, minutes=1))
        run_jobs(MAIL)
    assert (mail.outbox, ended(delivery)) == ([], (DeliveryState.DROPPED, Why.STALE))


def test_three_hours_down_send_nothing_twice_and_nothing_stale(member: Member, sink: Sink) -> None:
    with staged(shelf_life=timedelta(hours=2)) as brief, staged(key="tests.long") as long:
        tell(brief, member, "1")
        tell(long, member, "2")
        shift_clock(timedelta(hours=3))
        run_jobs(MAIL)
        run_jobs(MAIL)
    bodies = [letter.get_body(("plain",)).get_content() for letter in sink.letters.all()]  # type: ignore[union-attr]
    assert len(bodies) == 1 and "Name 2" in bodies[0]


def test_ten_jobs_of_one_letter_send_it_once(stage: Stage, member: Member) -> None:
    tell(stage, member)
    job = Job.objects.get(kind=MAIL[0])
    for copy in range(9):
        Job.objects.create(
            kind=job.kind, queue=job.queue, payload=job.payload, run_at=job.run_at, dedupe_key=f"copy:{copy}"
        )
    run_jobs(MAIL)
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_ten_claims_at_once_are_one(stage: Stage, member: Member) -> None:
    delivery = tell(stage, member)
    claims = [
        lambda ref=f"job-{n}": notifications.begin_delivery(public_id=delivery.public_id, ref=ref)
        for n in range(10)
    ]
    assert sum(finished(race(claims))) == 1


def test_without_the_claim_ten_jobs_send_ten(
    stage: Stage, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the count above counts."""
    monkeypatch.setattr(notifications, "begin_delivery", lambda **_: True)
    monkeypatch.setattr(notifications, "end_delivery", lambda **_: None)
    tell(stage, member)
    job = Job.objects.get(kind=MAIL[0])
    Job.objects.create(
        kind=job.kind, queue=job.queue, payload=job.payload, run_at=job.run_at, dedupe_key="copy"
    )
    run_jobs(MAIL)
    assert len(mail.outbox) == 2


def test_a_server_that_says_later_is_asked_again(stage: Stage, member: Member, sink: Sink) -> None:
    sink.letters.add_fault("refuse")
    delivery = tell(stage, member)
    run_jobs(MAIL)
    assert (sink.letters.count(), ended(delivery)[0]) == (0, DeliveryState.PLANNED)
    shift_clock(timedelta(minutes=5))
    run_jobs(MAIL)
    assert (sink.letters.count(), ended(delivery)[0]) == (1, DeliveryState.SENT)


def test_an_answer_that_is_lost_is_never_asked_for_again(stage: Stage, member: Member, sink: Sink) -> None:
    sink.letters.add_fault("drop")
    delivery = tell(stage, member)
    for hours in (0, 1, 2):
        shift_clock(timedelta(hours=hours))
        run_jobs(MAIL)
    assert (sink.letters.count(), ended(delivery)[0]) == (1, DeliveryState.SENDING)
    assert Job.objects.get(kind=MAIL[0]).state == JobState.UNKNOWN
    shift_clock(timedelta(days=1, hours=2))
    notifications.close_left_deliveries(now=db_now())
    assert ended(delivery)[0] == DeliveryState.UNKNOWN


def test_a_recipient_that_does_not_exist_is_not_tried_again(stage: Stage, sink: Sink) -> None:
    member = MemberFactory.create(email="gone@refused.example")
    choose(member, quiet_on=False)
    delivery = tell(stage, member)
    run_jobs(MAIL)
    assert ended(delivery) == (DeliveryState.FAILED, Why.REFUSED)


def test_no_server_at_all_is_tried_again(stage: Stage, member: Member, settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # type: ignore[attr-defined]
    delivery = tell(stage, member)
    run_jobs(MAIL)
    assert ended(delivery)[0] == DeliveryState.PLANNED
    assert Job.objects.get(kind=MAIL[0]).errors >= 1


def test_needed_letters_carry_no_way_out(member: Member) -> None:
    with staged(MessageClass.TRANSACTIONAL) as stage:
        tell(stage, member)
        run_jobs(MAIL)
    [letter] = mail.outbox
    assert "List-Unsubscribe" not in letter.extra_headers
    assert "can't be turned off" in letter.body


def test_chinese_members_get_chinese_letters(stage: Stage, sink: Sink) -> None:
    member = MemberFactory.create(email="zh@example.org", locale="zh-hans")
    choose(member, quiet_on=False)
    tell(stage, member)
    run_jobs(MAIL)
    body = sink.letters.all()[0].get_body(("plain",))
    assert body is not None and "什么消息、何时送达" in body.get_content()

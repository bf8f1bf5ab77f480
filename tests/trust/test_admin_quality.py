"""The desk measured: the promise's chart, certifiers' agreement, blind second looks, the calendar's end."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from common.clock import shift_clock
from outbox.models import AuditLine
from tests.factories.accounts import MemberFactory
from tests.factories.evidence import sent_in
from tests.factories.trust import CaseFactory
from trust import agreement_queries, desk_queries, errors
from trust.models import AccessEntry, BlindLook, CalendarDay, CalendarYear, Case, Certification, DeskPolicy
from trust.operations import decide_case, give_blind_opinion, lease_task, read_blind

pytestmark = pytest.mark.django_db
QUALITY = "admin:trust_blindlook_changelist"


@pytest.fixture
def people():
    return MemberFactory.create_batch(2, certifier=True)


def decided(case, person, outcome="approve", reasons=()):
    now = timezone.now()
    lease_task(actor=person, case_id=case.pk, now=now)
    decide_case(actor=person, case_id=case.pk, outcome=outcome, reasons=list(reasons), now=now)
    return case


def chosen(case):
    return BlindLook.objects.create(case=case, created_at=timezone.now())


def page_of(look):
    return reverse("admin:trust_blindlook_change", args=[look.pk])


def test_the_page_counts_what_was_in_time_and_what_was_late(client, people):
    for number in range(3):
        case = decided(CaseFactory.create(), people[0])
        if number == 0:
            Case.objects.filter(pk=case.pk).update(due_at=timezone.now() - timedelta(days=1))
        else:
            Case.objects.filter(pk=case.pk).update(due_at=timezone.now() + timedelta(days=1))
    CaseFactory.create(due_at=timezone.now() - timedelta(hours=1))
    client.force_login(people[1])
    page = client.get(reverse(QUALITY)).content.decode()
    assert "Of 3 cases decided in 30 days, 67 % were in time." in page
    assert "1 cases wait now, 1 of them past their promise." in page
    assert 'class="desk-late"' in page and people[0].handle in page


@pytest.mark.parametrize("cases", [1, 8])
def test_the_page_costs_the_same_however_much_was_decided(
    client, people, cases, django_assert_max_num_queries
):
    for _ in range(cases):
        chosen(decided(CaseFactory.create(), people[0]))
    client.force_login(people[1])
    with django_assert_max_num_queries(16):
        client.get(reverse(QUALITY))


def test_an_auditor_reads_the_measures_and_opens_no_case(client, people):
    look = chosen(decided(CaseFactory.create(), people[0]))
    client.force_login(MemberFactory.create(auditor=True))
    assert client.get(reverse(QUALITY)).status_code == 200
    assert client.post(page_of(look), {"act": "show"}).status_code == 403


def test_a_blind_look_shows_the_papers_and_not_the_decision(client, people):
    look = chosen(decided(sent_in(), people[0], "reject", ["name-differs"]))
    client.force_login(people[1])
    assert "欧阳若曦" not in client.get(page_of(look)).content.decode()
    page = client.post(page_of(look), {"act": "show"}).content.decode()
    assert "欧阳若曦" in page and "样例科技有限公司" in page
    assert "reject" not in page.split('name="outcome"')[0] and people[0].handle not in page
    views = AccessEntry.objects.filter(evidence__case=look.case, viewer=people[1])
    assert {view.role for view in views} == {"blind_certifier"} and views.count() == 2
    assert AuditLine.objects.filter(verb="view-legal-name", actor=people[1]).count() == 1


def test_the_opinion_counts_once_and_changes_nothing_else(client, people):
    look = chosen(decided(CaseFactory.create(), people[0]))
    client.force_login(people[1])
    client.post(page_of(look), {"outcome": "reject"})
    look.refresh_from_db()
    assert (look.outcome, look.reviewer) == ("reject", people[1])
    assert Case.objects.get(pk=look.case_id).state == "approved" and Certification.objects.count() == 1
    [measure] = agreement_queries.reviewer_measures(since=timezone.now() - timedelta(days=1))
    assert (measure.agreement.looked_at, measure.agreement.agreed, measure.agreement.percent) == (1, 0, 0)
    for act in (read_blind, give_blind_opinion):
        more = {"outcome": "approve"} if act is give_blind_opinion else {}
        with pytest.raises(errors.AlreadyDecided):
            act(actor=people[1], case_id=look.case_id, now=timezone.now(), **more)


def test_looking_asks_for_a_fresh_proof_and_giving_the_word_does_not(client, people, settings):
    settings.STEP_UP = True
    look = chosen(decided(sent_in(), people[0]))
    client.force_login(people[1])
    shift_clock(timedelta(minutes=6))
    asked = client.post(page_of(look), {"act": "show"})
    assert asked.status_code == 302 and asked["Location"].startswith(reverse("accounts:prove"))
    assert not AccessEntry.objects.filter(evidence__case=look.case, viewer=people[1]).exists()
    client.post(page_of(look), {"outcome": "approve"})
    look.refresh_from_db()
    assert look.outcome == "approve"


def test_whoever_had_the_case_cannot_look_at_it_blindly(people):
    case = decided(CaseFactory.create(), people[0])
    chosen(case)
    with pytest.raises(errors.TouchedBefore):
        read_blind(actor=people[0], case_id=case.pk, now=timezone.now())
    with pytest.raises(errors.OwnCase):
        own = decided(CaseFactory.create(member=people[1]), people[0])
        chosen(own)
        read_blind(actor=people[1], case_id=own.pk, now=timezone.now())


def warned(client):
    return "working calendar" in client.get(reverse("admin:trust_calendarday_changelist")).content.decode()


def test_the_calendar_warns_sixty_days_before_its_end(client, people):
    client.force_login(people[0])
    year = timezone.localdate().year
    words = "Enter next year’s holidays"
    CalendarYear.objects.all().delete()
    for number in (year, year + 1):
        CalendarYear.objects.create(year=number, source="test")
    page = reverse("admin:trust_calendarday_changelist")
    assert words not in client.get(page).content.decode()
    CalendarYear.objects.filter(year=year + 1).delete()
    left = desk_queries.calendar_days_left(timezone.now())
    assert (words in client.get(page).content.decode()) == (left < 60)
    CalendarYear.objects.all().delete()
    assert "has run out" in client.get(page).content.decode()
    assert "has run out" in client.get(reverse(QUALITY)).content.decode()


def test_an_operator_enters_changes_and_removes_a_day(client, people):
    client.force_login(people[0])
    add = reverse("admin:trust_calendarday_add")
    client.post(add, {"on": "2031-01-01", "name": "元旦"})
    day = CalendarDay.objects.get(on="2031-01-01")
    assert not day.is_working
    change = reverse("admin:trust_calendarday_change", args=[day.pk])
    client.post(change, {"on": "2031-01-02", "is_working": "on", "name": "调休上班"})
    day.refresh_from_db()
    assert day.is_working and day.name == "调休上班" and f"{day.on}" == "2031-01-01"
    remove = {"action": "remove", "_selected_action": [day.pk]}
    client.post(reverse("admin:trust_calendarday_changelist"), remove)
    assert not CalendarDay.objects.filter(on="2031-01-01").exists()
    client.post(reverse("admin:trust_calendaryear_add"), {"year": 2031, "source": "notice"})
    assert CalendarYear.objects.filter(year=2031).exists()
    assert AuditLine.objects.filter(verb__in=["set-day", "remove-day", "confirm-year"]).count() == 4


def test_only_a_superuser_sets_how_many_people_judge(client, people):
    client.force_login(people[0])
    add, typed = (
        reverse("admin:trust_deskpolicy_add"),
        {
            "kind": "real_name",
            "blind_percent": 7,
            "agreement_percent": 90,
            "agreement_looks": 5,
        },
    )
    assert client.post(add, {**typed, "needs_two": "on"}).status_code == 403
    assert not DeskPolicy.objects.exists()
    client.force_login(MemberFactory.create(is_staff=True, is_superuser=True))
    client.post(add, {**typed, "needs_two": "on", "asks_pictures": "on"})
    policy = DeskPolicy.objects.get()
    assert policy.needs_two and policy.asks_pictures and policy.blind_percent == 7
    client.post(reverse("admin:trust_deskpolicy_change", args=[policy.pk]), typed)
    assert not DeskPolicy.objects.get().needs_two

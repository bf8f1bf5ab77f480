"""What LinkedIn verified, against the simulated one over real HTTP: one more line for the certifier."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.operations import withdraw_consent
from common.errors import NotFound
from common.http.errors import Declined, NotDone
from outbox.testing import run_jobs
from simulators.testing import running_simulators
from tests.factories.accounts import MemberFactory
from tests.factories.evidence import named_member, sent_in
from tests.trust.credit_worlds import chosen
from trust import errors, linkedin_queries
from trust.models import Case, LinkedInCheck
from trust.notices import LINKEDIN
from trust.operations import answer_linkedin, begin_linkedin, linkedin, withdraw_linkedin
from trust.providers.linkedin import current_linkedin
from trust.states import CheckCode

pytestmark = pytest.mark.django_db
BOTH = {CheckCode.LINKEDIN_IDENTITY: False, CheckCode.LINKEDIN_WORKPLACE: False}


@pytest.fixture(scope="module")
def house():
    with running_simulators() as running:
        yield running


@pytest.fixture(autouse=True)
def _on(house, settings):
    house.reset()
    options = house.providers["linkedin"] | {"breaker_failures": 100}
    settings.PROVIDERS = {**settings.PROVIDERS, "linkedin": options}


def service():
    provider = current_linkedin()
    assert provider
    return provider


def begun(member):
    return begin_linkedin(actor=member, notice_hash=LINKEDIN.hash, now=timezone.now())


def answered(member, persona="both"):
    start = begun(member)
    said = chosen(service().begin(secret=start.secret), persona)
    return answer_linkedin(actor=member, secret=said["state"], code=said.get("code", ""), now=timezone.now())


def seen(member, persona="both"):
    row = answered(member, persona)
    run_jobs()
    row.refresh_from_db()
    return row


def lines(member, *, days=0):
    return linkedin_queries.lines_of(member.pk, now=timezone.now() + timedelta(days=days))


@pytest.mark.parametrize(
    ("persona", "found"),
    [
        ("both", BOTH),
        ("identity", {CheckCode.LINKEDIN_IDENTITY: False}),
        ("workplace", {CheckCode.LINKEDIN_WORKPLACE: False}),
        ("nothing", {CheckCode.LINKEDIN_NOTHING: False}),
    ],
)
def test_tells_what_was_verified_and_keeps_nothing_else(persona, found):
    member = MemberFactory.create()
    row = seen(member, persona)
    assert row.state == "seen" and row.simulated and lines(member) == found
    assert not row.code_sealed and "Ouyang" not in str(row.__dict__)


def test_a_name_that_differs_is_a_flag_and_refuses_nobody():
    case = sent_in()
    seen(case.member, "somebody-else")
    assert lines(case.member)[CheckCode.LINKEDIN_NAME] is True
    assert case.checks.filter(code=CheckCode.LINKEDIN_NAME, is_flag=True).exists()
    assert Case.objects.get(pk=case.pk).state == "queued"


@pytest.mark.parametrize("persona", ["both", "identity"])
def test_a_name_in_pinyin_or_characters_agrees(persona):
    case = sent_in()
    assert seen(case.member, persona).name_match == CheckCode.NAME_AGREES
    assert CheckCode.LINKEDIN_NAME not in lines(case.member)


def test_the_certifier_reads_it_with_the_case(client):
    case = sent_in()
    seen(case.member)
    client.force_login(MemberFactory.create(certifier=True))
    page = client.get(reverse("admin:trust_case_change", args=[case.pk])).content.decode()
    assert "the workplace was confirmed there" in page and "模拟" in page


def test_what_was_read_before_is_a_line_of_the_case_sent_in_later():
    member = named_member()
    seen(member)
    case = sent_in(member)
    assert {line.code for line in case.checks.all()} >= set(BOTH)


def test_saying_no_reads_nothing():
    member = MemberFactory.create()
    row = answered(member, "deny")
    run_jobs()
    assert row.state == "denied" and not lines(member)


@pytest.mark.parametrize("operation", ["accessToken", "userinfo", "verificationReport"])
@pytest.mark.parametrize("fault", ["500", "garbage", "reset"])
def test_away_changes_nothing(house, operation, fault):
    member = MemberFactory.create()
    row = answered(member)
    house.fault("linkedin", fault, operation=operation)
    with pytest.raises(NotDone):
        linkedin.read_linkedin(check_id=row.pk, now=timezone.now())
    row.refresh_from_db()
    assert row.state == "allowed" and not lines(member)


@pytest.mark.parametrize("operation", ["userinfo", "verificationReport"])
def test_what_the_code_gave_is_kept_so_that_the_next_try_reads(house, operation):
    member = MemberFactory.create()
    row = answered(member)
    house.fault("linkedin", "500", operation=operation)
    with pytest.raises(NotDone):
        linkedin.read_linkedin(check_id=row.pk, now=timezone.now())
    linkedin.read_linkedin(check_id=row.pk, now=timezone.now())
    row.refresh_from_db()
    assert row.state == "seen" and lines(member) == BOTH and not row.code_sealed


def test_what_could_not_be_read_in_a_day_is_asked_anew():
    row = answered(MemberFactory.create())
    for hours, state in ((23, "allowed"), (25, "failed")):
        linkedin.age_linkedin(now=timezone.now() + timedelta(hours=hours))
        row.refresh_from_db()
        assert row.state == state
    assert not row.code_sealed


def test_what_was_seen_too_long_ago_goes_with_its_lines():
    case = sent_in()
    seen(case.member)
    assert case.checks.filter(code__in=BOTH).exists()
    linkedin.age_linkedin(now=timezone.now() + timedelta(days=31))
    assert not case.checks.filter(code__in=BOTH).exists()


def test_a_spent_code_ends_it_and_one_begins_again():
    member = MemberFactory.create()
    start = begun(member)
    said = chosen(service().begin(secret=start.secret), "both")
    service().complete(said["code"])
    row = answer_linkedin(actor=member, secret=said["state"], code=said["code"], now=timezone.now())
    run_jobs()
    row.refresh_from_db()
    assert row.state == "failed" and not row.code_sealed
    assert seen(member).state == "seen"


def test_a_wrong_secret_of_ours_is_declined(house, settings):
    wrong = house.providers["linkedin"] | {"secret": "another"}
    code = chosen(service().begin(secret="s"), "both")["code"]
    settings.PROVIDERS = {**settings.PROVIDERS, "linkedin": wrong}
    with pytest.raises(Declined):
        service().complete(code)


def test_the_secret_works_once_and_for_its_member():
    member = MemberFactory.create()
    start = begun(member)
    for actor in (MemberFactory.create(), member):
        args = {"actor": actor, "secret": start.secret, "code": "x", "now": timezone.now()}
        if actor is member:
            answer_linkedin(**args)
        with pytest.raises(NotFound):
            answer_linkedin(**args)


def test_half_an_hour_later_is_too_late():
    member = MemberFactory.create()
    start, later = begun(member), timezone.now() + timedelta(minutes=31)
    with pytest.raises(errors.LinkedInTooLate):
        answer_linkedin(actor=member, secret=start.secret, code="x", now=later)
    assert linkedin.age_linkedin(now=later) == 1
    assert LinkedInCheck.objects.get().state == "failed"


def test_withdrawing_deletes_it_here_and_from_the_case():
    case = sent_in()
    seen(case.member)
    withdraw_linkedin(actor=case.member, now=timezone.now())
    withdraw_linkedin(actor=case.member, now=timezone.now())
    assert not lines(case.member) and not case.checks.filter(code__in=linkedin_queries.LINES).exists()
    assert LinkedInCheck.objects.get().state == "withdrawn"


def test_a_consent_withdrawn_elsewhere_deletes_it_too():
    member = MemberFactory.create()
    seen(member)
    withdraw_consent(actor=member, purpose=LINKEDIN.key, now=timezone.now())
    run_jobs()
    assert not lines(member) and LinkedInCheck.objects.get().state == "withdrawn"


def test_after_a_month_it_counts_no_more():
    member = MemberFactory.create()
    seen(member)
    assert lines(member, days=29) and not lines(member, days=31)
    assert linkedin.age_linkedin(now=timezone.now() + timedelta(days=31)) == 1


def test_where_it_is_off_nothing_is_offered(client, settings):
    settings.PROVIDERS = {**settings.PROVIDERS, "linkedin": {"mode": "off"}}
    member = named_member()
    client.force_login(member)
    page = client.get(reverse("trust:linkedin")).content.decode()
    assert 'name="consent"' not in page
    assert reverse("trust:linkedin") not in client.get(reverse("trust:certify")).content.decode()
    with pytest.raises(errors.LinkedInOff):
        begun(member)


def test_a_member_goes_there_and_back(client):
    member = named_member()
    client.force_login(member)
    assert reverse("trust:linkedin") in client.get(reverse("trust:certify")).content.decode()
    assert client.post(reverse("trust:linkedin"), {"consent": "on"}).status_code == 303
    secret = client.session["linkedin-secret"]
    said = chosen(service().begin(secret=secret), "both")
    assert client.get(reverse("trust:linkedin-answer"), {**said, "state": "other"}).status_code == 404
    assert client.get(reverse("trust:linkedin-answer"), said).status_code == 302
    run_jobs()
    page = client.get(reverse("trust:linkedin")).content.decode()
    assert "the workplace was confirmed there" in page and "Simulated" in page
    assert client.post(reverse("trust:withdraw-linkedin")).status_code == 303
    assert not lines(member)


def test_nothing_personal_is_logged(caplog):
    with caplog.at_level("DEBUG"):
        seen(MemberFactory.create(), "somebody-else")
    assert "José" not in caplog.text and "simtoken" not in caplog.text and "code=" not in caplog.text


@pytest.mark.parametrize(
    ("state", "bad"),
    [
        ("pending", {"answer_hash": None}),
        ("pending", {"code_sealed": "x"}),
        ("pending", {"ended_at": timezone.now()}),
        ("allowed", {"code_sealed": ""}),
        ("allowed", {"answer_hash": "x"}),
        ("allowed", {"has_identity": True}),
        ("seen", {"code_sealed": "x"}),
        ("seen", {"seen_at": None}),
        ("withdrawn", {"ended_at": None}),
        ("withdrawn", {"answer_hash": "x"}),
        ("withdrawn", {"code_sealed": "x"}),
    ],
)
def test_the_database_keeps_each_state_to_its_columns(state, bad):
    member = MemberFactory.create()
    if state == "pending":
        begun(member)
    elif state == "allowed":
        answered(member)
    else:
        seen(member)
    if state == "withdrawn":
        withdraw_linkedin(actor=member, now=timezone.now())
    rows = LinkedInCheck.objects.filter(state=state)
    assert rows.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**bad)

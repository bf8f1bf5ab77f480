"""The credit level against the simulated provider: real HTTP, real signatures both ways."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.operations import withdraw_consent
from common.errors import NotFound
from outbox.models import Job
from outbox.testing import run_jobs
from simulators.testing import running_simulators
from tests.factories.accounts import MemberFactory
from tests.trust.credit_worlds import answered, begun, with_level
from trust import credit_queries, errors
from trust.credit_states import CreditState, CreditWhy, Level
from trust.models import CreditAttestation, ProviderEvent
from trust.notices import CREDIT
from trust.operations import answer_credit, receive_credit_news, withdraw_credit
from trust.operations.credit import age_credit, fetch_credit

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def house():
    with running_simulators() as running:
        yield running


@pytest.fixture(autouse=True)
def _wired(house, settings):
    house.reset()
    settings.PROVIDERS = {
        **settings.PROVIDERS,
        "credit": house.providers["credit"] | {"breaker_failures": 100},
    }


def level(member):
    seen = credit_queries.current_level(member.pk, now=timezone.now())
    return seen.level if seen else None


EDGES = {
    350: Level.POOR,
    549: Level.POOR,
    550: Level.FAIR,
    599: Level.FAIR,
    600: Level.GOOD,
    649: Level.GOOD,
    650: Level.EXCELLENT,
    699: Level.EXCELLENT,
    700: Level.OUTSTANDING,
    950: Level.OUTSTANDING,
}


@pytest.mark.parametrize("source", ["level", "score"])
@pytest.mark.parametrize("score", EDGES)
def test_reads_the_band_at_every_edge(score, source, settings):
    settings.PROVIDERS["credit"]["level_source"] = source
    member = MemberFactory.create()
    row = with_level(member, f"score-{score}")
    assert (row.state, level(member)) == (CreditState.CURRENT, EDGES[score])
    assert row.simulated
    assert str(score) not in row.level_sealed


@pytest.mark.parametrize(
    ("persona", "state", "reason"),
    [
        ("deny", CreditState.DENIED, ""),
        ("no-level", CreditState.FAILED, CreditWhy.NOT_EVALUATED),
        ("frozen", CreditState.FAILED, CreditWhy.REFUSED),
    ],
)
def test_ends_without_a_level(persona, state, reason):
    member = MemberFactory.create()
    row = with_level(member, persona)
    assert (row.state, row.reason, level(member)) == (state, reason, None)
    begun(member)  # and may begin again


FAULTS = ["500", "reset", "half-body", "garbage", "sign-sha1", "sign-md5", "sign-stranger", "sign-other"]


@pytest.mark.parametrize("fault", [*FAULTS, "unsigned", "gbk"])
def test_unavailable_changes_nothing_and_is_asked_again(fault, house):
    member = MemberFactory.create()
    house.fault("alipay", fault, operation="zhima.credit.pe.level.query")
    row = with_level(member)
    assert row.state == CreditState.AUTHORISED
    assert level(member) is None
    Job.objects.update(run_at=timezone.now())
    run_jobs()
    assert level(member) == Level.EXCELLENT


def test_reordered_answers_are_read(house):
    house.fault("alipay", "reordered", operation="zhima.credit.pe.level.query")
    assert with_level(MemberFactory.create()).state == CreditState.CURRENT


def test_a_lost_exchange_asks_the_member_again(house):
    house.fault("alipay", "do-then-reset", operation="alipay.system.oauth.token")
    row = with_level(MemberFactory.create())
    Job.objects.update(run_at=timezone.now())
    run_jobs()
    row.refresh_from_db()
    assert (row.state, row.reason) == (CreditState.FAILED, CreditWhy.TOO_LATE)


def test_withdrawing_acts_at_once_and_tells_the_provider(house):
    member = MemberFactory.create()
    row = with_level(member)
    withdraw_credit(actor=member, now=timezone.now())
    row.refresh_from_db()
    assert (row.state, row.level_sealed, level(member)) == (CreditState.WITHDRAWN, "", None)
    assert house.get("/_control/alipay")["live_tokens"] == 1
    run_jobs()
    row.refresh_from_db()
    assert house.get("/_control/alipay")["live_tokens"] == 0
    assert row.access_sealed == ""


def test_a_consent_withdrawn_elsewhere_hides_the_level_before_any_job_runs():
    member = MemberFactory.create()
    row = with_level(member)
    withdraw_consent(actor=member, purpose=CREDIT.key, now=timezone.now())
    assert level(member) is None
    run_jobs()
    row.refresh_from_db()
    assert row.state == CreditState.WITHDRAWN


def test_a_provider_that_is_gone_does_not_keep_the_access_for_more_than_a_day(house):
    member = MemberFactory.create()
    row = with_level(member)
    house.fault("alipay", "500", count=1000)
    withdraw_credit(actor=member, now=timezone.now() - timedelta(hours=24))
    run_jobs()
    age_credit(now=timezone.now())
    row.refresh_from_db()
    assert row.access_sealed == ""


def test_grows_stale_and_is_current_again():
    member = MemberFactory.create()
    row = with_level(member)
    CreditAttestation.objects.filter(pk=row.pk).update(valid_until=timezone.now())
    assert level(member) is None  # the date counts, not the job
    age_credit(now=timezone.now())
    row.refresh_from_db()
    assert row.state == CreditState.STALE
    fetch_credit(attestation_id=row.pk, now=timezone.now())
    assert level(member) == Level.EXCELLENT


def test_the_secret_works_once_and_for_its_member():
    member = MemberFactory.create()
    start = begun(member)
    with pytest.raises(NotFound):
        answer_credit(actor=MemberFactory.create(), secret=start.secret, code="x", now=timezone.now())
    answer_credit(actor=member, secret=start.secret, code="", now=timezone.now())
    with pytest.raises(NotFound):
        answer_credit(actor=member, secret=start.secret, code="x", now=timezone.now())


def test_an_answer_that_comes_late_is_refused():
    member = MemberFactory.create()
    start = begun(member)
    with pytest.raises(errors.CreditTooLate):
        answer_credit(actor=member, secret=start.secret, code="x", now=timezone.now() + timedelta(minutes=31))
    assert CreditAttestation.objects.get().state == CreditState.CONSENT_PENDING


def test_a_second_way_is_refused_while_a_level_is_held():
    member = MemberFactory.create()
    with_level(member)
    with pytest.raises(errors.CreditHeld):
        begun(member)


def test_nothing_of_the_provider_stands_in_the_logs(caplog):
    member = MemberFactory.create()
    row = with_level(member)
    said = caplog.text
    assert "provider=credit" in said or not said
    for secret in ("simtoken", "simcode", "L4", "auth_token", row.level_sealed):
        assert secret not in said


def told(house, row, **change):
    return house.post("/_control/alipay/change", agreement=row.public_id, **change)["body"].encode()


def test_news_of_another_level_are_only_a_reason_to_ask(house):
    member = MemberFactory.create()
    row = with_level(member)
    receive_credit_news(body=told(house, row, persona="score-700"), now=timezone.now())
    assert level(member) == Level.EXCELLENT
    run_jobs()
    assert level(member) == Level.OUTSTANDING


def test_news_are_applied_once(house):
    row = with_level(MemberFactory.create())
    news = told(house, row, persona="score-700")
    assert [receive_credit_news(body=news, now=timezone.now()) for _ in range(3)] == [1, 0, 0]
    assert ProviderEvent.objects.count() == 1


def test_news_of_a_withdrawal_end_it(house):
    member = MemberFactory.create()
    row = with_level(member)
    receive_credit_news(body=told(house, row, withdrawn=True), now=timezone.now())
    row.refresh_from_db()
    assert (row.state, row.reason, level(member)) == (CreditState.WITHDRAWN, CreditWhy.AT_PROVIDER, None)


def test_news_about_an_earlier_permission_leave_the_present_one(house):
    member = MemberFactory.create()
    old = told(house, with_level(member), withdrawn=True)
    withdraw_credit(actor=member, now=timezone.now())
    row = with_level(member)
    receive_credit_news(body=old, now=timezone.now())
    row.refresh_from_db()
    assert row.state == CreditState.CURRENT


@pytest.mark.parametrize(
    "spoil",
    [
        lambda body: body.replace(b"withdraw", b"x").replace(b"unsign", b"changed"),
        lambda body: body.replace(b"RSA2", b"RSA"),
        lambda body: body + b"&extra=1",
        lambda body: body + b"&app_id=1",
        lambda body: body[:-40],
        lambda body: b"\xff\xfe" + body,
        lambda body: b"",
    ],
)
def test_forged_news_change_nothing(house, spoil):
    row = with_level(MemberFactory.create())
    with pytest.raises(errors.ForgedNews):
        receive_credit_news(body=spoil(told(house, row, withdrawn=True)), now=timezone.now())
    row.refresh_from_db()
    assert row.state == CreditState.CURRENT
    assert not ProviderEvent.objects.exists()


def test_another_hash_is_no_signature(house):
    """What the vendor's own SDK would let pass."""
    row = answered(MemberFactory.create(), "score-650")
    house.fault("alipay", "sign-md5", count=1)
    run_jobs()
    row.refresh_from_db()
    assert row.state == CreditState.AUTHORISED


def test_off_means_refused(settings):
    settings.PROVIDERS = {"credit": {"mode": "off"}}
    with pytest.raises(errors.CreditOff):
        begun(MemberFactory.create())
    with pytest.raises(errors.CreditOff):
        receive_credit_news(body=b"a=1", now=timezone.now())

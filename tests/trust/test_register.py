"""Name and number compared with the register: real HTTP, real signatures, one word, and the number goes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import ConsentNeeded
from accounts.models import Consent
from accounts.operations import withdraw_consent
from bench.golden import TENCENT, TENCENT_SIGNATURE
from common.http.provider import ProviderConfig
from common.models import DataKey
from outbox.jobs import kind_of
from outbox.models import Job
from outbox.testing import run_jobs
from simulators.testing import running_simulators
from tests.factories.accounts import MemberFactory
from tests.factories.trust import id_number
from trust import errors
from trust.models import Case, Certification, CheckResult, RegisterQuestion
from trust.notices import PHONE, REAL_NAME, REGISTER
from trust.operations import decide_case, lease_task, register, submit_case, withdraw_case
from trust.providers.protocol import Outcome
from trust.providers.tencent import TencentRealName, signature
from trust.states import CheckCode

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def house():
    with running_simulators() as running:
        yield running


@pytest.fixture(autouse=True)
def provider(house, settings):
    house.reset()
    options = house.providers["real_name"] | {"breaker_failures": 100}
    settings.PROVIDERS = {**settings.PROVIDERS, "real_name": options}
    return TencentRealName(ProviderConfig.load("real_name"))


def sent_in(member=None, *, serial=999, phone=False, **more):
    member = member or MemberFactory.create()
    return submit_case(
        actor=member,
        legal_name="欧阳若曦",
        id_number=id_number(serial=serial),
        notice_hash=REAL_NAME.hash,
        register_notice=REGISTER.hash,
        phone_notice=PHONE.hash if phone else None,
        now=timezone.now(),
        **more,
    )


def question(case):
    return RegisterQuestion.objects.get(case=case)


def register_lines(case):
    return list(case.checks.filter(code__startswith="register-").values_list("code", "is_flag"))


def test_the_signature_is_the_one_in_the_vendors_paper():
    """The worked example of "Signature v3" in the vendor's documentation."""
    assert signature(**TENCENT) == TENCENT_SIGNATURE


@pytest.mark.parametrize("phone", ["", "13800138000"])
@pytest.mark.parametrize(
    ("serial", "outcome"),
    [
        (999, Outcome.MATCH),
        (666, Outcome.MISMATCH),
        (404, Outcome.NOT_FOUND),
        (503, Outcome.UNAVAILABLE),
    ],
)
def test_the_vendors_codes_become_our_words(provider, serial, outcome, phone):
    answer = provider.match(name="欧阳若曦", number=id_number(serial=serial), phone=phone)
    assert answer.outcome == outcome and answer.simulated and answer.data == {}


def test_a_phone_of_somebody_else_is_a_mismatch(provider):
    answer = provider.match(name="欧阳若曦", number=id_number(), phone="13800130666")
    assert answer.outcome == Outcome.MISMATCH


def test_nothing_to_compare_is_no_mismatch(provider):
    assert provider.match(name="", number="").outcome == Outcome.INVALID_INPUT


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ("500", Outcome.UNAVAILABLE),
        ("reset", Outcome.UNAVAILABLE),
        ("garbage", Outcome.UNAVAILABLE),
        ("half-body", Outcome.UNAVAILABLE),
        ("busy", Outcome.RATE_LIMITED),
    ],
)
def test_what_is_no_answer_is_no_mismatch(provider, house, fault, outcome):
    house.fault("tencent", fault)
    assert provider.match(name="欧阳若曦", number=id_number()).outcome == outcome


@pytest.mark.parametrize("wrong", [{"secret": "another"}, {"secret_id": "another"}])
def test_the_simulator_takes_no_wrong_signature(house, settings, wrong):
    settings.PROVIDERS = {**settings.PROVIDERS, "real_name": house.providers["real_name"] | wrong}
    refused = TencentRealName(ProviderConfig.load("real_name")).match(name="欧阳若曦", number=id_number())
    assert refused.outcome == Outcome.UNAVAILABLE and refused.provider_code.startswith("AuthFailure")


def test_an_old_signature_is_refused(house):
    hour_ago = TencentRealName(
        ProviderConfig.load("real_name"), clock=lambda: timezone.now().timestamp() - 3600
    )
    assert hour_ago.match(name="欧阳若曦", number=id_number()).provider_code == "AuthFailure.SignatureExpire"


def test_a_host_that_keeps_failing_is_left_alone(house, settings):
    options = house.providers["real_name"] | {"breaker_failures": 2, "breaker_seconds": 60}
    settings.PROVIDERS = {**settings.PROVIDERS, "real_name": options}
    tired = TencentRealName(ProviderConfig.load("real_name"))
    before = house.get("/_control/tencent")["calls"].get("IdCardVerification", 0)
    house.fault("tencent", "500", count=2)
    codes = [tired.match(name="欧阳若曦", number=id_number()).outcome for _ in range(4)]
    assert codes == [Outcome.UNAVAILABLE] * 4
    assert house.get("/_control/tencent")["calls"].get("IdCardVerification", 0) == before


@pytest.mark.parametrize(
    ("serial", "line"),
    [
        (999, (CheckCode.REGISTER_AGREES, False)),
        (666, (CheckCode.REGISTER_DIFFERS, True)),
        (404, (CheckCode.REGISTER_UNKNOWN, False)),
    ],
)
def test_the_answer_is_a_line_for_the_certifier_and_the_number_goes(serial, line):
    case = sent_in(serial=serial)
    waiting = question(case)
    assert waiting.state == "waiting" and id_number(serial=serial) not in str(waiting.__dict__)
    run_jobs()
    told = question(case)
    assert told.state == "answered" and told.simulated and not told.number_sealed
    assert register_lines(case) == [line]
    assert DataKey.objects.get(pk=waiting.key_id).shredded_at is not None


def test_a_mismatch_refuses_nobody():
    case = sent_in(serial=666)
    run_jobs()
    certifier = MemberFactory.create(certifier=True)
    assert Case.objects.get(pk=case.pk).state == "queued"
    lease_task(actor=certifier, case_id=case.pk, now=timezone.now())
    decide_case(actor=certifier, case_id=case.pk, outcome="approve", now=timezone.now())
    assert Certification.objects.filter(member=case.member, state="active").exists()


def test_unavailable_changes_nothing_and_is_asked_again(house):
    house.fault("tencent", "500", count=1)
    case = sent_in(serial=666)
    run_jobs()
    assert question(case).state == "waiting" and not register_lines(case)
    job = Job.objects.get(kind="trust.ask-register")
    assert job.state == "todo" and job.attempts == 1
    register.ask_register(question_id=question(case).pk, now=timezone.now())
    assert register_lines(case) == [(CheckCode.REGISTER_DIFFERS, True)]
    register.ask_register(question_id=question(case).pk, now=timezone.now())
    assert len(register_lines(case)) == 1


def test_after_a_day_the_number_goes_unasked(house):
    house.fault("tencent", "500", count=50)
    case = sent_in()
    run_jobs()
    key_id = question(case).key_id
    assert register.drop_old_questions(now=timezone.now() + timedelta(hours=23)) == 0
    assert register.drop_old_questions(now=timezone.now() + timedelta(hours=25)) == 1
    assert question(case).state == "dropped" and not register_lines(case)
    assert DataKey.objects.get(pk=key_id).shredded_at is not None


def test_without_the_consent_nothing_is_asked_and_no_number_waits(house):
    member = MemberFactory.create()
    submit_case(
        actor=member,
        legal_name="欧阳若曦",
        id_number=id_number(),
        notice_hash=REAL_NAME.hash,
        now=timezone.now(),
    )
    run_jobs()
    assert not RegisterQuestion.objects.exists() and not Job.objects.filter(kind="trust.ask-register")


def test_each_purpose_has_a_consent_of_its_own(house):
    case = sent_in(phone=True)
    hashes = dict(Consent.objects.filter(member=case.member).values_list("purpose", "notice_hash"))
    assert hashes[REGISTER.key] == REGISTER.hash and hashes[PHONE.key] == PHONE.hash
    run_jobs()
    assert question(case).with_phone
    alone = sent_in(serial=998)
    run_jobs()
    assert not question(alone).with_phone
    assert not Consent.objects.filter(member=alone.member, purpose=PHONE.key).exists()


def test_another_wording_is_no_consent_and_nothing_is_sent_in():
    with pytest.raises(ConsentNeeded):
        submit_case(
            actor=MemberFactory.create(),
            legal_name="欧阳若曦",
            id_number=id_number(),
            register_notice=PHONE.hash,
            now=timezone.now(),
        )
    assert not Case.objects.exists()


def test_a_withdrawn_consent_is_asked_nothing_and_its_answer_goes(house):
    waiting = sent_in()
    withdraw_consent(actor=waiting.member, purpose=REGISTER.key, now=timezone.now())
    register.ask_register(question_id=question(waiting).pk, now=timezone.now())
    assert not register_lines(waiting)
    run_jobs()
    assert question(waiting).state == "dropped"

    answered = sent_in(serial=666)
    run_jobs()
    withdraw_consent(actor=answered.member, purpose=REGISTER.key, now=timezone.now())
    run_jobs()
    assert question(answered).answer == "" and not register_lines(answered)


def test_a_withdrawn_phone_takes_the_answer_it_was_part_of():
    case = sent_in(phone=True)
    run_jobs()
    withdraw_consent(actor=case.member, purpose=PHONE.key, now=timezone.now())
    run_jobs()
    assert question(case).state == "dropped" and not register_lines(case)


def test_a_case_taken_back_or_decided_is_not_asked_about(house):
    case = sent_in()
    withdraw_case(actor=case.member, case_id=case.pk, now=timezone.now())
    assert question(case).state == "dropped"
    certifier, other = MemberFactory.create(certifier=True), sent_in(serial=997)
    lease_task(actor=certifier, case_id=other.pk, now=timezone.now())
    decide_case(actor=certifier, case_id=other.pk, outcome="approve", now=timezone.now())
    run_jobs()
    assert question(other).state == "dropped" and not CheckResult.objects.filter(code__startswith="register-")


def test_an_answer_that_comes_too_late_changes_nothing(monkeypatch):
    case = sent_in(serial=666)
    asked, real = question(case), TencentRealName.match

    def meanwhile(self, **about):
        withdraw_case(actor=case.member, case_id=case.pk, now=timezone.now())
        return real(self, **about)

    monkeypatch.setattr(TencentRealName, "match", meanwhile)
    register.ask_register(question_id=asked.pk, now=timezone.now())
    assert question(case).state == "dropped" and not register_lines(case)


def test_a_residence_permit_is_not_asked_about():
    case = sent_in(serial=999)
    permit = submit_case(
        actor=MemberFactory.create(),
        legal_name="欧阳若曦",
        id_number=id_number(area="810000"),
        register_notice=REGISTER.hash,
        now=timezone.now(),
    )
    assert RegisterQuestion.objects.filter(case=case).exists()
    assert not RegisterQuestion.objects.filter(case=permit).exists()


def test_where_no_register_is_switched_on_none_is_offered(client, settings):
    settings.PROVIDERS = {**settings.PROVIDERS, "real_name": {"mode": "off"}}
    member = MemberFactory.create()
    client.force_login(member)
    assert b'name="register"' not in client.get(reverse("trust:verify")).content
    with pytest.raises(errors.RegisterOff):
        sent_in(member)
    assert not Case.objects.exists() and not Consent.objects.filter(purpose=REGISTER.key).exists()


def test_the_page_asks_apart_and_shows_the_answer_to_member_and_certifier(client):
    member = MemberFactory.create()
    client.force_login(member)
    page = client.get(reverse("trust:verify")).content.decode()
    assert 'name="register"' in page and 'name="register_phone"' in page and "checked>" not in page
    typed = {"legal_name": "欧阳若曦", "id_number": id_number(serial=666), "consent": "on"}
    assert client.post(reverse("trust:verify"), {**typed, "register": "on"}).status_code == 303
    run_jobs()
    page = client.get(reverse("trust:verify")).content.decode()
    assert "do not belong together" in page and "Your number is destroyed." in page
    assert "simulated register" in page
    client.force_login(MemberFactory.create(certifier=True))
    desk = client.get(reverse("admin:trust_case_change", args=[Case.objects.get().pk])).content.decode()
    assert "Look twice; it may be wrong." in desk and "模拟" in desk


def test_nothing_personal_is_logged(caplog):
    with caplog.at_level("DEBUG"):
        sent_in(MemberFactory.create(phone="+8613900001111"), phone=True)
        run_jobs()
    for word in (id_number(), "欧阳", "13900001111", "simulator-tencent-secret"):
        assert word not in caplog.text


def test_leaving_forgets_question_answer_and_key():
    case = sent_in()
    register.forget_questions(case.member_id, timezone.now())
    assert question(case).state == "dropped" and not question(case).number_sealed


def test_leaving_takes_the_line_along():
    case = sent_in(serial=666)
    run_jobs()
    assert register_lines(case) == [("register-differs", True)]
    register.forget_questions(case.member_id, timezone.now())
    assert register_lines(case) == []


def test_after_its_day_the_number_is_asked_about_no_more():
    case = sent_in()
    late = timezone.now() + timedelta(hours=30)
    register.ask_register(question_id=question(case).pk, now=late)
    assert question(case).state == "waiting"
    register.drop_old_questions(now=late)
    assert question(case).state == "dropped" and not question(case).number_sealed


def test_a_register_that_is_away_is_asked_until_the_day_is_over():
    """At most a quarter of an hour lies between two tries; half of it on average."""
    for name in ("trust.ask-register", "trust.read-linkedin"):
        kind = kind_of(name)
        assert kind and kind.max_errors * 900 // 2 > 24 * 3600


def test_taking_the_phone_back_leaves_the_other_question_waiting():
    case = sent_in(MemberFactory.create(phone="+8613900001111"), phone=True)
    withdraw_consent(actor=case.member, purpose=PHONE.key, now=timezone.now())
    register.drop_answers_without_consent(member_id=case.member_id, purpose=PHONE.key, now=timezone.now())
    assert question(case).state == "waiting"
    run_jobs()
    assert question(case).state == "answered" and not question(case).with_phone

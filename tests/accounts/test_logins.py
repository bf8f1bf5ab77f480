"""The seam for other services' logins, with an adapter that asks a real HTTP server on loopback."""

import json
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from accounts import errors
from accounts.models import Consent, LinkedLogin, Member
from accounts.notices import MEMBERSHIP
from accounts.operations import (
    Newcomer,
    join_with_login,
    link_login,
    sign_in_with_login,
    subject_index,
    unlink_login,
)
from accounts.providers.logins import Identity, LoginRefused
from common.errors import NotFound
from outbox.models import FactRow
from tests.factories.accounts import MemberFactory
from tests.racing import race

pytestmark = pytest.mark.django_db
PEOPLE = {"code-lin": {"unionid": "union-lin", "nickname": "Lin"}}


class Service(BaseHTTPRequestHandler):
    def do_GET(self):
        found = PEOPLE.get(self.path.rpartition("=")[2], {"errcode": 40029})
        body = json.dumps(found).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


class StandIn:
    key, label = "stand-in", "Stand-in"

    def __init__(self, site):
        self.site = site

    def address(self, *, state, back_to):
        return f"{self.site}/authorize?state={state}&redirect_uri={back_to}"

    def identify(self, *, code, back_to):
        with urllib.request.urlopen(f"{self.site}/token?code={code}", timeout=5) as answer:  # noqa: S310
            found = json.load(answer)
        if "unionid" not in found:
            raise LoginRefused(str(found.get("errcode")))
        return Identity(subject=found["unionid"], display_name=found["nickname"])


@pytest.fixture
def service():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield StandIn(f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    server.server_close()


@pytest.fixture
def lin(service):
    return service.identify(code="code-lin", back_to="/")


def join(identity, **changes):
    values = {"display_name": "Lin", "locale": "en", "notice_hash": MEMBERSHIP.hash, "visitor_key": "v1"}
    newcomer = Newcomer(**{**values, **changes})
    known_as = subject_index("stand-in", identity)
    return join_with_login(provider="stand-in", known_as=known_as, newcomer=newcomer, now=timezone.now())


def link(member, identity):
    return link_login(actor=member, provider="stand-in", identity=identity, now=timezone.now())


def test_a_bad_code_is_the_services_own_no(service):
    with pytest.raises(LoginRefused) as caught:
        service.identify(code="old", back_to="/")
    assert caught.value.code == "40029"


def test_joining_gives_consent_fact_and_companions_as_a_contact_does(lin):
    entry = join(lin)
    assert entry.is_new
    assert Consent.objects.get().member == entry.member
    fact = FactRow.objects.get(kind="accounts.member-registered")
    assert fact.payload["visitor_key"] == "v1"
    assert sign_in_with_login(provider="stand-in", identity=lin) == entry.member


def test_joining_again_signs_in(lin):
    first, second = join(lin), join(lin)
    assert (first.member, second.is_new) == (second.member, False)


def test_nobody_joins_without_the_present_notice(lin):
    with pytest.raises(errors.ConsentNeeded):
        join(lin, notice_hash="old")
    assert not Member.objects.exists()
    assert not LinkedLogin.objects.exists()


def test_the_services_id_and_name_stand_nowhere(lin):
    join(lin)
    assert "union-lin" not in str(list(LinkedLogin.objects.values()) + list(FactRow.objects.values()))


def test_an_unknown_identity_signs_nobody_in(lin):
    MemberFactory.create(display_name="Lin")
    assert sign_in_with_login(provider="stand-in", identity=lin) is None


def test_linking_twice_is_linking_once_and_somebody_elses_is_taken(lin):
    member = MemberFactory.create()
    assert link(member, lin) == link(member, lin)
    with pytest.raises(errors.LoginTaken):
        link(MemberFactory.create(), lin)
    with pytest.raises(errors.AlreadySetUp):
        link(member, Identity(subject="another"))
    assert sign_in_with_login(provider="stand-in", identity=lin) == member


def test_the_last_way_in_stays(lin):
    member = join(lin).member
    with pytest.raises(errors.LastWayIn):
        unlink_login(actor=member, public_id=LinkedLogin.objects.get().public_id)
    assert LinkedLogin.objects.exists()


def test_unlinking_is_for_its_member_only(lin):
    member = MemberFactory.create()
    linked = link(member, lin)
    with pytest.raises(NotFound):
        unlink_login(actor=MemberFactory.create(superuser=True), public_id=linked.public_id)
    unlink_login(actor=member, public_id=linked.public_id)
    assert sign_in_with_login(provider="stand-in", identity=lin) is None


def test_a_suspended_member_stays_out(lin):
    member = join(lin).member
    Member.objects.filter(pk=member.pk).update(state="suspended")
    with pytest.raises(errors.MemberSuspended):
        sign_in_with_login(provider="stand-in", identity=lin)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_one_identity_that_joins_at_once_is_one_member(lin):
    race([lambda: join(lin)] * 6)
    assert Member.objects.count() == LinkedLogin.objects.count() == 1

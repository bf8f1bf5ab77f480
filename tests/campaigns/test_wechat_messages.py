"""News by WeChat: from signing in and permitting to the message that arrives, once; through the simulator."""

import http.client
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from accounts import operations as people
from accounts.delivery_tasks import DeliverByWeChat
from accounts.models import Delivery, LinkedLogin
from accounts.notification_states import DeliveryState, Why
from accounts.operations import notifications
from accounts.operations.notifications import notify
from accounts.providers.logins import Identity
from accounts.queries import wechat_reader_of
from accounts.security_steps import export
from accounts.wechat_messages import WeChatWords, current_wechat, person_index
from campaigns.models import MessagePermission, PermissionEntry
from campaigns.providers.wechat_messages import cut, data_of
from common.clock import DbNow, db_now
from common.models import SharedToken
from outbox import leases
from outbox.models import Job
from outbox.testing import run_jobs
from simulators.testing import running_simulators
from simulators.wechat_messages import TEMPLATE
from tests.accounts.leaving_worlds import erase
from tests.accounts.notifications.conftest import choose
from tests.factories.accounts import MemberFactory
from tests.factories.notifications import staged

pytestmark = pytest.mark.django_db
INSIDE = "Mozilla/5.0 (iPhone) MicroMessenger/8.0.50"
SENDING = ["accounts.deliver-by-wechat"]
OPENID = "oTestReader0001"


@pytest.fixture(scope="module")
def house():
    with running_simulators() as running:
        yield running


@pytest.fixture(autouse=True)
def simulated(house, settings):
    house.reset()
    settings.PROVIDERS = {**settings.PROVIDERS, **house.providers}


@pytest.fixture
def stage():
    with staged() as stage:
        yield stage


def linked(openid=OPENID):
    """Somebody whom the account knows, who wants this kind of news by WeChat, at any hour."""
    member = MemberFactory.create(email=f"{openid.lower()}@example.org")
    who = Identity(subject=f"union-{member.pk}", reader=openid)
    people.link_login(actor=member, provider="wechat", identity=who, now=db_now())
    choose(member, quiet_on=False, wanted={("personal", "wechat"): True})
    return member


def permit(house, live_server, openid=OPENID, *, times=1, word="accept", event="subscribe_msg_popup_event"):
    url, base = f"{live_server.url}/callbacks/wechat-account/", int(timezone.now().timestamp())
    for at in range(base, base + times):
        told = house.post(
            "/_control/wechat/tell", url=url, event=event, person=openid, grants={TEMPLATE: word}, at=at
        )
        assert told["answers"][0]["status"] == 200


def messages(house):
    return house.get("/_control/wechat/messages")["messages"]


def permitted(openid=OPENID, left=1):
    """In our ledger alone: for what WeChat refuses."""
    MessagePermission.objects.create(person_index=person_index(openid), template=TEMPLATE, left=left)


def tell(stage, member, key="1"):
    """The message by WeChat that was planned, after its job ran; None: none was planned."""
    [row] = notify([stage.news(member.pk, key)], now=db_now())
    run_jobs(SENDING)
    return Delivery.objects.filter(notification=row, channel="wechat").first()


def left():
    return sum(MessagePermission.objects.values_list("left", flat=True))


def changes():
    return list(PermissionEntry.objects.order_by("pk").values_list("change", flat=True))


# --- the whole way --------------------------------------------------------------------------------


def walked(out):
    """What the permission page sends the browser back with, once Lin has chosen."""
    parts = urlsplit(out["Location"])
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=5)
    connection.request("GET", f"{parts.path}?{parts.query}&persona=lin-xia")
    place = connection.getresponse().getheader("Location")
    connection.close()
    return place


def signs_in(client):
    headers = {"user-agent": INSIDE}
    return client.get(walked(client.get("/sign-in/with/wechat/", headers=headers)), headers=headers)


@pytest.mark.django_db(transaction=True)
def test_a_member_signs_in_permits_one_and_hears_once(house, live_server, stage):
    signs_in(client := Client())
    client.post("/join/with/", {"display_name": "Lin", "consent": "on"})
    signs_in(Client())
    member = LinkedLogin.objects.get().member
    choose(member, quiet_on=False, wanted={("personal", "wechat"): True})
    permit(house, live_server, wechat_reader_of(member.pk))

    assert tell(stage, member).state == DeliveryState.SENT
    assert tell(stage, member, "2") is None

    [message] = messages(house)
    assert message["person"] == wechat_reader_of(member.pk)
    assert message["data"]["thing1"] == {"value": "A thing happened"}
    assert message["data"]["thing2"] == {"value": "Look"}
    assert message["page"].endswith("/campaigns/") and "Name" not in str(message)
    assert (left(), changes()) == (0, [1, -1])


@pytest.mark.django_db(transaction=True)
def test_without_a_permission_news_goes_the_other_ways(house, live_server, stage):
    member = linked()
    permit(house, live_server)
    for key in ("1", "2"):
        tell(stage, member, key)
    ways = Delivery.objects.order_by("pk").values_list("notification__about", "channel")
    assert list(ways) == [("thing:1", "email"), ("thing:1", "wechat"), ("thing:2", "email")]


@pytest.mark.django_db(transaction=True)
def test_two_messages_cannot_share_the_last_permission(house, live_server, stage):
    member = linked()
    permit(house, live_server)
    notify([stage.news(member.pk, key) for key in ("1", "2")], now=db_now())
    run_jobs(SENDING)
    ends = Delivery.objects.filter(channel="wechat").order_by("state").values_list("state", "reason")
    assert list(ends) == [(DeliveryState.DROPPED, Why.NO_PERMISSION), (DeliveryState.SENT, "")]
    assert (len(messages(house)), left()) == (1, 0)


# --- what goes wrong ------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["do-then-500", "do-then-reset", "garbage", "half-body"])
def test_what_nobody_saw_the_end_of_is_not_sent_again(house, live_server, stage, kind):
    member = linked()
    permit(house, live_server, times=2)
    house.fault("wechat", kind, operation="bizsend")
    delivery = tell(stage, member)
    Job.objects.update(run_at=datetime(2020, 1, 1, tzinfo=UTC))
    run_jobs(SENDING)
    assert (len(messages(house)), delivery.state, left()) == (1, DeliveryState.SENDING, 1)
    notifications.close_left_deliveries(now=db_now() + timedelta(days=3))
    delivery.refresh_from_db()
    assert (delivery.state, left()) == (DeliveryState.UNKNOWN, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("reached", [True, False])
def test_a_worker_killed_at_the_send_step_does_not_send_twice(house, live_server, stage, reached):
    """Killed after the claim was committed: the next worker can't know whether the call was made."""
    member = linked()
    permit(house, live_server, times=2)
    [row] = notify([stage.news(member.pk)], now=db_now())
    delivery = Delivery.objects.get(notification=row, channel="wechat")
    Job.objects.exclude(kind=SENDING[0]).delete()
    (job,) = leases.take("messages", count=1)
    ref = f"job-{job.pk}"
    leases.mark_sending(job, ref=ref, seconds=30)
    request = notifications.prepare_delivery(public_id=delivery.public_id, now=db_now())
    assert request is not None
    if reached:
        DeliverByWeChat().send(request, ref=ref)
    else:
        assert DeliverByWeChat().begin(request, ref)
    Job.objects.update(lease_until=DbNow() - timedelta(seconds=1))

    run_jobs(SENDING)

    assert (len(messages(house)), left(), changes()) == (int(reached), 1, [1, 1, -1])
    notifications.close_left_deliveries(now=db_now() + timedelta(days=3))
    delivery.refresh_from_db()
    assert (delivery.state, left()) == (DeliveryState.UNKNOWN, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("kind", "operation"), [("quota", "bizsend"), ("busy", "bizsend"), ("500", "stable_token")]
)
def test_what_was_surely_not_sent_is_tried_again_under_one_permission(
    house, live_server, stage, kind, operation
):
    member = linked()
    permit(house, live_server, times=2)
    SharedToken.objects.all().delete()
    house.fault("wechat", kind, operation=operation)
    delivery = tell(stage, member)
    assert (delivery.state, messages(house)) == (DeliveryState.PLANNED, [])
    Job.objects.update(run_at=datetime(2020, 1, 1, tzinfo=UTC))
    run_jobs(SENDING)
    delivery.refresh_from_db()
    assert (delivery.state, len(messages(house)), left()) == (DeliveryState.SENT, 1, 1)
    assert changes() == [1, 1, -1]


@pytest.mark.django_db(transaction=True)
def test_a_permission_comes_back_once_with_a_message_that_gave_up(house, live_server, stage):
    member = linked()
    permit(house, live_server)
    house.fault("wechat", "quota", operation="bizsend")
    delivery = tell(stage, member)
    assert (delivery.state, left()) == (DeliveryState.PLANNED, 0)
    for _ in range(2):
        notifications.close_left_deliveries(now=db_now() + timedelta(days=3))
        current_wechat().give_back(ref=delivery.public_id, now=db_now())
    assert (left(), changes()) == (1, [1, -1, 1])


@pytest.mark.django_db(transaction=True)
def test_news_that_is_over_before_the_next_try_gives_its_permission_back(house, live_server, stage):
    member = linked()
    permit(house, live_server)
    house.fault("wechat", "quota", operation="bizsend")
    delivery = tell(stage, member)
    stage.over.add("1")
    Job.objects.update(run_at=datetime(2020, 1, 1, tzinfo=UTC))
    run_jobs(SENDING)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason, left()) == (DeliveryState.DROPPED, Why.UNTRUE, 1)


def test_a_no_about_the_permission_ends_all_that_the_ledger_has(stage):
    member = linked()
    permitted(left=3)
    delivery = tell(stage, member)
    assert (delivery.state, delivery.reason) == (DeliveryState.FAILED, Why.NO_PERMISSION)
    assert (left(), changes()) == (0, [-1, -2])


def test_another_no_leaves_the_permission_unused(house, stage, settings):
    member = linked("xNoSuchPerson1")
    permitted("xNoSuchPerson1")
    delivery = tell(stage, member)
    assert (delivery.state, delivery.reason) == (DeliveryState.FAILED, Why.REFUSED)
    assert (left(), changes()) == (1, [-1, 1])


def test_a_wrong_secret_is_the_accounts_trouble_and_not_the_messages(stage, settings):
    entry = {**settings.PROVIDERS["wechat_account"], "secret": "wrong"}
    settings.PROVIDERS = {**settings.PROVIDERS, "wechat_account": entry}
    member = linked()
    permitted()
    assert tell(stage, member).state == DeliveryState.PLANNED


@pytest.mark.django_db(transaction=True)
def test_a_token_that_ended_too_soon_is_fetched_once_more(house, live_server, stage):
    member = linked()
    permit(house, live_server, times=2)
    tell(stage, member)
    house.post("/_control/wechat/end-tokens")
    assert tell(stage, member, "2").state == DeliveryState.SENT
    assert (len(messages(house)), house.get("/_control/wechat")["token"]) == (2, 2)


# --- what is kept ---------------------------------------------------------------------------------


def test_where_she_is_written_to_is_sealed_and_goes_with_her_key():
    member = linked()
    row = LinkedLogin.objects.get()
    assert wechat_reader_of(member.pk) == OPENID
    assert OPENID not in str(vars(row)) and OPENID not in str(export(member.pk))
    assert export(member.pk)["logins"][0]["written_to"] is True
    erase(member)
    assert wechat_reader_of(member.pk) == "" and not LinkedLogin.objects.exists()


def test_only_the_communitys_own_account_learns_whom_it_may_write_to(settings):
    def reader(agent):
        from accounts.providers.logins import find_login

        login = find_login("wechat", agent=agent)
        assert login is not None
        place = walked({"Location": login.address(state="a1", back_to="http://testserver/back/")})
        code = dict(one.split("=") for one in urlsplit(place).query.split("&"))["code"]
        return login.identify(code=code, back_to="http://testserver/back/").reader

    assert reader(INSIDE).startswith("o") and reader("") == ""
    entry = {**settings.PROVIDERS["wechat_account"], "app_id": "wxanotheraccount1"}
    settings.PROVIDERS = {**settings.PROVIDERS, "wechat_account": entry}
    assert reader(INSIDE) == ""


def test_without_an_account_or_a_template_nothing_is_planned(stage, settings):
    member = linked()
    permitted()
    for change in ({"news_template": ""}, {"mode": "off"}):
        entry = {**settings.PROVIDERS["wechat_account"], **change}
        settings.PROVIDERS = {**settings.PROVIDERS, "wechat_account": entry}
        assert not current_wechat().is_on
        assert tell(stage, member, str(change)) is None


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("您获得了奖励", "您获得了奖励"),
        ("A gift is waiting for you", "A gift is waiting…"),
        ("A thing\nhappened", "A thing happened"),
        ("一" * 21, "一" * 19 + "…"),
        ("x" * 20 + " y", "x" * 19 + "…"),
    ],
)
def test_words_are_cut_between_two_words(text, said):
    assert cut(text, 20) == said and len(said) <= 20


def test_a_field_says_what_the_operator_chose():
    words = WeChatWords(
        subject="Subject", action="", at=datetime(2026, 3, 9, 8, 5, tzinfo=UTC), url="https://site.example/"
    )
    assert data_of("phrase1=subject,time3=time,thing12=action", words) == {
        "phrase1": {"value": "Subj…"},
        "time3": {"value": "2026年3月9日 08:05"},
        "thing12": {"value": "Guanxi"},
    }


# --- the member's page ----------------------------------------------------------------------------


def test_her_page_says_how_many_messages_she_permits(settings):
    member, client = linked(), Client()
    client.force_login(member)
    place = "/notifications/settings/"
    assert "You permit no message now" in client.get(place).content.decode()
    permitted(left=2)
    page = client.get(place).content.decode()
    assert "You permit 2 more messages." in page and 'name="personal-wechat"' in page
    assert client.get("/api/v1/notification-settings/").json()["wechat_left"] == 2
    client.force_login(MemberFactory.create())
    assert "Sign in once inside WeChat" in client.get(place).content.decode()
    assert client.get("/api/v1/notification-settings/").json()["wechat_left"] is None
    entry = {**settings.PROVIDERS["wechat_account"], "news_template": ""}
    settings.PROVIDERS = {**settings.PROVIDERS, "wechat_account": entry}
    assert "wechat" not in client.get(place).content.decode().lower()

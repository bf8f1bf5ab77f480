"""What WeChat tells the community's account: believed only under its seal, applied once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from accounts.wechat_messages import person_index
from bench.golden import WECHAT_ECHO, WECHAT_ECHO_ACCOUNT, WECHAT_ECHO_TEXT
from campaigns.models import AccountCall, MessagePermission, PermissionEntry, SceneCode
from campaigns.operations.account_calls import SCENE_CODES, ending_codes, take_permission
from campaigns.operations.share_links import make_share_link
from campaigns.providers.wechat_callback import AccountCallback, ForgedCall, callback_of
from campaigns.queries.channels import scans_of
from campaigns.tasks import renew_scene_codes
from outbox.testing import run_jobs
from simulators.testing import running_simulators
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db
PAGE = "/callbacks/wechat-account/"
SAMPLE, SAID = AccountCallback(**WECHAT_ECHO_ACCOUNT), WECHAT_ECHO
THEN = datetime.fromtimestamp(int(SAID["timestamp"]), UTC)
GRANTED = "subscribe_msg_popup_event"


@pytest.fixture(scope="module")
def house():
    with running_simulators() as running:
        yield running


@pytest.fixture(autouse=True)
def simulated(house, settings):
    house.reset()
    settings.PROVIDERS = {**settings.PROVIDERS, **house.providers}


@pytest.fixture
def live():
    return make.live()


def told(house, live_server, **more):
    asked = {"url": f"{live_server.url}{PAGE}", "event": "SCAN", "person": "oPerson1", **more}
    return house.post("/_control/wechat/tell", **asked)["answers"]


def test_the_vendors_sample_is_opened():
    assert SAMPLE.echo(SAID, now=THEN) == WECHAT_ECHO_TEXT


@pytest.mark.parametrize(
    "change",
    [
        {"msg_signature": "0" * 40},
        {"msg_signature": ""},
        {"msg_signature": "é" * 40},
        {"timestamp": "1409659590"},
        {"nonce": "1"},
        {"echostr": ""},
        {"echostr": SAID["echostr"][:-4] + "AAA="},
    ],
)
def test_whatever_is_changed_is_noticed(change):
    with pytest.raises(ForgedCall):
        SAMPLE.echo({**SAID, **change}, now=THEN)


def test_an_old_call_and_one_for_another_account_are_refused():
    with pytest.raises(ForgedCall):
        SAMPLE.echo(SAID, now=THEN + timedelta(seconds=301))
    other = AccountCallback(**{**WECHAT_ECHO_ACCOUNT, "app_id": "wxanother"})
    with pytest.raises(ForgedCall):
        other.echo(SAID, now=THEN)


@pytest.mark.parametrize(
    "text", ["", "no xml", '<!DOCTYPE x [<!ENTITY a "b">]><xml>&a;</xml>', "<xml><Event>SCAN</Event></xml>"]
)
def test_what_is_sealed_and_makes_no_sense_is_refused(text):
    sealed = SAMPLE.sealed(text)
    asked = {"timestamp": "1409659589", "nonce": "1"}
    asked["msg_signature"] = SAMPLE.signature(asked["timestamp"], "1", sealed)
    with pytest.raises(ForgedCall):
        SAMPLE.read(asked, f"<xml><Encrypt>{sealed}</Encrypt></xml>".encode(), now=THEN)


def test_the_address_proves_itself(client):
    callback = callback_of()
    assert callback is not None
    stamp, sealed = str(int(timezone.now().timestamp())), callback.sealed("hello")
    asked = {"timestamp": stamp, "nonce": "n", "echostr": sealed}
    asked["msg_signature"] = callback.signature(stamp, "n", sealed)
    assert client.get(PAGE, asked).content == b"hello"
    assert client.get(PAGE, {**asked, "nonce": "m"}).status_code == 403


def test_without_its_key_there_is_no_callback(client, settings):
    entry = {**settings.PROVIDERS["wechat_account"], "callback_key": ""}
    settings.PROVIDERS = {**settings.PROVIDERS, "wechat_account": entry}
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE).status_code == 403


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("event", "prefix"), [("SCAN", ""), ("subscribe", "qrscene_")])
def test_whoever_scans_gets_the_invitation_and_counts_once(house, live_server, live, event, prefix):
    link = make_share_link(actor=make.member(), campaign_id=live.pk, channel="wechat", now=make.NOW)
    answers = told(house, live_server, event=event, key=f"{prefix}{link.code}", times=3)
    assert {answer["status"] for answer in answers} == {200}
    assert all(f"/i/{link.code}/" in answer["words"] for answer in answers)
    assert scans_of(live) == 1
    assert "oPerson1" not in AccountCall.objects.get().key
    assert told(house, live_server, key="nothing") == [{"status": 200, "words": ""}]


# --- permissions ----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_each_permission_is_for_one_message(house, live_server):
    told(house, live_server, event=GRANTED, grants={"t1": "accept", "t2": "reject"}, times=2)
    told(house, live_server, event=GRANTED, grants={"t1": "accept"}, at=int(timezone.now().timestamp()) + 1)
    assert list(MessagePermission.objects.order_by("template").values_list("template", "left")) == [
        ("t1", 2),
        ("t2", 0),
    ]
    taken = [
        take_permission(person=person_index("oPerson1"), template="t1", ref=ref, now=timezone.now())
        for ref in ("m1", "m1", "m2", "m3")
    ]
    assert taken == [True, True, True, False]
    assert not take_permission(person=person_index("oPerson2"), template="t1", ref="m4", now=timezone.now())
    changes = list(PermissionEntry.objects.order_by("pk").values_list("change", flat=True))
    assert changes == [1, 1, -1, -1]


@pytest.mark.django_db(transaction=True)
def test_a_no_takes_back_what_was_left(house, live_server):
    told(house, live_server, event=GRANTED, grants={"t1": "accept"})
    told(house, live_server, event="subscribe_msg_change_event", grants={"t1": "reject"}, times=2)
    assert MessagePermission.objects.get().left == 0
    assert sum(PermissionEntry.objects.values_list("change", flat=True)) == 0
    assert not take_permission(person=person_index("oPerson1"), template="t1", ref="m1", now=timezone.now())


def test_the_ledger_is_written_once_and_the_balance_never_falls_below_none():
    balance = MessagePermission.objects.create(person_index="p", template="t", left=0)
    PermissionEntry.objects.create(permission=balance, change=1, at=make.NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        PermissionEntry.objects.update(change=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        MessagePermission.objects.update(left=-1)


# --- codes ----------------------------------------------------------------------------------------


def made(house):
    return house.get("/_control/wechat").get("code", 0)


def test_a_link_for_wechat_gets_a_code_and_others_none(client, house, live):
    member = make.member()
    for channel in ("wechat", "weibo"):
        make_share_link(actor=member, campaign_id=live.pk, channel=channel, now=make.NOW)
    run_jobs()
    run_jobs()
    assert made(house) == 1
    client.force_login(member)
    page = f"/campaigns/{live.slug}/share/?channel="
    assert "leads to our account" in client.get(f"{page}wechat").content.decode()
    assert "leads to our account" not in client.get(f"{page}weibo").content.decode()


def test_the_budget_of_a_day_is_kept(house, live, settings):
    settings.LIMITS = {**getattr(settings, "LIMITS", {}), SCENE_CODES.name: 2}
    for _ in range(4):
        make_share_link(actor=make.member(), campaign_id=live.pk, channel="wechat", now=make.NOW)
    run_jobs()
    assert (made(house), SceneCode.objects.count()) == (2, 2)


def test_a_code_is_made_anew_before_it_ends(house, live):
    make_share_link(actor=make.member(), campaign_id=live.pk, channel="wechat", now=make.NOW)
    run_jobs()
    assert ending_codes(now=timezone.now()) == []
    SceneCode.objects.update(good_until=timezone.now() + timedelta(days=1))
    renew_scene_codes()
    run_jobs()
    assert made(house) == 2
    assert ending_codes(now=timezone.now()) == []

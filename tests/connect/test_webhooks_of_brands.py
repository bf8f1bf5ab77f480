"""A brand's managers keep webhooks of their own, which get that brand's news and nobody else's."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from common.errors import NotAllowed, NotFound
from connect import errors, operations
from connect.brand_news import placed_kinds
from connect.facts import EventReceived
from connect.models import Attempt, Delivery, Endpoint
from connect.operations.sites import create_site
from connect.webhook_queries import kept_endpoints, kinds_to_choose
from outbox.facts import record
from outbox.testing import run_jobs
from tests.factories import campaigns as make
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db
LINKS = "campaigns.share-link-made"


def hook(actor, brand_ref="", kinds=(LINKS, EventReceived.KIND)):
    return operations.create_endpoint(
        actor=actor, url="https://crm.example/in", kinds=kinds, brand_ref=brand_ref, now=timezone.now()
    )


def shared(campaign):
    make.link_of(make.member(), campaign)


def got(endpoint):
    return list(Delivery.objects.filter(endpoint=endpoint).order_by("pk").values_list("kind", flat=True))


@pytest.fixture
def live():
    return make.live()


@pytest.fixture
def manager(live):
    return make.manager_of(live.brand)


def test_news_of_a_brand_goes_to_its_webhook_and_the_operators(live, manager):
    other = make.live()
    mine, theirs = hook(manager, live.brand.scope), hook(make.manager_of(other.brand), other.brand.scope)
    everybodys = hook(MemberFactory.create(is_superuser=True))
    shared(live)
    assert (got(mine), got(theirs), got(everybodys)) == ([LINKS], [], [LINKS])


def test_an_event_from_outside_is_its_sites_brands(live, manager):
    other = make.live()
    mine, theirs = hook(manager, live.brand.scope), hook(make.manager_of(other.brand), other.brand.scope)
    now = timezone.now()
    site = create_site(actor=manager, slug="shop-a", name="Shop", brand_ref=live.brand.scope, now=now)
    news: dict[str, Any] = {"name": "visit", "value_minor": 0, "occurred_at": now.isoformat()}
    record(EventReceived(member_id=manager.pk, source=site.slug, **news), subject="e1")
    record(EventReceived(member_id=manager.pk, source="nobodys", **news), subject="e2")
    assert (got(mine), got(theirs)) == ([EventReceived.KIND], [])


def test_replaying_a_stretch_sends_only_the_brands_news(live, manager):
    shared(live)
    shared(make.live())
    mine = hook(manager, live.brand.scope)
    start, end = timezone.now() - timedelta(hours=1), timezone.now() + timedelta(hours=1)
    sent = operations.replay_stretch(
        actor=manager, endpoint_id=mine.pk, start=start, end=end, now=timezone.now()
    )
    assert (sent, got(mine)) == (1, [LINKS])


def test_nobody_makes_one_of_another_brand_or_for_everybodys_news(live, manager):
    for brand_ref in (make.live().brand.scope, "", "brand:none"):
        with pytest.raises(NotAllowed):
            hook(manager, brand_ref)
    assert not Endpoint.objects.exists()


def test_news_that_no_brand_has_can_not_be_chosen(live, manager):
    with pytest.raises(errors.NoKinds):
        hook(manager, live.brand.scope, kinds=["accounts.member-registered"])
    assert set(kinds_to_choose(of_a_brand=True)) <= placed_kinds()


def test_another_brands_webhook_is_not_there(client, live, manager):
    mine, everybodys = hook(manager, live.brand.scope), hook(MemberFactory.create(is_superuser=True))
    stranger = make.manager_of(make.live().brand)
    for actor in (stranger, make.manager_of(make.live().brand)):
        with pytest.raises(NotFound):
            operations.pause_endpoint(actor=actor, endpoint_id=mine.pk)
    with pytest.raises(NotFound):
        operations.pause_endpoint(actor=manager, endpoint_id=everybodys.pk)
    assert list(kept_endpoints(manager)) == [mine]
    client.force_login(manager)
    listed = client.get("/api/v1/webhooks/").json()["items"]
    assert [(one["public_id"], one["brand_ref"]) for one in listed] == [(mine.public_id, live.brand.scope)]
    assert client.get(f"/api/v1/webhooks/{everybodys.public_id}/").status_code == 404
    client.force_login(stranger)
    assert client.get(f"/api/v1/webhooks/{mine.public_id}/").status_code == 404
    operations.pause_endpoint(actor=manager, endpoint_id=mine.pk)


def test_the_admin_lists_a_managers_own(client, live, manager):
    mine, everybodys = hook(manager, live.brand.scope), hook(MemberFactory.create(is_superuser=True))
    shared(live)
    client.force_login(manager)
    listed = client.get("/admin/connect/endpoint/").content.decode()
    assert f"/endpoint/{mine.pk}/" in listed
    assert f"/endpoint/{everybodys.pk}/" not in listed
    sent = client.get("/admin/connect/delivery/").content.decode()
    of_others = Delivery.objects.get(endpoint=everybodys)
    assert f"/delivery/{of_others.pk}/" not in sent


def test_the_admins_filter_names_no_webhook_of_others(client, live, manager):
    other = make.live()
    for actor, ref, name in (
        (manager, live.brand.scope, "Ours"),
        (make.manager_of(other.brand), other.brand.scope, "Secretpartner"),
    ):
        for _each in range(2):
            made = hook(actor, ref)
            Endpoint.objects.filter(pk=made.pk).update(description=f"{name} {made.pk}")
    shared(live)
    client.force_login(manager)
    sent = client.get("/admin/connect/delivery/").content.decode()
    assert "Ours" in sent
    assert "Secretpartner" not in sent


def test_a_stretch_that_is_sent_twice_is_sent_once(client, live, manager):
    mine = hook(manager, live.brand.scope)
    shared(live)
    Delivery.objects.update(state="delivered", next_at=None, delivered_at=timezone.now())
    client.force_login(manager)
    page = reverse("admin:connect_endpoint_replay", args=[mine.pk])
    typed = {"start_0": "2026-01-01", "start_1": "00:00", "end_0": "2099-01-01", "end_1": "00:00"}
    typed["nonce"] = client.get(page).context["form"].nonce_value
    for status in (302, 200):
        assert client.post(page, typed).status_code == status
        Delivery.objects.update(state="delivered", next_at=None, delivered_at=timezone.now())
    assert Delivery.objects.count() == 2


def test_the_form_offers_a_manager_only_news_that_a_brand_can_have(client, manager):
    page = "/admin/connect/endpoint/add/"
    client.force_login(manager)
    assert "gifts.gift-offered" not in client.get(page).content.decode()
    assert LINKS in client.get(page).content.decode()
    client.force_login(MemberFactory.create(is_superuser=True, is_staff=True))
    assert "gifts.gift-offered" in client.get(page).content.decode()


def test_the_operators_form_may_leave_the_brand_out_and_a_managers_may_not(client, live, manager):
    typed = {"url": "https://crm.example/in", "description": "", "lanes": "2", "kinds": [LINKS]}
    for actor, status in ((manager, 200), (MemberFactory.create(is_superuser=True, is_staff=True), 302)):
        client.force_login(actor)
        assert client.post("/admin/connect/endpoint/add/", typed).status_code == status
    assert [one.brand_ref for one in Endpoint.objects.all()] == [""]


def test_its_manager_changes_and_removes_it_and_another_brands_does_not(live, manager):
    other = make.manager_of(make.live().brand)
    mine = hook(manager, live.brand.scope, kinds=[LINKS])
    with pytest.raises(NotFound):
        operations.change_endpoint(actor=other, endpoint_id=mine.pk, url="https://other.example/in")
    with pytest.raises(NotFound):
        operations.end_endpoint(actor=other, endpoint_id=mine.pk)
    changed = operations.change_endpoint(actor=manager, endpoint_id=mine.pk, url="https://crm.example/new")
    assert (changed.url, changed.state) == ("https://crm.example/new", "active")
    assert operations.end_endpoint(actor=manager, endpoint_id=mine.pk).state == "ended"


def test_it_can_not_be_changed_to_news_that_no_brand_has(live, manager):
    mine = hook(manager, live.brand.scope, kinds=[LINKS])
    unplaced = sorted(set(kinds_to_choose()) - set(kinds_to_choose(of_a_brand=True)))
    assert unplaced
    with pytest.raises(errors.NoKinds):
        operations.change_endpoint(actor=manager, endpoint_id=mine.pk, kinds=unplaced)
    assert [one.kind for one in mine.subscriptions.all()] == [LINKS]


def test_a_brands_webhook_never_goes_to_the_operators_own_network(live, manager, receiver):
    with pytest.raises(errors.BadEndpoint):
        operations.create_endpoint(
            actor=manager, url=receiver.url, kinds=[LINKS], brand_ref=live.brand.scope, now=timezone.now()
        )
    mine = hook(manager, live.brand.scope)
    with pytest.raises(errors.BadEndpoint):
        operations.change_endpoint(actor=manager, endpoint_id=mine.pk, url=receiver.url)
    assert [one.url for one in Endpoint.objects.all()] == ["https://crm.example/in"]


def test_the_connection_of_a_brands_webhook_is_guarded_as_well(live, manager, receiver):
    """Also of one that was aimed there while brands still could."""
    mine = hook(manager, live.brand.scope)
    Endpoint.objects.update(url=receiver.url)
    operations.send_test(actor=manager, endpoint_id=mine.pk, now=timezone.now())
    run_jobs({"connect.pump"})
    assert receiver.got == []
    assert Attempt.objects.get().status is None

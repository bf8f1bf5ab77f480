"""Adding in the admin: what the operation refuses stands in the form, and nothing typed is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import ApiToken
from connect.models import Endpoint, Site, SiteKey
from connect.webhook_queries import kinds_to_choose
from tests.factories import connect as make
from tests.factories.accounts import MemberFactory
from tests.factories.campaigns import brand

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(settings) -> Client:
    settings.STEP_UP = False
    client = Client()
    client.force_login(MemberFactory.create(superuser=True))
    return client


def site_form(**changes: str) -> dict[str, str]:
    ref = f"brand:{brand().public_id}"
    return {"slug": "corner-shop", "name": "Corner shop", "brand_ref": ref, "landing_url": "", **changes}


def test_a_site_is_made(desk):
    answer = desk.post(reverse("admin:connect_site_add"), site_form(landing_url="https://shop.example/"))
    assert answer.status_code == 302
    assert Site.objects.get().slug == "corner-shop"


def test_a_refusal_stands_beside_its_field_and_nothing_typed_is_lost(desk):
    answer = desk.post(reverse("admin:connect_site_add"), site_form(landing_url="http://shop.example/"))
    page = answer.content.decode()
    form = answer.context["adminform"].form
    assert answer.status_code == 200
    assert list(form.errors) == ["landing_url"]
    assert 'value="Corner shop"' in page
    assert 'value="http://shop.example/"' in page
    assert not list(answer.context["messages"])
    assert not Site.objects.exists()


def test_a_name_that_is_taken_says_so_in_the_form(desk):
    make.site(slug="corner-shop")
    answer = desk.post(reverse("admin:connect_site_add"), site_form())
    assert answer.status_code == 200
    assert "slug" in answer.context["adminform"].form.errors
    assert Site.objects.count() == 1


def test_a_webhook_to_oneself_is_refused_in_the_form(desk):
    kind = kinds_to_choose()[0]
    typed = {"url": "http://127.0.0.1/", "description": "Ours", "lanes": "2", "kinds": [kind]}
    answer = desk.post(reverse("admin:connect_endpoint_add"), typed)
    assert answer.status_code == 200
    assert "url" in answer.context["adminform"].form.errors
    assert 'value="Ours"' in answer.content.decode()
    assert not Endpoint.objects.exists()


def test_a_webhook_gets_another_address_and_other_kinds(desk):
    endpoint = make.hook(MemberFactory.create())
    where = reverse("admin:connect_endpoint_change_address", args=[endpoint.pk])
    assert f'value="{endpoint.url}"' in desk.get(where).content.decode()
    kinds = kinds_to_choose()[:2]
    answer = desk.post(where, {"nonce": "twice-0004", "url": "https://crm.example/new", "kinds": kinds})
    assert answer.url == reverse("admin:connect_endpoint_change", args=[endpoint.pk])
    endpoint.refresh_from_db()
    assert endpoint.url == "https://crm.example/new"
    assert sorted(one.kind for one in endpoint.subscriptions.all()) == kinds


def test_an_address_that_can_not_be_stands_in_the_form_with_what_was_typed(desk):
    endpoint = make.hook(MemberFactory.create())
    where = reverse("admin:connect_endpoint_change_address", args=[endpoint.pk])
    kinds = kinds_to_choose()[:1]
    answer = desk.post(where, {"nonce": "twice-0005", "url": "http://crm.example/new", "kinds": kinds})
    assert "url" in answer.context["form"].errors
    assert 'value="http://crm.example/new"' in answer.content.decode()
    assert Endpoint.objects.get().url == endpoint.url


def test_a_webhook_is_removed_from_the_list(desk):
    endpoint = make.hook(MemberFactory.create())
    chosen = {"action": "end", "_selected_action": [endpoint.pk]}
    assert desk.post(reverse("admin:connect_endpoint_changelist"), chosen).status_code == 302
    endpoint.refresh_from_db()
    assert endpoint.state == "ended"


def test_a_key_that_is_asked_for_twice_is_made_once(desk):
    where = reverse("admin:connect_site_new_key", args=[make.site().pk])
    asked = {"nonce": "twice-0001", "scopes": make.ALL, "days": "30"}
    first, second = desk.post(where, asked), desk.post(where, asked)
    assert "gxs_" in first.content.decode()
    assert "gxs_" not in second.content.decode()
    assert second.context["form"].non_field_errors()
    assert SiteKey.objects.count() == 1


def test_a_secret_that_is_changed_twice_leaves_the_former_one_signing(desk):
    endpoint = make.hook(MemberFactory.create())
    where = reverse("admin:connect_endpoint_new_secret", args=[endpoint.pk])
    before = endpoint.secret_sealed
    for _click in range(2):
        desk.post(where, {"nonce": "twice-0002"})
    endpoint.refresh_from_db()
    assert endpoint.former_sealed == before
    assert "sent already" in desk.post(where, {"nonce": "twice-0002"}).content.decode()


def test_a_program_that_is_asked_for_twice_has_one_token(desk):
    asked = {"nonce": "twice-0003", "label": "Calendar", "scope": "read", "days": "7"}
    first, second = (desk.post(reverse("accounts:program-new"), asked) for _click in range(2))
    assert (first.status_code, second.status_code) == (200, 409)
    assert ApiToken.objects.count() == 1

"""Sites, their keys and what a key opens."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.middleware import PROVEN_AT
from common.errors import NeedsFreshProof, NotAllowed, NotFound
from connect import errors, operations
from connect.models import Site, SiteKey
from tests.factories import connect as make
from tests.factories.accounts import MemberFactory
from tests.factories.campaigns import brand

pytestmark = pytest.mark.django_db


def issue(actor, site, **changes):
    given = {"scopes": make.ALL, "now": timezone.now(), **changes}
    return operations.issue_key(actor=actor, site_id=site.pk, **given)


def test_a_key_is_shown_once_and_kept_as_a_hash(boss):
    issued = issue(boss, make.site(), label="Shop server")
    stored = SiteKey.objects.get(public_id=issued.public_id)
    assert issued.secret.startswith("gxs_")
    assert issued.secret not in str(vars(stored))
    assert stored.hint == issued.secret[-4:]
    assert issued.secret not in repr(issued)


def test_a_key_needs_a_fresh_proof(settings):
    settings.STEP_UP = True
    boss = MemberFactory.create(superuser=True)
    with pytest.raises(NeedsFreshProof):
        issue(boss, make.site())
    assert not SiteKey.objects.exists()


def test_a_manager_keeps_only_the_brands_own_sites(settings):
    settings.STEP_UP = False
    own, other = brand(), brand()
    manager = MemberFactory.create(is_staff=True)
    from accounts.models import RoleGrant

    RoleGrant.objects.create(member=manager, role="manager", scope=own.scope, granted_at=make.NOW)
    assert issue(manager, make.site(brand_ref=own.scope)).secret
    with pytest.raises(NotFound):
        issue(manager, make.site(brand_ref=other.scope))
    with pytest.raises(NotAllowed):
        operations.create_site(actor=manager, slug="x", name="X", brand_ref=other.scope, now=timezone.now())


def test_a_key_without_anything_to_do_is_refused(boss):
    with pytest.raises(errors.NoScopes):
        issue(boss, make.site(), scopes=[])
    assert not SiteKey.objects.exists()


def test_a_short_name_is_given_once(boss):
    make.site(slug="shop")
    with pytest.raises(errors.NameTaken):
        operations.create_site(actor=boss, slug="shop", name="X", brand_ref="b", now=timezone.now())
    assert Site.objects.count() == 1


@pytest.mark.parametrize("url", ["http://shop.example", "https://a@b.example", "javascript:alert(1)", "//x"])
def test_members_are_led_to_https_only(boss, url):
    with pytest.raises(errors.BadAddress):
        operations.create_site(
            actor=boss, slug="s", name="X", brand_ref="b", landing_url=url, now=timezone.now()
        )


def status(secret: str) -> int:
    return int(
        Client().get("/api/v1/qualifying-events/", headers={"Authorization": f"Bearer {secret}"}).status_code
    )


def test_a_revoked_an_ended_and_a_retired_sites_key_open_nothing(boss):
    site = make.site()
    ended = make.key_of(site, days=-1)
    issued = issue(boss, site)
    assert (status(issued.secret), status(ended)) == (200, 401)
    operations.revoke_key(actor=boss, public_id=issued.public_id, now=timezone.now())
    assert status(issued.secret) == 401
    other = make.key_of(site)
    operations.retire_site(actor=boss, site_id=site.pk, now=timezone.now())
    assert status(other) == 401
    with pytest.raises(errors.SiteRetired):
        issue(boss, site)


def test_the_use_of_a_key_is_noted(boss):
    issued = issue(boss, make.site())
    status(issued.secret)
    first = SiteKey.objects.get().last_used_at
    status(issued.secret)
    assert first is not None
    assert SiteKey.objects.get().last_used_at == first  # at most every five minutes


def test_a_sites_key_is_no_members_token_and_the_other_way_round():
    member = MemberFactory.create()
    from accounts.operations import issue_token

    token = issue_token(actor=member, now=timezone.now()).secret
    headers = {"Authorization": f"Bearer {make.key_of(make.site())}"}
    assert Client().get("/api/v1/me/", headers=headers).status_code == 401
    assert status(token) == 401


def test_a_key_says_how_often_it_may_call(settings):
    settings.LIMITS = {"calls-by-site-key": 2}
    secret = make.key_of(make.site())
    answers = [
        Client().get("/api/v1/qualifying-events/", headers={"Authorization": f"Bearer {secret}"})
        for _ in range(3)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
    assert {answer["RateLimit-Limit"] for answer in answers} == {"2"}
    assert answers[2]["Retry-After"] == answers[2]["RateLimit-Reset"]
    assert answers[2]["Content-Type"] == "application/problem+json"
    assert answers[2].json()["code"] == "too-many-tries"


def test_a_members_program_is_limited_by_its_own_token(settings):
    settings.LIMITS = {"calls-by-token": 1}
    from accounts.operations import issue_token

    member = MemberFactory.create()
    tokens = [issue_token(actor=member, now=timezone.now()).secret for _ in range(2)]
    asked = [tokens[0], tokens[0], tokens[1]]
    found = [Client().get("/api/v1/me/", headers={"Authorization": f"Bearer {token}"}) for token in asked]
    assert [answer.status_code for answer in found] == [200, 429, 200]


def test_a_member_makes_a_token_sees_it_once_and_uses_it(settings):
    settings.STEP_UP = False
    member, client = MemberFactory.create(), Client()
    client.force_login(member)
    page = client.post("/me/programs/new/", {"label": "Calendar", "scope": "read", "days": 7})
    secret = page.content.decode().split('<p class="code">')[1].split("<")[0]
    headers = {"Authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/me/", headers=headers).status_code == 200
    assert secret not in client.get("/me/sessions/").content.decode()
    assert "Calendar" in client.get("/me/sessions/").content.decode()
    token = member.api_tokens.get()
    assert token.expires_at - token.created_at == timedelta(days=7)


def test_making_a_token_asks_again_who_one_is(settings):
    settings.STEP_UP = True
    member, client = MemberFactory.create(), Client()
    client.force_login(member)
    session = client.session
    session[PROVEN_AT] = 0  # proven long ago
    session.save()
    page = client.post("/me/programs/new/", {"label": "Calendar", "scope": "read", "days": 7})
    assert page.status_code == 302
    assert not member.api_tokens.exists()

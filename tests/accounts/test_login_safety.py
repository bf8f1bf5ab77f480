"""What a sign-in through another service must not let happen."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts import errors
from accounts.models import LinkedLogin
from accounts.operations import link_login, unlink_login
from accounts.providers.logins import Identity
from tests.accounts.test_social_logins import go, house, simulated
from tests.factories.accounts import MemberFactory

__all__ = ["house", "simulated"]
pytestmark = pytest.mark.django_db


def test_whoever_planted_a_session_does_not_join_in_somebodys_place():
    """The way back gives a fresh key: the one from before knows nothing of the newcomer."""
    victim = Client()
    victim.get("/join/")
    session = victim.session
    session["planted"] = True
    session.save()
    planted = str(session.session_key)
    victim.cookies["sessionid"] = planted
    assert go(victim, "wechat")["Location"] == "/join/with/"
    assert victim.cookies["sessionid"].value != planted
    attacker = Client()
    attacker.cookies["sessionid"] = planted
    assert attacker.get("/join/with/")["Location"] == "/join/"


def test_a_service_that_is_off_is_no_way_in(settings):
    member = MemberFactory.create(phone=None)
    for key in ("wechat", "weibo"):
        link_login(actor=member, provider=key, identity=Identity(subject=f"{key}-1"), now=timezone.now())
    linked = LinkedLogin.objects.get(provider="wechat")
    settings.PROVIDERS = {**settings.PROVIDERS, "weibo_login": {"mode": "off"}}
    with pytest.raises(errors.LastWayIn):
        unlink_login(actor=member, public_id=linked.public_id)
    assert LinkedLogin.objects.count() == 2

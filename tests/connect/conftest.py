"""Whoever keeps webhooks, and a server that takes them."""

import pytest

from tests.connect.receiver import receiving
from tests.factories.accounts import MemberFactory


@pytest.fixture
def boss(settings):
    settings.STEP_UP = False
    return MemberFactory.create(superuser=True)


@pytest.fixture
def receiver(settings):
    with receiving() as found:
        settings.WEBHOOKS_OWN_ORIGIN = found.origin
        yield found

"""Every example of docs/api.md runs, in its order, against a live server."""

import re
from typing import Any

import pytest
from django.utils import timezone

from accounts.operations.tokens import issue_token
from connect import operations
from connect.clicks import click_token
from connect.facts import EventReceived
from outbox.testing import run_jobs
from tests.architecture.tree import ROOT
from tests.connect.receiver import receiving
from tests.factories import campaigns
from tests.factories import connect as make
from tests.factories.accounts import MemberFactory
from tests.factories.groups import group

SNIPPETS = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "api.md").read_text(), re.DOTALL)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_every_example_runs(live_server: Any, settings: Any) -> None:
    settings.STEP_UP = False
    make.kind("purchase")
    shop, member = make.site(slug="shop"), MemberFactory.create()
    boss = MemberFactory.create(superuser=True)
    names: dict[str, Any] = {"BASE": live_server.url, "SITE_KEY": make.key_of(shop)}
    names["MEMBER_TOKEN"] = issue_token(actor=member, now=timezone.now()).secret
    names["CLICK"] = click_token(member=member.public_id, site=shop.public_id)
    names |= of_a_manager()
    with receiving() as receiver:
        settings.WEBHOOKS_OWN_ORIGIN = receiver.origin
        now = timezone.now()
        hook = operations.create_endpoint(actor=boss, url=receiver.url, kinds=[EventReceived.KIND], now=now)
        names["SECRET"] = operations.rotate_secret(actor=boss, endpoint_id=hook.pk, now=now)
        for snippet in SNIPPETS[:-1]:
            exec(compile(snippet, "docs/api.md", "exec"), names)  # noqa: S102 - our own page
        run_jobs({"connect.pump", "connect.publish-events"})
        names["RECEIVED"] = list(receiver.got)
    assert len(names["RECEIVED"]) == 1
    exec(compile(SNIPPETS[-1], "docs/api.md", "exec"), names)  # noqa: S102
    assert len(SNIPPETS) == 17


def of_a_manager() -> dict[str, str]:
    """Who runs a campaign that somebody has asked about, and looks after a group."""
    live = campaigns.live()
    manager = campaigns.manager_of(live.brand)
    campaigns.mention(live)
    return {
        "MANAGER_TOKEN": issue_token(actor=manager, now=timezone.now()).secret,
        "CAMPAIGN": live.slug,
        "BRAND": live.brand.scope,
        "GROUP": group(founder=manager).public_id,
    }

"""Rows of the matrix's world that stand for themselves."""

from datetime import UTC, datetime
from typing import Any

from accounts.models import Member, PushDevice, TopicMute
from campaigns.models import Brand
from connect.models import Site
from gifts.models import CodeImport
from tests.factories import connect as platform
from tests.factories import gifts as gift_world
from tests.factories.trust import CaseFactory
from trust.models import BlindLook, CalendarDay, CalendarYear, Case, DeskPolicy

NOW = datetime.now(UTC).replace(microsecond=0)


def codes_of(brand: Brand) -> CodeImport:
    shelf = gift_world.item(kind="code", brand_ref=brand.scope)
    return gift_world.codes(of=shelf, texts=["CODE-0001", "CODE-0002"])


def desk_things() -> None:
    """What the desk is measured and bound by: a second look to give, a day, a year, a policy."""
    decided = CaseFactory.create(state="approved", decided_at=NOW, task_state="")
    BlindLook.objects.create(case=decided, created_at=NOW)
    CalendarDay.objects.create(on="2030-01-01", is_working=False, name="元旦")
    CalendarYear.objects.create(year=2030, source="matrix")
    DeskPolicy.objects.create(kind="professional")


def rejected_of(member: Member) -> Case:
    case: Case = CaseFactory.create(
        member=member, kind="professional", state="rejected", decided_at=NOW, task_state=""
    )
    return case


def mute_of(member: Member) -> TopicMute:
    return TopicMute.objects.create(
        member=member,
        topic="campaign:0",
        kind="campaigns.friend-joined",
        data={"about": "referral:0-0"},
        created_at=NOW,
    )


def device_of(member: Member, brand: Brand) -> PushDevice:
    return PushDevice.objects.create(
        member=member, endpoint_index=brand.slug, sealed="sealed", label="Phone", created_at=NOW
    )


def site_of(brand: Brand, member: Member) -> Site:
    """With an event of the member's, and a key that nobody here holds."""
    made = platform.shop_with_event(member, brand_ref=brand.scope)
    platform.kind("purchase")
    return made


def keys_of(site: Site, boss: Member) -> dict[str, str]:
    """And a webhook of the installation's, which wants no news that the matrix makes."""
    endpoint = platform.hook(boss)
    endpoint.subscriptions.all().delete()
    return {
        "site-key": platform.key_of(site),
        "reading-key": platform.key_of(site, scopes=["events:read"]),
    }


def things_of(brand: Brand, member: Member) -> dict[str, Any]:
    """A device, a muted topic, and a site of the brand."""
    return {
        "device": device_of(member, brand),
        "mute": mute_of(member),
        "site": site_of(brand, member),
    }

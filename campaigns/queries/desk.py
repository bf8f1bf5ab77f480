"""What a campaign's console shows its manager. Grouped statements, whatever the numbers."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from campaigns.facts import CampaignsReplayed
from campaigns.models import Campaign, CampaignVersion, Referral, Reward, ShareLink, Touch
from campaigns.rule_changes import Change, changes_between
from outbox.queries import newest_payload


@dataclass(frozen=True, kw_only=True)
class DeskFigures:
    """``referrals`` and ``rewards``: per state."""

    referrals: dict[str, int]
    rewards: dict[str, int]
    links: int
    touches: int


@dataclass(frozen=True, kw_only=True)
class VersionLine:
    """``changes``: against the version before it."""

    version: CampaignVersion
    changes: list[Change]


def desk_figures(campaign: Campaign) -> DeskFigures:
    """Four statements."""
    return DeskFigures(
        referrals=_by_state(Referral, campaign),
        rewards=_by_state(Reward, campaign),
        links=ShareLink.objects.filter(campaign=campaign).count(),
        touches=Touch.objects.filter(campaign=campaign).count(),
    )


def _by_state(model: type[Referral] | type[Reward], campaign: Campaign) -> dict[str, int]:
    rows = model._default_manager.filter(campaign=campaign).values_list("state")
    return dict(rows.annotate(count=Count("id")).order_by())


def version_lines(campaign: Campaign) -> list[VersionLine]:
    """The newest first. One statement."""
    versions = list(campaign.versions.select_related("approver").order_by("number"))
    before = [None, *versions]
    lines = [
        VersionLine(version=version, changes=changes_between(former.rules, version.rules) if former else [])
        for former, version in zip(before, versions, strict=False)
    ]
    return lines[::-1]


@dataclass(frozen=True, kw_only=True)
class ReplayLine:
    """What the last nightly look back found of one campaign. ``sentences``: the first of ``differences``."""

    at: datetime
    differences: int
    sentences: list[str]


def last_replay(campaign: Campaign) -> ReplayLine | None:
    """None before the first one since its announcement. One statement."""
    found = newest_payload(CampaignsReplayed)
    if found is None or campaign.published_at is None or found[1] < campaign.published_at:
        return None
    payload, at = found
    sentences = payload["found"].get(campaign.slug, [])
    differences = payload.get("counts", {}).get(campaign.slug, len(sentences))
    return ReplayLine(at=at, differences=differences, sentences=sentences)

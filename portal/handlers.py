"""News into work: what changes pictures."""

from accounts.tie_facts import ProfileChanged
from campaigns.facts import CampaignClosed, CampaignPublished, ShareLinkMade
from groups.facts import EventChanged, EventPublished
from outbox.facts import on
from outbox.jobs import Work
from portal import tasks
from trust.facts import (
    CertificationApproved,
    CertificationExpired,
    CertificationReinstated,
    CertificationRevoked,
    CertificationSuspended,
)

_Badge = (
    CertificationApproved
    | CertificationExpired
    | CertificationReinstated
    | CertificationRevoked
    | CertificationSuspended
)


@on(ShareLinkMade)
def draw_invitation(fact: ShareLinkMade) -> Work:
    return tasks.ask_for_pictures.work(of=f"invitation-{fact.code}")


@on(ProfileChanged)
def renew_what_names_them(fact: ProfileChanged) -> Work | None:
    return tasks.renew_own_pictures.work(member_id=fact.member_id) if "display_name" in fact.fields else None


@on(EventPublished)
def draw_event(fact: EventPublished) -> Work:
    return tasks.ask_for_pictures.work(of=f"event-{fact.event_id}")


@on(
    CertificationApproved,
    CertificationExpired,
    CertificationReinstated,
    CertificationRevoked,
    CertificationSuspended,
)
def renew_badges(fact: _Badge) -> Work:
    return tasks.renew_pictures.work(about=f"certification:{fact.certification_id}")


@on(EventChanged)
def renew_event(fact: EventChanged) -> Work:
    return tasks.renew_pictures.work(about=f"event:{fact.event_id}")


@on(CampaignPublished)
def draw_campaign(fact: CampaignPublished) -> Work:
    return tasks.ask_for_pictures.work(of=f"campaign-{fact.campaign_id}")


@on(CampaignPublished, CampaignClosed)
def renew_what_is_about_it(fact: CampaignPublished | CampaignClosed) -> Work:
    return tasks.renew_pictures.work(about=f"campaign:{fact.campaign_id}")

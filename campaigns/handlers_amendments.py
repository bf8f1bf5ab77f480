"""What campaigns does when announced rules get better."""

from campaigns import tasks
from campaigns.facts import CampaignAmended
from outbox.facts import on
from outbox.jobs import Work


@on(CampaignAmended)
def repin(fact: CampaignAmended) -> Work:
    return tasks.repin_some.work(campaign_id=fact.campaign_id, version=fact.number)

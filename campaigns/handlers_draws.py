"""What draws do about news. Pure translation into work: no queries here."""

from datetime import datetime

from campaigns import tasks_draws as tasks
from campaigns.draw_facts import DrawCalled, DrawDrawn, DrawFrozen, DrawPublished
from campaigns.facts import CampaignCancelled, CampaignStarted, RiskCaseDecided, RiskCaseFact, RiskCaseOpened
from campaigns.operations.draws.freezing import freeze_key
from gifts.facts import GiftAccepted, GiftDeclined, GiftFact, OfferExpired
from outbox.facts import on
from outbox.jobs import Work

DRAW_LINE = "draw:"


@on(CampaignStarted)
def open_for_entries(fact: CampaignStarted) -> Work:
    return tasks.open_for_entries.work(campaign_id=fact.campaign_id)


@on(CampaignCancelled)
def call_off(fact: CampaignCancelled) -> Work:
    return tasks.void.work(campaign_id=fact.campaign_id)


@on(RiskCaseOpened, RiskCaseDecided)
def look_at_the_tickets(fact: RiskCaseFact) -> Work:
    return tasks.recheck.work(case_id=fact.case_id)


@on(DrawCalled)
def freeze_list(fact: DrawCalled) -> Work:
    key = freeze_key(fact.draw_id, fact.called_at)
    return tasks.freeze.work(draw_id=fact.draw_id, called_at=fact.called_at, dedupe=key)


@on(DrawFrozen)
def run_when_the_seed_can_exist(fact: DrawFrozen) -> Work:
    return tasks.run.work(draw_id=fact.draw_id, run_at=datetime.fromisoformat(fact.run_after))


@on(DrawDrawn)
def publish_receipt(fact: DrawDrawn) -> Work:
    return tasks.publish.work(draw_id=fact.draw_id)


@on(DrawPublished)
def offer_prizes(fact: DrawPublished) -> Work:
    return tasks.offer.work(draw_id=fact.draw_id)


@on(GiftAccepted, GiftDeclined, OfferExpired)
def look_whether_all_are_served(fact: GiftFact) -> Work | None:
    if not fact.line.startswith(DRAW_LINE):
        return None
    return tasks.complete.work(draw_ref=fact.line.removeprefix(DRAW_LINE))

"""What a campaign's page shows, for members and for the manager's preview. No request, no permission."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns import plain_rules
from campaigns.queries.campaigns import CampaignDetail
from campaigns.queries.names import names_in
from campaigns.states import CampaignState, RewardKind


@dataclass(frozen=True, kw_only=True)
class StateWord:
    """A state as members read it."""

    tone: str
    label: str | Promise


STATE_WORDS: Mapping[str, StateWord] = {
    CampaignState.DRAFT: StateWord(tone="plain", label=_("Draft")),
    CampaignState.IN_REVIEW: StateWord(tone="plain", label=_("In review")),
    CampaignState.APPROVED: StateWord(tone="plain", label=_("In review")),
    CampaignState.SCHEDULED: StateWord(tone="info", label=_("Starts soon")),
    CampaignState.LIVE: StateWord(tone="good", label=_("Open now")),
    CampaignState.PAUSED: StateWord(tone="wait", label=_("Paused")),
    CampaignState.CLOSING: StateWord(tone="info", label=_("Ended, being counted")),
    CampaignState.DRAWING: StateWord(tone="info", label=_("The draw is under way")),
    CampaignState.SETTLING: StateWord(tone="info", label=_("Gifts are on their way")),
    CampaignState.SETTLED: StateWord(tone="plain", label=_("Finished")),
    CampaignState.ARCHIVED: StateWord(tone="plain", label=_("Finished")),
    CampaignState.CANCELLED: StateWord(tone="bad", label=_("Cancelled")),
}
# What a manager may write for members, apart from the title.
TEXT_KEYS = ("lead", "about", "share")


def word_of(campaign: CampaignDetail) -> StateWord:
    """A campaign that is open while its brand has stopped everything reads as paused."""
    stopped = campaign.is_stopped and campaign.state == CampaignState.LIVE
    return STATE_WORDS[CampaignState.PAUSED if stopped else campaign.state]


def campaign_values(campaign: CampaignDetail) -> dict[str, Any]:
    """The offer, the steps and the rules of a campaign in the reader's language. One statement, one
    more where the rules name groups.

    What follows from the rules is worded when a template asks for it. ``kept`` names all that goes into it,
    for ``{% keep %}``; it is empty where the rules are not sealed.
    """
    rulebook = campaign.rulebook
    word = word_of(campaign)
    if rulebook is None:
        return {"campaign": campaign, "word": word}
    names = names_in(rulebook)
    return {
        "campaign": campaign,
        "word": word,
        "lead": campaign.texts.get("lead") or plain_rules.offer(rulebook),
        "about": campaign.texts.get("about"),
        "offer": partial(plain_rules.offer, rulebook),
        "prizes": partial(plain_rules.prizes, rulebook, names),
        "further": partial(plain_rules.further, rulebook, names),
        "requirements": partial(plain_rules.requirements, rulebook, names),
        "steps": partial(plain_rules.steps, rulebook, names),
        "rules": partial(plain_rules.lines_beside_further, rulebook, names),
        "has_board": rulebook.board is not None,
        "has_draw": rulebook.reward.kind == RewardKind.DRAW_ENTRY,
        "kept": _all_that_is_shown(campaign, names),
    }


def _all_that_is_shown(campaign: CampaignDetail, names: plain_rules.Names) -> tuple[object, ...]:
    """The seal stands for rules, texts and version; beside it, what may change under the same seal."""
    if not campaign.sha256:
        return ()
    moments = (campaign.opens_at, campaign.closes_at, campaign.settle_by)
    brand = (campaign.brand_name, campaign.organiser, campaign.contact)
    return (campaign.sha256, campaign.slug, *moments, *brand, sorted(names.items()))

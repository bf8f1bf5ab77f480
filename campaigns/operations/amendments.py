"""Better rules for a campaign that is announced: proposed, judged, adopted by a second person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from campaigns import errors, facts
from campaigns.amendment_rules import Terms, Verdict, judge_amendment
from campaigns.amendment_words import explain_refused
from campaigns.channel_packs import compile_campaign
from campaigns.models import Amendment, Budget, Campaign, CampaignVersion
from campaigns.operations.earmarking import check_stock, keep_back
from campaigns.operations.publishing import budget_slices, check_channels, check_dates
from campaigns.queries.amendments import terms_of
from campaigns.rulebook import Rulebook, claim_of, read_rules, seal
from campaigns.states import AMENDABLE_STATES, AmendmentState
from common.access import Actor, allow
from common.errors import NotFound, Stale
from outbox.facts import record


@dataclass(frozen=True, kw_only=True)
class AmendmentDraft:
    """What shall hold from now on; None leaves what is sealed."""

    rules: Mapping[str, Any] | None = None
    texts: Mapping[str, Any] | None = None
    closes_at: datetime | None = None
    settle_by: datetime | None = None


@transaction.atomic
def propose_amendment(
    *, actor: Actor, campaign_id: int, draft: AmendmentDraft, note: str, now: datetime
) -> Amendment:
    """Write down better rules for a second person to adopt. Nothing is in force yet.

    ``note``: why, for everybody to read.

    Raises: NotFound, NotAmendable, ReasonMissing, BadRules and ForbiddenByChannel (with the place),
    NothingChanged, NotFavourable (with each place and its reason), BadWindow, EndsInThePast, BoardTooLate,
    UnknownItem, NotEnoughStock, AmendmentOpen.
    """
    campaign = Campaign.objects.one(campaign_id)
    allow(actor, "campaigns.amend-campaign", campaign)
    current = _current(campaign)
    if not note.strip():
        raise errors.ReasonMissing(field="note")
    amendment = Amendment(
        campaign=campaign,
        base=current,
        rules=dict(draft.rules or current.rules),
        texts=dict(current.texts) | dict(draft.texts or {}),
        closes_at=draft.closes_at or current.closes_at,
        settle_by=draft.settle_by or current.settle_by,
        public_note=note.strip()[:300],
        author_id=actor.pk,
        proposed_at=now,
    )
    _check(campaign, amendment, now=now)
    try:
        with transaction.atomic():
            amendment.save(force_insert=True)
    except IntegrityError as error:
        raise errors.AmendmentOpen from error
    fact = facts.AmendmentProposed(
        amendment_id=amendment.pk, campaign_id=campaign.pk, author_id=amendment.author_id
    )
    record(fact, subject=campaign.public_id)
    return amendment


@transaction.atomic
def adopt_amendment(*, actor: Actor, amendment_id: int, now: datetime) -> Campaign:
    """Seal the better rules as the next version. Friends who are there follow by a job.

    Adopting again changes nothing.

    Raises: NotFound, SecondPersonNeeded (the author), IllegalMove (withdrawn), NotAmendable, NotFavourable,
    ForbiddenByChannel, BadWindow, EndsInThePast, UnknownItem, NotEnoughStock, Stale (other rules are in force
    meanwhile).
    """
    amendment = find_amendment(amendment_id)
    campaign = Campaign.objects.one(amendment.campaign_id)
    allow(actor, "campaigns.adopt-amendment", campaign)
    if amendment.state == AmendmentState.ADOPTED:
        return campaign
    if actor.pk is not None and settings.CAMPAIGNS_FOUR_EYES and actor.pk == amendment.author_id:
        raise errors.SecondPersonNeeded
    current = _current(campaign)
    if current.pk != amendment.base_id:
        raise Stale
    _check(campaign, amendment, now=now)
    version = _seal(campaign, amendment, current, actor=actor, now=now)
    amendment.adopt(actor=actor, version_id=version.pk, now=now)
    campaign.amend(
        version_id=version.pk,
        title=version.texts.get("title") or campaign.title,
        closes_at=version.closes_at,
        settle_by=version.settle_by,
    )
    campaign.current = version
    _raise_shares(campaign, current.rulebook, version.rulebook)
    keep_back(campaign, version.rulebook)
    fact = facts.CampaignAmended(campaign_id=campaign.pk, number=version.number, sha256=version.sha256)
    record(fact, subject=campaign.public_id)
    return campaign


@transaction.atomic
def withdraw_amendment(*, actor: Actor, amendment_id: int, reason: str, now: datetime) -> Amendment:
    """Nothing comes of it; again changes nothing. Raises: NotFound, ReasonMissing, IllegalMove, Stale."""
    amendment = find_amendment(amendment_id)
    allow(actor, "campaigns.withdraw-amendment", amendment.campaign)
    if amendment.state == AmendmentState.WITHDRAWN:
        return amendment
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    amendment.withdraw(actor=actor, why=reason.strip()[:300], now=now)
    return amendment


def judge(campaign: Campaign, amendment: Amendment) -> list[Verdict]:
    """What an amendment changes, place by place. Raises: BadRules, NotAmendable."""
    current = _current(campaign)
    better = Terms(
        rulebook=read_rules(amendment.rules),
        texts=amendment.texts,
        opens_at=current.opens_at,
        closes_at=amendment.closes_at,
        settle_by=amendment.settle_by,
    )
    return judge_amendment(terms_of(current), better)


def find_amendment(amendment_id: int) -> Amendment:
    amendment = Amendment.objects.select_related("campaign__brand").filter(pk=amendment_id).first()
    if amendment is None:
        raise NotFound
    return amendment


def _current(campaign: Campaign) -> CampaignVersion:
    if campaign.current is None or campaign.state not in AMENDABLE_STATES:
        raise errors.NotAmendable
    return campaign.current


def _check(campaign: Campaign, amendment: Amendment, *, now: datetime) -> None:
    """A campaign in memory takes the dates for a moment, so that both ways check the same."""
    verdicts = judge(campaign, amendment)
    if not verdicts:
        raise errors.NothingChanged
    refused = [verdict for verdict in verdicts if not verdict.is_favourable]
    if refused:
        raise errors.NotFavourable(places=explain_refused(refused))
    better = read_rules(amendment.rules)
    texts = amendment.texts
    found = compile_campaign(title=texts.get("title") or {}, texts=texts, rules=amendment.rules)
    check_channels(found)
    announced = (campaign.closes_at, campaign.settle_by)
    campaign.closes_at, campaign.settle_by = amendment.closes_at, amendment.settle_by
    check_dates(campaign, better, now=now)
    campaign.closes_at, campaign.settle_by = announced
    _check_stock(campaign, _current(campaign).rulebook, better)


def _check_stock(campaign: Campaign, old: Rulebook, new: Rulebook) -> None:
    """What comes on top must be free on the shelf."""
    more = {item: units - old.promised_items.get(item, 0) for item, units in new.promised_items.items()}
    check_stock(campaign, {item: units for item, units in more.items() if units > 0})


def _seal(
    campaign: Campaign, amendment: Amendment, current: CampaignVersion, *, actor: Actor, now: datetime
) -> CampaignVersion:
    sealed: dict[str, Any] = {
        "number": current.number + 1,
        "rules": amendment.rules,
        "texts": amendment.texts,
        "opens_at": current.opens_at,
        "closes_at": amendment.closes_at,
        "settle_by": amendment.settle_by,
    }
    version = CampaignVersion(
        campaign=campaign,
        author_id=amendment.author_id or campaign.author_id,
        approver_id=actor.pk,
        supersedes=current,
        is_favourable=True,
        sealed_at=now,
        sha256=seal(campaign=campaign.public_id, **sealed),
        **sealed,
    )
    try:
        with transaction.atomic():
            version.save()
    except IntegrityError as error:
        raise Stale from error
    return version


def _raise_shares(campaign: Campaign, old: Rulebook, new: Rulebook) -> None:
    """More units into the slices that are there; a new rule gets slices of its own."""
    for rule_key, (_item, units) in new.shares.items():
        more = units - (old.shares[rule_key][1] if rule_key in old.shares else 0)
        if more <= 0:
            continue
        action = claim_of(rule_key)
        slots = list(
            Budget.objects.filter(campaign=campaign, action=action)
            .order_by("slot")
            .values_list("pk", flat=True)
        )
        if not slots:
            Budget.objects.bulk_create(budget_slices(campaign.pk, action, more))
            continue
        each, rest = divmod(more, len(slots))
        for place, pk in enumerate(slots):
            Budget.objects.filter(pk=pk).update(limit_units=F("limit_units") + each + int(place < rest))

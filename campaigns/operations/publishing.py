"""Publishing: the rules are sealed, the stock is kept back, the promises are made."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max

from campaigns import errors, facts, rules
from campaigns.channel_packs import Finding, pack_called, refused
from campaigns.models import Budget, Campaign, CampaignVersion
from campaigns.operations.draws.setup import commit_draw
from campaigns.operations.earmarking import check_stock, keep_back
from campaigns.operations.promises import DRAW_REF, PRIZES_REF, make_promise, open_tally
from campaigns.queries.channels import findings_of
from campaigns.rulebook import Rulebook, claim_of, read_rules, seal
from campaigns.states import PUBLIC_STATES, CampaignState, PromiseKind, RewardKind
from common.access import Actor, allow
from common.errors import Stale
from outbox.facts import record

# Claims of a campaign's own share of an item are spread over so many rows, so that they don't queue.
BUDGET_SLOTS = 32


@transaction.atomic
def publish_campaign(*, actor: Actor, campaign_id: int, now: datetime) -> Campaign:
    """Seal the draft as a version and announce the campaign; it starts at once when its time has come.

    Publishing what is already published returns it unchanged.

    Raises: NotFound, SecondPersonNeeded, BadRules and ForbiddenByChannel (with the place), BadWindow,
    EndsInThePast, UnknownItem, NotEnoughStock, IllegalMove, Stale.
    """
    campaign = Campaign.objects.one(campaign_id)
    allow(actor, "campaigns.publish-campaign", campaign)
    if campaign.state in PUBLIC_STATES:
        return campaign
    _check_second_person(campaign, actor)
    rulebook = read_rules(campaign.draft_rules)
    check_channels(findings_of(campaign))
    _check_dates(campaign, now=now)
    check_stock(campaign, rulebook.promised_items)
    if campaign.state == CampaignState.DRAFT:
        campaign.submit(actor=actor)
    version = _seal(campaign, actor=actor, now=now)
    campaign.schedule(
        actor=actor, approver_id=campaign.approver_id or actor.pk, version_id=version.pk, now=now
    )
    campaign.current = version
    _promise(campaign, rulebook, actor=actor, now=now)
    published = facts.CampaignPublished(campaign_id=campaign.pk, number=version.number, sha256=version.sha256)
    record(published, subject=campaign.public_id)
    if campaign.opens_at <= now:
        campaign.start(actor=actor)
        record(facts.CampaignStarted(campaign_id=campaign.pk), subject=campaign.public_id)
    return campaign


def _check_second_person(campaign: Campaign, actor: Actor) -> None:
    """A job is nobody's; a person announces only what another one has approved."""
    if actor.pk is not None and settings.CAMPAIGNS_FOUR_EYES and campaign.state != CampaignState.APPROVED:
        raise errors.SecondPersonNeeded


def check_channels(findings: Sequence[Finding]) -> None:
    """What a platform forbids is never announced, not even to where it would not matter.

    Raises: ForbiddenByChannel.
    """
    for finding in refused(findings):
        pack = pack_called(finding.pack)
        raise errors.ForbiddenByChannel(
            field=finding.path,
            platform=pack.name,
            path=finding.path,
            line=finding.line,
            found=finding.found,
            why=finding.why,
            source=f"{pack.source} ({pack.dated})",
        )


def _check_dates(campaign: Campaign, *, now: datetime) -> None:
    check_dates(campaign, read_rules(campaign.draft_rules), now=now)


def check_dates(campaign: Campaign, rulebook: Rulebook, *, now: datetime) -> None:
    """Raises: BadWindow, EndsInThePast, BoardTooLate."""
    rules.check_window(opens_at=campaign.opens_at, closes_at=campaign.closes_at, settle_by=campaign.settle_by)
    if campaign.closes_at <= now:
        raise errors.EndsInThePast(field="closes_at")
    board = rulebook.board
    if board and campaign.closes_at + timedelta(days=board.grace_days) >= campaign.settle_by:
        raise errors.BoardTooLate(field="settle_by")


def _seal(campaign: Campaign, *, actor: Actor, now: datetime) -> CampaignVersion:
    """Two publishers at once: the unique number lets one through."""
    last = campaign.versions.aggregate(last=Max("number"))["last"] or 0
    sealed = {
        "number": last + 1,
        "rules": campaign.draft_rules,
        "texts": {"title": campaign.title, **campaign.draft_texts},
        "opens_at": campaign.opens_at,
        "closes_at": campaign.closes_at,
        "settle_by": campaign.settle_by,
    }
    version = CampaignVersion(
        campaign=campaign,
        author_id=campaign.author_id,
        approver_id=campaign.approver_id or actor.pk,
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


def _promise(campaign: Campaign, rulebook: Rulebook, *, actor: Actor, now: datetime) -> None:
    keep_back(campaign, rulebook)
    open_tally(campaign.pk)
    for rule_key, (_item, quantity) in rulebook.shares.items():
        Budget.objects.bulk_create(budget_slices(campaign.pk, claim_of(rule_key), quantity))
    made = [] if rulebook.board is None else [(PromiseKind.PRIZES, PRIZES_REF)]
    if rulebook.reward.kind == RewardKind.DRAW_ENTRY:
        commit_draw(campaign_id=campaign.pk, rulebook=rulebook, actor=actor, now=now)
        made = [(PromiseKind.DRAW, DRAW_REF), (PromiseKind.PRIZES, PRIZES_REF)]
    for kind, ref in made:
        make_promise(
            campaign_id=campaign.pk, kind=kind, ref=ref, holder_id=None, due_at=campaign.settle_by, now=now
        )


def budget_slices(campaign_id: int, action: str, quantity: int) -> list[Budget]:
    """``quantity`` cut as evenly as whole numbers allow."""
    slots = min(BUDGET_SLOTS, quantity)
    each, rest = divmod(quantity, slots)
    return [
        Budget(campaign_id=campaign_id, action=action, slot=slot, limit_units=each + (slot < rest))
        for slot in range(slots)
    ]

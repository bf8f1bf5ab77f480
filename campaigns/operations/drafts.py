"""Making a campaign ready: brands, drafts, review."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from campaigns import errors, rules
from campaigns.models import Brand, Campaign, DraftEditor
from campaigns.rulebook import DEFAULT_RULES, read_rules
from campaigns.states import CampaignState
from common.access import Actor, allow
from common.errors import IllegalMove, NotAllowed, NotFound, Stale
from common.ids import new_code
from common.texts import Texts

# How long after the end promises may still be kept, where the draft does not say.
SETTLE_DAYS = 30
CLONE_OPENS_AFTER = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class DraftChanges:
    """What an edit changes; None leaves a column as it is."""

    title: Texts | None = None
    slug: str | None = None
    rules: Mapping[str, Any] | None = None
    texts: Mapping[str, Any] | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    settle_by: datetime | None = None
    alarm_friends: int | None = None


_COLUMNS = {"rules": "draft_rules", "texts": "draft_texts"}


@transaction.atomic
def create_brand(*, actor: Actor, slug: str, name: Texts, organiser: str = "", contact: str = "") -> Brand:
    """The same slug again returns the brand that is there, unchanged."""
    allow(actor, "campaigns.create-brand")
    defaults = {"name": dict(name), "organiser": organiser, "contact": contact}
    return Brand.objects.get_or_create(slug=slug, defaults=defaults)[0]


@transaction.atomic
def create_campaign(
    *,
    actor: Actor,
    brand_id: int,
    title: Texts,
    opens_at: datetime,
    closes_at: datetime,
    author_id: int | None = None,
    slug: str = "",
    rules_draft: Mapping[str, Any] | None = None,
    texts: Mapping[str, Any] | None = None,
    settle_by: datetime | None = None,
    alarm_friends: int = 0,
) -> Campaign:
    """A draft that nobody else sees. ``author_id`` is for jobs only; a person is the author herself.

    Raises: NotFound, BadWindow, SlugTaken. The rules may be incomplete until the review.
    """
    brand = Brand.objects.filter(pk=brand_id).first()
    if brand is None:
        raise NotFound
    allow(actor, "campaigns.create-campaign", brand)
    author = actor.pk or author_id
    if author is None:
        raise NotAllowed
    settle_by = settle_by or closes_at + timedelta(days=SETTLE_DAYS)
    rules.check_window(opens_at=opens_at, closes_at=closes_at, settle_by=settle_by)
    campaign = Campaign(
        brand=brand,
        author_id=author,
        slug=slug or _slug_for(title),
        title=dict(title),
        draft_rules=dict(rules_draft or DEFAULT_RULES),
        draft_texts=dict(texts or {}),
        opens_at=opens_at,
        closes_at=closes_at,
        settle_by=settle_by,
        alarm_friends=alarm_friends,
    )
    _save(campaign)
    return campaign


@transaction.atomic
def edit_draft(*, actor: Actor, campaign_id: int, changes: DraftChanges) -> Campaign:
    """Change a draft. A sealed campaign is never edited here.

    Raises: NotFound, IllegalMove (not a draft), BadWindow, SlugTaken, Stale.
    """
    campaign = Campaign.objects.one(campaign_id)
    allow(actor, "campaigns.edit-campaign", campaign)
    if campaign.state != CampaignState.DRAFT:
        raise IllegalMove
    changed = {
        _COLUMNS.get(field.name, field.name): getattr(changes, field.name)
        for field in fields(changes)
        if getattr(changes, field.name) is not None
    }
    for column, value in changed.items():
        setattr(campaign, column, value)
    rules.check_window(opens_at=campaign.opens_at, closes_at=campaign.closes_at, settle_by=campaign.settle_by)
    _write_draft(campaign, changed)
    if actor.pk is not None:
        DraftEditor.objects.get_or_create(campaign=campaign, editor_id=actor.pk)
    return campaign


@transaction.atomic
def submit_for_review(*, actor: Actor, campaign_id: int) -> Campaign:
    """Hand a complete draft to whoever publishes it; again changes nothing.

    Raises: NotFound, BadRules (with the place), IllegalMove, Stale.
    """
    campaign = Campaign.objects.one(campaign_id)
    allow(actor, "campaigns.submit-campaign", campaign)
    if campaign.state == CampaignState.IN_REVIEW:
        return campaign
    read_rules(campaign.draft_rules)
    campaign.submit(actor=actor)
    return campaign


@transaction.atomic
def approve_campaign(*, actor: Actor, campaign_id: int, revision: int) -> Campaign:
    """A second person has read what was handed in; again changes nothing. It can't be edited any more.

    ``revision``: the campaign's ``version`` that was read.

    Raises: NotFound, DraftChanged (since it was read), SecondPersonNeeded (who wrote it or ever edited it),
    BadRules, IllegalMove, Stale.
    """
    campaign = Campaign.objects.one(campaign_id)
    allow(actor, "campaigns.approve-campaign", campaign)
    is_approved = campaign.state == CampaignState.APPROVED
    if not is_approved and campaign.state != CampaignState.IN_REVIEW:
        raise IllegalMove
    if not is_approved and _has_written(actor, campaign):
        raise errors.SecondPersonNeeded
    # The approval itself is one step further than what it approved.
    if revision != campaign.version - is_approved:
        raise errors.DraftChanged
    if is_approved:
        return campaign
    read_rules(campaign.draft_rules)
    campaign.approve(actor=actor)
    return campaign


def _has_written(actor: Actor, campaign: Campaign) -> bool:
    return actor.pk is not None and (
        actor.pk == campaign.author_id
        or DraftEditor.objects.filter(campaign=campaign, editor_id=actor.pk).exists()
    )


@transaction.atomic
def clone_campaign(*, actor: Actor, campaign_id: int, now: datetime) -> Campaign:
    """A new draft with the rules and texts of another campaign, as long as that one, from tomorrow on.

    Each call makes one. Raises: NotFound.
    """
    source = Campaign.objects.one(campaign_id)
    allow(actor, "campaigns.clone-campaign", source)
    sealed = source.current
    texts = dict(sealed.texts if sealed else source.draft_texts)
    texts.pop("title", None)
    opens_at = now + CLONE_OPENS_AFTER
    return create_campaign(
        actor=actor,
        author_id=source.author_id,
        brand_id=source.brand_id,
        title=source.title,
        rules_draft=sealed.rules if sealed else source.draft_rules,
        texts=texts,
        opens_at=opens_at,
        closes_at=opens_at + (source.closes_at - source.opens_at),
        settle_by=opens_at + (source.settle_by - source.opens_at),
        alarm_friends=source.alarm_friends,
    )


@transaction.atomic
def send_back(*, actor: Actor, campaign_id: int, reason: str) -> Campaign:
    """Return a campaign in review to its author. Raises: NotFound, ReasonMissing, IllegalMove, Stale."""
    campaign = Campaign.objects.one(campaign_id)
    allow(actor, "campaigns.send-back-campaign", campaign)
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    campaign.send_back(actor=actor, why=reason.strip())
    return campaign


def _slug_for(title: Texts) -> str:
    readable = slugify(title.get("en", ""))[:60]
    return "-".join(part for part in (readable, new_code(6).lower()) if part)


def _save(campaign: Campaign) -> None:
    try:
        with transaction.atomic():
            campaign.save()
    except IntegrityError as error:
        raise errors.SlugTaken(field="slug") from error


def _write_draft(campaign: Campaign, changed: dict[str, Any]) -> None:
    """Compare-and-set, so that two editors never overwrite each other unseen."""
    mine = Campaign.objects.filter(pk=campaign.pk, state=CampaignState.DRAFT, version=campaign.version)
    try:
        with transaction.atomic():
            written = mine.update(**changed, version=campaign.version + 1)
    except IntegrityError as error:
        raise errors.SlugTaken(field="slug") from error
    if written != 1:
        raise Stale
    campaign.version += 1

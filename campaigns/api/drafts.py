"""A draft as it stands, with what its rules lack and what the platforms' packs say, line by line."""

from typing import Any

from rest_framework import serializers

from campaigns.api.serializers import Shape
from campaigns.channel_packs import PACKS, TIES, Finding, Pack, open_channels
from campaigns.models import Campaign
from campaigns.queries.channels import findings_of
from campaigns.rule_shape import find_problems
from campaigns.share_channels import AUDIENCES
from campaigns.states import CampaignState, Channel, PackOutcome, Tie


class ProblemOutput(Shape):
    path = serializers.CharField(help_text="`draw.prizes.0.quantity`; empty is the rules as a whole.")
    why = serializers.CharField()


class FindingOutput(Shape):
    pack = serializers.CharField(help_text="The key of one of `packs`.")
    rule = serializers.CharField(help_text="A word that stays, like `reward-for-sharing`.")
    path = serializers.CharField(help_text="The field: `title.en`, `texts.share.zh-hans`.")
    line = serializers.IntegerField(help_text="Of that text, from 1.")
    found = serializers.CharField()
    outcome = serializers.ChoiceField(
        choices=PackOutcome.choices, help_text="`refused` stops the publication."
    )
    why = serializers.CharField()


class PackOutput(Shape):
    key = serializers.CharField()
    name = serializers.CharField()
    channels = serializers.ListField(child=serializers.ChoiceField(choices=Channel.choices))
    version = serializers.CharField()
    dated = serializers.DateField(help_text="Of the platform's own rules.")
    source = serializers.CharField()  # type: ignore[assignment]


class AudienceOutput(Shape):
    channel = serializers.ChoiceField(choices=Channel.choices)
    tie = serializers.ChoiceField(choices=Tie.choices, help_text="Which kind of tie it works on.")
    audience = serializers.CharField(help_text="Whom the platform reaches.")
    is_open = serializers.BooleanField(help_text="Whether this campaign may be shared there.")


class CampaignDraftOutput(Shape):
    public_id = serializers.CharField()
    slug = serializers.CharField()
    state = serializers.ChoiceField(choices=CampaignState.choices)
    revision = serializers.IntegerField(help_text="Rises with each change; who approves it names it.")
    title = serializers.DictField(child=serializers.CharField(allow_blank=True))
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()
    settle_by = serializers.DateTimeField()
    rules = serializers.DictField()
    texts = serializers.DictField()
    problems = ProblemOutput(many=True, help_text="Of the rules; empty before it can be published.")
    findings = FindingOutput(many=True, help_text="Refused ones first.")
    packs = PackOutput(many=True)
    channels = AudienceOutput(many=True)


def draft_body(campaign: Campaign) -> dict[str, Any]:
    """No statement. What people read is in the caller's language."""
    same = ("public_id", "slug", "state", "title", "opens_at", "closes_at", "settle_by")
    rules = campaign.draft_rules or {}
    open_to = open_channels(rules)
    return {
        **{name: getattr(campaign, name) for name in same},
        "revision": campaign.version,
        "rules": rules,
        "texts": campaign.draft_texts or {},
        "problems": [{"path": one.path, "why": str(one.why)} for one in find_problems(rules)],
        "findings": [_finding(one) for one in findings_of(campaign)],
        "packs": [_pack(pack) for pack in PACKS],
        "channels": [
            {"channel": one, "tie": TIES[one], "audience": str(AUDIENCES[one]), "is_open": one in open_to}
            for one in Channel
        ],
    }


def _finding(one: Finding) -> dict[str, Any]:
    same = ("pack", "rule", "path", "line", "found", "outcome")
    return {**{name: getattr(one, name) for name in same}, "why": str(one.why)}


def _pack(pack: Pack) -> dict[str, Any]:
    return {
        "key": pack.key,
        "name": str(pack.name),
        "channels": list(pack.channels),
        "version": pack.version,
        "dated": pack.dated,
        "source": pack.source,
    }

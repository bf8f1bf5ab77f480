"""Shapes of what comes in and goes out. They never save."""

from typing import Any

from rest_framework import serializers

from campaigns.states import (
    CampaignState,
    Channel,
    PromiseBucket,
    PromiseKind,
    ReferralState,
    RewardKind,
    RewardState,
    TouchKind,
)

Shape = serializers.Serializer[Any]


class TextsField(serializers.DictField):
    """``{"en": ..., "zh-hans": ...}``."""

    child = serializers.CharField(allow_blank=True, max_length=2000)


class CampaignTexts(Shape):
    """What members read on the campaign's page, each in the languages that were written."""

    title = TextsField(required=False)
    lead = TextsField(required=False, help_text="One sentence under the title.")
    about = TextsField(required=False)
    share = TextsField(required=False, help_text="Neutral words that members may send along with the link.")


class CampaignOutput(Shape):
    public_id = serializers.CharField()
    slug = serializers.CharField()
    state = serializers.ChoiceField(CampaignState.choices)
    title = TextsField()
    brand = TextsField()
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()


class CampaignsOutput(Shape):
    items = CampaignOutput(many=True)
    next = serializers.CharField(allow_null=True)


class CampaignDetailOutput(CampaignOutput):
    settle_by = serializers.DateTimeField()
    organiser = serializers.CharField()
    contact = serializers.CharField()
    public_reason = serializers.CharField(help_text="Why it is paused or was cancelled; empty otherwise.")
    texts = CampaignTexts()
    rules = serializers.DictField(help_text="The rules in force, as they were sealed.")
    plain_rules = serializers.ListField(
        child=serializers.CharField(), help_text="The same rules in the reader's language."
    )
    version = serializers.IntegerField(help_text="0 while nothing is sealed.")
    sha256 = serializers.CharField()
    sealed_at = serializers.DateTimeField(allow_null=True)


class ProgressOutput(Shape):
    """Whole numbers only. ``remaining_friends`` is the worst case."""

    takes_part = serializers.BooleanField()
    threshold = serializers.IntegerField()
    registered = serializers.IntegerField()
    qualified = serializers.IntegerField()
    credit_hundredths = serializers.IntegerField()
    goal_hundredths = serializers.IntegerField()
    remaining_hundredths = serializers.IntegerField()
    remaining_friends = serializers.IntegerField()
    complete = serializers.BooleanField()
    rewards_earned = serializers.IntegerField()


class ReferralOutput(Shape):
    name = serializers.CharField()
    state = serializers.ChoiceField(ReferralState.choices)
    counts = serializers.BooleanField()
    credit_hundredths = serializers.IntegerField()
    missing = serializers.ListField(child=serializers.CharField())
    registered_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    qualified_at = serializers.DateTimeField(allow_null=True)


class ReferralsOutput(Shape):
    items = ReferralOutput(many=True)
    next = serializers.CharField(allow_null=True)


class ManagedReferralOutput(Shape):
    advocate = serializers.CharField(help_text="Handle")
    invitee = serializers.CharField(help_text="Handle")
    state = serializers.ChoiceField(ReferralState.choices)
    credit_hundredths = serializers.IntegerField()
    registered_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    qualified_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()


class ManagedReferralsOutput(Shape):
    items = ManagedReferralOutput(many=True)
    next = serializers.CharField(allow_null=True)


class ShareLinkInput(Shape):
    channel = serializers.CharField(max_length=10, default=Channel.LINK)


class ShareLinkOutput(Shape):
    code = serializers.CharField()
    channel = serializers.ChoiceField(Channel.choices)
    address = serializers.URLField()


class TouchInput(Shape):
    code = serializers.CharField(max_length=32)
    visitor_key = serializers.CharField(
        max_length=80, required=False, allow_blank=True, help_text="From an earlier call; made when left out."
    )
    kind = serializers.ChoiceField(TouchKind.choices, default=TouchKind.CLICK)


class TouchOutput(Shape):
    visitor_key = serializers.CharField(help_text="Give it to the registration.")
    campaign = serializers.CharField()


class RewardOutput(Shape):
    public_id = serializers.CharField()
    campaign = serializers.CharField()
    kind = serializers.ChoiceField(RewardKind.choices)
    state = serializers.ChoiceField(RewardState.choices)
    earned_at = serializers.DateTimeField()
    can_be_claimed = serializers.BooleanField()
    gift = serializers.CharField(allow_null=True)


class RewardsOutput(Shape):
    items = RewardOutput(many=True)
    next = serializers.CharField(allow_null=True)


class ClaimedRewardOutput(Shape):
    public_id = serializers.CharField()
    state = serializers.ChoiceField(RewardState.choices)
    gift = serializers.CharField(allow_null=True)


class PromiseOutput(Shape):
    public_id = serializers.CharField()
    kind = serializers.ChoiceField(PromiseKind.choices)
    bucket = serializers.ChoiceField(PromiseBucket.choices)
    made_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    kept_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()


class PromiseCountsOutput(Shape):
    promised = serializers.IntegerField()
    open = serializers.IntegerField()
    overdue = serializers.IntegerField()
    kept = serializers.IntegerField()
    kept_late = serializers.IntegerField()
    declined = serializers.IntegerField()
    broken = serializers.IntegerField()
    score_bp = serializers.IntegerField(allow_null=True, help_text="Kept on time of all that was due.")


class PromisesOutput(Shape):
    counts = PromiseCountsOutput()
    items = PromiseOutput(many=True)
    next = serializers.CharField(allow_null=True)


# --- the manager ----------------------------------------------------------------------------------


class CampaignInput(Shape):
    brand = serializers.CharField(max_length=20, help_text="Public id")
    title = TextsField()
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()
    settle_by = serializers.DateTimeField(required=False)
    slug = serializers.SlugField(max_length=80, required=False)
    rules = serializers.DictField(required=False)
    texts = CampaignTexts(required=False)


class DraftInput(Shape):
    """What is left out stays as it is."""

    title = TextsField(required=False)
    opens_at = serializers.DateTimeField(required=False)
    closes_at = serializers.DateTimeField(required=False)
    settle_by = serializers.DateTimeField(required=False)
    slug = serializers.SlugField(max_length=80, required=False)
    rules = serializers.DictField(required=False)
    texts = CampaignTexts(required=False)


class ReasonInput(Shape):
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")


class CampaignStateOutput(Shape):
    public_id = serializers.CharField()
    slug = serializers.CharField()
    state = serializers.ChoiceField(CampaignState.choices)
    version = serializers.IntegerField(help_text="Of the sealed rules; 0 while nothing is sealed.")
    sha256 = serializers.CharField()

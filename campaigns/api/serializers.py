"""Shapes of what comes in and goes out. They never save."""

from typing import Any

from rest_framework import serializers

from campaigns.friend_states import FriendState
from campaigns.states import (
    CampaignState,
    Channel,
    PromiseBucket,
    PromiseKind,
    RewardKind,
    RewardState,
    TouchKind,
)
from campaigns.variant_rules import MOST_WEIGHT, WEIGHTS, unfit, worded
from campaigns.variant_words import UNFIT
from campaigns.vouch_states import VouchState

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


class VariantWeights(Shape):
    """Shares of the visitors; a variant without one is not shown."""

    a = serializers.IntegerField(min_value=0, max_value=MOST_WEIGHT, required=False)
    b = serializers.IntegerField(min_value=0, max_value=MOST_WEIGHT, required=False)
    c = serializers.IntegerField(min_value=0, max_value=MOST_WEIGHT, required=False)


class ChannelWords(Shape):
    """Words for one channel; what is left empty is as the campaign says it everywhere."""

    title = TextsField(required=False, help_text="Of its card, its poster and its landing page.")
    lead = TextsField(required=False, help_text="One sentence on its landing page.")
    share = TextsField(required=False, help_text="Words that members may send along there.")


class WordsByChannel(Shape):
    """By channel. Each platform's rules are held against its own before publication."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {channel: ChannelWords(required=False) for channel in Channel.values}


class DraftTexts(CampaignTexts):
    """With up to two further wordings of the invitation page; the plain texts are variant a."""

    channels = WordsByChannel(required=False)
    weights = VariantWeights(required=False)
    lead_b = TextsField(required=False)
    about_b = TextsField(required=False)
    lead_c = TextsField(required=False)
    about_c = TextsField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        wrong = unfit(attrs.get(WEIGHTS) or {}, worded=worded(attrs))
        if wrong:
            raise serializers.ValidationError({WEIGHTS: {key: [str(UNFIT[why])] for key, why in wrong}})
        return attrs


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


class KeptUnitOutput(Shape):
    item = serializers.CharField()
    name = TextsField()
    until = serializers.DateTimeField(help_text="After it, the unit is open to everybody again.")


class ProgressOutput(Shape):
    """Whole numbers only. ``remaining_friends`` is the worst case of what friends count for."""

    takes_part = serializers.BooleanField()
    threshold = serializers.IntegerField()
    registered = serializers.IntegerField()
    qualified = serializers.IntegerField(help_text="Friends who count.")
    held = serializers.IntegerField(help_text="Friends for whom a person owes an answer.")
    credit_hundredths = serializers.IntegerField(
        help_text="Without friends whom a person has found not to count, and with those on hold."
    )
    shared_hundredths = serializers.IntegerField(
        help_text="Of that, what comes from friends whom another advocate's invitation brought."
    )
    goal_hundredths = serializers.IntegerField()
    remaining_hundredths = serializers.IntegerField()
    remaining_friends = serializers.IntegerField()
    complete = serializers.BooleanField()
    rewards_earned = serializers.IntegerField()
    kept = KeptUnitOutput(many=True, help_text="Units that are kept for me while I am one friend short.")


class WordOutput(Shape):
    state = serializers.ChoiceField(VouchState.choices)
    due_at = serializers.DateTimeField(help_text="What the friend shows before this moment proves it.")
    lowered_until = serializers.DateTimeField(
        allow_null=True, help_text="Until when my word counts less, where the friend was decided against."
    )


class ReferralOutput(Shape):
    name = serializers.CharField()
    public_id = serializers.CharField(help_text="Empty for who has left or stands behind a block.")
    state = serializers.ChoiceField(
        FriendState.choices,
        help_text="On hold while a person owes an answer; rejected once a person has found that she does not "
        "count, also while that is objected to.",
    )
    counts = serializers.BooleanField(help_text="Neither on hold nor rejected.")
    credit_hundredths = serializers.IntegerField()
    missing = serializers.ListField(child=serializers.CharField())
    registered_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    qualified_at = serializers.DateTimeField(allow_null=True)
    vouch = WordOutput(allow_null=True, help_text="My word for this friend.")


class ReferralsOutput(Shape):
    items = ReferralOutput(many=True)
    next = serializers.CharField(allow_null=True)


class AttributionInput(Shape):
    invitee_handle = serializers.CharField(max_length=60)
    advocate_handle = serializers.CharField(max_length=60)
    reason = serializers.CharField(
        max_length=300, allow_blank=True, help_text="The advocate and the friend read it; please name nobody."
    )


class ManagedReferralOutput(Shape):
    advocate = serializers.CharField(help_text="Handle")
    invitee = serializers.CharField(help_text="Handle")
    state = serializers.ChoiceField(FriendState.choices)
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
    disclosure = serializers.CharField(
        help_text="An ambassador's words have to begin with it; empty for everybody else."
    )


class TouchInput(Shape):
    code = serializers.CharField(max_length=32)
    visitor_key = serializers.CharField(
        max_length=80, required=False, allow_blank=True, help_text="From an earlier call; made when left out."
    )
    kind = serializers.ChoiceField(TouchKind.choices, default=TouchKind.CLICK)
    utm_source = serializers.CharField(max_length=200, required=False, allow_blank=True)
    utm_medium = serializers.CharField(max_length=200, required=False, allow_blank=True)
    utm_campaign = serializers.CharField(max_length=200, required=False, allow_blank=True)
    utm_term = serializers.CharField(max_length=200, required=False, allow_blank=True)
    utm_content = serializers.CharField(
        max_length=200,
        required=False,
        allow_blank=True,
        help_text="As the other tags of the address: 80 printable characters are kept, no address or number.",
    )


class TouchOutput(Shape):
    visitor_key = serializers.CharField(help_text="Give it to the registration.")
    campaign = serializers.CharField()


class RewardOutput(Shape):
    public_id = serializers.CharField()
    campaign = serializers.CharField()
    kind = serializers.ChoiceField(RewardKind.choices)
    state = serializers.ChoiceField(RewardState.choices)
    earned_at = serializers.DateTimeField()
    can_be_claimed = serializers.BooleanField(
        help_text="A claim is taken now: no pause or stop of the brand, and no friend behind it in question."
    )
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
    replaced = serializers.IntegerField(help_text="Go on as other promises; not in `promised`.")
    depleted = serializers.IntegerField(help_text="Promised while stock lasts, and all had been given.")
    broken = serializers.IntegerField()
    score_bp = serializers.IntegerField(allow_null=True, help_text="Kept on time of all that was due.")


class PromisesOutput(Shape):
    counts = PromiseCountsOutput()
    ambassadors = serializers.IntegerField(
        help_text="Members who get something for passing the campaign on; their links say so."
    )
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
    texts = DraftTexts(required=False)


class DraftInput(Shape):
    """What is left out stays as it is."""

    title = TextsField(required=False)
    opens_at = serializers.DateTimeField(required=False)
    closes_at = serializers.DateTimeField(required=False)
    settle_by = serializers.DateTimeField(required=False)
    slug = serializers.SlugField(max_length=80, required=False)
    rules = serializers.DictField(required=False)
    texts = DraftTexts(required=False)


class ReasonInput(Shape):
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")


class CampaignStateOutput(Shape):
    public_id = serializers.CharField()
    slug = serializers.CharField()
    state = serializers.ChoiceField(CampaignState.choices)
    version = serializers.IntegerField(help_text="Of the sealed rules; 0 while nothing is sealed.")
    sha256 = serializers.CharField()

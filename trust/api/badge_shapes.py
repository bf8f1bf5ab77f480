"""The shapes of badges, levels, the credential and what others are asked about a member. Nothing saves."""

from typing import Any

from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers

from accounts.audience import AUDIENCE_CHOICES
from trust.credit_states import CreditState, Level
from trust.linkedin_states import LinkedInState

Shape = serializers.Serializer[Any]


class PermissionInput(Shape):
    notice_hash = serializers.CharField(max_length=64, help_text="Of the notice, shown and agreed to.")


class PermissionOutput(Shape):
    url = serializers.CharField(help_text="Open it in the member's browser. They allow it there, or don't.")
    state = serializers.CharField(
        help_text="Keep it. The browser comes back with it; with another one it is not your trip."
    )
    code_parameter = serializers.CharField(
        help_text="How the code is called in the address to which it returns."
    )


class PermissionAnswerInput(Shape):
    state = serializers.CharField(max_length=100)
    code = serializers.CharField(
        max_length=1000, default="", allow_blank=True, help_text="Without one the member said no."
    )


class LevelOutput(Shape):
    level = serializers.ChoiceField(choices=Level.choices)
    text = serializers.CharField()
    period = serializers.CharField(help_text="The month whose level it is.")
    observed_at = serializers.DateTimeField()
    valid_until = serializers.DateTimeField()
    is_simulated = serializers.BooleanField()


class CreditOutput(Shape):
    """``level`` only while one may be read; ``stale`` ones nobody else sees."""

    state = serializers.ChoiceField(choices=CreditState.choices, allow_null=True)
    reason = serializers.CharField()
    level = LevelOutput(allow_null=True)
    notice_hash = serializers.CharField()
    is_offered = serializers.BooleanField()
    is_simulated = serializers.BooleanField()
    may_begin = serializers.BooleanField()
    may_withdraw = serializers.BooleanField()


class CreditAnsweredOutput(Shape):
    state = serializers.ChoiceField(choices=CreditState.choices)


class LinkedInLineOutput(Shape):
    code = serializers.CharField()
    text = serializers.CharField()


class LinkedInOutput(Shape):
    """``lines``: what the certifier reads, for a month."""

    state = serializers.ChoiceField(choices=LinkedInState.choices, allow_null=True)
    seen_at = serializers.DateTimeField(allow_null=True)
    lines = LinkedInLineOutput(many=True)
    notice_hash = serializers.CharField()
    is_offered = serializers.BooleanField()
    is_simulated = serializers.BooleanField()
    may_begin = serializers.BooleanField()
    may_withdraw = serializers.BooleanField()


class LinkedInAnsweredOutput(Shape):
    state = serializers.ChoiceField(choices=LinkedInState.choices)


class JobOutput(Shape):
    employer = serializers.CharField()
    title = serializers.CharField()
    method = serializers.CharField(help_text="How it was certified, in words.")
    granted_at = serializers.DateTimeField()


class JobBadgeOutput(Shape):
    audience = serializers.ChoiceField(choices=AUDIENCE_CHOICES)
    job = JobOutput(allow_null=True)


class CreditBadgeOutput(Shape):
    audience = serializers.ChoiceField(choices=AUDIENCE_CHOICES)
    floor = serializers.CharField(help_text="They see at least this level; empty: the level itself.")
    level = LevelOutput(allow_null=True)


class BadgesOutput(Shape):
    professional = JobBadgeOutput()
    credit = CreditBadgeOutput()


class JobBadgeInput(Shape):
    audience = serializers.ChoiceField(choices=AUDIENCE_CHOICES)


class CreditBadgeInput(Shape):
    audience = serializers.ChoiceField(choices=AUDIENCE_CHOICES)
    floor = serializers.ChoiceField(
        choices=Level.choices,
        default="",
        allow_blank=True,
        help_text="Show at least this level, and nothing if mine is lower.",
    )


class BadgesInput(Shape):
    """What is left out stays as it is."""

    professional = JobBadgeInput(required=False)
    credit = CreditBadgeInput(required=False)


class RevealOutput(Shape):
    """Both levels or neither. Whether the other has one, or was asked, shows nowhere."""

    offered = serializers.BooleanField()
    until = serializers.DateTimeField(allow_null=True)
    mine = LevelOutput(allow_null=True)
    theirs = LevelOutput(allow_null=True)


class OfferOutput(Shape):
    member = serializers.CharField()
    name = serializers.CharField()
    until = serializers.DateTimeField()


class OffersPageOutput(Shape):
    items = OfferOutput(many=True)
    next = serializers.CharField(allow_null=True)


class CredentialOutput(Shape):
    public_id = serializers.CharField()
    token = serializers.CharField(help_text="Open Badges 3.0 as a VC JWT; empty once nothing of it is known.")
    link = serializers.CharField(help_text="Where a stranger checks it.")
    state = serializers.ChoiceField(
        choices=[(word, word) for word in ("good", "suspended", "revoked", "over", "bad")]
    )
    issued_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


_LEVEL = {
    "level": "excellent",
    "text": "Excellent",
    "period": "2026-11",
    "observed_at": "2026-11-12T09:30:00+08:00",
    "valid_until": "2026-12-08T00:00:00+08:00",
    "is_simulated": False,
}
PERMISSION_EXAMPLE = OpenApiExample(
    "The way there",
    value={
        "url": "https://openauth.alipay.com/oauth2/publicAppAuthorize.htm?app_id=...&state=kept-by-you",
        "state": "kept-by-you",
        "code_parameter": "auth_code",
    },
    response_only=True,
    status_codes=["201"],
)
CREDIT_EXAMPLE = OpenApiExample(
    "A level that may be shown",
    value={
        "state": "current",
        "reason": "",
        "level": _LEVEL,
        "notice_hash": "5d1f0c...",
        "is_offered": True,
        "is_simulated": False,
        "may_begin": False,
        "may_withdraw": True,
    },
    response_only=True,
)
BADGES_EXAMPLE = OpenApiExample(
    "Show at least good to members",
    value={"professional": {"audience": "public"}, "credit": {"audience": "members", "floor": "good"}},
    request_only=True,
)
REVEAL_EXAMPLE = OpenApiExample(
    "Both have offered",
    value={
        "offered": True,
        "until": "2026-12-01T00:00:00+08:00",
        "mine": _LEVEL,
        "theirs": {**_LEVEL, "level": "good", "text": "Good"},
    },
    response_only=True,
)
CREDENTIAL_EXAMPLE = OpenApiExample(
    "Good",
    value={
        "public_id": "q3hX...",
        "token": "eyJ0eXAiOiJ2Yytqd3QiLCJhbGciOiJFZERTQSJ9...",
        "link": "https://guanxi.example/verify/q3hX.../",
        "state": "good",
        "issued_at": "2026-11-12T09:30:00+08:00",
        "ends_at": "2027-11-12T09:30:00+08:00",
    },
    response_only=True,
)

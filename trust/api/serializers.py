"""The shapes of trust's calls. Nothing here saves."""

from typing import Any

from rest_framework import serializers

from trust.evidence_states import EvidenceKind, EvidenceState
from trust.states import CaseState, Outcome, ReasonCode

Shape = serializers.Serializer[Any]


class CaseInput(Shape):
    legal_name = serializers.CharField(max_length=200)
    id_number = serializers.CharField(
        max_length=60,
        help_text="Its form is checked; the number is not kept. With register_notice it waits for the "
        "answer, sealed, for at most 24 hours.",
    )
    notice_hash = serializers.CharField(max_length=64, help_text="Of the notice real-name, agreed to.")
    register_notice = serializers.CharField(
        max_length=64,
        required=False,
        help_text="Of the notice name-register, agreed to: compare name and number with the register.",
    )
    phone_notice = serializers.CharField(
        max_length=64, required=False, help_text="Of the notice name-phone: send the confirmed phone along."
    )


class ReasonOutput(Shape):
    code = serializers.CharField()
    text = serializers.CharField()


class OwnProofOutput(Shape):
    public_id = serializers.CharField()
    kind = serializers.ChoiceField(choices=EvidenceKind.choices)
    state = serializers.ChoiceField(choices=EvidenceState.choices)
    note = serializers.CharField()
    received_at = serializers.DateTimeField()
    retain_until = serializers.DateTimeField(allow_null=True)
    noticed = serializers.ListField(child=serializers.CharField())
    receipt = serializers.CharField()


class CaseOutput(Shape):
    public_id = serializers.CharField()
    kind = serializers.CharField()
    state = serializers.ChoiceField(choices=CaseState.choices)
    round = serializers.IntegerField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    reasons = ReasonOutput(many=True)
    may_send = serializers.BooleanField()
    may_withdraw = serializers.BooleanField()
    proofs = OwnProofOutput(many=True)


class DeskCaseOutput(Shape):
    public_id = serializers.CharField()
    kind = serializers.CharField()
    state = serializers.CharField()
    round = serializers.IntegerField()
    submitted_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()


class DeskPageOutput(Shape):
    items = DeskCaseOutput(many=True)
    next = serializers.CharField(allow_null=True)


class LeaseOutput(Shape):
    public_id = serializers.CharField()
    lease_until = serializers.DateTimeField()


class ClaimOutput(Shape):
    legal_name = serializers.CharField()
    id_kind = serializers.CharField()
    region = serializers.CharField()
    is_adult = serializers.BooleanField()
    flags = ReasonOutput(many=True)
    two_people = ReasonOutput(
        many=True, help_text="Why another certifier has to agree; empty: one is enough."
    )
    lease_until = serializers.DateTimeField()


class DecisionInput(Shape):
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    reasons = serializers.ListField(child=serializers.ChoiceField(choices=ReasonCode.choices), default=list)
    note = serializers.CharField(max_length=1000, default="", allow_blank=True)


class DecisionOutput(Shape):
    outcome = serializers.CharField()
    reasons = serializers.ListField(child=serializers.CharField())
    decided_at = serializers.DateTimeField()

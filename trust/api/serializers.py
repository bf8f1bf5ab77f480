"""The shapes of trust's calls. Nothing here saves."""

from typing import Any

from rest_framework import serializers

from trust.states import CaseState, Outcome, ReasonCode

Shape = serializers.Serializer[Any]


class CaseInput(Shape):
    legal_name = serializers.CharField(max_length=200)
    id_number = serializers.CharField(max_length=60, help_text="Its form is checked; the number is not kept.")
    notice_hash = serializers.CharField(max_length=64, help_text="Of the notice real-name, agreed to.")


class ReasonOutput(Shape):
    code = serializers.CharField()
    text = serializers.CharField()


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
    lease_until = serializers.DateTimeField()


class DecisionInput(Shape):
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    reasons = serializers.ListField(child=serializers.ChoiceField(choices=ReasonCode.choices), default=list)
    note = serializers.CharField(max_length=1000, default="", allow_blank=True)


class DecisionOutput(Shape):
    outcome = serializers.CharField()
    reasons = serializers.ListField(child=serializers.CharField())
    decided_at = serializers.DateTimeField()

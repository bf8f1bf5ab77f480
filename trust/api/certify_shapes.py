"""The shapes of the professional application's calls. Nothing here saves."""

from typing import Any

from rest_framework import serializers

from trust.api.serializers import OwnProofOutput, ReasonOutput
from trust.evidence_states import EvidenceKind, Purpose, ViewerRole
from trust.states import CaseState

Shape = serializers.Serializer[Any]


class EmploymentInput(Shape):
    employer = serializers.CharField(max_length=200)
    title = serializers.CharField(max_length=120)
    since = serializers.CharField(max_length=7, default="", allow_blank=True, help_text="2021-09")
    company_code = serializers.CharField(max_length=40, default="", allow_blank=True)


class EmploymentOutput(Shape):
    employer = serializers.CharField()
    title = serializers.CharField()
    since = serializers.CharField()
    company_code = serializers.CharField()


class EvidenceInput(Shape):
    kind = serializers.CharField(max_length=32)
    issued_on = serializers.DateField(required=False)
    file = serializers.FileField(allow_empty_file=True)


class ApplicationOutput(Shape):
    public_id = serializers.CharField()
    state = serializers.ChoiceField(choices=CaseState.choices)
    round = serializers.IntegerField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    expected_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    appeal_until = serializers.DateTimeField(allow_null=True)
    reasons = ReasonOutput(many=True)
    proofs = OwnProofOutput(many=True)


class PictureLinkOutput(Shape):
    url = serializers.CharField()


class SendInput(Shape):
    notice_hash = serializers.CharField(max_length=64, help_text="Of the notice professional, agreed to.")


class AppealInput(Shape):
    text = serializers.CharField(max_length=4000)


class WorkEmailInput(Shape):
    address = serializers.EmailField(max_length=254)


class WorkEmailOutput(Shape):
    public_id = serializers.CharField()


class WorkCodeInput(Shape):
    code = serializers.CharField(max_length=20)


class ViewOutput(Shape):
    evidence = serializers.CharField()
    kind = serializers.ChoiceField(choices=EvidenceKind.choices)
    role = serializers.ChoiceField(choices=ViewerRole.choices)
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    at = serializers.DateTimeField()


class ViewsPageOutput(Shape):
    items = ViewOutput(many=True)
    next = serializers.CharField(allow_null=True)

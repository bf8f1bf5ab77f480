"""What a person decides, for programs that speak for a manager: risk cases and rewards on hold."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.serializers import ReasonInput, Shape
from campaigns.models import Reward, RiskCase
from campaigns.operations.rewards import cancel_reward, release_reward
from campaigns.operations.risk import confirm_case, quarantine_branch, release_case
from campaigns.queries.rewards import find_reward_id
from campaigns.queries.risk import find_case_id
from campaigns.risk_states import RiskState
from campaigns.states import RewardState
from common.api import OperationView, require_sign_in

Answer = tuple[int, dict[str, Any]]


class DecidedCaseOutput(Shape):
    public_id = serializers.CharField()
    state = serializers.ChoiceField(RiskState.choices)
    reason = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)


class HeldBranchOutput(Shape):
    held = serializers.IntegerField(help_text="How many friends below this one wait for a person now.")


class DecidedRewardOutput(Shape):
    public_id = serializers.CharField()
    state = serializers.ChoiceField(RewardState.choices)


class _CaseStep(OperationView):
    input_serializer = ReasonInput

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        case_id = find_case_id(kwargs["public_id"])
        case = self.step(request, case_id, data["reason"], timezone.now())
        decided_at = case.decided_at.isoformat() if case.decided_at else None
        return 200, {
            "public_id": case.public_id,
            "state": case.state,
            "reason": case.reason,
            "decided_at": decided_at,
        }

    def step(self, request: Request, case_id: int, reason: str, now: datetime) -> RiskCase:
        raise NotImplementedError


class ReleaseCase(_CaseStep):
    @extend_schema(operation_id="risk_case_release", request=ReasonInput, responses=DecidedCaseOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Nothing is wrong: what waited for this friend is given. The advocate reads the reason."""
        return super().post(request, **kwargs)

    def step(self, request: Request, case_id: int, reason: str, now: datetime) -> RiskCase:
        return release_case(actor=request.user, case_id=case_id, reason=reason, now=now)


class ConfirmCase(_CaseStep):
    @extend_schema(operation_id="risk_case_confirm", request=ReasonInput, responses=DecidedCaseOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Nothing is given for this friend. Whoever is concerned can object; somebody else answers that."""
        return super().post(request, **kwargs)

    def step(self, request: Request, case_id: int, reason: str, now: datetime) -> RiskCase:
        return confirm_case(actor=request.user, case_id=case_id, reason=reason, now=now)


class HoldBranch(OperationView):
    input_serializer = ReasonInput

    @extend_schema(operation_id="risk_case_hold_branch", request=ReasonInput, responses=HeldBranchOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Put everybody below this friend on hold for a person to look. Again holds nobody twice."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        case_id = find_case_id(kwargs["public_id"])
        held = quarantine_branch(
            actor=request.user, case_id=case_id, reason=data["reason"], now=timezone.now()
        )
        return 200, {"held": held}


class _RewardStep(OperationView):
    input_serializer = ReasonInput

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        reward_id = find_reward_id(kwargs["public_id"])
        reward = self.step(request, reward_id, data["reason"], timezone.now())
        return 200, {"public_id": reward.public_id, "state": reward.state}

    def step(self, request: Request, reward_id: int, reason: str, now: datetime) -> Reward:
        raise NotImplementedError


class ReleaseReward(_RewardStep):
    @extend_schema(operation_id="reward_release", request=ReasonInput, responses=DecidedRewardOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Approve a reward that is on hold, with a reason that its member reads."""
        return super().post(request, **kwargs)

    def step(self, request: Request, reward_id: int, reason: str, now: datetime) -> Reward:
        return release_reward(actor=request.user, reward_id=reward_id, reason=reason, now=now)


class CancelReward(_RewardStep):
    @extend_schema(operation_id="reward_cancel", request=ReasonInput, responses=DecidedRewardOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Refuse a reward that was not given yet, with a reason that its member reads."""
        return super().post(request, **kwargs)

    def step(self, request: Request, reward_id: int, reason: str, now: datetime) -> Reward:
        return cancel_reward(actor=request.user, reward_id=reward_id, reason=reason, now=now)

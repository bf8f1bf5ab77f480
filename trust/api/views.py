"""A member's case and the certifiers' desk, for programs. Each unsafe view calls one operation."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.queries import as_member
from common.access import allow
from common.api import OperationView, page_body
from common.api_filters import chosen, filters
from common.errors import NotFound
from common.pagination import keyset
from trust import operations, queries
from trust.api import serializers as shapes
from trust.api.certify import proofs_body
from trust.models import Case
from trust.queries import OwnCase
from trust.states import WAITING_CASE_STATES, CaseKind


def _own(case: OwnCase, current: Case) -> dict[str, Any]:
    moments = {name: getattr(case, name) for name in ("submitted_at", "due_at", "decided_at")}
    return {
        "public_id": case.public_id,
        "kind": case.kind,
        "state": case.state,
        "round": case.round,
        **{name: moment.isoformat() if moment else None for name, moment in moments.items()},
        "reasons": [{"code": str(reason), "text": str(reason.label)} for reason in case.reasons],
        "may_send": case.may_send,
        "may_withdraw": case.may_withdraw,
        "proofs": proofs_body(current),
    }


def _mine(request: Request) -> dict[str, Any]:
    member_id = as_member(request.user).pk
    case, current = queries.own_case(member_id), queries.current_case(member_id)
    if case is None or current is None:
        raise NotFound
    return _own(case, current)


class VerificationCases(OperationView):
    input_serializer = shapes.CaseInput

    @extend_schema(request=shapes.CaseInput, responses={201: shapes.CaseOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Send a legal name and ID number in, or the next round after a request."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        operations.submit_case(actor=request.user, now=timezone.now(), **data)
        return 201, _mine(request)


class CurrentCase(APIView):
    @extend_schema(responses=shapes.CaseOutput)
    def get(self, request: Request) -> Response:
        """Where my application stands, and why."""
        return Response(_mine(request))


class WithdrawCase(OperationView):
    @extend_schema(request=None, responses={200: shapes.CaseOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Take my application back before it is decided."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        case = queries.current_case(as_member(request.user).pk)
        if case is None:
            raise NotFound
        operations.withdraw_case(actor=request.user, case_id=case.pk, now=timezone.now())
        return 200, _mine(request)


class Desk(APIView):
    @extend_schema(
        parameters=[
            OpenApiParameter("cursor", str),
            *filters(kind=CaseKind.values, state=list(WAITING_CASE_STATES)),
        ],
        responses=shapes.DeskPageOutput,
    )
    def get(self, request: Request) -> Response:
        """What waits for a certifier: oldest due first, without own cases and conflicts."""
        allow(request.user, "trust.view-desk")
        cursor = request.query_params.get("cursor")
        asked = {
            "kind": chosen(request, "kind", CaseKind.values),
            "state": chosen(request, "state", WAITING_CASE_STATES),
        }
        waiting = queries.waiting_cases(request.user).filter(**{k: word for k, word in asked.items() if word})
        page = keyset(waiting, order=("due_at", "pk"), cursor=cursor)
        items = [
            {
                "public_id": case.public_id,
                "kind": case.kind,
                "state": case.state,
                "round": case.round,
                "submitted_at": case.submitted_at.isoformat() if case.submitted_at else None,
                "due_at": case.due_at.isoformat() if case.due_at else None,
            }
            for case in page.items
        ]
        return Response(page_body(items, page.next_cursor))


class LeaseCase(OperationView):
    @extend_schema(request=None, responses={200: shapes.LeaseOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Take a case for 20 minutes."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        task = operations.lease_task(
            actor=request.user, case_id=queries.find_case_id(kwargs["public_id"]), now=timezone.now()
        )
        until = task.lease_until.isoformat() if task.lease_until else None
        return 200, {"public_id": kwargs["public_id"], "lease_until": until}


class ReleaseCase(OperationView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Give a taken case back."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        operations.release_task(
            actor=request.user, case_id=queries.find_case_id(kwargs["public_id"]), now=timezone.now()
        )
        return 204, {}


class ReadClaim(OperationView):
    """Every look is an audit line, so it is a POST; and no legal name goes into the table of answers."""

    idempotent = False

    @extend_schema(request=None, responses={200: shapes.ClaimOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Show the declared name to the certifier who holds the case."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        claim = operations.read_claim(actor=request.user, case_id=queries.find_case_id(kwargs["public_id"]))
        return 200, {
            "legal_name": claim.legal_name,
            "id_kind": claim.id_kind,
            "region": claim.region,
            "is_adult": claim.is_adult,
            "flags": [{"code": str(flag), "text": str(flag.label)} for flag in claim.flags],
            "two_people": [{"code": str(why), "text": str(why.label)} for why in claim.two_people],
            "lease_until": claim.lease_until.isoformat(),
        }


class DecideCase(OperationView):
    input_serializer = shapes.DecisionInput

    @extend_schema(request=shapes.DecisionInput, responses={201: shapes.DecisionOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Approve, reject or hand back the case that I hold."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        decision = operations.decide_case(
            actor=request.user,
            case_id=queries.find_case_id(kwargs["public_id"]),
            now=timezone.now(),
            **data,
        )
        decided_at = decision.decided_at.isoformat()
        return 201, {"outcome": decision.outcome, "reasons": decision.reasons, "decided_at": decided_at}

"""What a service is asked about a member, for programs: the way there and back, the state, taking it back.

The member's browser leaves for ``url`` and comes back to our own address, with ``state`` and a code. A client
that began watches for that address in the window that it opened, compares ``state`` with the one it keeps and
gives both to ``answer``.
"""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.queries import as_member
from common.api import OperationView, require_sign_in
from trust import credit_queries, linkedin_queries
from trust.api import badge_shapes as shapes
from trust.credit_queries import SeenLevel
from trust.providers.credit import current_credit
from trust.providers.linkedin import current_linkedin
from trust.trips import CREDIT_TRIP, LINKEDIN_TRIP, Trip


def level_body(seen: SeenLevel | None) -> dict[str, Any] | None:
    if seen is None:
        return None
    return {
        "level": str(seen.level),
        "text": seen.label,
        "period": seen.period,
        "observed_at": seen.observed_at.isoformat(),
        "valid_until": seen.valid_until.isoformat(),
        "is_simulated": seen.simulated,
    }


class _Begin(OperationView):
    """The secret is kept with no answer; beginning anew closes an earlier way by itself."""

    trip: ClassVar[Trip]
    input_serializer = shapes.PermissionInput
    idempotent = False

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        begun = self.trip.begin(actor=request.user, now=timezone.now(), **data)
        return 201, {
            "url": self.trip.way(begun.secret),
            "state": begun.secret,
            "code_parameter": self.trip.code,
        }


class _Withdraw(OperationView):
    trip: ClassVar[Trip]

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        self.trip.withdraw(actor=request.user, now=timezone.now())
        return 204, {}


class _Answer(OperationView):
    trip: ClassVar[Trip]
    input_serializer = shapes.PermissionAnswerInput

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        row = self.trip.answer(
            actor=request.user, secret=data["state"], code=data["code"], now=timezone.now()
        )
        return 200, {"state": row.state}


class CreditLevel(_Begin):
    trip = CREDIT_TRIP

    @extend_schema(responses=shapes.CreditOutput, examples=[shapes.CREDIT_EXAMPLE])
    def get(self, request: Request) -> Response:
        """My credit level from elsewhere and where the permission stands; ``state`` null before the first."""
        require_sign_in(request)
        provider, now = current_credit(), timezone.now()
        own = credit_queries.own_credit(as_member(request.user).pk, now=now)
        return Response(
            {
                "state": own.state if own else None,
                "reason": own.reason if own else "",
                "level": level_body(own.level) if own else None,
                "notice_hash": self.trip.notice.hash,
                "is_offered": provider is not None,
                "is_simulated": provider is not None and provider.simulated,
                "may_begin": provider is not None and (own is None or own.may_begin),
                "may_withdraw": own is not None and not own.is_over,
            }
        )

    @extend_schema(
        request=shapes.PermissionInput,
        responses={201: shapes.PermissionOutput},
        examples=[shapes.PERMISSION_EXAMPLE],
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Agree, and open the way to the provider's own consent page; it may be answered for 30 minutes."""
        return super().post(request, **kwargs)


class AnswerCredit(_Answer):
    trip = CREDIT_TRIP

    @extend_schema(request=shapes.PermissionAnswerInput, responses={200: shapes.CreditAnsweredOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """The member is back from the provider: allowed with a code, denied without. Works once."""
        return super().post(request, **kwargs)


class WithdrawCredit(_Withdraw):
    trip = CREDIT_TRIP

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Take the permission back; the level is gone at once, here and for everybody."""
        return super().post(request, **kwargs)


class LinkedInVerification(_Begin):
    trip = LINKEDIN_TRIP

    @extend_schema(responses=shapes.LinkedInOutput)
    def get(self, request: Request) -> Response:
        """What LinkedIn verified of me, as the certifier reads it; ``state`` null before the first."""
        require_sign_in(request)
        provider, member_id = current_linkedin(), as_member(request.user).pk
        own = linkedin_queries.newest_check(member_id)
        lines = linkedin_queries.lines_of(member_id, now=timezone.now())
        return Response(
            {
                "state": own.state if own else None,
                "seen_at": own.seen_at.isoformat() if own and own.seen_at else None,
                "lines": [{"code": str(code), "text": str(code.label)} for code in lines],
                "notice_hash": self.trip.notice.hash,
                "is_offered": provider is not None,
                "is_simulated": provider is not None and provider.simulated,
                "may_begin": provider is not None and linkedin_queries.may_begin(own),
                "may_withdraw": linkedin_queries.may_withdraw(own),
            }
        )

    @extend_schema(
        request=shapes.PermissionInput,
        responses={201: shapes.PermissionOutput},
        examples=[shapes.PERMISSION_EXAMPLE],
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Agree, and open the way to LinkedIn's own page. What was read earlier is deleted."""
        return super().post(request, **kwargs)


class AnswerLinkedIn(_Answer):
    trip = LINKEDIN_TRIP

    @extend_schema(request=shapes.PermissionAnswerInput, responses={200: shapes.LinkedInAnsweredOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """The member is back from LinkedIn: allowed with a code, denied without. Works once."""
        return super().post(request, **kwargs)


class WithdrawLinkedIn(_Withdraw):
    trip = LINKEDIN_TRIP

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Take the permission back; what was read is deleted."""
        return super().post(request, **kwargs)

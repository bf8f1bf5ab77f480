"""Badges and who sees them, two people's levels, and the credential, for programs."""

from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.audience import AUDIENCE_WORDS, Audience
from accounts.people import person_seen_by
from accounts.queries import as_member
from common.api import OperationView, page_body, require_sign_in
from common.errors import NotFound
from common.pagination import keyset
from trust import badge_queries, credential_queries, credit_queries, operations
from trust.api import badge_shapes as shapes
from trust.api.trips import level_body
from trust.badge_queries import Choice, JobBadge, Pair
from trust.credit_states import BadgeKind
from trust.models import Credential

_BY_WORD: Final = {word: audience for audience, word in AUDIENCE_WORDS.items()}


def _job(badge: JobBadge | None) -> dict[str, Any] | None:
    if badge is None:
        return None
    return {
        "employer": badge.employer,
        "title": badge.title,
        "method": badge.method,
        "granted_at": badge.granted_at.isoformat(),
    }


def _badges(request: Request) -> dict[str, Any]:
    member_id = as_member(request.user).pk
    choices = badge_queries.choices_of(member_id)
    job, credit = choices[BadgeKind.PROFESSIONAL], choices[BadgeKind.CREDIT]
    level = credit_queries.current_level(member_id, now=timezone.now())
    return {
        "professional": {
            "audience": AUDIENCE_WORDS[Audience(job.audience)],
            "job": _job(badge_queries.job_badge(member_id)),
        },
        "credit": {
            "audience": AUDIENCE_WORDS[Audience(credit.audience)],
            "floor": credit.floor,
            "level": level_body(level),
        },
    }


class Badges(OperationView):
    """The answer tells a level, so it is stored nowhere; choosing is repeatable by itself."""

    http_method_names = ["get", "head", "put", "options"]
    input_serializer = shapes.BadgesInput
    idempotent = False

    @extend_schema(operation_id="badges_read", responses=shapes.BadgesOutput)
    def get(self, request: Request) -> Response:
        """My badges, what they say, and who sees each."""
        require_sign_in(request)
        return Response(_badges(request))

    @extend_schema(
        operation_id="badges_choose",
        request=shapes.BadgesInput,
        responses=shapes.BadgesOutput,
        examples=[shapes.BADGES_EXAMPLE],
    )
    def put(self, request: Request, **kwargs: Any) -> Response:
        """Say who sees which badge, and whether a level shows itself or "at least" another."""
        return self._operate(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        choices: dict[str, Choice] = {
            kind: Choice(audience=_BY_WORD[said["audience"]], floor=said.get("floor", ""))
            for kind, said in data.items()
        }
        operations.choose_badges(actor=request.user, choices=choices)
        return 200, _badges(request)


class LevelOffers(APIView):
    @extend_schema(parameters=[OpenApiParameter("cursor", str)], responses=shapes.OffersPageOutput)
    def get(self, request: Request) -> Response:
        """Who would show me their level if I showed mine, newest first."""
        require_sign_in(request)
        rows = badge_queries.open_offers(as_member(request.user).pk, now=timezone.now())
        page = keyset(rows, order=("-pk",), cursor=request.query_params.get("cursor"))
        items = [
            {
                "member": offer.member.public_id,
                "name": offer.member.display_name,
                "until": offer.until.isoformat(),
            }
            for offer in page.items
        ]
        return Response(page_body(items, page.next_cursor))


def _pair_body(pair: Pair) -> dict[str, Any]:
    return {
        "offered": pair.mine,
        "until": pair.until.isoformat() if pair.until else None,
        "mine": level_body(pair.own_level),
        "theirs": level_body(pair.other_level),
    }


class LevelReveal(OperationView):
    """The answer may tell levels, so it is stored nowhere; offering is repeatable by itself."""

    idempotent = False

    def _other(self, request: Request, public_id: str) -> int:
        """Raises: NeedsSignIn, NotFound (hidden, unknown, or myself)."""
        require_sign_in(request)
        person = person_seen_by(request.user, public_id)
        if person.member_id == as_member(request.user).pk:
            raise NotFound
        return person.member_id

    def _pair(self, request: Request, other_id: int) -> dict[str, Any]:
        pair = badge_queries.pair_of(as_member(request.user).pk, other_id, now=timezone.now())
        return _pair_body(pair)

    @extend_schema(responses=shapes.RevealOutput, examples=[shapes.REVEAL_EXAMPLE])
    def get(self, request: Request, public_id: str) -> Response:
        """Whether I have offered to show this member my level; both levels once both of us have."""
        return Response(self._pair(request, self._other(request, public_id)))

    @extend_schema(request=None, responses={200: shapes.RevealOutput}, examples=[shapes.REVEAL_EXAMPLE])
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Show this member my level if they show me theirs, until the month ends."""
        return super().post(request, **kwargs)

    @extend_schema(operation_id="level_reveal_end", request=None, responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """Take it back; neither sees the other's level any more."""
        return self._operate(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        other_id = self._other(request, kwargs["public_id"])
        if request.method == "DELETE":
            operations.take_back_reveal(actor=request.user, other_id=other_id)
            return 204, {}
        operations.offer_reveal(actor=request.user, other_id=other_id, now=timezone.now())
        return 200, self._pair(request, other_id)


def _credential(row: Credential | None) -> dict[str, Any]:
    """Raises: NotFound."""
    if row is None:
        raise NotFound
    return {
        "public_id": row.public_id,
        "token": credential_queries.token_of(row),
        "link": f"{credential_queries.site()}{reverse('trust:checked', args=[row.public_id])}",
        "state": credential_queries.verdict_on(row, now=timezone.now()).state,
        "issued_at": row.issued_at.isoformat(),
        "ends_at": credential_queries.ends_at(row).isoformat(),
    }


class OwnCredential(OperationView):
    """What is signed is stored with no answer; issuing is repeatable by itself."""

    idempotent = False

    @extend_schema(responses=shapes.CredentialOutput, examples=[shapes.CREDENTIAL_EXAMPLE])
    def get(self, request: Request) -> Response:
        """My certified job to carry along, signed, and how it stands right now."""
        require_sign_in(request)
        return Response(_credential(credential_queries.live_credential(as_member(request.user).pk)))

    @extend_schema(
        request=None, responses={201: shapes.CredentialOutput}, examples=[shapes.CREDENTIAL_EXAMPLE]
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Issue it, of the certification that is live now: after a renewal a new one, else the same again."""
        return super().post(request, **kwargs)

    @extend_schema(operation_id="credential_end", request=None, responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """Take it back; whoever checks it sees that it is revoked."""
        return self._operate(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        if request.method == "DELETE":
            operations.end_credential(actor=request.user, now=timezone.now())
            return 204, {}
        issued = operations.issue_credential(actor=request.user, now=timezone.now())
        return 201, _credential(credential_queries.find_credential(issued.public_id))

"""A group whose stewards are silent, for programs of its members."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.people import people_seen_by
from common.access import allow
from common.api import OperationView, page_body, require_sign_in
from common.clock import db_now
from common.errors import Invalid
from common.pagination import keyset
from groups import operations
from groups.access import shown_group
from groups.models import StewardClaim
from groups.queries import group_id_of, membership_of
from groups.queries.stewardship import claims_at_desk, stewardship_of
from groups.states import NOTE_LIMIT
from groups.stewardship_states import ClaimState

Body = dict[str, Any]


class StewardClaimInput(serializers.Serializer[Any]):
    words = serializers.CharField(max_length=NOTE_LIMIT, required=False, allow_blank=True, default="")


class ClaimVoteInput(serializers.Serializer[Any]):
    """``supports``: false is an objection."""

    supports = serializers.BooleanField()


class StewardClaimOutput(serializers.Serializer[Any]):
    """``support`` and ``objections`` are sums; ``vote``: one's own, null without one."""

    public_id = serializers.CharField()
    state = serializers.ChoiceField(choices=ClaimState.choices)
    claimant_name = serializers.CharField()
    words = serializers.CharField()
    needed = serializers.IntegerField()
    support = serializers.IntegerField()
    objections = serializers.IntegerField()
    opened_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    vote = serializers.BooleanField(allow_null=True)
    is_own = serializers.BooleanField()
    may_vote = serializers.BooleanField()


class ClaimStopInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=NOTE_LIMIT, help_text="It stays with the claim.")


class ClaimAtDeskOutput(serializers.Serializer[Any]):
    """Without words, votes and names: what the community's stewards see of a claim."""

    public_id = serializers.CharField()
    group = serializers.CharField(help_text="The group's public id.")
    state = serializers.ChoiceField(choices=ClaimState.choices)
    needed = serializers.IntegerField()
    opened_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()


class ClaimsAtDeskPage(serializers.Serializer[Any]):
    items = ClaimAtDeskOutput(many=True)
    next = serializers.CharField(allow_null=True)


class StewardshipOutput(serializers.Serializer[Any]):
    """``why_not``: steward, new, quiet, muted or again; '' when nothing stands against an offer."""

    is_silent = serializers.BooleanField()
    claim = StewardClaimOutput(allow_null=True)
    may_claim = serializers.BooleanField()
    why_not = serializers.CharField()


def _body(request: Request, public_id: str) -> Body:
    group = shown_group(request.user, public_id).group
    allow(request.user, "groups.see-stewardship", group)
    mine = membership_of(group_id=group.pk, member_id=request.user.pk)
    assert mine is not None  # noqa: S101 - whoever may see it is inside
    seen = stewardship_of(group=group, mine=mine, now=db_now())
    claim = seen.claim
    one: Body | None = None
    if claim is not None:
        people = people_seen_by(request.user, [claim.claimant_id])
        one = {
            **{name: getattr(claim, name) for name in ("public_id", "state", "words", "needed")},
            **{name: getattr(seen, name) for name in ("support", "objections", "vote", "is_own", "may_vote")},
            "claimant_name": next((person.name.text for person in people.values()), ""),
            "opened_at": claim.opened_at.isoformat(),
            "due_at": claim.due_at.isoformat(),
        }
    return {
        "is_silent": seen.silence is not None,
        "claim": one,
        "may_claim": seen.may_claim,
        "why_not": seen.why or "",
    }


def _after(request: Request, claim: StewardClaim) -> tuple[int, Body]:
    return 200, _body(request, claim.group.public_id)


class GroupStewardship(APIView):
    @extend_schema(responses=StewardshipOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """Whether the stewards are silent, and who offers to look after the group."""
        require_sign_in(request)
        return Response(_body(request, public_id))


class StewardshipClaim(OperationView):
    input_serializer = StewardClaimInput

    @extend_schema(request=StewardClaimInput, responses=StewardshipOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Offer to look after a group whose stewards are silent."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        group_id = group_id_of(kwargs["public_id"])
        return _after(
            request,
            operations.claim_stewardship(
                actor=request.user, group_id=group_id, words=data["words"], now=db_now()
            ),
        )


class StewardHere(OperationView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """As a steward, say that I am there."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        operations.be_here(actor=request.user, group_id=group_id_of(kwargs["public_id"]), now=db_now())
        return 204, {}


class ClaimVoteCall(OperationView):
    input_serializer = ClaimVoteInput

    @extend_schema(request=ClaimVoteInput, responses=StewardshipOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Support an offer, or object; secret, and changed as often as I like."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        public_id, supports = kwargs["public_id"], data["supports"]
        return _after(
            request,
            operations.vote_on_claim(
                actor=request.user, public_id=public_id, is_support=supports, now=db_now()
            ),
        )


class ClaimWithdraw(OperationView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Take my own offer back."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        operations.withdraw_claim(actor=request.user, public_id=kwargs["public_id"], now=db_now())
        return 204, {}


STOP_EXAMPLE = OpenApiExample("A reason", value={"reason": "The group is being closed."}, request_only=True)


def _at_desk(claim: StewardClaim) -> Body:
    return {
        "public_id": claim.public_id,
        "group": claim.group.public_id,
        "state": claim.state,
        "needed": claim.needed,
        "opened_at": claim.opened_at.isoformat(),
        "due_at": claim.due_at.isoformat(),
    }


class StewardClaims(APIView):
    @extend_schema(
        parameters=[
            OpenApiParameter("cursor", str),
            OpenApiParameter("state", str, enum=ClaimState.values),
        ],
        responses=ClaimsAtDeskPage,
    )
    def get(self, request: Request) -> Response:
        """Claims to any group's stewardship, newest first, for the community's stewards and auditors."""
        allow(request.user, "groups.look-after")
        state = request.query_params.get("state", "")
        if state and state not in ClaimState.values:
            raise Invalid(field="state")
        rows = claims_at_desk(state=state)
        page = keyset(rows, order=("-pk",), cursor=request.query_params.get("cursor"))
        return Response(page_body([_at_desk(claim) for claim in page.items], page.next_cursor))


class ClaimStop(OperationView):
    input_serializer = ClaimStopInput

    @extend_schema(request=ClaimStopInput, responses={200: ClaimAtDeskOutput}, examples=[STOP_EXAMPLE])
    def post(self, request: Request, **kwargs: Any) -> Response:
        """End a claim, as a steward of the community, with a reason. Stopped already: nothing changes."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        claim = operations.stop_claim(
            actor=request.user, public_id=kwargs["public_id"], reason=data["reason"], now=db_now()
        )
        return 200, _at_desk(claim)

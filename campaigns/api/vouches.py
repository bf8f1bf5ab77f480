"""Words for friends, for programs that speak for an advocate or for a manager."""

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api.members import CURSOR, cursor_of
from campaigns.api.serializers import Shape, WordOutput
from campaigns.models import Campaign, Vouch
from campaigns.operations.vouching import give_vouch, withdraw_vouch
from campaigns.queries.campaigns import find_campaign_id
from campaigns.queries.vouches import find_own_friend, vouches_of
from campaigns.vouch_states import FailReason
from common.access import allow
from common.api import OperationView, page_body, require_sign_in
from common.clock import db_now

Answer = tuple[int, dict[str, Any]]


class ManagedVouchOutput(WordOutput):
    advocate = serializers.CharField(help_text="Handle")
    invitee = serializers.CharField(help_text="Handle")
    reason = serializers.ChoiceField(
        FailReason.choices, allow_blank=True, help_text="Why the friend was decided against."
    )
    given_at = serializers.DateTimeField()
    kept_at = serializers.DateTimeField(allow_null=True)
    added_hundredths = serializers.IntegerField(help_text="What the friend counts more because of it.")


class ManagedVouchesOutput(Shape):
    items = ManagedVouchOutput(many=True)
    next = serializers.CharField(allow_null=True)


def _body(vouch: Vouch) -> dict[str, Any]:
    until = vouch.lowered_until
    return {
        "state": vouch.state,
        "due_at": vouch.due_at.isoformat(),
        "lowered_until": until.isoformat() if until else None,
    }


class OwnVouch(OperationView):
    @extend_schema(operation_id="referral_vouch", request=None, responses={201: WordOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Vouch for a friend of mine, as `campaigns/{slug}/referrals/` names her. Again gives the same word.

        The campaign's `plain_rules` say what it means, on both sides.
        """
        return super().post(request, **kwargs)

    @extend_schema(operation_id="referral_vouch_withdraw", request=None, responses=WordOutput)
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """Take my word back while it is open. Nothing follows, and it is not given again."""
        return self._operate(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        referral_id = find_own_friend(public_id=kwargs["public_id"], member_id=request.user.pk or 0)
        if request.method == "DELETE":
            return 200, _body(withdraw_vouch(actor=request.user, referral_id=referral_id, now=db_now()))
        return 201, _body(give_vouch(actor=request.user, referral_id=referral_id))


class Vouches(APIView):
    @extend_schema(operation_id="campaign_vouches", parameters=CURSOR, responses=ManagedVouchesOutput)
    def get(self, request: Request, slug: str) -> Response:
        """Every word for a friend in my brand's campaign, newest first."""
        require_sign_in(request)
        campaign = Campaign.objects.one(find_campaign_id(slug=slug))
        allow(request.user, "campaigns.view-referrals", campaign)
        lines, following = vouches_of(campaign_id=campaign.pk, cursor=cursor_of(request))
        return Response(page_body([asdict(line) for line in lines], following))

"""Introductions through somebody whom both know, for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.queries import find_member_id
from common.access import allow
from common.api import OperationView, require_sign_in
from common.clock import db_now
from common.errors import NotFound
from groups import operations, queries
from groups.introduction_states import CONTACT_LIMIT, WORDS_LIMIT
from groups.models import Introduction
from groups.queries import ShownIntroduction

Body = dict[str, Any]


class IntroductionInput(serializers.Serializer[Any]):
    """``mutual``: the public id of whoever is asked; ``contact``: seen by the other once both agree."""

    mutual = serializers.CharField(max_length=40)
    why = serializers.CharField(max_length=WORDS_LIMIT)
    contact = serializers.CharField(max_length=CONTACT_LIMIT)


class IntroductionSentence(serializers.Serializer[Any]):
    words = serializers.CharField(max_length=WORDS_LIMIT)


class IntroductionContact(serializers.Serializer[Any]):
    contact = serializers.CharField(max_length=CONTACT_LIMIT)


class IntroductionOutput(serializers.Serializer[Any]):
    """``role``: asker, mutual or target. ``standing``: ``waits``, ``yours``, ``introduced``, ``done`` or
    ``over``; a no of others looks like waiting.
    """

    public_id = serializers.CharField()
    role = serializers.CharField()
    standing = serializers.CharField()
    asker_name = serializers.CharField()
    mutual_name = serializers.CharField()
    target_name = serializers.CharField()
    why = serializers.CharField()
    sentence = serializers.CharField()
    contact = serializers.CharField()
    expires_at = serializers.DateTimeField()


class IntroductionsOutput(serializers.Serializer[Any]):
    items = IntroductionOutput(many=True)


def _body(shown: ShownIntroduction) -> Body:
    one, introduced = shown.introduction, shown.standing == "introduced"
    names = {
        f"{role}_name": shown.people[role].name.text if role in shown.people else ""
        for role in ("asker", "mutual", "target")
    }
    return {
        "public_id": one.public_id,
        "role": shown.role,
        "standing": shown.standing,
        **names,
        "why": one.why,
        "sentence": one.sentence if introduced or shown.role != "asker" else "",
        "contact": shown.contact,
        "expires_at": one.expires_at.isoformat(),
    }


def _shown(request: Request, one: Introduction) -> Body:
    return _body(queries.show_introduction(one, viewer=request.user, now=db_now()))


class OwnIntroductions(APIView):
    @extend_schema(operation_id="own_introductions_list", responses=IntroductionsOutput)
    def get(self, request: Request) -> Response:
        """Those I asked for, am asked to make, or am offered, the newest first."""
        require_sign_in(request)
        rows = queries.introductions_of(request.user, now=db_now())
        return Response({"items": [_body(one) for one in rows]})


class IntroductionDetail(APIView):
    @extend_schema(responses=IntroductionOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """One that I take part in."""
        require_sign_in(request)
        one = queries.introduction_by_id(public_id)
        allow(request.user, "groups.see-introduction", one)
        if one is None:
            raise NotFound
        return Response(_shown(request, one))


class PersonIntroduction(OperationView):
    input_serializer = IntroductionInput

    @extend_schema(request=IntroductionInput, responses={201: IntroductionOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Ask somebody whom both know to introduce me."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        made = operations.ask_introduction(
            actor=request.user,
            target_id=find_member_id(kwargs["public_id"]) or 0,
            mutual_id=find_member_id(data["mutual"]) or 0,
            why=data["why"],
            contact=data["contact"],
            now=db_now(),
        )
        return 201, _shown(request, made)


class IntroductionPassOn(OperationView):
    input_serializer = IntroductionSentence

    @extend_schema(request=IntroductionSentence, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Pass a question on to somebody I know, with a sentence."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        public_id, words = kwargs["public_id"], data["words"]
        operations.pass_on_introduction(actor=request.user, public_id=public_id, sentence=words, now=db_now())
        return 204, {}


class IntroductionAccept(OperationView):
    input_serializer = IntroductionContact

    @extend_schema(request=IntroductionContact, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Agree: from now both see how to reach each other."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        public_id, contact = kwargs["public_id"], data["contact"]
        operations.accept_introduction(actor=request.user, public_id=public_id, contact=contact, now=db_now())
        return 204, {}


class IntroductionDecline(OperationView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Say no, or take my own question back. Nobody is told."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        operations.decline_introduction(actor=request.user, public_id=kwargs["public_id"])
        return 204, {}

"""Contacts, password and proofs, for programs. What is secret is never stored for replays."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import middleware, operations, queries, second_factor_queries
from accounts.api import serializers as shapes
from accounts.api.sessions import session_key_of, token_id_of
from accounts.api.views import address_of
from accounts.operations import SentCode
from accounts.states import ContactKind
from common.api import OperationView
from common.clock import db_now
from common.errors import NotFound


def sent_body(sent: SentCode) -> dict[str, Any]:
    expires_at = sent.expires_at.isoformat()
    return {"ref": sent.ref, "kind": sent.kind, "masked": sent.masked, "expires_at": expires_at}


class Security(APIView):
    @extend_schema(responses=shapes.SecurityOutput)
    def get(self, request: Request) -> Response:
        """How the member comes in."""
        found = second_factor_queries.security_of(queries.as_member(request.user))
        return Response(
            {
                "has_password": found.has_password,
                "app_since": found.app_since.isoformat() if found.app_since else None,
                "recovery_codes_left": found.recovery_codes_left,
                "passkeys": found.passkeys,
                "logins": found.logins,
                "contacts": [{"kind": str(one.kind), "masked": one.masked} for one in found.contacts],
            }
        )


class NewContactCodes(OperationView):
    input_serializer = shapes.ContactInput

    @extend_schema(request=shapes.ContactInput, responses={202: shapes.SentCodeOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Send a code to a contact that is to become the member's. The same answer whoever's it is."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        sent = operations.ask_to_add_contact(
            actor=request.user,
            contact=data["contact"],
            address=address_of(request),
            locale=data["locale"],
        )
        return 202, sent_body(sent)


class OwnContacts(OperationView):
    """Repeatable by itself for a minute, so that wrong tries stay counted."""

    input_serializer = shapes.ProvenContactInput
    idempotent = False

    @extend_schema(request=shapes.ProvenContactInput, responses={200: shapes.AddedContactOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Add the proven contact; one of the same kind is replaced, and told."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        kind = operations.add_contact(
            actor=request.user, ref=data["ref"], code=data["code"], now=timezone.now()
        )
        return 200, {"kind": str(kind)}


class RemoveContact(OperationView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Give a contact up. Never the last way in."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        queries.as_member(request.user)
        if kwargs["kind"] not in ContactKind.values:
            raise NotFound
        operations.remove_contact(actor=request.user, kind=kwargs["kind"], now=timezone.now())
        return 204, {}


class Password(OperationView):
    input_serializer = shapes.NewPasswordInput
    idempotent = False

    @extend_schema(request=shapes.NewPasswordInput, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Set or change the password; every other browser and program is signed out."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        session_key = session_key_of(request)
        member = operations.change_password(
            actor=request.user,
            old=data["old"],
            new=data["new"],
            address=address_of(request),
            session_key=session_key,
            token_id=token_id_of(request),
            now=timezone.now(),
        )
        if session_key:
            middleware.renew(request._request, member)
        return 204, {}


class ResetCodes(OperationView):
    input_serializer = shapes.ContactInput

    @extend_schema(request=shapes.ContactInput, responses={202: shapes.SentCodeOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Send a code to set a new password with. The same answer whoever's contact it is."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        sent = operations.ask_to_reset_password(
            contact=data["contact"], address=address_of(request), locale=data["locale"]
        )
        return 202, sent_body(sent)


class Resets(OperationView):
    input_serializer = shapes.ResetInput
    idempotent = False

    @extend_schema(request=shapes.ResetInput, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Set a new password with a proven contact; every browser and program is signed out."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        operations.reset_password(ref=data["ref"], code=data["code"], new=data["new"], now=timezone.now())
        return 204, {}


class ProofCodes(OperationView):
    input_serializer = shapes.ProofCodeInput

    @extend_schema(request=shapes.ProofCodeInput, responses={202: shapes.SentCodeOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """A code to one's own contact, for members with neither password nor second factor."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        sent = operations.send_proof_code(
            actor=request.user, kind=data["kind"], address=address_of(request), locale=data["locale"]
        )
        return 202, sent_body(sent)


_PROOFS = [
    OpenApiExample("By the app", value={"second_factor": "482913"}, request_only=True),
    OpenApiExample("By password", value={"password": "correct horse battery staple"}, request_only=True),
]


class Proofs(OperationView):
    input_serializer = shapes.ProofInput
    idempotent = False

    @extend_schema(request=shapes.ProofInput, responses={204: None}, examples=_PROOFS)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Prove again who one is; guarded calls then pass for five minutes."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        member, address = queries.as_member(request.user), address_of(request)
        second_factor = bool(data.get("second_factor"))
        if second_factor:
            operations.prove_with_second_factor(member=member, typed=data["second_factor"], address=address)
        elif data.get("password"):
            operations.prove_with_password(actor=member, password=data["password"], address=address)
        else:
            operations.prove_with_code(actor=member, ref=data["ref"], code=data["code"])
        token_id = token_id_of(request)
        if token_id is None:
            middleware.mark_proven(request._request, second_factor=second_factor)
        else:
            operations.note_token_proof(token_id=token_id, second_factor=second_factor, now=db_now())
        return 204, {}

"""Joining, signing in, tokens and "me" for programs. Each unsafe view calls one operation."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import operations, queries
from accounts.api import serializers as shapes
from accounts.models import ApiToken, Member
from accounts.notices import notice
from accounts.operations import IssuedToken
from accounts.registration import INVITATION_PREFIX
from common.api import OperationView, require_sign_in
from common.errors import NotFound


def address_of(request: Request) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def member_body(member: Member) -> dict[str, Any]:
    return {
        "public_id": member.public_id,
        "handle": member.handle,
        "display_name": member.display_name,
        "locale": member.locale,
    }


def token_body(token: IssuedToken) -> dict[str, Any]:
    return {
        "public_id": token.public_id,
        "secret": token.secret,
        "scope": token.scope,
        "expires_at": token.expires_at.isoformat(),
    }


class ContactCodes(OperationView):
    input_serializer = shapes.ContactInput

    @extend_schema(request=shapes.ContactInput, responses={202: shapes.SentCodeOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Send a six-digit code. The answer is the same whoever's contact it is."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        sent = operations.send_contact_code(
            contact=data["contact"], address=address_of(request), locale=data["locale"]
        )
        expires_at = sent.expires_at.isoformat()
        return 202, {"ref": sent.ref, "kind": sent.kind, "masked": sent.masked, "expires_at": expires_at}


_SIGN_IN = [
    OpenApiExample("By code", value={"ref": "k3m7q9x2w5t8r4v6", "code": "482913"}, request_only=True),
    OpenApiExample(
        "By password",
        value={"login": "lin@example.org", "password": "correct horse battery staple"},
        request_only=True,
    ),
]


class Registrations(OperationView):
    """Repeatable by itself for a minute (the same ref and code give the same member), so that wrong tries
    stay counted and no token is stored for replays.
    """

    input_serializer = shapes.RegistrationInput
    idempotent = False

    @extend_schema(
        request=shapes.RegistrationInput, responses={200: shapes.EntryOutput, 201: shapes.EntryOutput}
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Join with a proven contact: 201 for a new member, 200 for one who had joined before."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        application = operations.Application(
            ref=data["ref"],
            code=data["code"],
            display_name=data["display_name"],
            locale=data["locale"],
            notice_hash=data["notice_hash"],
            visitor_key=_visitor_key(data),
            second_factor=data.get("second_factor", ""),
            address=address_of(request),
        )
        entry, token = operations.join_with_code_for_token(
            application, label="registration", now=timezone.now()
        )
        body = {"member": member_body(entry.member), "token": token_body(token), "is_new": entry.is_new}
        return (201 if entry.is_new else 200), body


def _visitor_key(data: dict[str, Any]) -> str | None:
    if data.get("invitation"):
        return INVITATION_PREFIX + str(data["invitation"])
    return data.get("visitor_key") or None


class SignIns(OperationView):
    """A password must not reach the idempotency table, not even hashed; signing in twice gives two tokens."""

    input_serializer = shapes.SignInInput
    idempotent = False

    @extend_schema(request=shapes.SignInInput, responses={201: shapes.EntryOutput}, examples=_SIGN_IN)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Sign in by code or password, with the second factor where there is one; answers with a token."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        if data.get("ref"):
            member = operations.sign_in_with_code(ref=data["ref"], code=data["code"])
        else:
            member = operations.sign_in_with_password(
                login=data["login"], password=data["password"], address=address_of(request)
            )
        used = operations.complete_sign_in(
            member=member, second_factor=data.get("second_factor", ""), address=address_of(request)
        )
        token = operations.issue_token(
            actor=member,
            scope=data["scope"],
            label="sign-in",
            now=timezone.now(),
            second_factor=used,
            is_proven=True,
        )
        return 201, {"member": member_body(member), "token": token_body(token), "is_new": False}


class CurrentToken(OperationView):
    idempotent = False

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """End the token that this very call carries."""
        return self._operate(request, **kwargs)

    @extend_schema(exclude=True)
    def post(self, request: Request, **kwargs: Any) -> Response:
        return self.http_method_not_allowed(request)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        if not isinstance(request.auth, ApiToken):
            raise NotFound
        operations.revoke_token(actor=request.user, public_id=request.auth.public_id, now=timezone.now())
        return 204, {}


class Me(APIView):
    @extend_schema(responses=shapes.MeOutput)
    def get(self, request: Request) -> Response:
        """The member whose token this is."""
        member = queries.as_member(request.user)
        contacts = [
            {"kind": str(contact.kind), "masked": contact.masked} for contact in queries.contacts_of(member)
        ]
        joined_at = member.joined_at.isoformat()
        return Response({**member_body(member), "joined_at": joined_at, "contacts": contacts})


class Notices(APIView):
    @extend_schema(responses=shapes.NoticeOutput)
    def get(self, request: Request, key: str) -> Response:
        """A notice in the reader's language, with the hash to send back when agreeing to it."""
        found = notice(key)
        if found is None:
            raise NotFound
        points = [str(point) for point in found.points]
        return Response({"key": found.key, "title": str(found.title), "points": points, "hash": found.hash})

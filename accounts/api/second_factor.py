"""The authenticator app and passkeys, for programs. Secrets and codes are never stored for replays."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import ceremonies, operations, queries, second_factor_queries
from accounts.api import serializers as shapes
from accounts.api.views import member_body, token_body
from accounts.errors import NotSetUp
from accounts.models import Passkey as Key
from common.api import OperationView, page_body


class App(OperationView):
    idempotent = False

    @extend_schema(request=None, responses={201: shapes.AppSetupOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Begin with an authenticator app; it counts once a number is confirmed."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        operations.start_app(actor=request.user, now=timezone.now())
        setup = operations.app_setup(queries.as_member(request.user))
        if setup is None:
            raise NotSetUp
        return 201, {"secret": setup.secret, "address": setup.address}


class ConfirmApp(OperationView):
    input_serializer = shapes.NumberInput
    idempotent = False

    @extend_schema(request=shapes.NumberInput, responses={200: shapes.RecoveryCodesOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Count on the app from now on; answers with the recovery codes."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        codes = operations.confirm_app(actor=request.user, typed=data["code"], now=timezone.now())
        return 200, {"recovery_codes": codes}


class RemoveApp(OperationView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Sign-in no longer asks for the app."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        operations.remove_app(actor=request.user, now=timezone.now())
        return 204, {}


class RecoveryCodes(OperationView):
    idempotent = False

    @extend_schema(request=None, responses={200: shapes.RecoveryCodesOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Ten fresh recovery codes; the old ones end."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        return 200, {"recovery_codes": operations.replace_recovery_codes(actor=request.user)}


def passkey_body(key: Key) -> dict[str, Any]:
    return {
        "public_id": key.public_id,
        "name": key.name,
        "created_at": key.created_at.isoformat(),
        "last_used_at": key.last_used_at.isoformat() if key.last_used_at else None,
    }


def question_body(question: ceremonies.Question) -> dict[str, Any]:
    return {"options": dict(question.options), "token": question.token}


class Passkeys(OperationView):
    input_serializer = shapes.NewPasskeyInput

    @extend_schema(responses=shapes.PasskeysOutput)
    def get(self, request: Request) -> Response:
        """The member's passkeys, oldest first."""
        keys = second_factor_queries.passkeys_of(queries.as_member(request.user).pk)
        return Response(page_body([passkey_body(key) for key in keys], None))

    @extend_schema(request=shapes.NewPasskeyInput, responses={201: shapes.PasskeyOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Keep what the browser or phone has made."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        key = operations.add_passkey(actor=request.user, host=request.get_host(), now=timezone.now(), **data)
        return 201, passkey_body(key)


class PasskeyOptions(OperationView):
    idempotent = False

    @extend_schema(request=None, responses={200: shapes.QuestionOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """What to ask ``navigator.credentials.create`` for."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        question = operations.ask_for_passkey(actor=request.user, host=request.get_host())
        return 200, question_body(question)


class RenamePasskey(OperationView):
    input_serializer = shapes.PasskeyNameInput

    @extend_schema(request=shapes.PasskeyNameInput, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Give a passkey another name."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        operations.rename_passkey(actor=request.user, public_id=kwargs["public_id"], name=data["name"])
        return 204, {}


class RemovePasskey(OperationView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Remove a passkey. Never the last way in."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        operations.remove_passkey(actor=request.user, public_id=kwargs["public_id"])
        return 204, {}


class PasskeySignInOptions(OperationView):
    idempotent = False

    @extend_schema(request=None, responses={200: shapes.QuestionOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """What to ask ``navigator.credentials.get`` for. It names nobody."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        return 200, question_body(ceremonies.ask_to_sign_in(host=request.get_host()))


class PasskeySignIns(OperationView):
    """Each challenge counts once, and no token is stored for replays."""

    input_serializer = shapes.PasskeySignInInput
    idempotent = False

    @extend_schema(request=shapes.PasskeySignInInput, responses={201: shapes.EntryOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Sign in with a passkey; answers with a new token. It counts as both factors."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        member = operations.sign_in_with_passkey(
            host=request.get_host(), token=data["token"], answer=data["answer"], now=timezone.now()
        )
        token = operations.issue_token(
            actor=member,
            scope=data["scope"],
            label="passkey",
            now=timezone.now(),
            second_factor=True,
            is_proven=True,
        )
        return 201, {"member": member_body(member), "token": token_body(token), "is_new": False}

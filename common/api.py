"""The API's frame: problem+json, idempotency, one operation per view."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions, serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, set_rollback

from common import idempotency
from common.errors import Invalid, KeyMissing, NeedsFreshProof, NeedsSignIn, NotAllowed, NotFound, Refused
from common.idempotency import Answer

API_ROOT = "/api/"
PROBLEM_TYPE = "application/problem+json"


def problem_body(*, status: int, code: str, detail: str) -> dict[str, object]:
    """RFC 9457: what every refusal says."""
    return {
        "type": f"urn:guanxi:problem:{code}",
        "title": code,
        "status": status,
        "code": code,
        "detail": detail,
    }


def problem(
    *, status: int, code: str, detail: str, headers: Mapping[str, str] | None = None, **more: object
) -> Response:
    body = problem_body(status=status, code=code, detail=detail)
    body.update({key: value for key, value in more.items() if value})
    return Response(body, status=status, headers=dict(headers or {}), content_type=PROBLEM_TYPE)


def plain_problem(request: HttpRequest, refused: Refused) -> JsonResponse | None:
    """For what no view of the API has answered, an address that leads nowhere say; None for other pages."""
    if not request.path_info.startswith(API_ROOT):
        return None
    body = problem_body(status=refused.status, code=refused.code, detail=refused.text)
    body |= {"field": refused.field} if refused.field else {}
    return JsonResponse(body, status=refused.status, content_type=PROBLEM_TYPE)


def problem_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Refusals and DRF's own errors as problem+json; None (a 500) for bugs."""
    if isinstance(error, Refused):
        set_rollback()
        headers = {}
        if retry_after := getattr(error, "retry_after_seconds", None):
            headers["Retry-After"] = str(retry_after)
        if error.status == 401:
            headers["WWW-Authenticate"] = "Bearer"
        return problem(
            status=error.status, code=error.code, detail=error.text, field=error.field, headers=headers
        )
    if isinstance(error, NeedsFreshProof):
        set_rollback()
        return problem(status=error.status, code=error.code, detail=str(error.message))
    if isinstance(error, Http404):
        return problem(status=404, code=NotFound.code, detail=str(NotFound.message))
    if isinstance(error, exceptions.ValidationError):
        set_rollback()
        errors = error.detail if isinstance(error.detail, dict) else {"non_field_errors": error.detail}
        return problem(status=422, code=Invalid.code, detail=str(Invalid.message), errors=_flat(errors))
    if isinstance(error, exceptions.APIException):
        set_rollback()
        return _drf_problem(error)
    return None


def _drf_problem(error: exceptions.APIException) -> Response:
    if isinstance(error, exceptions.NotAuthenticated):
        return problem(
            status=401,
            code=NeedsSignIn.code,
            detail=str(NeedsSignIn.message),
            headers={"WWW-Authenticate": "Bearer"},
        )
    if isinstance(error, exceptions.PermissionDenied):
        return problem(status=403, code=NotAllowed.code, detail=str(error.detail))
    code = str(getattr(error.detail, "code", error.default_code)).replace("_", "-")
    headers = {"WWW-Authenticate": "Bearer"} if error.status_code == 401 else {}
    return problem(status=error.status_code, code=code, detail=str(error.detail), headers=headers)


def _flat(errors: Mapping[str, Any]) -> dict[str, list[str]]:
    return {
        _sendable(field): [_sendable(item) for item in (value if isinstance(value, list) else [value])]
        for field, value in errors.items()
    }


def _sendable(said: object) -> str:
    """DRF says again what was sent, half of a character too, and that no answer can hold."""
    return str(said).encode("utf-8", "replace").decode()


class OperationView(APIView):
    """One unsafe call, one operation.

    Subclasses give ``input_serializer`` (shape only) and ``act``, which returns (status, JSON body).
    ``idempotent`` as in ``common.web.ActionView``: False only where a refusal keeps what it wrote.
    """

    input_serializer: ClassVar[type[serializers.Serializer[Any]] | None] = None
    idempotent: ClassVar[bool] = True

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        raise NotImplementedError

    def post(self, request: Request, **kwargs: Any) -> Response:
        return self._operate(request, **kwargs)

    def _body(self, request: Request) -> bytes:
        """What the key stands for. Read before DRF does: the hash is over what was sent."""
        return request._request.body

    def _operate(self, request: Request, **kwargs: Any) -> Response:
        raw = self._body(request)
        data = self._validated(request)

        def act() -> Answer:
            status, body = self.act(request, data, **kwargs)
            return Answer(status=status, body=body)

        if not self.idempotent:
            answer = act()
        else:
            answer = idempotency.once(
                actor=self._actor_key(request),
                scope=f"api:{request.method}:{type(self).__name__}",
                key=self._key(request),
                body_hash=idempotency.hash_body(request.path.encode() + b"\0" + raw),
                act=act,
            )
        headers = {"Idempotency-Replayed": "true"} if answer.replayed else {}
        return Response(answer.body or None, status=answer.status, headers=headers)

    def _validated(self, request: Request) -> dict[str, Any]:
        if self.input_serializer is None:
            return {}
        data = self._parsed(request)
        serializer = self.input_serializer(data=data)
        serializer.is_valid(raise_exception=True)
        _check_storable(data)
        return dict(serializer.validated_data)

    def _parsed(self, request: Request) -> Any:
        return _parsed(request)

    @staticmethod
    def _key(request: Request) -> str:
        key = request.headers.get("Idempotency-Key", "")
        if not 8 <= len(key) <= 200 or not key.isprintable():
            raise KeyMissing
        return key

    @staticmethod
    def _actor_key(request: Request) -> str:
        own = getattr(request.user, "actor_key", "")  # a caller that is no member
        if own:
            return str(own)
        if request.user.is_authenticated:
            return f"member:{request.user.pk}"
        return idempotency.hash_body(f"ip:{request.META.get('REMOTE_ADDR', '')}".encode())


class UploadView(OperationView):
    """An unsafe call with one picture: ``multipart/form-data``, the picture in the part ``file``.

    The body never stands in memory or readable on disk; the key stands for the fields and the picture's hash.
    """

    parser_classes = (MultiPartParser,)

    def _body(self, request: Request) -> bytes:
        uploads = [f"{name}:{getattr(one, 'sha256', '')}" for name, one in sorted(request.FILES.items())]
        return (request._request.POST.urlencode() + "\0" + "\0".join(uploads)).encode()

    def _parsed(self, request: Request) -> Any:
        return request.data


def _parsed(request: Request) -> Any:
    """Raises: ParseError, also for what no text column can hold and for lists in lists without end."""
    if rb"\u0000" in request._request.body:
        raise exceptions.ParseError
    try:
        return request.data
    except RecursionError as error:
        raise exceptions.ParseError from error


def _check_storable(data: Any) -> None:
    """What a field takes as it comes may hold half characters and endless numbers, which no column can.

    Raises: ParseError.
    """
    try:
        json.dumps(data, ensure_ascii=False, allow_nan=False, default=str).encode()
    except (RecursionError, ValueError) as error:
        raise exceptions.ParseError from error


def require_sign_in(request: Request) -> None:
    """For reads that belong to somebody. Raises: NeedsSignIn."""
    if not request.user.is_authenticated:
        raise NeedsSignIn


def page_body(items: list[Any], next_cursor: str | None) -> dict[str, Any]:
    """The one shape of every list."""
    return {"items": items, "next": next_cursor}

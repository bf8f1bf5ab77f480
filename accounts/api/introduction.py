"""Who I am here and in which language, for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import operations, queries
from accounts.states import Locale
from common.api import OperationView
from common.clock import db_now

Answer = tuple[int, dict[str, Any]]


class LocaleInput(serializers.Serializer[Any]):
    locale = serializers.ChoiceField(choices=Locale.choices)


class OneselfInput(LocaleInput):
    display_name = serializers.CharField(max_length=60)
    time_zone = serializers.CharField(max_length=64)


class IntroducedOutput(serializers.Serializer[Any]):
    display_name = serializers.CharField()
    locale = serializers.CharField()
    time_zone = serializers.CharField()


class OwnLocale(OperationView):
    http_method_names = ["put", "options"]
    input_serializer = LocaleInput

    @extend_schema(operation_id="own_locale", request=LocaleInput, responses=IntroducedOutput)
    def put(self, request: Request, **kwargs: Any) -> Response:
        """The language of pages, mails and messages from now on."""
        return self._operate(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        operations.change_locale(actor=request.user, locale=data["locale"])
        return 200, _introduced(request)


class OwnIntroduction(OperationView):
    http_method_names = ["put", "options"]
    input_serializer = OneselfInput

    @extend_schema(operation_id="own_introduction", request=OneselfInput, responses=IntroducedOutput)
    def put(self, request: Request, **kwargs: Any) -> Response:
        """The name that others read, the language and the time zone."""
        return self._operate(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        operations.introduce_oneself(actor=request.user, now=db_now(), **data)
        return 200, _introduced(request)


def _introduced(request: Request) -> dict[str, Any]:
    member = queries.as_member(request.user)
    member.refresh_from_db(fields=["display_name", "locale", "time_zone"])
    return {"display_name": member.display_name, "locale": member.locale, "time_zone": member.time_zone}

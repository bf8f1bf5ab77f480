"""Two pages and one API call around one guarded operation, for tests of the frames themselves."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request

from common.api import OperationView
from common.clock import db_now
from common.errors import Invalid, NotFound, Refused, TooMany
from common.models import LimitWindow
from common.web import ActionView, NonceForm, SignInRequired
from config.urls import urlpatterns as product


class WordForm(NonceForm):
    word = forms.CharField(max_length=10)


@transaction.atomic
def keep(word: str) -> int:
    """The operation: leaves a row, refuses three words."""
    LimitWindow.objects.create(name="word", subject=word, starts_at=db_now())
    if word == "no":
        raise Refused
    if word == "field":
        raise Invalid(field="word")
    if word == "slow":
        raise TooMany(retry_after_seconds=7)
    return LimitWindow.objects.count()


class Words(ActionView):
    template_name = "tests/words.html"
    form_class = WordForm
    done_message = "Kept."

    def act(self, request: HttpRequest, form: Any, **kwargs: Any) -> str:
        return f"/words/{keep(form.cleaned_data['word'])}/"


class Hidden(ActionView):
    template_name = "tests/words.html"

    def act(self, request: HttpRequest, form: Any, **kwargs: Any) -> str:
        raise NotFound

    def context(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        raise NotFound


class Private(SignInRequired, Words):
    pass


class WordInput(serializers.Serializer[Any]):
    word = serializers.CharField(max_length=10)


class WordApi(OperationView):
    input_serializer = WordInput

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        return 201, {"number": keep(data["word"])}


urlpatterns = [
    *product,
    path("words/", Words.as_view(), name="words"),
    path("hidden/", Hidden.as_view(), name="hidden"),
    path("private/", Private.as_view(), name="private"),
    path("api/v1/words/", WordApi.as_view(), name="words-api"),
]

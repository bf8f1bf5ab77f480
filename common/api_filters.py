"""Narrowing a list of the API: one word per field, described and refused the same way everywhere."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from common.errors import Invalid

_YES, _NO = ("true", "1"), ("false", "0", "")


def filters(**choices: Sequence[Any]) -> list[OpenApiParameter]:
    """Of the description: ``state=GiftState.values`` say."""
    return [OpenApiParameter(name, str, enum=list(values)) for name, values in choices.items()]


def chosen(request: Request, name: str, values: Sequence[Any]) -> str:
    """The word that was asked for, empty for all. Raises: Invalid for a word that none has."""
    word = request.query_params.get(name, "")
    if word and word not in values:
        raise Invalid(field=name)
    return word


def typed(request: Request, name: str) -> str:
    """A word that no list has, empty for all. Raises: Invalid for a NUL, which no column holds."""
    word = request.query_params.get(name, "")
    if "\0" in word:
        raise Invalid(field=name)
    return word


def is_asked(request: Request, name: str) -> bool:
    """A switch, off where it is not there. Raises: Invalid."""
    word = request.query_params.get(name, "")
    if word not in (*_YES, *_NO):
        raise Invalid(field=name)
    return word in _YES

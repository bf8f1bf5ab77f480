"""Fields that nobody asked for: every column of our models, with a value that would do harm."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db import models
from django.urls import get_resolver

from campaigns.admin.draft_form import DraftForm
from tests.authz.routes import Route, class_at

OURS = ("accounts", "connect", "trust", "gifts", "campaigns", "outbox", "common")
# Views that choose their form while they answer.
MADE_PER_REQUEST = {
    "admin:campaigns_campaign_add": DraftForm,
    "admin:campaigns_campaign_draft": DraftForm,
}
MARK = "hostile"
NUMBER = 7731


def loads_of_fields(
    route: Route, body: Mapping[str, Any], *, member_id: int, size: int = 150
) -> Iterator[dict[str, Any]]:
    """``extra_fields`` in portions: a form takes at most 200 fields."""
    fields = list(extra_fields(route, body, member_id=member_id).items())
    for start in range(0, len(fields), size):
        yield dict(fields[start : start + size])


def extra_fields(route: Route, body: Mapping[str, Any], *, member_id: int) -> dict[str, Any]:
    """Names that the route's own form or serializer doesn't list."""
    listed = {*body, *listed_fields(route)}
    found: dict[str, Any] = {}
    for app in OURS:
        for model in apps.get_app_config(app).get_models():
            for column in model._meta.concrete_fields:
                for name in {column.name, column.attname} - listed:
                    found[name] = _value(column, member_id)
    return found


def listed_fields(route: Route) -> set[str]:
    view = class_at(get_resolver(), route.pattern)
    serializer = getattr(view, "input_serializer", None)
    if serializer is not None:
        return set(serializer().get_fields())
    form = MADE_PER_REQUEST.get(route.name) or getattr(view, "form_class", None)
    if form is None and route.model:
        form = admin.site._registry[apps.get_model(route.model)].form
    return {name for name in getattr(form, "base_fields", ())} | {"nonce", "action"}


def _value(column: "models.Field[Any, Any]", member_id: int) -> Any:
    if column.is_relation:
        return member_id
    if column.choices:
        return [value for value, _label in column.flatchoices][-1]
    if isinstance(column, models.BooleanField):
        return True
    if isinstance(column, models.IntegerField):
        return NUMBER
    if isinstance(column, models.DateTimeField):
        return "2001-02-03T04:05:06Z"
    if isinstance(column, models.JSONField):
        return {"en": MARK}
    return MARK

"""Coming into a group and going."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from common.web import ActionView, NonceForm, SignInRequired
from groups import operations, queries
from groups.web.frame import framed


class JoinView(SignInRequired, ActionView):
    template_name = "groups/join.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return framed(request, kwargs["public_id"])

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        group_id = queries.group_id_of(public_id)
        operations.join_group(actor=request.user, group_id=group_id, now=timezone.now())
        return reverse("groups:detail", args=[public_id])


class LeaveView(SignInRequired, ActionView):
    template_name = "groups/leave.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return framed(request, kwargs["public_id"])

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        group_id = queries.group_id_of(kwargs["public_id"])
        operations.leave_group(actor=request.user, group_id=group_id, now=timezone.now())
        return reverse("groups:list")

"""Coming into a group and going, asking others in."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.queries import find_member_by_handle
from common.access import allow
from common.web import ActionView, NonceForm, SignInRequired
from groups import errors, operations, queries
from groups.posters import GROUP
from groups.web.forms import InviteForm, JoinForm
from groups.web.frame import framed


def _detail(public_id: str) -> str:
    return reverse("groups:detail", args=[public_id])


class JoinView(SignInRequired, ActionView):
    form_class = JoinForm
    template_name = "groups/join.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return framed(request, kwargs["public_id"])

    def act(self, request: HttpRequest, form: JoinForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        operations.join_group(
            actor=request.user,
            group_id=queries.group_id_of(public_id),
            note=form.cleaned_data["note"],
            now=timezone.now(),
        )
        return _detail(public_id)


class LeaveView(SignInRequired, ActionView):
    template_name = "groups/leave.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return framed(request, kwargs["public_id"])

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        group_id = queries.group_id_of(kwargs["public_id"])
        operations.leave_group(actor=request.user, group_id=group_id, now=timezone.now())
        return reverse("groups:list")


class RefuseView(SignInRequired, ActionView):
    template_name = "groups/refuse.html"
    done_message = _("Your answer is a no. Nobody is told why.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return framed(request, kwargs["public_id"])

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        group_id = queries.group_id_of(kwargs["public_id"])
        operations.refuse_invitation(actor=request.user, group_id=group_id, now=timezone.now())
        return reverse("groups:list")


class InviteView(SignInRequired, ActionView):
    """By the name that somebody goes by here."""

    form_class = InviteForm
    template_name = "groups/invite.html"
    done_message = _("Your invitation is on its way.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = framed(request, kwargs["public_id"])
        group = page["group"]
        allow(request.user, "groups.invite", group)
        link = queries.link_by(group_id=group.pk, maker_id=request.user.pk or 0)
        address = reverse("groups:link", args=[link.code]) if link else ""
        return {
            **page,
            "link": link,
            "address": request.build_absolute_uri(address) if address else "",
            "subject": f"{GROUP}-{link.pk}" if link else "",
        }

    def act(self, request: HttpRequest, form: InviteForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        operations.invite_member(
            actor=request.user,
            group_id=queries.group_id_of(public_id),
            member_id=find_member_by_handle(form.cleaned_data["who"]),
            now=timezone.now(),
        )
        return reverse("groups:invite", args=[public_id])


class MakeLinkView(InviteView):
    form_class = NonceForm  # type: ignore[assignment]
    done_message = _("Here is your link.")

    def act(self, request: HttpRequest, form: Any, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        group_id = queries.group_id_of(public_id)
        operations.make_invite_link(actor=request.user, group_id=group_id, now=timezone.now())
        return reverse("groups:invite", args=[public_id])


class LinkView(SignInRequired, ActionView):
    """Where an invitation link leads."""

    template_name = "groups/link.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        link = queries.live_link(kwargs["code"], viewer=request.user)
        if link is None:
            raise errors.LinkOver
        return {"group": link.group, "card": queries.card_of(group=link.group, viewer=request.user)}

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        mine = operations.join_by_link(actor=request.user, code=kwargs["code"], now=timezone.now())
        return _detail(mine.group.public_id)

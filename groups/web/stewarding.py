"""The stewards' desk of one group: requests, people, settings."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people import people_seen_by
from common.access import allow, may
from common.errors import NotFound
from common.web import ActionView, NonceForm, PageView, SignInRequired
from groups import operations, queries
from groups.models import Membership
from groups.web.forms import AnswerForm, FellowForm, SettingsForm
from groups.web.frame import framed


def _requests(public_id: str) -> str:
    return reverse("groups:requests", args=[public_id])


class RequestsView(SignInRequired, PageView):
    """Who asks to come in, the oldest first: to answer, or to vouch for."""

    template_name = "groups/requests.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = framed(request, kwargs["public_id"])
        group = page["group"]
        allow(request.user, "groups.see-requests", group)
        found = queries.requests_to(group_id=group.pk, viewer=request.user, cursor=request.GET.get("cursor"))
        people = people_seen_by(request.user, [row.member_id for row in found.items])
        answers = queries.holds(group=group, member_id=request.user.pk, capability="answer-requests")
        rows = [{"asked": row, "person": people.get(row.member_id)} for row in found.items]
        return {**page, "rows": rows, "next_cursor": found.next_cursor, "answers": answers}


class _MembershipView(SignInRequired, ActionView):
    verb: str

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        theirs = queries.membership_by_id(kwargs["public_id"])
        allow(request.user, self.verb, theirs)
        if theirs is None:
            raise NotFound
        person = people_seen_by(request.user, [theirs.member_id]).get(theirs.member_id)
        return {"theirs": theirs, "group": theirs.group, "person": person}


class AnswerView(_MembershipView):
    form_class = AnswerForm
    template_name = "groups/answer.html"
    verb = "groups.answer-request"

    def act(self, request: HttpRequest, form: AnswerForm, **kwargs: Any) -> str:
        asked = form.answer(actor=request.user, public_id=kwargs["public_id"], now=timezone.now())
        return _requests(asked.group.public_id)


class VouchView(_MembershipView):
    template_name = "groups/vouch.html"
    verb = "groups.vouch"
    done_message = _("Thank you for standing up for somebody.")

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        asked = operations.vouch_for(actor=request.user, public_id=kwargs["public_id"], now=timezone.now())
        return _requests(asked.group.public_id)


class FellowView(_MembershipView):
    """One person of the group, for whoever may give roles or send people away."""

    form_class = FellowForm
    template_name = "groups/fellow.html"
    verb = "groups.keep-fellow"
    done_message = _("Done.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = super().context(request, **kwargs)
        return {**page, "gives_roles": may(request.user, "groups.give-role", page["theirs"])}

    def act(self, request: HttpRequest, form: FellowForm, **kwargs: Any) -> str:
        theirs: Membership = form.act(actor=request.user, public_id=kwargs["public_id"], now=timezone.now())
        return reverse("groups:members", args=[theirs.group.public_id])


class SettingsView(SignInRequired, ActionView):
    form_class = SettingsForm
    template_name = "groups/settings.html"
    done_message = _("Saved.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = framed(request, kwargs["public_id"])
        allow(request.user, "groups.steward-group", page["group"])
        return {**page, "may_end": may(request.user, "groups.archive-group", page["group"])}

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        group = queries.group_of(kwargs["public_id"])
        return {name: getattr(group, name, None) for name in (*self.form_class.base_fields, "capabilities")}

    def act(self, request: HttpRequest, form: SettingsForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        group_id = queries.group_id_of(public_id)
        operations.change_group(actor=request.user, group_id=group_id, given=form.given, now=timezone.now())
        return reverse("groups:detail", args=[public_id])


class EndView(SignInRequired, ActionView):
    template_name = "groups/end.html"
    done_message = _("The group has ended. Everybody in it can still read it.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = framed(request, kwargs["public_id"])
        allow(request.user, "groups.archive-group", page["group"])
        return page

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        operations.archive_group(actor=request.user, group_id=queries.group_id_of(public_id))
        return reverse("groups:detail", args=[public_id])

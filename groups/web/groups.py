"""Groups to find, the page of one, and founding one."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.queries import as_member
from common.access import allow
from common.web import ActionView, PageView, SignInRequired
from groups import operations, queries, rules
from groups.queries.stewardship import is_without_steward
from groups.states import GroupRole
from groups.web.forms import FoundForm
from groups.web.frame import framed


class GroupsView(PageView):
    """Mine, where somebody is signed in, and those that can be found."""

    template_name = "groups/list.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        cursor = request.GET.get("cursor")
        found = queries.groups_to_find(request.user, cursor=cursor)
        mine = queries.groups_of(request.user) if request.user.is_authenticated and not cursor else None
        return {
            "mine": mine.items if mine else [],
            "found": found.items,
            "next_cursor": found.next_cursor,
        }


class GroupView(PageView):
    template_name = "groups/detail.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = framed(request, kwargs["public_id"])
        if not page["card"].is_inside:
            return page
        group, role = page["group"], page["mine"].role
        return {
            **page,
            "is_without_steward": is_without_steward(group_id=group.pk),
            "sees_members": role >= rules.needed_role(group.capabilities, "see-members"),
            "invites": role >= rules.needed_role(group.capabilities, "invite"),
        }


class MembersView(SignInRequired, PageView):
    """Who is in the group, each as they chose to be seen."""

    template_name = "groups/members.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = framed(request, kwargs["public_id"])
        group = page["group"]
        allow(request.user, "groups.see-members", group)
        people, following = queries.fellows(
            group_id=group.pk, viewer=request.user, cursor=request.GET.get("cursor")
        )
        mine = page["mine"]
        return {
            **page,
            "people": people,
            "next_cursor": following,
            "keeps_people": mine.role >= GroupRole.CO_STEWARD,
        }


class FoundView(SignInRequired, ActionView):
    form_class = FoundForm
    template_name = "groups/found.html"
    done_message = _("Your group is there. Tell people what it is for, and invite the first ones.")

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        member = as_member(request.user)
        return {"time_zone": member.time_zone, "locale": member.locale}

    def act(self, request: HttpRequest, form: FoundForm, **kwargs: Any) -> str:
        group = operations.found_group(actor=request.user, given=form.given, now=timezone.now())
        return reverse("groups:detail", args=[group.public_id])

"""A member's page of the desk in the admin: what may be seen and done, each with a reason."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import operations, people, queries, second_factor_queries
from accounts.models import Member
from common.access import may
from common.errors import Refused

TEMPLATE = "admin/accounts/member/desk.html"


def desk_page(request: HttpRequest, member: Member) -> HttpResponse:
    """GET shows what is masked; each button is a POST with its reason. What was read is shown once."""
    shown: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        try:
            shown = _act(request, member)
        except Refused as refused:
            messages.error(request, refused.text)
            shown, status = {"why": request.POST.get("why", "")}, refused.status
    return _draw(request, member, shown, status)


def _act(request: HttpRequest, member: Member) -> dict[str, Any]:
    what: dict[str, Any] = {
        "actor": request.user,
        "member_id": member.pk,
        "why": request.POST.get("why", ""),
        "now": timezone.now(),
    }
    act = request.POST.get("act", "")
    if act == "read-contacts":
        return {"contacts": operations.read_contacts(**what)}
    if act == "read-sessions":
        return {"browsers": operations.read_sessions(**what)}
    if act == "sign-out":
        ended = operations.sign_member_out(**what)
        messages.success(request, _("Signed out: %(number)s browsers and programs.") % {"number": ended})
    elif act in _ACTS:
        _ACTS[act](**what)
        messages.success(request, _("Done, and written down."))
    return {}


_ACTS = {
    "suspend": operations.suspend_member,
    "restore": operations.restore_member,
    "remove-photo": operations.remove_members_photo,
    "remove-second-factor": operations.remove_second_factor,
}


def _draw(request: HttpRequest, member: Member, shown: dict[str, Any], status: int) -> HttpResponse:
    member = Member.objects.select_related("data_key").get(pk=member.pk)
    context = {
        **admin.site.each_context(request),
        "title": _("Member %(handle)s") % {"handle": member.handle},
        "opts": Member._meta,
        "member": member,
        "masked": queries.contacts_of(member),
        "security": second_factor_queries.security_of(member),
        "may_read": may(request.user, "accounts.read-contacts", member),
        "may_suspend": may(request.user, "accounts.suspend-member", member),
        "may_sign_out": may(request.user, "accounts.sign-member-out", member),
        "has_photo": people.has_any_photo(member.pk),
        "may_remove_photo": may(request.user, "accounts.remove-photo", member),
        "may_remove": may(request.user, "accounts.remove-second-factor", member),
        **shown,
    }
    return render(request, TEMPLATE, context, status=status)

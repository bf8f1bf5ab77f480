"""The page behind an invitation link. See docs/decisions/0007-a-visit-is-recorded-on-get.md."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from accounts.registration import read_visitor_key, write_visitor_key
from campaigns import errors
from campaigns.campaign_page import campaign_values
from campaigns.channel_packs import is_neutral
from campaigns.channel_words import has_own_page, own_words, words_for
from campaigns.operations.touches import open_invitation
from campaigns.posters import invitation_preview
from campaigns.queries.campaigns import Landing, landing
from campaigns.tag_rules import read_tags
from campaigns.variant_rules import choose, words_of
from common.errors import Refused
from common.ids import new_public_id

# Gone for good; the others are pages that still tell what the campaign is about.
STATUS = {errors.InvitationWithdrawn.code: 410, errors.CampaignEnded.code: 410}


class InvitationView(View):
    """GET shows the invitation and remembers, for this browser alone, that it was opened.

    That is the one change that a GET makes in this product: repeating it makes none, and it changes nothing
    that anybody sees. Look-aheads of browsers (``Sec-Purpose: prefetch``), HEAD and members leave no trace.
    """

    def head(self, request: HttpRequest, code: str) -> HttpResponse:
        return self._answer(request, code, visitor_key=None)

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        if request.user.is_authenticated or _is_looking_ahead(request):
            return self._answer(request, code, visitor_key=None)
        key = read_visitor_key(request) or new_public_id()
        response = self._answer(request, code, visitor_key=key)
        if response.status_code == 200:
            write_visitor_key(response, key, secure=request.is_secure())
        return response

    def _answer(self, request: HttpRequest, code: str, *, visitor_key: str | None) -> HttpResponse:
        try:
            invitation = landing(code=code, viewer=request.user)
        except errors.UnknownInvitation as unknown:
            return render(request, "campaigns/invitation_unknown.html", {"refused": unknown}, status=404)
        try:
            open_invitation(
                actor=request.user,
                code=invitation.code,
                visitor_key=visitor_key,
                tags=read_tags(request.GET.dict()),
                address=str(request.META.get("REMOTE_ADDR", "")),
                now=timezone.now(),
            )
        except Refused as refused:
            return _show(request, invitation, refused, subject=visitor_key)
        return _show(request, invitation, None, subject=visitor_key)


def _is_looking_ahead(request: HttpRequest) -> bool:
    purpose = request.headers.get("Sec-Purpose", "") or request.headers.get("Purpose", "")
    return "prefetch" in purpose or "prerender" in purpose


def _show(
    request: HttpRequest, invitation: Landing, refused: Refused | None, *, subject: str | None
) -> HttpResponse:
    """Without a key of the browser it is the invitation that decides which wording is shown."""
    texts, channel = invitation.campaign.texts, invitation.channel
    variant = ""
    if not has_own_page(texts, channel):
        variant = choose(texts, subject=subject[:80] if subject else invitation.code)
    values: dict[str, Any] = {
        **campaign_values(invitation.campaign),
        **({} if not variant else words_of(texts, variant)),
        "has_variants": bool(variant),
        "title": words_for(texts, channel, "title", general=invitation.campaign.title),
        "channel_lead": own_words(texts, channel, "lead"),
        "invitation": invitation,
        "refused": refused,
        "link_preview": None if request.user.is_authenticated else invitation_preview(invitation),
        "is_advertising": bool(invitation.receives),
        "paid_word": _("Advertisement · partner"),
        "is_neutral": is_neutral(invitation.channel) and not request.user.is_authenticated,
        "is_own": isinstance(refused, errors.OwnInvitation),
        "is_over": isinstance(refused, errors.CampaignEnded | errors.InvitationWithdrawn),
    }
    status = STATUS.get(refused.code, 200) if refused else 200
    return render(request, "campaigns/invitation.html", values, status=status)

"""A code that somebody said or wrote down: the way in for whoever has no link to press."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.registration import read_visitor_key, write_visitor_key
from campaigns.operations.typed_codes import open_typed_code, type_code
from campaigns.operations.vanity_codes import choose_code
from campaigns.queries.campaigns import campaign_detail, share_links_of
from campaigns.queries.links import chosen_codes
from campaigns.states import Channel
from campaigns.vanity_rules import LONGEST, SHORTEST
from common.errors import NotFound
from common.ids import new_public_id
from common.web import ActionView, NonceForm, SignInRequired

CODE_LIMIT = 32


class CodeForm(NonceForm):
    code = forms.CharField(
        label=_("Invitation code"),
        max_length=CODE_LIMIT,
        help_text=_("As your friend gave it to you. Spaces, capitals and small letters don’t matter."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class CodeView(ActionView):
    """A visitor goes on to the invitation; for a member it is written down who invited her."""

    template_name = "campaigns/code.html"
    form_class = CodeForm
    # Wrong codes stay counted; the same code again changes nothing.
    idempotent = False

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return {"is_member": request.user.is_authenticated}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        key = read_visitor_key(request) or new_public_id()
        response = super().post(request, visitor_key=key, **kwargs)
        if response.status_code == 303:
            write_visitor_key(response, key, secure=request.is_secure())
        return response

    def act(self, request: HttpRequest, form: CodeForm, **kwargs: Any) -> str:
        code, now = form.cleaned_data["code"], timezone.now()
        if request.user.is_authenticated:
            referral = type_code(actor=request.user, code=code, visitor_key=kwargs["visitor_key"], now=now)
            messages.success(request, gettext("Written down: you count for whoever gave you this code."))
            return reverse("campaigns:detail", args=[referral.campaign.slug])
        link = open_typed_code(
            actor=request.user,
            code=code,
            visitor_key=kwargs["visitor_key"],
            address=str(request.META.get("REMOTE_ADDR", "")),
            now=now,
        )
        return reverse("campaigns:landing", args=[link.code])


class ChooseForm(NonceForm):
    code = forms.CharField(
        label=_("Your own code"),
        min_length=SHORTEST,
        max_length=LONGEST,
        help_text=_("5 to 16 letters from A to Z and digits. 0 and O, 1, I and L count as the same."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    channel = forms.ChoiceField(choices=Channel.choices, required=False, widget=forms.HiddenInput)


class ChooseCodeView(SignInRequired, ActionView):
    """A code of one's own, for a link that is there already."""

    template_name = "campaigns/choose_code.html"
    form_class = ChooseForm
    # Tries stay counted; the same code again changes nothing.
    idempotent = False
    done_message = _("This is your code now. The others go on working.")

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        asked = request.GET.get("channel", "")
        return {"channel": asked if asked in Channel.values else Channel.LINK}

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        """Raises: NotFound, where there is no link yet."""
        campaign = campaign_detail(slug=kwargs["slug"])
        channel = request.POST.get("channel") or request.GET.get("channel") or Channel.LINK
        links = share_links_of(campaign_id=campaign.campaign_id, member_id=request.user.pk or 0)
        if channel not in links:
            raise NotFound
        return {"campaign": campaign, "chosen": chosen_codes(links[channel])}

    def act(self, request: HttpRequest, form: ChooseForm, **kwargs: Any) -> str:
        channel = form.cleaned_data["channel"] or Channel.LINK
        choose_code(
            actor=request.user,
            campaign_id=campaign_detail(slug=kwargs["slug"]).campaign_id,
            code=form.cleaned_data["code"],
            channel=channel,
            now=timezone.now(),
        )
        return f"{reverse('campaigns:share', args=[kwargs['slug']])}?channel={channel}"

"""Every component with example contents. Development, tests and the demo only."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from common.icons import ICONS
from common.web import NonceForm

TONES = ("good", "wait", "bad", "info", "plain")


class ExampleForm(NonceForm):
    recipient = forms.CharField(label=_("Name on the parcel"), max_length=20)
    phone = forms.RegexField(
        r"^\+?\d{8,15}$",
        label=_("Phone number"),
        help_text=_("Only the carrier sees it."),
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
        error_messages={"invalid": _("Write the number with digits only, for example 13800000000.")},
    )
    size = forms.ChoiceField(label=_("Shoe size"), choices=[("", _("Choose")), ("38", "38"), ("42", "42")])
    delivery = forms.ChoiceField(
        label=_("When may the parcel come?"),
        choices=[("day", _("On working days")), ("any", _("Any day"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("A word of thanks"), required=False, widget=forms.Textarea({"rows": 3}))
    agree = forms.BooleanField(label=_("Use this address for this parcel, and delete it afterwards."))


def example_with_errors() -> ExampleForm:
    form = ExampleForm({"recipient": "A" * 30, "phone": "12a", "note": "❤"}, auto_id="bad_%s")
    form.add_error(None, str(_("This campaign ended while the form was open.")))
    return form


def examples() -> dict[str, Any]:
    now = timezone.now()
    return {
        "icons": sorted(ICONS),
        "tones": TONES,
        "colours": (
            "paper",
            "surface",
            "sunken",
            "line",
            "ink",
            "pine",
            "thread",
            "good",
            "wait",
            "bad",
            "info",
        ),
        "form": ExampleForm(auto_id="good_%s"),
        "form_with_errors": example_with_errors(),
        "now": now,
        "hours_ago": now - timedelta(hours=5),
        "in_days": now + timedelta(days=2, hours=1),
        "days_ago": [now - timedelta(days=days) for days in (3, 2, 1)],
        "names": ["小林", "Sam"],
        "link": "https://example.org/i/K7MPQ2XW/",
        "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "bilingual": {"en": "Spring outing on sunny days", "zh-hans": "春日踏青"},
    }


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Not found unless the settings module switches the guide on."""
    if not getattr(settings, "STYLEGUIDE", False):
        raise Http404
    if "messages" in request.GET:
        messages.success(request, str(_("Your gift is on its way.")))
        messages.error(request, str(_("That code has been used up.")))
    return render(request, "portal/styleguide.html", examples())

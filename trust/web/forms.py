"""What a member types to have their name verified."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.web import NonceForm


class VerifyForm(NonceForm):
    legal_name = forms.CharField(
        label=_("Legal name, as on your ID"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    id_number = forms.CharField(
        label=_("Resident ID number"),
        help_text=_("18 characters. We check its form, keep a keyed fingerprint, and forget the number."),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "class": "code"}),
    )
    consent = forms.BooleanField(
        label=_("I agree that my legal name is checked as described"),
        error_messages={"required": _("Please read the notice and agree to it first.")},
    )

"""What a member types and photographs to be certified."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.files.forms import PictureField
from common.web import NonceForm
from trust.evidence_kinds import kinds_for
from trust.states import APPEAL_CHARACTERS, CaseKind

_CONSENT = {"required": _("Please read the notice and agree to it first.")}


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
        label=_("I agree that my legal name is checked as described"), error_messages=_CONSENT
    )


class JobForm(NonceForm):
    employer = forms.CharField(
        label=_("Employer"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    title = forms.CharField(
        label=_("Position"), max_length=120, widget=forms.TextInput({"autocomplete": "organization-title"})
    )
    since = forms.CharField(
        label=_("Since"),
        help_text=_("Year and month, such as 2021-09."),
        max_length=7,
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "placeholder": "2021-09"}),
    )
    company_code = forms.CharField(
        label=_("Unified social credit code"),
        help_text=_("18 characters. It is public, and it helps the certifier."),
        max_length=40,
        required=False,
        widget=forms.TextInput({"class": "code", "autocomplete": "off"}),
    )


def picture_kinds() -> list[tuple[str, object]]:
    return [(one.kind.value, one.kind.label) for one in kinds_for(CaseKind.PROFESSIONAL) if one.has_picture]


class ProofForm(NonceForm):
    kind = forms.ChoiceField(label=_("What is it?"), choices=picture_kinds)
    picture = PictureField(
        label=_("Photo"),
        capture="environment",
        help_text=_("JPEG, PNG or WebP, up to 10 MB. Cover what the certifier need not see."),
    )
    issued_on = forms.DateField(
        label=_("Date on the document"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text=_("Needed for certificates, contracts and insurance records."),
    )


class SendForm(NonceForm):
    consent = forms.BooleanField(
        label=_("I agree that my papers are checked as described"), error_messages=_CONSENT
    )


class WorkEmailForm(NonceForm):
    address = forms.EmailField(
        label=_("Work e-mail address"),
        help_text=_("We send six digits there. The certifier sees only what stands after the @."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )


class WorkCodeForm(NonceForm):
    code = forms.CharField(
        label=_("Code from the message"),
        max_length=20,
        widget=forms.TextInput(
            {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code code--big"}
        ),
    )


class AppealForm(NonceForm):
    text = forms.CharField(
        label=_("Why is the decision wrong?"),
        max_length=APPEAL_CHARACTERS * 2,
        widget=forms.Textarea({"rows": 6, "maxlength": APPEAL_CHARACTERS}),
        help_text=_("It is read by somebody who never had your application."),
    )

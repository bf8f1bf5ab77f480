"""What a member types and photographs to be certified."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.files.forms import PictureField
from common.web import NonceForm
from trust.evidence_kinds import kinds_for
from trust.providers.real_name import current_real_name
from trust.states import APPEAL_CHARACTERS, CaseKind

_NUMBER_FORGOTTEN = _("18 characters. We check its form, keep a keyed fingerprint, and forget the number.")
_CONSENT = {"required": _("Please read the notice and agree to it first.")}


class VerifyForm(NonceForm):
    legal_name = forms.CharField(
        label=_("Legal name, as on your ID"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    id_number = forms.CharField(
        label=_("Resident ID number"),
        help_text=_(
            "18 characters. We check its form, keep a keyed fingerprint, and forget the number. If it is "
            "compared with the register, it waits for that, sealed, for at most 24 hours."
        ),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "class": "code"}),
    )
    consent = forms.BooleanField(
        label=_("I agree that my legal name is checked as described"), error_messages=_CONSENT
    )
    register = forms.BooleanField(
        label=_("Compare my name and number with the public register as well, through Tencent Cloud"),
        help_text=_("Up to you. It helps the certifier and decides nothing."),
        required=False,
    )
    register_phone = forms.BooleanField(
        label=_("Send the phone number that I confirmed here along"),
        help_text=_("Up to you, and only together with the register."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if current_real_name() is None:
            self.fields["id_number"].help_text = _NUMBER_FORGOTTEN
            del self.fields["register"], self.fields["register_phone"]


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
        label=pgettext_lazy("job", "Since"),
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


def picture_kinds(case_kind: CaseKind) -> list[tuple[str, object]]:
    return [(one.kind.value, one.kind.label) for one in kinds_for(case_kind) if one.has_picture]


def _photo() -> PictureField:
    return PictureField(
        label=_("Photo"),
        capture="environment",
        help_text=_("JPEG, PNG or WebP, up to 10 MB. Cover what the certifier need not see."),
    )


class IdPictureForm(NonceForm):
    kind = forms.ChoiceField(label=_("What is it?"), choices=partial(picture_kinds, CaseKind.REAL_NAME))
    picture = _photo()


class ProofForm(NonceForm):
    kind = forms.ChoiceField(label=_("What is it?"), choices=partial(picture_kinds, CaseKind.PROFESSIONAL))
    picture = _photo()
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

"""What people type to come in. Shape only; operations judge the rest."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.states import CODE_DIGITS, DISPLAY_NAME_LENGTH, Locale
from common.web import NonceForm

_PHONE_OR_MAIL = _("Mobile number or e-mail address")


class JoinForm(NonceForm):
    display_name = forms.CharField(
        label=_("What may people call you?"),
        max_length=DISPLAY_NAME_LENGTH,
        widget=forms.TextInput({"autocomplete": "nickname"}),
    )
    contact = forms.CharField(
        label=_PHONE_OR_MAIL,
        help_text=_("We send a six-digit code there. Other members never see it."),
        max_length=254,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none"}),
    )
    consent = forms.BooleanField(
        label=_("I agree to the rules and the privacy notice"),
        error_messages={"required": _("Please read the notice and agree to it first.")},
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class CodeForm(NonceForm):
    code = forms.CharField(
        label=_("Six-digit code"),
        max_length=CODE_DIGITS * 4,
        widget=forms.TextInput(
            {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code", "autofocus": True}
        ),
    )


class ResendForm(CodeForm):
    """The button beside the code's field; drawn with that field when it is refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].required = False


class SignInForm(NonceForm):
    contact = forms.CharField(
        label=_PHONE_OR_MAIL,
        max_length=254,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none"}),
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class PasswordForm(NonceForm):
    login = forms.CharField(
        label=_("Mobile number, e-mail address or handle"),
        max_length=254,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class LocaleForm(NonceForm):
    locale = forms.ChoiceField(label=_("Language"), choices=Locale.choices)


class ConsentForm(NonceForm):
    notice_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    consent = forms.BooleanField(
        label=_("I have read this and agree to it"),
        error_messages={"required": _("Please read the notice and agree to it first.")},
    )

"""What people type to come in. Shape only; operations judge the rest."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.states import CODE_DIGITS, DISPLAY_NAME_LENGTH, PASSKEY_NAME_LENGTH, Locale
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


class JoinWithForm(NonceForm):
    """The other service has said who it is: a name to be called by, and the agreement."""

    display_name = forms.CharField(
        label=_("What may people call you?"),
        max_length=DISPLAY_NAME_LENGTH,
        widget=forms.TextInput({"autocomplete": "nickname"}),
    )
    consent = forms.BooleanField(
        label=_("I agree to the rules and the privacy notice"),
        error_messages={"required": _("Please read the notice and agree to it first.")},
    )


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


class ContactForm(NonceForm):
    contact = forms.CharField(
        label=_PHONE_OR_MAIL,
        help_text=_("We send a six-digit code there. It counts once you have typed the code."),
        max_length=254,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none"}),
    )


def _new_password(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=_("At least ten characters. A sentence is easier to remember than a riddle."),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )


class NewPasswordForm(NonceForm):
    old = forms.CharField(
        label=_("Present password"),
        max_length=200,
        strip=False,
        required=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    new = _new_password(_("New password"))


class ResetForm(CodeForm):
    new = _new_password(_("New password"))


class NumberForm(NonceForm):
    code = forms.CharField(
        label=_("Number in the app"),
        max_length=12,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code"}),
    )


class Part:
    """Some of a form's fields, drawn as a form of their own; the script's fields stand beside it."""

    def __init__(self, form: NonceForm, *names: str) -> None:
        self._form = form
        self._names = names

    @property
    def nonce_value(self) -> str:
        return self._form.nonce_value

    @property
    def is_bound(self) -> bool:
        return self._form.is_bound

    def hidden_fields(self) -> list[Any]:
        return [self._form["next"]] if "next" in self._form.fields else []

    def visible_fields(self) -> list[Any]:
        return [self._form[name] for name in self._names]

    def non_field_errors(self) -> list[str]:
        return [*self._form.non_field_errors(), *self._form.errors.get("answer", [])]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.visible_fields())


class AnswerForm(NonceForm):
    """The browser's answer, put in by the script."""

    token = forms.CharField(max_length=4000, widget=forms.HiddenInput)
    answer = forms.CharField(
        max_length=20_000,
        widget=forms.HiddenInput,
        error_messages={"required": _("Your browser did not answer. Passkeys need JavaScript here.")},
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def visible(self) -> Part:
        return Part(self, *(name for name in self.fields if name == "name"))


class NewPasskeyForm(AnswerForm):
    name = forms.CharField(
        label=_("Name of this passkey"),
        help_text=_("So that you know it again: “my phone”."),
        max_length=PASSKEY_NAME_LENGTH,
    )


class PasskeyNameForm(NonceForm):
    name = forms.CharField(label=_("Name of this passkey"), max_length=PASSKEY_NAME_LENGTH)


class ProofForm(NonceForm):
    """Which of these a page shows depends on what its member has set up."""

    code = forms.CharField(
        label=_("Number in the app, or a recovery code"),
        max_length=40,
        required=False,
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "class": "code", "autocapitalize": "characters"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        required=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    token = forms.CharField(max_length=4000, required=False, widget=forms.HiddenInput)
    answer = forms.CharField(max_length=20_000, required=False, widget=forms.HiddenInput)
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def by_number(self) -> Part:
        return Part(self, "code")

    @property
    def by_password(self) -> Part:
        return Part(self, "password")

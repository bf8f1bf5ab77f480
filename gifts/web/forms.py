"""What recipients type. Shape only; ``rules.address_problems`` judges the parts, all at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.files.forms import PictureField
from common.texts import in_language
from common.web import NonceForm
from gifts.address_rules import ADDRESS_LIMITS, AddressInput, address_problems
from gifts.countries import COUNTRIES, HOME
from gifts.present_queries import catalogue
from gifts.rules import DECLINE_PHRASES


def _line(label: Any, autocomplete: str, **more: Any) -> forms.CharField:
    kind = more.pop("type", "text")
    widget = forms.TextInput({"autocomplete": autocomplete, "type": kind, **more.pop("attrs", {})})
    return forms.CharField(label=label, widget=widget, **more)


class AcceptForm(NonceForm):
    """Yes, and where to. A form that was sent without an address stands for a gift that needs none.

    No field has a maximum of its own: a browser would cut what is too long without a word.
    """

    recipient_name = _line(_("Name on the parcel"), "shipping name")
    phone = _line(_("Phone for the courier"), "shipping tel", type="tel")
    country = forms.ChoiceField(
        label=_("Country or region"),
        choices=[(code, country.name) for code, country in COUNTRIES.items()],
        initial=HOME,
        required=False,
        widget=forms.Select({"autocomplete": "shipping country"}),
    )
    province = _line(_("Province"), "shipping address-level1", required=False)
    city = _line(_("City"), "shipping address-level2", required=False)
    district = _line(_("District"), "shipping address-level3", required=False)
    street = _line(
        _("Street, building, room"),
        "shipping street-address",
        help_text=_("As on a letter, with the door number."),
    )
    postcode = _line(_("Postcode"), "shipping postal-code", required=False)
    remember = forms.BooleanField(
        label=_("Remember this address for next time"),
        required=False,
        help_text=_("Encrypted, only for you. You can forget it under your addresses."),
    )

    def __init__(self, data: Any = None, files: Any = None, **options: Any) -> None:
        super().__init__(data, files, **options)
        if data is not None and not set(ADDRESS_LIMITS) & set(data):
            self.fields.clear()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.fields:
            parts = {part: cleaned.get(part) or "" for part in ADDRESS_LIMITS}
            for part, problem in address_problems(AddressInput(**parts)).items():
                if part not in self.errors:
                    self.add_error(part, problem.text)
        return cleaned

    @property
    def wants_remembering(self) -> bool:
        return bool(self.cleaned_data.get("remember"))

    @property
    def address(self) -> AddressInput | None:
        if not self.fields:
            return None
        return AddressInput(**{part: self.cleaned_data.get(part, "") for part in ADDRESS_LIMITS})


class DeclineForm(NonceForm):
    phrase = forms.ChoiceField(
        label=_("Would you like to say something with it?"),
        choices=[("", _("No, just decline")), *DECLINE_PHRASES.items()],
        widget=forms.RadioSelect,
        required=False,
    )


class SwapForm(NonceForm):
    """Each choice is a button of its own; the operation judges whether it may be had."""

    item = forms.CharField(max_length=40)


class PassOnForm(NonceForm):
    to = forms.CharField(max_length=40)


class PresentForm(NonceForm):
    """What to give, what the card says, and when. The choices are what is in the catalogue just now."""

    item = forms.ChoiceField(label=_("What would you like to give?"), widget=forms.RadioSelect)
    card = forms.CharField(
        label=_("Your card"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("A few words of your own, at most 300 characters. Only the two of you can read them."),
    )
    send_on = forms.DateField(
        label=_("On which day?"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text=_("Leave it empty to send it now. Otherwise it arrives that morning at nine."),
    )

    def __init__(self, data: Any = None, files: Any = None, **options: Any) -> None:
        super().__init__(data, files, **options)
        choices = [(item.public_id, in_language(item.name)) for item in catalogue()]
        self.fields["item"] = forms.ChoiceField(
            label=self.fields["item"].label,
            choices=choices,
            initial=choices[0][0] if len(choices) == 1 else None,
            widget=forms.RadioSelect,
        )


class ThanksForm(NonceForm):
    text = forms.CharField(
        label=_("Say thank you"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Only whoever gave it reads this. At most 300 characters."),
    )
    photo = PictureField(
        label=_("A photo, if you like"),
        required=False,
        help_text=_(
            "JPEG, PNG or WebP, up to 10 MB. Place and camera are removed; only the two of you see it."
        ),
    )

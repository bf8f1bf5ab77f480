"""A member's profile as a form: each field with the choice of who sees it beside it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.audience import Audience
from accounts.models import Member, Profile
from accounts.operations import ProfileChanges
from accounts.profile_words import (
    BIO_LENGTH,
    CITY_LENGTH,
    ENGLISH_NAME_LENGTH,
    FIELDS,
    HEADLINE_LENGTH,
    LINK_LENGTH,
    LINKS,
    Industry,
    NameForm,
)
from accounts.states import DISPLAY_NAME_LENGTH
from common.web import NonceForm

_TEXTS = ("english_name", "headline", "city", "industry", "bio", "name_form")


class AudienceField(forms.TypedChoiceField):
    """Drawn small, under the field it belongs to."""

    def __init__(self, name: str) -> None:
        super().__init__(label=FIELDS[name], choices=Audience.choices, coerce=int)
        self.template_name = "accounts/forms/audience.html"


class ProfileForm(NonceForm):
    """Shape only. ``links`` is one field per address."""

    display_name = forms.CharField(
        label=_("What may people call you?"),
        max_length=DISPLAY_NAME_LENGTH,
        widget=forms.TextInput({"autocomplete": "nickname"}),
        help_text=_("Who may see it may open your page and find you."),
    )
    name_audience = AudienceField("name")
    english_name = forms.CharField(
        label=FIELDS["english_name"],
        max_length=ENGLISH_NAME_LENGTH,
        required=False,
        widget=forms.TextInput({"lang": "en"}),
    )
    english_name_audience = AudienceField("english_name")
    name_form = forms.ChoiceField(
        label=_("Which name stands on top of your page?"),
        choices=NameForm.choices,
        help_text=_(
            "Your real name can be shown once it is verified. Whoever may not see it reads the name above."
        ),
    )
    legal_name_audience = AudienceField("legal_name")
    headline = forms.CharField(
        label=FIELDS["headline"],
        max_length=HEADLINE_LENGTH,
        required=False,
        help_text=_("What you do, in one line."),
    )
    headline_audience = AudienceField("headline")
    industry = forms.ChoiceField(
        label=FIELDS["industry"], choices=[("", _("Choose")), *Industry.choices], required=False
    )
    industry_audience = AudienceField("industry")
    city = forms.CharField(label=FIELDS["city"], max_length=CITY_LENGTH, required=False)
    city_audience = AudienceField("city")
    bio = forms.CharField(
        label=FIELDS["bio"],
        max_length=BIO_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    bio_audience = AudienceField("bio")
    link_1 = forms.CharField(label=_("Link"), max_length=LINK_LENGTH, required=False)
    link_2 = forms.CharField(label=_("Another link"), max_length=LINK_LENGTH, required=False)
    link_3 = forms.CharField(label=_("A third link"), max_length=LINK_LENGTH, required=False)
    links_audience = AudienceField("links")
    photo_audience = AudienceField("photo")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, LINKS + 1):
            self.fields[f"link_{number}"].widget.attrs.update(inputmode="url", autocapitalize="none")

    def changes(self) -> ProfileChanges:
        """Everything on the page; what is as it was changes nothing."""
        typed = self.cleaned_data
        return ProfileChanges(
            display_name=typed["display_name"],
            links=[typed[f"link_{number}"] for number in range(1, LINKS + 1)],
            audiences={name: typed[f"{name}_audience"] for name in FIELDS},
            **{name: typed[name] for name in _TEXTS},
        )


def filled_in(member: Member, profile: Profile) -> dict[str, Any]:
    """The form's values as they stand."""
    links = [*profile.links, *[""] * LINKS]
    return {
        "display_name": member.display_name,
        **{name: getattr(profile, name) for name in _TEXTS},
        **{f"link_{number}": links[number - 1] for number in range(1, LINKS + 1)},
        **{f"{name}_audience": getattr(profile, f"{name}_audience") for name in FIELDS},
    }

"""What people say about photos. Shape only; ``album_rules`` judges."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.files.forms import PictureField
from common.web import NonceForm
from groups.album_states import AlbumAudience


class ManyField(forms.MultipleChoiceField):
    """Boxes to tick that the page offers; the operation judges what came, if it can be a public id."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: Any) -> bool:
        return re.fullmatch(r"[0-9a-z]{1,32}", str(value)) is not None


class AddPhotoForm(NonceForm):
    picture = PictureField(
        label=_("Photo"), help_text=_("JPEG, PNG or WebP, up to 10 MB. Place and camera are removed.")
    )
    people = ManyField(
        label=_("Who is in it, apart from you?"),
        required=False,
        help_text=_("Everybody you tick is asked. Nobody else sees the photo before all of them agreed."),
    )
    nobody = forms.BooleanField(label=_("Nobody else can be recognised in it"), required=False)

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        """(public id, name) of those who were there; with nobody else there is nothing to tick."""
        choices = list(people)
        if choices:
            self.fields["people"].widget.choices = choices
        else:
            del self.fields["people"]


class AudienceForm(NonceForm):
    audience = forms.TypedChoiceField(
        label=_("Who may see the photos?"),
        choices=AlbumAudience.choices,
        coerce=int,
        widget=forms.RadioSelect,
        help_text=_(
            "For photos that are added from now on: whoever is in an older one agreed to no more. "
            "Closing it again closes the older ones, too."
        ),
    )

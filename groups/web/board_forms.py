"""What people write on the board. Shape only; ``board_rules`` judges."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.files.forms import PicturesField
from common.web import NonceForm
from groups.board_states import PostAudience, PostKind, ReactionKind
from groups.web.asking import AskingForm


def _words(label: Any, rows: int, *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea({"rows": rows}), required=required)


class PhotosForm(NonceForm):
    photos = PicturesField(
        label=_("Photos"),
        required=False,
        help_text=_("Up to four: JPEG, PNG or WebP, each up to 10 MB. Place and camera are removed."),
    )
    lines = forms.CharField(
        label=_("What is to be seen?"),
        widget=forms.Textarea({"rows": 2}),
        required=False,
        help_text=_("A line per photo, for those who can’t see them."),
    )

    @property
    def pictures(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("photos", "lines") if name in self.cleaned_data}


class AddPhotosForm(PhotosForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].required = True


class PostForm(AskingForm, PhotosForm):
    field_order = ("body", "photos", "lines", "audience", "announcement")
    body = _words(_("What would you like to tell?"), 4, required=False)
    audience = forms.TypedChoiceField(
        label=_("Who may read it?"),
        choices=PostAudience.choices,
        initial=PostAudience.FELLOWS,
        coerce=int,
        help_text=_("Fixed for good: nobody is added to it when the group opens up later."),
    )
    announcement = forms.BooleanField(label=_("As an announcement of the stewards"), required=False)

    @property
    def given(self) -> dict[str, Any]:
        announces = self.cleaned_data["announcement"]
        return {
            "body": self.cleaned_data["body"],
            "audience": self.cleaned_data["audience"],
            "as_is": self.cleaned_data["as_is"],
            **self.pictures,
            "kind": PostKind.ANNOUNCEMENT if announces else PostKind.NOTE,
        }


class CommentForm(AskingForm):
    body = _words(_("Your answer"), 2)

    @property
    def given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("body", "as_is")}


class EditForm(AskingForm):
    body = _words(_("Your post"), 6)

    @property
    def given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("body", "as_is")}


class ReactForm(NonceForm):
    kind = forms.ChoiceField(
        label=_("A sign"), choices=[("", _("none")), *ReactionKind.choices], required=False
    )


class PinForm(NonceForm):
    pinned = forms.BooleanField(label=_("Keep it on top"), required=False)

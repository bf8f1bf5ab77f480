"""What people write on the board. Shape only; ``board_rules`` judges."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.web import NonceForm
from groups.board_states import PostAudience, PostKind, ReactionKind
from groups.web.asking import AskingForm


def _words(label: Any, rows: int) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea({"rows": rows}))


class PostForm(AskingForm):
    body = _words(_("What would you like to tell?"), 4)
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

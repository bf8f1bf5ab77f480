"""What people type about an event that is over. Shape only; ``recap_rules`` judges."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.web import NonceForm
from groups.board_states import POST_LIMIT
from groups.recap_rules import Marks
from groups.recap_states import Mark
from groups.web.album_forms import ManyField
from groups.web.asking import AskingForm


def _tap(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=Mark.choices, coerce=int, widget=forms.RadioSelect)


class RecapForm(AskingForm):
    body = forms.CharField(
        label=_("What was it like?"),
        max_length=POST_LIMIT,
        widget=forms.Textarea({"rows": 10}),
        help_text=_("A draft made of what happened. Change it as you like; name nobody who would mind."),
    )
    photos = ManyField(
        label=_("Which photos go with it?"),
        required=False,
        help_text=_("Only those that everybody in them agreed to show to the group. One taken back goes."),
    )

    def offer(self, photos: Iterable[tuple[str, str]]) -> None:
        """(public id, what stands beside the box); without any there is no such question."""
        choices = list(photos)
        if choices:
            self.fields["photos"].widget.choices = choices
        else:
            del self.fields["photos"]


class FeedbackForm(NonceForm):
    met = _tap(_("Did you meet somebody new?"))
    enjoyed = _tap(_("Did you have a good time?"))
    again = _tap(_("Would you come again?"))

    @property
    def given(self) -> Marks:
        return Marks(**{name: self.cleaned_data[name] for name in Marks.__dataclass_fields__})

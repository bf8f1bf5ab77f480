"""What people type about complaints. Shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.web import NonceForm
from groups.complaint_states import COMPLAINT_LIMIT


class ComplaintForm(NonceForm):
    body = forms.CharField(
        label=_("What is wrong?"), max_length=COMPLAINT_LIMIT, widget=forms.Textarea({"rows": 5})
    )
    on_board = forms.BooleanField(
        label=_("Put it on the board, where all members of the group read it"),
        required=False,
        help_text=_("Otherwise only the stewards read it."),
    )

    @property
    def given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("body", "on_board")}


class ComplaintAnswerForm(NonceForm):
    answer = forms.CharField(
        label=_("Your answer"), max_length=COMPLAINT_LIMIT, widget=forms.Textarea({"rows": 5})
    )


class HelpedForm(NonceForm):
    helped = forms.TypedChoiceField(
        label=_("Does this settle it?"),
        choices=[("yes", _("Yes, it is settled")), ("no", _("No, it still troubles me"))],
        coerce=lambda word: word == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )

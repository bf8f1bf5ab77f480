"""What people type about the daily star. Shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.web import NonceForm
from groups.star_states import QUESTIONS, StarAnswer
from groups.web.asking import AskingForm


class SwitchForm(NonceForm):
    is_on = forms.BooleanField(label=_("The group has a star of the day"), required=False)


class StarAnswerForm(NonceForm):
    answer = forms.ChoiceField(label=_("Your answer"), choices=StarAnswer.choices, widget=forms.RadioSelect)
    on = forms.DateField(
        label=_("If on another day: which one?"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
    )


class StarWordsForm(NonceForm):
    """Five questions for an interview, one field for own words."""

    body = forms.CharField(
        label=_("What would you like to tell about yourself?"),
        widget=forms.Textarea({"rows": 8}),
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number, question in enumerate(QUESTIONS, start=1):
            self.fields[f"answer_{number}"] = forms.CharField(
                label=question, required=False, widget=forms.Textarea({"rows": 3})
            )

    def keep_for(self, *, interview: bool) -> "StarWordsForm":
        for name in list(self.fields):
            if (name == "body") == interview:
                del self.fields[name]
        return self

    @property
    def answers(self) -> list[str]:
        return [self.cleaned_data.get(f"answer_{n}", "") for n in range(1, len(QUESTIONS) + 1)]


class ApproveForm(AskingForm):
    body = forms.CharField(
        label=_("This will stand on the board"),
        widget=forms.Textarea({"rows": 12}),
        help_text=_("Change whatever you like. Nobody reads it before your day."),
    )

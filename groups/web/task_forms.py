"""What people say about tasks. Shape only; ``task_rules`` judges."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.texts import in_language
from common.web import NonceForm
from groups.task_sets import READY
from groups.task_states import TaskNeed


def _choices() -> list[tuple[str, str]]:
    return [(key, f"{in_language(task.title)} · {TaskNeed(task.need).label}") for key, task in READY.items()]


class PickForm(NonceForm):
    tasks = forms.MultipleChoiceField(
        label=_("Which tasks are there?"),
        choices=_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What a team has begun stays."),
    )


class ClaimForm(NonceForm):
    """``code`` is asked for only where the card needs the letters of another team, and is needed there."""

    code = forms.CharField(
        label=_("The letters of the other team"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "class": "num"}),
    )

    def ask_letters(self) -> None:
        self.fields["code"].required = True

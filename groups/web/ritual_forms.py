"""What people type about rituals and as answers. Shape only; ``ritual_rules`` judges."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.texts import I18nFormField
from common.web import NonceForm
from groups.models import Ritual
from groups.ritual_rules import Deeds, RitualInput
from groups.ritual_states import RitualKind, Weekday
from groups.web.asking import AskingForm
from groups.web.board_forms import PhotosForm


class RitualForm(NonceForm):
    title = I18nFormField(label=_("What is it called?"))
    question = I18nFormField(label=_("What do you ask?"), multiline=True, required=False)
    kind = forms.ChoiceField(
        label=_("What does one write?"), choices=RitualKind.choices, widget=forms.RadioSelect
    )
    weekdays = forms.MultipleChoiceField(
        label=_("On which days?"), choices=Weekday.choices, widget=forms.CheckboxSelectMultiple
    )
    local_time = forms.TimeField(
        label=_("At what time?"),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text=_("By the group’s own clock, wherever its members are."),
    )
    answer_first = forms.BooleanField(
        label=_("Others’ answers show after one’s own"),
        required=False,
        help_text=_("So that quiet people are not talked over. Everything shows at noon of the next day."),
    )
    is_on = forms.BooleanField(label=_("It is on"), required=False)

    @property
    def given(self) -> RitualInput:
        data = {**self.cleaned_data}
        days = sum(1 << int(day) for day in data.pop("weekdays"))
        return RitualInput(
            weekdays=days,
            **{name: data[name] for name in RitualInput.__dataclass_fields__ if name != "weekdays"},
        )


def typed(ritual: Ritual) -> dict[str, Any]:
    """The form's values for one that exists."""
    values = {name: getattr(ritual, name) for name in RitualInput.__dataclass_fields__}
    return {**values, "weekdays": [day for day in Weekday.values if ritual.weekdays >> int(day) & 1]}


class RestDayForm(NonceForm):
    on = forms.DateField(label=_("Which day?"), widget=forms.DateInput({"type": "date"}))
    rests = forms.BooleanField(label=_("The group rests on it"), required=False, initial=True)


_COMPOSERS = {
    RitualKind.DEEDS: ("deed_1", "deed_2", "deed_3", "habit"),
    RitualKind.WEEKEND: ("photos", "lines", "body"),
}


class PromptForm(AskingForm, PhotosForm):
    """One of the composers is shown; which one, the prompt's kind says."""

    field_order = ("photos", "lines", "body")

    body = forms.CharField(label=_("Your answer"), widget=forms.Textarea({"rows": 4}), required=False)
    deed_1 = forms.CharField(
        label=_("A good deed"), required=False, help_text=_("One line is enough, about anything small.")
    )
    deed_2 = forms.CharField(label=_("Another one"), required=False)
    deed_3 = forms.CharField(label=_("And a third"), required=False)
    habit = forms.CharField(label=_("A habit you would like to change"), required=False)

    def keep_for(self, kind: str) -> "PromptForm":
        """Without the fields of the other composers."""
        kept = {"as_is", *_COMPOSERS.get(RitualKind(kind), ("body",))}
        for name in set(self.fields) - kept:
            del self.fields[name]
        if "body" in self.fields:
            self.fields["body"].required = kind != RitualKind.WEEKEND
        return self

    @property
    def deeds(self) -> Deeds:
        data = self.cleaned_data
        done = (data.get("deed_1", ""), data.get("deed_2", ""), data.get("deed_3", ""))
        return Deeds(done=done, habit=data.get("habit", ""))

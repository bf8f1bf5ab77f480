"""What people type about groups. Shape only; ``rules`` judges."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.zones import zone_choices
from common.texts import I18nFormField
from common.web import NonceForm
from groups.rules import GroupInput
from groups.states import JoinPolicy, Visibility


class FoundForm(NonceForm):
    name = I18nFormField(label=_("What is the group called?"))
    purpose = I18nFormField(label=_("What is it for?"), multiline=True, required=False)
    visibility = forms.ChoiceField(
        label=_("Who finds it?"),
        choices=Visibility.choices,
        initial=Visibility.LISTED,
        widget=forms.RadioSelect,
    )
    join_policy = forms.ChoiceField(
        label=_("How does one come in?"),
        choices=JoinPolicy.choices,
        initial=JoinPolicy.OPEN,
        widget=forms.RadioSelect,
    )
    capacity = forms.IntegerField(
        label=_("How many places are there?"),
        required=False,
        widget=forms.NumberInput({"inputmode": "numeric"}),
        help_text=_("Leave it empty for as many as like. When it is full, the others wait in line."),
    )
    time_zone = forms.ChoiceField(label=_("Where is its home?"))
    locale = forms.ChoiceField(
        label=_("Which language do you mostly speak there?"), choices=settings.LANGUAGES
    )

    def __init__(self, data: Any = None, files: Any = None, **options: Any) -> None:
        super().__init__(data, files, **options)
        current = (options.get("initial") or {}).get("time_zone", "Asia/Shanghai")
        self.fields["time_zone"] = forms.ChoiceField(
            label=self.fields["time_zone"].label, choices=zone_choices(current)
        )

    @property
    def given(self) -> GroupInput:
        return GroupInput(**{name: self.cleaned_data[name] for name in GroupInput.__dataclass_fields__})

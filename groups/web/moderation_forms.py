"""What people type about flags, decisions and appeals. Shape only; ``moderation_rules`` judges."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.web import NonceForm
from groups.moderation_rules import Decision
from groups.moderation_states import (
    ACTION_TEXT_LIMIT,
    APPEAL_LIMIT,
    FLAG_NOTE_LIMIT,
    MOST_DAYS,
    ActionKind,
    FlagReason,
)


def _words(label: Any, *, most: int, rows: int = 4, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea({"rows": rows}), **options)


class FlagForm(NonceForm):
    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=FlagReason.choices,
        widget=forms.RadioSelect,
    )
    note = _words(_("Would you like to add something?"), most=FLAG_NOTE_LIMIT, rows=2, required=False)
    take_back = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.is_bound and self.data.get("take_back"):
            self.fields["reason"].required = False


class DecideForm(NonceForm):
    kind = forms.ChoiceField(
        label=_("What shall happen?"), choices=ActionKind.choices, widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(label=_("Why?"), choices=FlagReason.choices)
    text = _words(
        _("What the author reads"),
        most=ACTION_TEXT_LIMIT,
        required=False,
        help_text=_("Say what is wrong, and what would be right. Not needed if nothing happens."),
    )
    days = forms.IntegerField(
        label=_("For how many days?"),
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        help_text=_("Needed when the author is not to write; otherwise empty means until it is taken back."),
    )

    @property
    def given(self) -> Decision:
        return Decision(**{name: self.cleaned_data[name] for name in ("kind", "reason", "text", "days")})


class ReasonForm(NonceForm):
    text = _words(_("Why do you take it back?"), most=ACTION_TEXT_LIMIT, rows=2)


class AppealForm(NonceForm):
    text = _words(_("Your appeal"), most=APPEAL_LIMIT, rows=6)


class JudgeForm(NonceForm):
    overturned = forms.TypedChoiceField(
        label=_("What do you think?"),
        choices=[("no", _("It stays as it was decided")), ("yes", _("Take this back"))],
        coerce=lambda word: word == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    text = _words(_("Your answer to the member"), most=ACTION_TEXT_LIMIT)

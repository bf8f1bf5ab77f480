"""What people type about events. Shape only; ``event_rules`` judges."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.texts import I18nFormField
from common.web import NonceForm
from groups.event_rules import MOST_PARTY, EventInput
from groups.event_states import WORD_LIMIT, QueueRule, SeenAs
from groups.models import Event


class WallClockField(forms.Field):
    """A clock on a wall, without a zone."""

    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values or isinstance(value, datetime):
            return value or None
        try:
            return datetime.fromisoformat(str(value)).replace(tzinfo=None, second=0, microsecond=0)
        except ValueError:
            raise forms.ValidationError(_("Enter a valid date/time."), code="invalid") from None


def _number(label: Any, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, widget=forms.NumberInput({"inputmode": "numeric"}), **more)


class EventForm(NonceForm):
    title = I18nFormField(label=_("What is the event called?"))
    about = I18nFormField(label=_("What happens there?"), multiline=True, required=False)
    starts = WallClockField(
        label=_("When does it start?"), help_text=_("By the clock where the group is at home.")
    )
    hours = _number(_("How many hours does it last?"), initial=2)
    venue = forms.CharField(label=_("Where do you meet?"), max_length=200)
    map_url = forms.URLField(
        label=_("A link to a map"),
        required=False,
        assume_scheme="https",
        help_text=_("We only link to it: nothing is loaded from there."),
    )
    capacity = _number(_("How many places are there?"), initial=10)
    max_party = _number(
        _("How many places may one person take?"),
        initial=1,
        help_text=_("More than one lets people bring somebody along."),
    )
    queue_rule = forms.ChoiceField(
        label=_("When the first in line needs more places than are free:"),
        choices=QueueRule.choices,
        initial=QueueRule.STRICT,
        widget=forms.RadioSelect,
        help_text=_("Everybody sees this rule."),
    )
    offer_minutes = forms.TypedChoiceField(
        label=_("When a place becomes free, the next in line"),
        choices=[
            ("", _("has it at once")),
            (60, _("has an hour to take it")),
            (360, _("has six hours to take it")),
            (1440, _("has a day to take it")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )

    @property
    def given(self) -> EventInput:
        return EventInput(**{name: self.cleaned_data[name] for name in EventInput.__dataclass_fields__})


class EditEventForm(EventForm):
    word = forms.CharField(
        label=_("A word to whoever answered"),
        max_length=WORD_LIMIT,
        required=False,
        help_text=_("They are told when time or place change."),
    )
    reconfirm = forms.BooleanField(
        label=_("Ask everybody whether they still come"),
        required=False,
        help_text=_("Their places stay held for two days."),
    )

    @staticmethod
    def initial_of(event: Event) -> dict[str, Any]:
        same = ("title", "about", "venue", "map_url", "capacity", "max_party", "queue_rule", "offer_minutes")
        lasts = event.ends_at - event.starts_at
        return {
            **{name: getattr(event, name) for name in same},
            "starts": datetime.fromisoformat(event.starts_wall),
            "hours": max(1, round(lasts.total_seconds() / 3600)),
        }


class SeenForm(NonceForm):
    """Of somebody who comes already: only how they are shown."""

    seats = forms.IntegerField(widget=forms.HiddenInput)
    seen_as = forms.ChoiceField(
        label=_("How are you shown among those who come?"),
        choices=SeenAs.choices,
        initial=SeenAs.NAME,
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "You can change it at any time. Whoever keeps the door or is in a team with you sees your name."
        ),
    )


class SeatsForm(SeenForm):
    seats = _number(_("How many places do you need?"), initial=1, min_value=1, max_value=MOST_PARTY)


class AgreedSeatsForm(SeatsForm):
    agrees = forms.BooleanField(label=_("I agree to the deposit and to when it goes back."), required=False)


class WordForm(NonceForm):
    word = forms.CharField(
        label=_("A word to whoever answered"),
        max_length=WORD_LIMIT,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

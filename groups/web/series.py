"""The host's side of a series: repeat an event, change or end more than one."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.clock import db_now
from common.web import NonceForm
from groups import operations, queries
from groups.series_states import Ending, Rhythm, Span
from groups.web.event_forms import EditEventForm, WordForm
from groups.web.events import event_page
from groups.web.hosting import EditEventView, HostView


class RepeatForm(NonceForm):
    rhythm = forms.ChoiceField(
        label=_("How often?"),
        choices=Rhythm.choices,
        initial=Rhythm.WEEKLY,
        widget=forms.RadioSelect,
        help_text=_("Always at the same time by the clock there, in summer as in winter."),
    )
    until = forms.DateField(
        label=_("Until which day?"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave it empty to go on until you end it."),
    )


class SeriesForm(EditEventForm):
    span = forms.ChoiceField(
        label=_("What do you change?"),
        choices=Span.choices,
        initial=Span.FOLLOWING,
        widget=forms.RadioSelect,
        help_text=_("Dates that you changed by themselves stay as they are."),
    )
    field_order = ("span",)


class EndSeriesForm(WordForm):
    how = forms.ChoiceField(
        label=_("What happens with those that are open?"),
        choices=Ending.choices,
        initial=Ending.LATER,
        widget=forms.RadioSelect,
    )
    field_order = ("how", "word")


class RepeatEventView(HostView):
    form_class = RepeatForm
    title = _("Repeat it")
    hint = _("Each date is an event of its own, with its own places, line and door.")
    button = _("Repeat it")
    done_message = _("It repeats now.")

    def act(self, request: HttpRequest, form: RepeatForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        operations.repeat_event(
            actor=request.user,
            event_id=queries.event_id_of(public_id),
            rhythm=form.cleaned_data["rhythm"],
            until=form.cleaned_data["until"],
            now=db_now(),
        )
        return event_page(public_id)


class ChangeSeriesView(EditEventView):
    form_class = SeriesForm

    def act(self, request: HttpRequest, form: EditEventForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        operations.change_series(
            actor=request.user,
            event_id=queries.event_id_of(public_id),
            given=form.given,
            span=form.cleaned_data["span"],
            reconfirm=form.cleaned_data["reconfirm"],
            word=form.cleaned_data["word"],
            now=db_now(),
        )
        return event_page(public_id)


class EndSeriesView(HostView):
    form_class = EndSeriesForm
    title = _("End the series")
    hint = _("No more dates are planned. What is called off can’t be opened again.")
    button = _("End the series")
    tone = "danger"
    done_message = _("The series has ended.")

    def act(self, request: HttpRequest, form: EndSeriesForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        operations.end_series(
            actor=request.user,
            event_id=queries.event_id_of(public_id),
            how=form.cleaned_data["how"],
            word=form.cleaned_data["word"],
            now=db_now(),
        )
        return event_page(public_id)

"""Being an ambassador: what is offered, yes or no, my own words, the end."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.ambassador_states import AmbassadorState
from campaigns.operations.ambassadors import (
    accept_appointment,
    decline_appointment,
    end_ambassador,
    word_appointment,
)
from campaigns.queries.ambassadors import Appointment, own_appointment
from common.web import ActionView, NonceForm, SignInRequired

ACCEPT, DECLINE, WORDS, END = "accept", "decline", "words", "end"
TONES: Mapping[str, str] = {
    AmbassadorState.OFFERED: "wait",
    AmbassadorState.ACTIVE: "good",
    AmbassadorState.DECLINED: "plain",
    AmbassadorState.WITHDRAWN: "plain",
    AmbassadorState.ENDED: "plain",
}
DONE = {
    ACCEPT: _("Thank you. From now on your links say that you get something for them."),
    DECLINE: _("All right. Nothing changes for you."),
    WORDS: _("Your words are kept."),
    END: _("You are no longer an ambassador. What you passed on before goes on saying so."),
}


class AnswerForm(NonceForm):
    """One form for the page's acts; the operation says what is wrong."""

    act = forms.ChoiceField(choices=[(one, one) for one in DONE], widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Your own words to send along"),
        help_text=_("Empty: the campaign's words. They have to say that they are advertising."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AmbassadorView(SignInRequired, ActionView):
    template_name = "campaigns/ambassador.html"
    form_class = AnswerForm
    _found: Appointment | None = None

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {"words": self._mine(request, kwargs["public_id"]).words}

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        mine = self._mine(request, kwargs["public_id"])
        return {
            "mine": mine,
            "tone": TONES[mine.state],
            "label": AmbassadorState(mine.state).label,
            "may_answer": mine.state == AmbassadorState.OFFERED,
            "is_ambassador": mine.state == AmbassadorState.ACTIVE,
        }

    def act(self, request: HttpRequest, form: AnswerForm, **kwargs: Any) -> str:
        typed, now = form.cleaned_data, timezone.now()
        mine = self._mine(request, kwargs["public_id"])
        asked: dict[str, Any] = {"actor": request.user, "ambassador_id": mine.ambassador_id}
        if typed["act"] == ACCEPT:
            accept_appointment(**asked, now=now)
        elif typed["act"] == DECLINE:
            decline_appointment(**asked, now=now)
        elif typed["act"] == WORDS:
            word_appointment(**asked, words=typed["words"])
        else:
            end_ambassador(**asked, reason="", now=now)
        messages.success(request, str(DONE[typed["act"]]))
        return reverse("campaigns:ambassador", args=[mine.public_id])

    def _mine(self, request: HttpRequest, public_id: str) -> Appointment:
        """Read once for each request."""
        if self._found is None:
            self._found = own_appointment(public_id=public_id, member_id=request.user.pk or 0)
        return self._found

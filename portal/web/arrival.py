"""Three steps after joining. All of it is optional, and it goes on where it was left."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views import View

from accounts import operations as accounts
from accounts.audience import Audience
from accounts.people import own_profile
from accounts.queries import as_member
from accounts.states import DISPLAY_NAME_LENGTH, Locale
from accounts.web.sessions import speak_to, take_onward
from accounts.zones import zone_choices
from common.registries import first_things, me_entries
from common.web import ActionView, NonceForm, SignInRequired
from portal import operations, queries
from portal.rules import next_step
from portal.states import STEPS
from portal.web.home import Card

AUDIENCE = "accounts.who-sees-what"


class YouForm(NonceForm):
    display_name = forms.CharField(
        label=_("What may people call you?"),
        help_text=_("A nickname is fine. Your legal name is never shown unless you choose so."),
        max_length=DISPLAY_NAME_LENGTH,
        widget=forms.TextInput({"autocomplete": "nickname"}),
    )
    locale = forms.ChoiceField(label=_("Language"), choices=Locale.choices, widget=forms.RadioSelect)
    time_zone = forms.CharField(
        label=_("Where is your clock?"),
        help_text=_("So that nothing reaches you at night."),
        widget=forms.Select,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.data.get("time_zone") or self.initial.get("time_zone") or "UTC"
        self.fields["time_zone"].widget.choices = zone_choices(zone)


class StepView(SignInRequired, ActionView):
    """One of the three: shows where it stands among them, and leads on to the next."""

    step = ""

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        number = STEPS.index(self.step) + 1
        walk = [{"number": each, "is_done": each < number, "is_now": each == number} for each in (1, 2, 3)]
        return {"step": self.step, "number": number, "walk": walk, "of": len(STEPS)}

    def act(self, request: HttpRequest, form: Any, **kwargs: Any) -> str:
        self.save(request, form)
        return _pass(request, self.step)

    def save(self, request: HttpRequest, form: Any) -> None:
        """What the step keeps, apart from having been passed."""


class YouView(StepView):
    step = "you"
    form_class = YouForm
    template_name = "portal/arrival/you.html"

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        member = as_member(request.user)
        return {
            "display_name": member.display_name,
            "locale": member.locale,
            "time_zone": member.time_zone,
        }

    def save(self, request: HttpRequest, form: YouForm) -> None:
        typed = form.cleaned_data
        accounts.introduce_oneself(
            actor=request.user,
            display_name=typed["display_name"],
            locale=typed["locale"],
            time_zone=typed["time_zone"],
            now=timezone.now(),
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = super().post(request, **kwargs)
        if response.status_code == 303:
            speak_to(response, request.user)
        return response


class SeenForm(NonceForm):
    """The widest door first: nothing else is shown to more people than one's page itself."""

    name_audience = forms.TypedChoiceField(
        label=_("Who may open your page and find you?"),
        choices=Audience.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )


class SeenView(StepView):
    step = "seen"
    form_class = SeenForm
    template_name = "portal/arrival/seen.html"

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {"name_audience": int(own_profile(request.user.pk or 0).name_audience)}

    def save(self, request: HttpRequest, form: SeenForm) -> None:
        changes = accounts.ProfileChanges(audiences={"name": form.cleaned_data["name_audience"]})
        accounts.edit_profile(actor=request.user, changes=changes, now=timezone.now())

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        audience = next((entry for entry in me_entries if entry.key == AUDIENCE), None)
        return {**super().context(request, **kwargs), "audience": audience}


class BeginView(StepView):
    step = "begin"
    template_name = "portal/arrival/begin.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        built = ((thing, thing.build(request.user)) for thing in first_things)
        cards = [
            Card(key=thing.key, template=thing.template, values=values, may_be_put_away=False)
            for thing, values in built
            if values is not None
        ]
        return {**super().context(request, **kwargs), "things": cards}

    def act(self, request: HttpRequest, form: Any, **kwargs: Any) -> str:
        super().act(request, form, **kwargs)
        return _end(request)


class WelcomeView(SignInRequired, View):
    """Leads to the step that comes next, or home once all are behind."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not queries.is_arriving(request.user):
            return HttpResponseRedirect(reverse("portal:home"))
        step = next_step(queries.steps_done(request.user.pk or 0))
        return HttpResponseRedirect(reverse(f"portal:welcome-{step}"))


class SkipStepView(SignInRequired, ActionView):
    """POST only: on without saving anything."""

    http_method_names = ["post", "options"]
    template_name = "portal/put_away.html"

    def act(self, request: HttpRequest, form: Any, **kwargs: Any) -> str:
        return _pass(request, kwargs["step"])


class EndView(SignInRequired, ActionView):
    """POST only: not now, or done. Nobody is asked again."""

    http_method_names = ["post", "options"]
    template_name = "portal/put_away.html"

    def act(self, request: HttpRequest, form: Any, **kwargs: Any) -> str:
        return _end(request)


def _pass(request: HttpRequest, step: str) -> str:
    """Note the step as passed; the address of the next one."""
    operations.finish_step(actor=request.user, step=step, now=timezone.now())
    number = STEPS.index(step) + 1
    return reverse(f"portal:welcome-{STEPS[number]}") if number < len(STEPS) else reverse("portal:home")


def _end(request: HttpRequest) -> str:
    operations.end_arrival(actor=request.user, now=timezone.now())
    return take_onward(request)

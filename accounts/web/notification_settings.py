"""What reaches a member, and when: one real form, the devices, what is muted."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import notification_queries as queries
from accounts.notification_rules import is_locked, wants
from accounts.notification_states import OFFERED, DigestRhythm, MessageChannel, MessageClass
from accounts.operations import notifications
from accounts.operations.notifications.choosing import Chosen
from accounts.operations.notifications.planning import channels_on
from accounts.providers.push import Subscription, current_push
from accounts.queries import as_member
from accounts.web.wechat_card import allow_script, wechat_card
from accounts.zones import zone_choices
from common.clock import db_now
from common.web import ActionView, NonceForm, SignInRequired


def pairs() -> list[tuple[MessageClass, MessageChannel]]:
    """What a member can choose here: of the channels that are set up, what is not always on."""
    on = channels_on()
    return [
        (MessageClass(message_class), channel)
        for message_class, channels in OFFERED.items()
        for channel in channels
        if channel in on and not is_locked(message_class, channel)
    ]


def name_of(message_class: str, channel: str) -> str:
    return f"{message_class}-{channel}"


class SettingsForm(NonceForm):
    quiet_on = forms.BooleanField(label=_("Leave me alone at night"), required=False)
    quiet_from = forms.TimeField(
        label=pgettext_lazy("period", "From"), widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    quiet_to = forms.TimeField(label=_("Until"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    time_zone = forms.CharField(label=_("By the clock of"), max_length=40, widget=forms.Select)
    rhythm = forms.ChoiceField(
        label=pgettext_lazy("notification", "Summary"), choices=DigestRhythm.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.data.get("time_zone") or self.initial.get("time_zone") or "UTC"
        self.fields["time_zone"].widget.choices = zone_choices(zone)
        for message_class, channel in pairs():
            label = f"{message_class.label}: {channel.label}"
            self.fields[name_of(message_class, channel)] = forms.BooleanField(
                label=label, required=False, widget=forms.CheckboxInput({"aria-label": label})
            )

    @property
    def grid(self) -> list[dict[str, Any]]:
        """A row per class, a cell per channel that is set up."""
        columns = [channel for channel in MessageChannel if channel in channels_on()]
        return [
            {
                "label": message_class.label,
                "cells": [
                    {
                        "label": channel.label,
                        "locked": is_locked(message_class, channel),
                        "field": self[name_of(message_class, channel)]
                        if name_of(message_class, channel) in self.fields
                        else None,
                    }
                    for channel in columns
                ],
            }
            for message_class in MessageClass
        ]

    @property
    def columns(self) -> list[Any]:
        return [channel.label for channel in MessageChannel if channel in channels_on()]

    @property
    def chosen(self) -> Chosen:
        data = self.cleaned_data
        return Chosen(
            wanted={pair: data[name_of(*pair)] for pair in pairs()},
            quiet_on=data["quiet_on"],
            quiet_from=data["quiet_from"],
            quiet_to=data["quiet_to"],
            rhythm=data["rhythm"],
            time_zone=data["time_zone"],
        )


class DeviceForm(NonceForm):
    """Filled in by the browser; without a script nobody needs it."""

    endpoint = forms.CharField(max_length=800)
    p256dh = forms.CharField(max_length=120)
    auth = forms.CharField(max_length=60)
    label = forms.CharField(max_length=60, required=False)


def settings_page(request: HttpRequest) -> dict[str, Any]:
    member = as_member(request.user)
    words = queries.words()
    push = current_push()
    return {
        "devices": queries.devices_of(member.pk),
        "push_key": push.public_key,
        "wechat": wechat_card(request),
        "mutes": [
            {"public_id": mute.public_id, "text": words.filled(mute.kind, mute.values)[1]}
            for mute in queries.mutes_of(member.pk)
        ],
    }


def initial_of(request: HttpRequest) -> dict[str, Any]:
    member = as_member(request.user)
    reader = queries.readers([member.pk])[member.pk]
    kept = queries.settings_of(member)
    chosen = {name_of(*pair): wants(reader.choices, *pair) for pair in pairs()}
    return {
        **chosen,
        "quiet_on": kept.quiet_on,
        "quiet_from": kept.quiet_from,
        "quiet_to": kept.quiet_to,
        "rhythm": kept.rhythm,
        "time_zone": member.time_zone,
    }


class SettingsView(SignInRequired, ActionView):
    form_class = SettingsForm
    template_name = "accounts/notification_settings.html"
    done_message = _("Saved.")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return allow_script(request, super().get(request, **kwargs))

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return initial_of(request)

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return settings_page(request)

    def act(self, request: HttpRequest, form: SettingsForm, **kwargs: Any) -> str:
        notifications.choose(actor=request.user, chosen=form.chosen, now=db_now())
        return reverse("accounts:notification-settings")


class SettingsPart(SignInRequired, ActionView):
    """POST only: one act beside the form; a refusal is shown on the page."""

    http_method_names = ["post"]
    template_name = "accounts/notification_settings.html"
    done_message = _("Saved.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return {**settings_page(request), "settings_form": SettingsForm(initial=initial_of(request))}


class AddDeviceView(SettingsPart):
    form_class = DeviceForm
    done_message = _("This device will be notified.")

    def act(self, request: HttpRequest, form: DeviceForm, **kwargs: Any) -> str:
        typed = form.cleaned_data
        notifications.add_device(
            actor=request.user,
            subscription=Subscription(endpoint=typed["endpoint"], p256dh=typed["p256dh"], auth=typed["auth"]),
            label=typed["label"],
            now=db_now(),
        )
        return reverse("accounts:notification-settings")


class RemoveDeviceView(SettingsPart):
    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        notifications.remove_device(actor=request.user, public_id=kwargs["public_id"])
        return reverse("accounts:notification-settings")


class UnmuteView(SettingsPart):
    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        notifications.unmute_topic(actor=request.user, public_id=kwargs["public_id"])
        return reverse("accounts:notification-settings")

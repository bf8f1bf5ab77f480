"""What people type about groups. Shape only; ``rules`` judges."""

from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.zones import zone_choices
from common.access import Actor
from common.texts import I18nFormField
from common.web import NonceForm
from groups import operations
from groups.models import Membership
from groups.rules import CAPABILITIES, SETTABLE, GroupInput
from groups.states import GroupRole, JoinPolicy, Visibility


class FoundForm(NonceForm):
    name = I18nFormField(label=_("What is the group called?"))
    purpose = I18nFormField(label=pgettext_lazy("group", "What is it for?"), multiline=True, required=False)
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
        names = [name for name in GroupInput.__dataclass_fields__ if name in self.cleaned_data]
        return GroupInput(**{name: self.cleaned_data[name] for name in names})


WHO = {
    GroupRole.MEMBER: _("All members"),
    GroupRole.CO_STEWARD: _("Stewards and co-stewards"),
    GroupRole.STEWARD: _("Stewards only"),
}
ABILITIES = {
    "see-members": _("Who sees who is in it?"),
    "post": _("Who writes on the board?"),
    "comment": _("Who answers and leaves signs?"),
    "invite": _("Who invites others?"),
    "vouch": _("Who vouches for newcomers?"),
    "host-event": _("Who hosts events?"),
    "pin": _("Who keeps posts on top?"),
    "announce": _("Who announces?"),
    "keep-rituals": _("Who sets up rituals and the daily star?"),
}


class SettingsForm(FoundForm):
    """And what only a group that is there decides: one choice for each ability."""

    vouches_needed = forms.IntegerField(
        label=_("How many members vouch for a newcomer?"),
        widget=forms.NumberInput({"inputmode": "numeric"}),
        help_text=_("Only where members vouch for newcomers."),
    )

    def __init__(self, data: Any = None, files: Any = None, **options: Any) -> None:
        super().__init__(data, files, **options)
        now_set = (options.get("initial") or {}).get("capabilities") or {}
        for name, label in ABILITIES.items():
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                choices=[(role, WHO[GroupRole(role)]) for role in SETTABLE[name]],
                initial=now_set.get(name, CAPABILITIES[name]),
                coerce=int,
            )

    @property
    def given(self) -> GroupInput:
        chosen = {name: self.cleaned_data[name] for name in ABILITIES}
        return replace(super().given, capabilities=chosen)


class JoinForm(NonceForm):
    note = forms.CharField(
        label=_("A word about yourself"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Read by whoever answers you."),
    )


class InviteForm(NonceForm):
    who = forms.CharField(
        label=_("Whom would you like to invite?"),
        max_length=40,
        help_text=_("Their handle, as it stands on their own page."),
        widget=forms.TextInput({"autocapitalize": "none", "autocomplete": "off"}),
    )


class AnswerForm(NonceForm):
    answer_is = forms.ChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("Come in")), ("no", _("Not this time"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("A word with it"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("A no never goes without one."),
    )

    def answer(self, *, actor: Actor, public_id: str, now: datetime) -> Membership:
        if self.cleaned_data["answer_is"] == "yes":
            return operations.accept_request(actor=actor, public_id=public_id, now=now)
        return operations.decline_request(
            actor=actor, public_id=public_id, answer=self.cleaned_data["words"], now=now
        )


class FellowForm(NonceForm):
    """What can be done about one person of a group, one thing at a time."""

    what = forms.ChoiceField(
        label=_("What would you like to do?"),
        choices=[
            ("steward", _("Make steward")),
            ("co-steward", _("Make co-steward")),
            ("member", _("Make an ordinary member")),
            ("remove", _("Remove from the group")),
            ("ban", _("Remove and keep out")),
            ("lift", _("May come back")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why?"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Needed for sending somebody away. They can read it."),
    )
    ROLES: ClassVar = {
        "steward": GroupRole.STEWARD,
        "co-steward": GroupRole.CO_STEWARD,
        "member": GroupRole.MEMBER,
    }

    def act(self, *, actor: Actor, public_id: str, now: datetime) -> Membership:
        what, reason = self.cleaned_data["what"], self.cleaned_data["reason"]
        if what in self.ROLES:
            return operations.give_role(actor=actor, public_id=public_id, role=self.ROLES[what])
        if what == "lift":
            return operations.lift_ban(actor=actor, public_id=public_id, now=now)
        send_away = operations.ban_member if what == "ban" else operations.remove_member
        return send_away(actor=actor, public_id=public_id, reason=reason, now=now)

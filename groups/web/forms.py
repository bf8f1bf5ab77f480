"""What people type about groups. Shape only; ``rules`` judges."""

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
from groups.rules import GroupInput
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
        return GroupInput(**{name: self.cleaned_data[name] for name in GroupInput.__dataclass_fields__})


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

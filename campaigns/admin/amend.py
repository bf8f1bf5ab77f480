"""Amending an announced campaign: the form, the judgement place by place, and the second person's acts."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget

from campaigns import errors
from campaigns.admin import channel_rows, variant_rows
from campaigns.admin.acts import Act
from campaigns.admin.draft_form import DraftForm, initial_of
from campaigns.models import Campaign
from campaigns.operations.amendments import (
    AmendmentDraft,
    adopt_amendment,
    propose_amendment,
    withdraw_amendment,
)
from campaigns.queries.amendments import open_amendment
from campaigns.states import AMENDABLE_STATES, RewardKind

# Sealed for good, or no part of a version.
_LEFT_OUT = ("title", "slug", "opens_at", "alarm_friends", "lead", "about", "channels")


class AmendForm(DraftForm):
    """The rules in force, to be made better. What the form can't say stays as it is sealed."""

    note = forms.CharField(
        label=_("Why it gets better"),
        help_text=_("Everybody reads it beside the change."),
        max_length=300,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, sealed: Mapping[str, Any], **options: Any) -> None:
        super().__init__(*args, brands=(), **options)
        self.sealed = sealed
        for name in (*_LEFT_OUT, *variant_rows.FIELDS, *channel_rows.FIELDS):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "rules" in cleaned:
            cleaned["rules"] = _kept(cleaned["rules"], self.sealed)
        return cleaned


def _kept(typed: Mapping[str, Any], sealed: Mapping[str, Any]) -> dict[str, Any]:
    """Keys are no part of the form: a row in the place of a sealed one is that one."""
    rules = deepcopy(dict(typed))
    if "channels" in sealed:
        rules["channels"] = sealed["channels"]
    if sealed["reward"]["kind"] == RewardKind.DRAW_ENTRY and "draw" in rules:
        for prize, former in zip(rules["draw"]["prizes"], sealed["draw"]["prizes"], strict=False):
            if prize["item"] == former["item"]:
                prize["key"] = former["key"]
    for rule, former in zip(rules.get("further", []), sealed.get("further", []), strict=False):
        rule["key"] = former["key"]
        if "weight" in former:
            rule["weight"] = former["weight"]
    return rules


def amend_form(campaign: Campaign, **choices: Any) -> Any:
    """The form's class for one campaign. Raises: NotAmendable."""
    if campaign.current is None or campaign.state not in AMENDABLE_STATES:
        raise errors.NotAmendable
    return partial(AmendForm, sealed=campaign.current.rules, **choices)


def amend_initial(campaign: Campaign) -> dict[str, Any]:
    version = campaign.current
    if version is None:
        return {}
    dates = {"closes_at": version.closes_at, "settle_by": version.settle_by}
    return initial_of(version.rules, version.texts) | dates


def _to_the_minute(typed: datetime | None, sealed: datetime) -> datetime:
    """The picker knows no seconds: the same minute is the sealed moment."""
    if typed is None or typed == sealed.replace(second=0, microsecond=0):
        return sealed
    return typed


def propose(request: HttpRequest, campaign: Campaign, form: AmendForm) -> None:
    typed = form.cleaned_data
    propose_amendment(
        actor=request.user,
        campaign_id=campaign.pk,
        draft=AmendmentDraft(
            rules=typed["rules"],
            texts={"share": typed["share"]} if typed.get("share") else None,
            closes_at=_to_the_minute(typed["closes_at"], campaign.closes_at),
            settle_by=_to_the_minute(typed["settle_by"], campaign.settle_by),
        ),
        note=typed["note"],
        now=timezone.now(),
    )
    said: str | Promise = _("Every change is in the members’ favour. A second person adopts it.")
    messages.success(request, str(said))


def _waiting(campaign_id: int) -> int:
    amendment = open_amendment(campaign_id)
    if amendment is None:
        raise errors.NoAmendment
    return amendment.pk


AMENDMENT_ACTS: Mapping[str, Act] = {
    "adopt-amendment": Act(
        key="adopt-amendment",
        label=_("Adopt the amendment"),
        explanation=_(
            "It is sealed as the next version and holds from now on, also for everybody who is there "
            "already. Whoever proposed it can’t adopt it."
        ),
        done=_("In force."),
        run=lambda actor, pk, reason, now: adopt_amendment(actor=actor, amendment_id=_waiting(pk), now=now),
        states=AMENDABLE_STATES,
    ),
    "withdraw-amendment": Act(
        key="withdraw-amendment",
        label=_("Withdraw the amendment"),
        explanation=_("The rules stay as they are."),
        done=_("Withdrawn."),
        run=lambda actor, pk, reason, now: withdraw_amendment(
            actor=actor, amendment_id=_waiting(pk), reason=reason, now=now
        ),
        states=AMENDABLE_STATES,
        asks_reason=True,
    ),
}

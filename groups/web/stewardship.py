"""A group whose stewards are silent: who offers to look after it, the votes, and saying one is there."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.people import people_seen_by
from common.access import allow
from common.clock import db_now
from common.errors import NotFound
from common.web import ActionView, NonceForm, SignInRequired
from groups import operations, stewardship_rules
from groups.models import Group
from groups.queries import group_id_of
from groups.queries.stewardship import claim_by_id, stewardship_of
from groups.states import NOTE_LIMIT
from groups.stewardship_errors import WHY
from groups.web.frame import framed


class OfferForm(NonceForm):
    words = forms.CharField(
        label=_("A word to the group"),
        required=False,
        max_length=NOTE_LIMIT,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Why you would like to look after it, if you like."),
    )


def _shown(request: HttpRequest, public_id: str) -> dict[str, Any]:
    page = framed(request, public_id)
    allow(request.user, "groups.see-stewardship", page["group"])
    seen = stewardship_of(group=page["group"], mine=page["mine"], now=db_now())
    people = people_seen_by(request.user, [seen.claim.claimant_id]) if seen.claim else {}
    return {
        **page,
        "seen": seen,
        "who": next(iter(people.values()), None),
        "why": WHY[seen.why] if seen.why else "",
        "silent_days": stewardship_rules.SILENT_AFTER.days,
        "tenure_days": stewardship_rules.TENURE.days,
        "seen_days": stewardship_rules.SEEN_WITHIN.days,
    }


def _page(group: Group) -> str:
    return reverse("groups:stewardship", args=[group.public_id])


class StewardshipView(SignInRequired, ActionView):
    """How it stands and by which rule; the form offers to look after the group."""

    form_class = OfferForm
    template_name = "groups/stewardship.html"
    done_message = _("The group knows. It can support you or object.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return _shown(request, kwargs["public_id"])

    def act(self, request: HttpRequest, form: OfferForm, **kwargs: Any) -> str:
        made = operations.claim_stewardship(
            actor=request.user,
            group_id=group_id_of(kwargs["public_id"]),
            words=form.cleaned_data["words"],
            now=db_now(),
        )
        return _page(made.group)


class HereView(SignInRequired, ActionView):
    template_name = "groups/stewardship.html"
    done_message = _("Good that you are there.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = _shown(request, kwargs["public_id"])
        allow(request.user, "groups.be-here", page["group"])
        return page

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        operations.be_here(actor=request.user, group_id=group_id_of(public_id), now=db_now())
        return reverse("groups:detail", args=[public_id])


class _ClaimView(SignInRequired, ActionView):
    """One press on the group's page about it; after a refusal that page says why."""

    template_name = "groups/stewardship.html"
    verb = "groups.vote-on-claim"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        claim = claim_by_id(kwargs["public_id"])
        allow(request.user, self.verb, claim)
        if claim is None:
            raise NotFound
        return _shown(request, claim.group.public_id)


class VoteView(_ClaimView):
    done_message = _("Counted. Nobody sees how you voted, and you can change it while it is open.")

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        claim = operations.vote_on_claim(
            actor=request.user,
            public_id=kwargs["public_id"],
            is_support=request.POST.get("vote") == "support",
            now=db_now(),
        )
        return _page(claim.group)


class WithdrawView(_ClaimView):
    verb = "groups.withdraw-claim"
    done_message = _("Taken back.")

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        claim = operations.withdraw_claim(actor=request.user, public_id=kwargs["public_id"], now=db_now())
        return _page(claim.group)

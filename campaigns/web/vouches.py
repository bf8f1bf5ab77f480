"""Vouching for one of my friends: what it means on both sides, yes, and taking it back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns import vouch_words
from campaigns.friend_states import FriendState
from campaigns.operations.vouching import give_vouch, withdraw_vouch
from campaigns.queries.progress import Friend
from campaigns.queries.vouches import OwnFriend, own_friend, public_id_of
from campaigns.sentences import credit_text
from campaigns.vouch_states import VouchState
from common.clock import db_now
from common.errors import NotFound
from common.web import ActionView, NonceForm, SignInRequired

GIVE, WITHDRAW = "give", "withdraw"
TONES: Mapping[str, str] = {
    VouchState.OPEN: "wait",
    VouchState.KEPT: "good",
    VouchState.LAPSED: "plain",
    VouchState.FAILED: "bad",
    VouchState.WITHDRAWN: "plain",
}
DONE = {
    GIVE: gettext_lazy("You vouch for this friend now, who is told so."),
    WITHDRAW: gettext_lazy("You have taken your word back. Nothing follows."),
}
_MAY_VOUCH = (FriendState.REGISTERED, FriendState.QUALIFIED, FriendState.HELD)


def vouch_cells(friend: Friend, *, campaign: str) -> tuple[str, str]:
    """(word, its page) for the row of a friend; two empty texts where there is none to give or to read.

    ``campaign``: public id, empty where nobody vouches.
    """
    if not campaign or not friend.public_id or (friend.word is None and friend.state not in _MAY_VOUCH):
        return "", ""
    page = reverse("campaigns:vouch", args=[public_id_of(campaign, friend.public_id)])
    if friend.word is None:
        return _("Vouch for this friend"), page
    word = friend.word
    return _line(word.state, word.due_at, word.lowered_until), page


def _line(state: str, due_at: datetime, lowered_until: datetime | None) -> str:
    return vouch_words.word_line(state, due=_written(due_at), lowered=_written(lowered_until))


def _written(moment: datetime | None) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT") if moment else "–"


class VouchForm(NonceForm):
    act = forms.ChoiceField(choices=[(one, one) for one in DONE], widget=forms.HiddenInput)


class VouchView(SignInRequired, ActionView):
    template_name = "campaigns/vouch.html"
    form_class = VouchForm
    _found: OwnFriend | None = None

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        friend = self._friend(request, **kwargs)
        rule, word = friend.rulebook.vouching, friend.word
        if rule is None:
            raise NotFound
        return {
            "friend": friend,
            "rule": rule,
            "good_side": vouch_words.good_side(rule),
            "bad_side": vouch_words.bad_side(rule),
            "limits": vouch_words.limits_of_bad_side(rule),
            "free": max(rule.most - friend.taken, 0),
            "word": _line(word.state, word.due_at, word.lowered_until) if word else "",
            "label": VouchState(word.state).label if word else "",
            "tone": TONES[word.state] if word else "",
            "added": credit_text(friend.vouched_hundredths) if friend.vouched_hundredths else "",
            "is_open": word is not None and word.state == VouchState.OPEN,
            "has_failed": word is not None and word.state == VouchState.FAILED,
        }

    def act(self, request: HttpRequest, form: VouchForm, **kwargs: Any) -> str:
        friend = self._friend(request, **kwargs)
        asked: dict[str, Any] = {"actor": request.user, "referral_id": friend.referral_id}
        if form.cleaned_data["act"] == GIVE:
            word, wanted = give_vouch(**asked), VouchState.OPEN
        else:
            word, wanted = withdraw_vouch(**asked, now=db_now()), VouchState.WITHDRAWN
        # Given before, it is what has become of it since.
        if word.state == wanted:
            messages.success(request, str(DONE[form.cleaned_data["act"]]))
        return reverse("campaigns:vouch", args=[kwargs["public_id"]])

    def _friend(self, request: HttpRequest, **kwargs: Any) -> OwnFriend:
        """Read once for each request."""
        if self._found is None:
            self._found = own_friend(
                public_id=kwargs["public_id"], member_id=request.user.pk or 0, now=db_now()
            )
        return self._found

"""What people say about teams. Shape only; ``team_rules`` judges."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.web import NonceForm
from groups.team_states import LEAST_SIZE, MOST_SIZE


class MixForm(NonceForm):
    size = forms.IntegerField(
        label=_("How many people per team, at most?"),
        initial=4,
        min_value=LEAST_SIZE,
        max_value=MOST_SIZE,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )
    keeps_wishes = forms.BooleanField(
        label=_("Keep together whoever asked for each other"), required=False, initial=True
    )


class WishForm(NonceForm):
    """``other``: a button beside each name sends it; empty takes the wish back."""

    other = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)

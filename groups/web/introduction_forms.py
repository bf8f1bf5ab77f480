"""What people type about introductions. Shape only; ``introduction_rules`` judges."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.web import NonceForm
from groups.introduction_states import CONTACT_LIMIT, WORDS_LIMIT


def _contact(**options: Any) -> forms.CharField:
    return forms.CharField(
        label=_("How can they reach you?"),
        max_length=CONTACT_LIMIT,
        help_text=_("A number, a name elsewhere, whatever you like. They see it only once you both agree."),
        **options,
    )


class AskForm(NonceForm):
    mutual = forms.CharField(label=_("Who may introduce you?"), max_length=20, widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Why would you like to know them?"),
        max_length=WORDS_LIMIT,
        widget=forms.Textarea({"rows": 3}),
    )
    contact = _contact()

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        """(public id, name) of those who may be asked."""
        widget = self.fields["mutual"].widget
        assert isinstance(widget, forms.RadioSelect)  # noqa: S101 - declared above
        widget.choices = list(people)


class AnswerForm(NonceForm):
    """``answer``: the button that was pressed. One of the two fields is asked for, by who answers."""

    words = forms.CharField(
        label=_("A sentence about whoever asks"),
        max_length=WORDS_LIMIT,
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )
    contact = _contact(required=False)

    def keep_for(self, role: str) -> None:
        for name, asked_of in (("words", "mutual"), ("contact", "target")):
            if role != asked_of:
                del self.fields[name]
            else:
                self.fields[name].required = True  # of whoever says yes

"""What people type at the door. Shape only; ``door_rules`` judges."""

import hashlib
import re
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from common.web import NonceForm
from groups.door_rules import OPENS_BEFORE, Scan
from groups.door_states import EXCUSE_LIMIT, CheckInMethod
from groups.models import Event

_LINE = re.compile(r"(?P<code>\S+)(?:\s+(?P<hour>\d{1,2})[:：](?P<minute>\d\d))?")


class CodeForm(NonceForm):
    """``method``: from the list a button sends the letters."""

    code = forms.CharField(
        label=_("The letters on the ticket"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "class": "num"}),
    )
    method = forms.ChoiceField(
        choices=CheckInMethod.choices, required=False, initial=CheckInMethod.CODE, widget=forms.HiddenInput
    )

    def clean_method(self) -> str:
        is_list = self.cleaned_data.get("method") == CheckInMethod.LIST
        return CheckInMethod.LIST if is_list else CheckInMethod.CODE


class LaterForm(NonceForm):
    """One ticket per line, with the time by the clock there if it is known."""

    lines = forms.CharField(
        label=_("Tickets, one per line"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 8, "autocapitalize": "characters", "placeholder": "K7M2QX 19:05"}),
        help_text=_("The letters, and the time if you noted it. Sending it twice does no harm."),
    )

    def clean_lines(self) -> list[tuple[str, time | None]]:
        found: list[tuple[str, time | None]] = []
        for line in filter(None, map(str.strip, self.cleaned_data["lines"].splitlines())):
            parts = _LINE.fullmatch(line)
            try:
                found.append((parts["code"], _clock(parts)) if parts else (_bad(line), None))
            except ValueError:
                _bad(line)
        return found

    def scans_at(self, event: Event, *, now: datetime) -> list[Scan]:
        """By the clock where the event is; without a time it was when the event began, or is now."""
        plain = min(now, event.starts_at) if now >= event.starts_at else now
        scans = []
        for code, clock in self.cleaned_data["lines"]:
            at = plain if clock is None else _moment(event, clock)
            name = hashlib.sha256(f"{event.public_id} {code} {at:%H:%M}".encode()).hexdigest()[:32]
            scans.append(Scan(key=name, code=code, at=at))
        return scans


class ExcuseForm(NonceForm):
    word = forms.CharField(
        label=_("What came in between?"), max_length=EXCUSE_LIMIT, widget=forms.Textarea({"rows": 3})
    )


def _clock(parts: Any) -> time | None:
    return time(int(parts["hour"]), int(parts["minute"])) if parts["hour"] else None


def _bad(line: str) -> str:
    raise forms.ValidationError(
        _("This line can’t be read: %(line)s"), params={"line": line[:40]}, code="invalid"
    )


def _moment(event: Event, clock: time) -> datetime:
    """The first time that clock shows this once the door is open."""
    opens = (event.starts_at - OPENS_BEFORE).astimezone(ZoneInfo(event.time_zone))
    at = datetime.combine(opens.date(), clock, tzinfo=opens.tzinfo)
    return at if at >= opens else at + timedelta(days=1)

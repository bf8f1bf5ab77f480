"""The channels of a draft in its form, and what the platforms' packs find, beside the field concerned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from campaigns.channel_packs import TIES, Finding, pack_called, pack_of
from campaigns.channel_words import KEY, MOST, PARTS, own_words
from campaigns.share_channels import AUDIENCES
from campaigns.states import Channel, PackOutcome, Tie
from common.admin import admin_texts

_LABELS: Mapping[str, Any] = {
    "title": _("Title of its card, poster and landing page"),
    "lead": _("One sentence on its landing page"),
    "share": _("Words that members may send along there"),
}
FIELDS = tuple(f"{part}_{channel}" for channel in Channel.values for part in PARTS)


def channels_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Channels that members may pass it on through"),
        choices=[(one.value, one.label) for one in Channel],
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        required=False,
        help_text=_("None chosen is all. Each platform's rules are held against what you write."),
    )


def word_fields() -> dict[str, forms.Field]:
    """Words for one channel alone: on its card and poster, its landing page, and to send along."""
    return {
        name_of(channel, part): admin_texts(label, max_length=MOST[part], required=False)
        for channel in Channel.values
        for part, label in _LABELS.items()
    }


def name_of(channel: str, part: str) -> str:
    return f"{part}_{channel}"


@dataclass(frozen=True, kw_only=True)
class ChannelRow:
    """A channel in the form: its box, whom it reaches, its platform's rules, the words for it alone."""

    box: BoundWidget
    label: str | Promise
    tie: str | Promise
    audience: str | Promise
    rules: str | Promise
    words: Sequence[BoundField]

    @property
    def is_worded(self) -> bool:
        return any(field.errors or _is_said(field.value()) for field in self.words)


def _is_said(value: Any) -> bool:
    """By language as it was stored, or one after the other as it was typed."""
    return any(value.values() if isinstance(value, Mapping) else value or ())


def rows_of(form: forms.Form) -> list[ChannelRow]:
    """In the order of the channels."""
    return [
        ChannelRow(
            box=box,
            label=channel.label,
            tie=Tie(TIES[channel]).label,
            audience=AUDIENCES[channel],
            rules=_rules_of(channel),
            words=[form[name_of(channel, part)] for part in PARTS],
        )
        for channel, box in zip(Channel, form["channels"], strict=True)
    ]


def _rules_of(channel: str) -> str | Promise:
    """What the platform's pack makes of a page and of words, in one sentence."""
    pack = pack_of(channel)
    if pack is None:
        return _("No platform has rules here.")
    if pack.is_neutral:
        return _("Its card, poster and landing page name no reward and no way to get one.")
    return _("Words get the tag that says it is advertising.")


def read_words(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """What of the texts is for one channel alone; nothing where all say the same."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for channel in Channel.values:
        for part in PARTS:
            typed = cleaned.get(name_of(channel, part)) or {}
            said = {language: words for language, words in typed.items() if words}
            if said:
                found.setdefault(channel, {})[part] = said
    return {KEY: found} if found else {}


def initial_words(texts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name_of(channel, part): own_words(texts, channel, part)
        for channel in texts.get(KEY) or {}
        for part in PARTS
    }


def read_channels(cleaned: Mapping[str, Any]) -> dict[str, list[str]]:
    chosen = list(cleaned.get("channels") or [])
    return {"channels": chosen} if chosen and len(chosen) < len(Channel.values) else {}


def sentence(finding: Finding) -> str:
    """What was found, where, why, and by which version of which rules."""
    pack = pack_called(finding.pack)
    found = f"“{finding.found}” " if finding.found else ""
    outcome = PackOutcome(finding.outcome).label
    return f"{pack.name}: {found}{finding.why} → {outcome}. {pack.source} ({pack.dated}, v{pack.version})"


def lines_of(findings: Iterable[Finding]) -> list[tuple[str, str, str]]:
    """(field, language and line, sentence)."""
    return [(_field_of(one), _place_of(one), sentence(one)) for one in findings]


def tell_beside(fields: Mapping[str, forms.Field], findings: Sequence[Finding]) -> None:
    """Each finding stands under the field that it is about."""
    told: dict[str, list[str]] = {}
    for finding in findings:
        told.setdefault(_field_of(finding), []).append(f"{_place_of(finding)}: {sentence(finding)}")
    for name, lines in told.items():
        if name in fields:
            fields[name].help_text = _listed(fields[name].help_text, lines)


def _listed(before: Any, lines: Sequence[str]) -> SafeString:
    rows = format_html_join("", "<br><strong>{}</strong>", ((line,) for line in lines))
    return format_html("{}{}", before, rows)


def _field_of(finding: Finding) -> str:
    parts = finding.path.split(".")
    if parts[0] == "rules":
        return f"condition_{parts[2]}_name" if len(parts) > 3 else "conditions"
    if parts[:2] == ["texts", KEY]:
        return name_of(parts[2], parts[3])
    return parts[1] if parts[0] == "texts" else parts[0]


def _place_of(finding: Finding) -> str:
    language = finding.path.rpartition(".")[2]
    name = dict(settings.LANGUAGES).get(language, "")
    return f"{name} {finding.line}" if name else finding.path

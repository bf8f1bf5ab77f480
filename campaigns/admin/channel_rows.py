"""The channels of a draft in its form, and what the platforms' packs find, beside the field concerned."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from campaigns.channel_packs import Finding, pack_called
from campaigns.share_channels import AUDIENCES
from campaigns.states import Channel, PackOutcome


def channels_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Channels that members may pass it on through"),
        choices=[(one.value, f"{one.label}: {AUDIENCES[one]}") for one in Channel],
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        required=False,
        help_text=_("None chosen is all. Each platform's rules are held against what you write."),
    )


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
    return parts[1] if parts[0] == "texts" else parts[0]


def _place_of(finding: Finding) -> str:
    language = finding.path.rpartition(".")[2]
    name = dict(settings.LANGUAGES).get(language, "")
    return f"{name} {finding.line}" if name else finding.path

"""What changed between a campaign's versions, and what is waiting for a second person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from campaigns.amendment_rules import Terms, Verdict, judge_amendment
from campaigns.amendment_words import Names, place_text, reason_text, value_text
from campaigns.models import Amendment, CampaignVersion
from campaigns.rulebook import Rulebook, read_rules
from campaigns.states import AmendmentState
from common.errors import NotFound
from gifts.queries import names_by_public_id


@dataclass(frozen=True, kw_only=True)
class ChangeLine:
    """One changed place as people read it; ``before`` and ``after`` may be ''."""

    place: str
    before: str
    after: str
    reason: str
    is_favourable: bool


@dataclass(frozen=True, kw_only=True)
class VersionChanges:
    """A version, why it came and what it changed against the one before."""

    number: int
    sha256: str
    sealed_at: datetime
    note: str
    lines: Sequence[ChangeLine]


def terms_of(version: CampaignVersion) -> Terms:
    return Terms(
        rulebook=version.rulebook,
        texts=version.texts,
        opens_at=version.opens_at,
        closes_at=version.closes_at,
        settle_by=version.settle_by,
    )


def version_changes(*, campaign_id: int) -> list[VersionChanges]:
    """The newest first. Two statements, one where there is one version."""
    versions = list(
        CampaignVersion.objects.filter(campaign_id=campaign_id).select_related("amendment").order_by("number")
    )
    names = _names(version.rulebook for version in versions) if len(versions) > 1 else {}
    found = []
    before: CampaignVersion | None = None
    for version in versions:
        verdicts = judge_amendment(terms_of(before), terms_of(version)) if before else []
        amendment = getattr(version, "amendment", None)
        found.append(
            VersionChanges(
                number=version.number,
                sha256=version.sha256,
                sealed_at=version.sealed_at,
                note=amendment.public_note if amendment else "",
                lines=change_lines(verdicts, names),
            )
        )
        before = version
    return found[::-1]


def change_lines(verdicts: Sequence[Verdict], names: Names) -> list[ChangeLine]:
    return [
        ChangeLine(
            place=place_text(verdict.path),
            before=value_text(verdict, verdict.before, names),
            after=value_text(verdict, verdict.after, names),
            reason=reason_text(verdict),
            is_favourable=verdict.is_favourable,
        )
        for verdict in verdicts
    ]


def open_amendment(campaign_id: int) -> Amendment | None:
    """With its version and author. One statement."""
    waiting = Amendment.objects.filter(campaign_id=campaign_id, state=AmendmentState.PROPOSED)
    return waiting.select_related("base", "author").first()


def amendment_lines(amendment: Amendment) -> list[ChangeLine]:
    """What it would change. One statement, where it names items."""
    base = amendment.base
    better = read_rules(amendment.rules)
    terms = Terms(
        rulebook=better,
        texts=amendment.texts,
        opens_at=base.opens_at,
        closes_at=amendment.closes_at,
        settle_by=amendment.settle_by,
    )
    names = _names([base.rulebook, better])
    return change_lines(judge_amendment(terms_of(base), terms), names)


def find_amendment_id(public_id: str) -> int:
    """One statement. Raises: NotFound."""
    found = Amendment.objects.filter(public_id=public_id).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound
    return found


def _names(rulebooks: Iterable[Rulebook]) -> Names:
    return names_by_public_id(sorted({item for rulebook in rulebooks for item in rulebook.promised_items}))

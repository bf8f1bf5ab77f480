"""Pure decisions about names, due times and who may review. No database, clock or network."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from trust import errors
from trust.states import FINAL_REASONS, Outcome, ReasonCode, Stage, WhyTwo

_NAME_LENGTH = 100
_DOTS = re.compile("[\u00b7\u2022\uff0e\u30fb\u2027\u2e31]")
_DOT = "·"
COMPOUND_SURNAMES = frozenset(
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 "
    "太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 令狐 百里 呼延 轩辕 "
    "歐陽 上官 司馬 東方 獨孤 南宮 諸葛 尉遲 赫連 鍾離 長孫 司徒 鮮于 軒轅".split()
)


def clean_legal_name(text: str) -> str:
    """NFC, single spaces, one kind of middle dot; letters of any script, space, hyphen, apostrophe, dot.

    NFC and not NFKC: rare characters of names must stay as they are.

    Raises: BadLegalName.
    """
    name = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()
    name = _DOTS.sub(_DOT, name)
    if is_han(name.replace(" ", "")):
        name = name.replace(" ", "")
    letters = sum(1 for char in name if unicodedata.category(char)[0] == "L" or char == "〇")
    if letters < 2 or len(name) > _NAME_LENGTH or not all(map(_may_stand_in_a_name, name)):
        raise errors.BadLegalName(field="legal_name")
    return name


def _may_stand_in_a_name(char: str) -> bool:
    return (
        unicodedata.category(char) in {"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc"} or char in f" -'’.〇{_DOT}"
    )


def is_han(name: str) -> bool:
    return all("CJK" in unicodedata.name(char, "") or char in f"〇{_DOT}" for char in name) and bool(name)


def mask_legal_name(name: str) -> str:
    """``张伟`` to ``张*``, ``欧阳若曦`` to ``欧阳**``, ``Anna Berg`` to ``A*** B***``.

    A Han surname stays (two characters for compound ones), at most two stars follow; of a name with a
    middle dot the first character stays.
    """
    if not is_han(name):
        return " ".join(f"{part[0]}***" for part in name.split() if part)
    if _DOT in name:
        return f"{name[0]}**"
    surname = 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1
    return name[:surname] + "*" * min(2, max(1, len(name) - surname))


def check_may_review(*, applicant_id: int, reviewer_id: int | None, in_conflict: bool) -> None:
    """Raises: OwnCase, ConflictOfInterest."""
    if reviewer_id == applicant_id:
        raise errors.OwnCase
    if in_conflict:
        raise errors.ConflictOfInterest


def check_fresh_eyes(stage: str, *, has_decided_this_round: bool, has_touched: bool) -> None:
    """A second review is by another person than the first, an appeal by one who never had the case.

    Raises: SameReviewer, TouchedBefore.
    """
    if stage == Stage.APPEAL and has_touched:
        raise errors.TouchedBefore
    if has_decided_this_round:
        raise errors.SameReviewer


def is_agreement_below(agreed: int, looked_at: int, *, percent: int, least: int) -> bool:
    """Whether ``agreed`` of ``looked_at`` is under the policy's percent; fewer looks than ``least`` say
    nothing, and 0 % is never missed.
    """
    return looked_at >= max(1, least) and 100 * agreed < percent * looked_at


def why_two(outcome: Outcome, reasons: Collection[str], *, standing: Sequence[WhyTwo]) -> list[WhyTwo]:
    """Why two people must say the same; empty where one word is enough.

    ``standing``: what holds whatever is said. A final no needs two people; asking again needs one.
    """
    if outcome == Outcome.RESUBMIT:
        return []
    no_way_back = outcome == Outcome.REJECT and is_final(reasons)
    return [*standing, *([WhyTwo.FINAL_NO] if no_way_back else [])]


@dataclass(frozen=True, kw_only=True)
class Job:
    """Where somebody works, as declared. ``since``: ``2021-09`` or empty. Personal data: never logged."""

    employer: str
    title: str
    since: str = ""
    company_code: str = ""

    @property
    def plain(self) -> str:
        """What makes two declarations the same."""
        return "\x1f".join((squeeze(self.employer), squeeze(self.title), self.since, self.company_code))


def clean_job(*, employer: str, title: str, since: str = "", company_code: str = "", today: date) -> Job:
    """Raises: BadEmployer, BadTitle, BadSince."""
    employer, title, since = (" ".join(text.split()) for text in (employer, title, since))
    if not 2 <= len(employer) <= 120 or not any(map(str.isalpha, employer)):
        raise errors.BadEmployer(field="employer")
    if not 2 <= len(title) <= 80 or not any(map(str.isalpha, title)):
        raise errors.BadTitle(field="title")
    if since and (not re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", since) or since > f"{today:%Y-%m}"):
        raise errors.BadSince(field="since")
    return Job(employer=employer, title=title, since=since, company_code=company_code)


def squeeze(text: str) -> str:
    """For comparing: one width, one case, no spaces or brackets."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s()（）\[\]【】·.,，。、&-]", "", plain)


def clean_decision(outcome: str, reasons: Collection[str]) -> tuple[Outcome, list[ReasonCode]]:
    """A known outcome, and known reasons without repeats in the list's order; a no needs at least one.

    Raises: UnknownOutcome, ReasonNeeded.
    """
    if outcome not in Outcome.values:
        raise errors.UnknownOutcome(field="outcome")
    if not set(reasons) <= set(ReasonCode.values):
        raise errors.ReasonNeeded(field="reasons")
    known = [code for code in ReasonCode if code in set(reasons)]
    if outcome == Outcome.APPROVE:
        return Outcome.APPROVE, []
    if not known:
        raise errors.ReasonNeeded(field="reasons")
    return Outcome(outcome), known


def is_final(reasons: Collection[str]) -> bool:
    """Whether only an appeal is left after a rejection with these reasons."""
    return bool(FINAL_REASONS & set(reasons))


def pair(member_a: int, member_b: int) -> tuple[int, int]:
    """Ascending: a conflict has no direction."""
    return min(member_a, member_b), max(member_a, member_b)

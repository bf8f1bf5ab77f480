"""Pure decisions about names, due times and who may review. No database, clock or network."""

import re
import unicodedata
from collections.abc import Collection
from datetime import datetime, timedelta

from trust import errors
from trust.states import FINAL_REASONS, Outcome, ReasonCode

_NAME_LENGTH = 100
_DOTS = re.compile("[\u00b7\u2022\uff0e\u30fb\u2027\u2e31]")
_DOT = "·"
_COMPOUND_SURNAMES = frozenset(
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
    surname = 2 if len(name) > 2 and name[:2] in _COMPOUND_SURNAMES else 1
    return name[:surname] + "*" * min(2, max(1, len(name) - surname))


def add_working_days(start: datetime, days: int) -> datetime:
    """``days`` working days (Monday to Friday) after ``start``, at the same time of day.

    ``start`` is in the community's time zone. The calendar of public holidays and make-up workdays comes
    with the desk's own table.
    """
    due = start
    while days > 0:
        due += timedelta(days=1)
        days -= due.weekday() < 5
    return due


def check_may_review(*, applicant_id: int, reviewer_id: int | None, in_conflict: bool) -> None:
    """Raises: OwnCase, ConflictOfInterest."""
    if reviewer_id == applicant_id:
        raise errors.OwnCase
    if in_conflict:
        raise errors.ConflictOfInterest


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

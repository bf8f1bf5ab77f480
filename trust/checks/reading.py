"""What the lines of a document say, field by field. Pure; a field that can't be told is left out."""

import re
import unicodedata
from collections.abc import Sequence

from trust.checks.names import NameMatch, compare_names
from trust.evidence_states import Field
from trust.rules import is_han

_EMPLOYER = re.compile(
    r"公司|集团|大学|医院|研究院|研究所|事务所|银行|学校|中心|有限|\b(ltd|limited|inc|llc|corp|gmbh|university|company)\b",
    re.IGNORECASE,
)
_ID_NUMBER = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}[01]\d[0-3]\d\d{3}[\dXx](?!\d)")
_COMPANY_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NP-RTUW-Y]{2}\d{6}[0-9A-HJ-NP-RTUW-Y]{10}(?![0-9A-Z])")
_DATE = re.compile(r"((?:19|20)\d{2})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})")
_LABEL = re.compile(
    r"^(姓\s*名|name|单位|单位名称|工作单位|公司名称|名\s*称|company|职\s*务|职\s*位|title)\s*[::]?\s*", re.I
)


def fields_of(lines: Sequence[str], *, legal_name: str) -> dict[str, str]:
    """{field: text}. The name is the line that fits the legal name best, else a line that looks like one."""
    plain = [unicodedata.normalize("NFKC", line).strip() for line in lines]
    plain = [line for line in plain if line]
    found: dict[str, str] = {}
    text = "\n".join(plain)
    for field, pattern in ((Field.ID_NUMBER, _ID_NUMBER), (Field.COMPANY_CODE, _COMPANY_CODE)):
        if match := pattern.search(text):
            found[field] = match.group()
    if match := _DATE.search(text):
        found[Field.DATE] = f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"
    values = [_LABEL.sub("", line) for line in plain]
    if employer := next((line for line in values if _EMPLOYER.search(line)), ""):
        found[Field.EMPLOYER] = employer[:120]
    if name := _name(values, legal_name):
        found[Field.NAME] = name[:100]
    if Field.ID_NUMBER in found:  # its being there is all that is used; the number itself is not kept
        found[Field.ID_NUMBER] = "seen"
    return found


def _name(lines: Sequence[str], legal_name: str) -> str:
    if legal_name:
        for line in lines:
            if compare_names(legal_name, line) == NameMatch.SAME:
                return line
    squeezed = ["".join(line.split()) for line in lines]
    return next((line for line in squeezed if 2 <= len(line) <= 4 and is_han(line)), "")

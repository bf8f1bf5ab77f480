"""Whether two spellings can be one employer. Nothing is summed into a number; a person reads the outcome."""

import re
from enum import StrEnum

from trust.rules import squeeze

_FORMS = re.compile(
    "(股份有限公司|有限责任公司|有限公司|股份公司|集团|公司"
    "|colimited|coltd|limited|ltd|inc|llc|gmbh|corporation|corp|company)+$"
)
# Mailboxes that anybody can have.
FREE_MAIL = frozenset(
    "qq.com vip.qq.com foxmail.com 163.com 126.com yeah.net 139.com 189.cn wo.cn sina.com sina.cn sohu.com "
    "aliyun.com 21cn.com gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com "
    "yahoo.com.cn icloud.com me.com proton.me protonmail.com gmx.com gmx.de mail.com mail.ru".split()
)


class EmployerMatch(StrEnum):
    SAME = "same"
    FORM = "form"
    DIFFERENT = "different"


def compare_employers(declared: str, read: str) -> EmployerMatch:
    """``FORM``: the same but for 有限/股份 or Ltd/Inc; a short name inside a long one counts as the same."""
    one, other = squeeze(declared), squeeze(read)
    if one == other:
        return EmployerMatch.SAME
    core_one, core_other = _FORMS.sub("", one), _FORMS.sub("", other)
    if core_one == core_other:
        return EmployerMatch.FORM if core_one not in (one, other) else EmployerMatch.SAME
    shorter, longer = sorted((core_one, core_other), key=len)
    if len(shorter) >= 4 and shorter in longer:
        return EmployerMatch.SAME
    return EmployerMatch.DIFFERENT


def is_free_mailbox(address: str) -> bool:
    return address.rpartition("@")[2].strip().casefold() in FREE_MAIL

"""How many real numbers fit what somebody sees: a mask beside a birthday is often no mask at all.

Pure counting, exact: resident ID numbers by place, date, sequence and check character; phone numbers by the
digits that are hidden. A system check refuses a policy whose masks hide too little.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from accounts.rules import mask_phone

HIDDEN = "*"
# Fewer than this is no mask (k-anonymity).
LEAST = 1000
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SIGNS = "10X98765432"
# Who has such a number and may be a member.
_FIRST_YEAR, _LAST_YEAR = 1950, 2007


@cache
def _places() -> tuple[str, ...]:
    """Six digits each, of every place that ever issued numbers, as stdnum's register has them."""
    province, found = "", []
    for line in (files("stdnum") / "cn" / "loc.dat").read_text(encoding="utf-8").splitlines():
        if line[:2].isdigit():
            province = line[:2]
        elif line.startswith("  ") and line[2:6].isdigit():
            found.append(province + line[2:6])
    return tuple(found)


def _fits(mask: str, text: str) -> bool:
    return all(shown in (HIDDEN, sign) for shown, sign in zip(mask, text, strict=True))


def _rests(parts: Iterable[str], start: int) -> Counter[int]:
    """{weighted sum modulo 11: how many parts have it}, for digits that begin at ``start``."""
    weights = _WEIGHTS[start:]
    return Counter(sum(w * int(d) for w, d in zip(weights, part, strict=False)) % 11 for part in parts)


def _dates(mask: str, born_on: date | None) -> list[str]:
    if born_on is not None:
        text = born_on.strftime("%Y%m%d")
        return [text] if _fits(mask, text) else []
    first, last = date(_FIRST_YEAR, 1, 1), date(_LAST_YEAR, 12, 31)
    days = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return [text for day in days if _fits(mask, text := day.strftime("%Y%m%d"))]


def id_numbers_that_fit(mask: str, *, born_on: date | None = None) -> int:
    """``mask``: 18 signs, ``*`` for a hidden one. ``born_on``: what else is known of the person."""
    if len(mask) != 18:
        raise ValueError("a resident ID number has 18 signs")
    place = _rests((one for one in _places() if _fits(mask[:6], one)), 0)
    born = _rests(_dates(mask[6:14], born_on), 6)
    serial = _rests((text for n in range(1000) if _fits(mask[14:17], text := f"{n:03d}")), 14)
    count = 0
    for (a, n), (b, m), (c, k) in (
        (one, two, three) for one in place.items() for two in born.items() for three in serial.items()
    ):
        if _fits(mask[17], _SIGNS[(a + b + c) % 11]):
            count += n * m * k
    return count


def phones_that_fit(mask: str) -> int:
    """``mask``: a mobile number with ``*`` for hidden digits; any digit may stand there."""
    return int(10 ** mask.count(HIDDEN))


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What one audience sees of a member's numbers: masks, ``""`` for nothing, and whether the birthday."""

    id_number: str = ""
    phone: str = ""
    birthday: bool = False

    def weakest(self) -> int | None:
        """The smallest count of numbers that fit; None where no number is shown."""
        # Any birthday tells as much as another: one day of 21,184.
        known = date(1985, 6, 15) if self.birthday else None
        counts = [id_numbers_that_fit(self.id_number, born_on=known)] if self.id_number else []
        counts += [phones_that_fit(self.phone)] if self.phone else []
        return min(counts, default=None)


# What is shown to whom. ID numbers are not kept, so nobody can be shown one; phones show as 3 + 4 to their
# owner and to the desk that looks after members. A new line here is checked before anything starts.
_PHONE = mask_phone("+8613800000000")
SHOWN: Mapping[str, Shown] = {
    "owner": Shown(phone=_PHONE),
    "member desk": Shown(phone=_PHONE),
    "certifier": Shown(),
    "members": Shown(),
    "public": Shown(),
}


def too_telling(shown: Mapping[str, Shown] = SHOWN, *, least: int = LEAST) -> dict[str, int]:
    """{audience: how few numbers fit} of masks that hide too little."""
    weakest = {audience: one.weakest() for audience, one in shown.items()}
    return {audience: count for audience, count in weakest.items() if count is not None and count < least}

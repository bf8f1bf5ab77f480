"""The resident ID number (GB 11643): 18 characters with area, date of birth, sequence and checksum.

``stdnum.cn.ric`` alone takes births in the future and refuses the residence permits for people from Hong
Kong (81), Macao (82) and Taiwan (83), which have had the same form since 2018.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from stdnum.cn import ric
from stdnum.exceptions import InvalidComponent

from trust import errors
from trust.states import IdKind

LENGTH = 18
ADULT_YEARS = 18
_PERMIT_REGIONS = {"81": "香港", "82": "澳门", "83": "台湾"}
_SEPARATORS = re.compile(r"[\s\-–—_.·]")


@dataclass(frozen=True, kw_only=True)
class ResidentId:
    """``number`` is for the blind index only and never stored; ``region`` as the register calls it."""

    number: str = field(repr=False)
    kind: IdKind
    region: str
    born_on: date = field(repr=False)

    def is_adult(self, on: date) -> bool:
        """18 years old; whoever is born on 29 February comes of age on 1 March."""
        years = on.year - self.born_on.year
        return years - ((on.month, on.day) < (self.born_on.month, self.born_on.day)) >= ADULT_YEARS


def parse_resident_id(text: str, *, today: date) -> ResidentId:
    """Read a number as people type it: spaces, hyphens, full-width digits and a small x are forgiven.

    Raises: WrongLength, WrongCharacters, WrongChecksum, WrongBirthDate, FutureBirthDate, WrongArea;
    the first that applies, in this order.
    """
    number = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
    if len(number) != LENGTH:
        raise errors.WrongLength(field="id_number", typed=len(number))
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise errors.WrongCharacters(field="id_number")
    if number[-1] != ric.calc_check_digit(number):
        raise errors.WrongChecksum(field="id_number")
    born_on = _born_on(number, today)
    permit = _PERMIT_REGIONS.get(number[:2])
    if permit:
        return ResidentId(number=number, kind=IdKind.HMT_PERMIT, region=permit, born_on=born_on)
    return ResidentId(number=number, kind=IdKind.RESIDENT, region=_region(number), born_on=born_on)


def _born_on(number: str, today: date) -> date:
    try:
        born_on = ric.get_birth_date(number)
    except InvalidComponent as error:
        raise errors.WrongBirthDate(field="id_number") from error
    if born_on > today:
        raise errors.FutureBirthDate(field="id_number")
    return born_on


def _region(number: str) -> str:
    """Province and county where the number was issued; non-identifying, for the certifier."""
    try:
        place = ric.get_birth_place(number)
    except InvalidComponent as error:
        raise errors.WrongArea(field="id_number") from error
    return f"{place.get('province', '')} {place.get('county', '')}".strip()[:80]

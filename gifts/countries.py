"""Countries and regions that parcels go to, and what their addresses need. Pure.

Postcodes: the patterns of the Unicode CLDR's postal code data (release 26, the last with them), for the
places listed here.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

HOME: Final = "CN"


@dataclass(frozen=True, kw_only=True)
class Country:
    """``postcode``: its pattern, "" where there is none; ``needs``: parts that may not be empty.

    ``reads_han``: whether couriers there read Chinese characters on a label.
    """

    name: str | Promise
    postcode: str = ""
    example: str = ""
    needs: frozenset[str] = frozenset({"city", "postcode"})
    reads_han: bool = False


_CITY = frozenset({"city"})
_STATE = frozenset({"province", "city", "postcode"})
COUNTRIES: Final[Mapping[str, Country]] = {
    "CN": Country(
        name=_("China (mainland)"), postcode=r"\d{6}", example="100020", needs=_CITY, reads_han=True
    ),
    "HK": Country(name=pgettext_lazy("country", "Hong Kong"), needs=_CITY, reads_han=True),
    "MO": Country(name=_("Macao"), needs=frozenset(), reads_han=True),
    "TW": Country(name=_("Taiwan"), postcode=r"\d{3}(\d{2,3})?", example="106", needs=_CITY, reads_han=True),
    "SG": Country(
        name=_("Singapore"),
        postcode=r"\d{6}",
        example="018956",
        needs=frozenset({"postcode"}),
        reads_han=True,
    ),
    "MY": Country(name=_("Malaysia"), postcode=r"\d{5}", example="50450", reads_han=True),
    "JP": Country(
        name=_("Japan"), postcode=r"\d{3}-?\d{4}", example="100-0001", needs=_STATE, reads_han=True
    ),
    "KR": Country(name=_("South Korea"), postcode=r"\d{5}", example="04524"),
    "TH": Country(name=_("Thailand"), postcode=r"\d{5}", example="10110"),
    "VN": Country(name=_("Vietnam"), postcode=r"\d{5,6}", example="100000", needs=_CITY),
    "IN": Country(name=_("India"), postcode=r"\d{6}", example="110001", needs=_STATE),
    "AU": Country(name=_("Australia"), postcode=r"\d{4}", example="2000", needs=_STATE),
    "NZ": Country(name=_("New Zealand"), postcode=r"\d{4}", example="6011"),
    "US": Country(name=_("United States"), postcode=r"\d{5}(-\d{4})?", example="94103", needs=_STATE),
    "CA": Country(
        name=_("Canada"), postcode=r"[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d", example="M5V 3L9", needs=_STATE
    ),
    "GB": Country(name=_("United Kingdom"), postcode=r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", example="SW1A 1AA"),
    "IE": Country(name=_("Ireland"), postcode=r"[A-Z]\d[\dW] ?[A-Z\d]{4}", example="D02 AF30"),
    "FR": Country(name=_("France"), postcode=r"\d{5}", example="75001"),
    "DE": Country(name=_("Germany"), postcode=r"\d{5}", example="10115"),
    "NL": Country(name=_("Netherlands"), postcode=r"\d{4} ?[A-Z]{2}", example="1012 JS"),
    "BE": Country(name=_("Belgium"), postcode=r"\d{4}", example="1000"),
    "CH": Country(name=_("Switzerland"), postcode=r"\d{4}", example="8001"),
    "AT": Country(name=_("Austria"), postcode=r"\d{4}", example="1010"),
    "IT": Country(name=_("Italy"), postcode=r"\d{5}", example="00118"),
    "ES": Country(name=_("Spain"), postcode=r"\d{5}", example="28001"),
    "PT": Country(name=_("Portugal"), postcode=r"\d{4}-\d{3}", example="1000-001"),
    "SE": Country(name=_("Sweden"), postcode=r"\d{3} ?\d{2}", example="111 20"),
    "DK": Country(name=_("Denmark"), postcode=r"\d{4}", example="1050"),
    "NO": Country(name=_("Norway"), postcode=r"\d{4}", example="0150"),
    "FI": Country(name=_("Finland"), postcode=r"\d{5}", example="00100"),
    "AE": Country(name=_("United Arab Emirates"), needs=_CITY),
    "BR": Country(name=_("Brazil"), postcode=r"\d{5}-?\d{3}", example="01310-100", needs=_STATE),
}


def has_postcode(country: str, text: str) -> bool:
    """Whether it is one of that country; capitals are put in later, as it is typed on phones."""
    pattern = COUNTRIES[country].postcode
    return bool(pattern) and text.isascii() and bool(re.fullmatch(pattern, text.upper()))


def is_readable_there(country: str, text: str) -> bool:
    """Couriers who don't read Chinese characters get Latin letters."""
    if COUNTRIES[country].reads_han:
        return True
    return not any(unicodedata.name(sign, "").startswith("CJK") for sign in text)


def country_name(country: str) -> str:
    """In English, as the sorting office abroad reads it; the code itself for one that is unknown."""
    with override("en"):
        return str(COUNTRIES[country].name) if country in COUNTRIES else country

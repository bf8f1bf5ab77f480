"""Where a parcel may go: the parts of an address, judged for its country. Pure."""

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Final

import phonenumbers

from common.errors import Refused
from gifts import errors
from gifts.countries import COUNTRIES, HOME, has_postcode, is_readable_there

# Longest parts that SF Express prints on a label, in characters.
ADDRESS_LIMITS: Final[Mapping[str, int]] = {
    "recipient_name": 40,
    "phone": 24,
    "country": 2,
    "province": 30,
    "city": 30,
    "district": 30,
    "street": 120,
    "postcode": 10,
}
# Parts that a form may leave out; which of them a country needs stands in ``countries``.
OPTIONAL_PARTS: Final = frozenset({"country", "province", "city", "district", "postcode"})


@dataclass(frozen=True, kw_only=True)
class AddressInput:
    """Where a parcel goes, as the recipient typed it. ``country``: ISO 3166-1 alpha-2; "" is home."""

    recipient_name: str
    phone: str
    street: str
    country: str = HOME
    province: str = ""
    city: str = ""
    district: str = ""
    postcode: str = ""

    def __repr__(self) -> str:
        return "AddressInput(...)"  # never in a log or traceback

    def parts(self) -> dict[str, str]:
        return asdict(self)


def address_problems(address: AddressInput) -> dict[str, Refused]:
    """Part to refusal, for every part that has one; empty when the address can be used."""
    country = country_of(address)
    if country not in COUNTRIES:
        return {"country": errors.UnknownCountry(field="country")}
    problems: dict[str, Refused] = {}
    for part in fields(address):
        problem = _part_problem(part.name, _tidy(getattr(address, part.name)), country)
        if problem is not None:
            problems[part.name] = problem
    return problems


def place_of(address: AddressInput) -> str:
    """The door, however it was typed: letters and numbers of street and town, without name and phone."""
    parts = (country_of(address), address.city, address.district, address.street)
    folded = unicodedata.normalize("NFKC", "".join(parts)).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def country_of(address: AddressInput) -> str:
    return address.country.strip().upper() or HOME


def check_address(address: AddressInput) -> AddressInput:
    """The address, tidied.

    Raises: UnknownCountry, PartMissing, PartTooLong, NotPrintable, NotReadableThere, BadPhone, BadPostcode.
    """
    for problem in address_problems(address).values():
        raise problem
    country = country_of(address)
    tidy = {part: _tidy(text) for part, text in address.parts().items()}
    return AddressInput(
        **{
            **tidy,
            "country": country,
            "phone": _dialled(tidy["phone"], country),
            "postcode": tidy["postcode"].upper(),
        }
    )


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _part_problem(part: str, text: str, country: str) -> Refused | None:
    if part == "country":
        return None
    if not text:
        is_needed = part not in OPTIONAL_PARTS or part in COUNTRIES[country].needs
        return errors.PartMissing(field=part) if is_needed else None
    if len(text) > ADDRESS_LIMITS[part]:
        return errors.PartTooLong(field=part, limit=ADDRESS_LIMITS[part])
    if any(unicodedata.category(char)[0] == "C" for char in text):
        return errors.NotPrintable(field=part)
    if part == "phone" and not _dialled(text, country):
        return errors.BadPhone(field=part)
    if part == "postcode" and not has_postcode(country, text):
        return _bad_postcode(country)
    if part != "phone" and not is_readable_there(country, text):
        return errors.NotReadableThere(field=part)
    return None


def _bad_postcode(country: str) -> Refused:
    if country == HOME:
        return errors.BadPostcode(field="postcode")
    example = COUNTRIES[country].example
    if not example:
        return errors.NoPostcodeThere(field="postcode")
    return errors.BadPostcodeThere(field="postcode", example=example)


def _dialled(phone: str, country: str) -> str:
    """As a courier dials it: national digits within China, +digits elsewhere; '' if it is no number."""
    try:
        number = phonenumbers.parse(phone, country)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    if number.country_code == 86 and country == HOME:
        national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
        return "".join(char for char in national if char.isdigit())
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

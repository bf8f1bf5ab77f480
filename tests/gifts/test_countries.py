"""Addresses abroad, by what each place needs."""

import json

import pytest

from common.http.provider import ProviderConfig
from gifts import errors
from gifts.address_rules import AddressInput, address_problems, check_address
from gifts.countries import COUNTRIES, country_name, has_postcode
from gifts.labels import Label, draw_label
from gifts.providers.parcels import Cargo, Contact, Parcel
from gifts.providers.sf_express import SfExpress
from tests.factories import gifts as make


def abroad(**parts: str) -> AddressInput:
    given = {
        "recipient_name": "Ada Byron",
        "phone": "(415) 555-2671",
        "country": "us",
        "province": "CA",
        "city": "San Francisco",
        "street": "1 Market St, Apt 5",
        "postcode": "94105",
    }
    return AddressInput(**{**given, **parts})


def problems(address: AddressInput) -> dict[str, type]:
    return {part: type(problem) for part, problem in address_problems(address).items()}


def test_home_stays_the_default_with_its_own_form() -> None:
    assert check_address(make.address()).country == "CN"
    assert check_address(make.address(country="")).country == "CN"
    assert problems(make.address(city="")) == {"city": errors.PartMissing}


def test_an_address_abroad_is_tidied_for_couriers_there() -> None:
    told = check_address(abroad(postcode="94105-1420"))
    assert (told.country, told.phone, told.postcode) == ("US", "+14155552671", "94105-1420")


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"country": "XX"}, {"country": errors.UnknownCountry}),
        ({"province": ""}, {"province": errors.PartMissing}),
        ({"postcode": ""}, {"postcode": errors.PartMissing}),
        ({"postcode": "9410"}, {"postcode": errors.BadPostcodeThere}),
        ({"street": "市场街 1 号"}, {"street": errors.NotReadableThere}),
        (
            {"country": "AE", "postcode": "1", "phone": "+971 4 123 4567"},
            {"postcode": errors.NoPostcodeThere},
        ),
        ({"phone": "12"}, {"phone": errors.BadPhone}),
    ],
)
def test_each_part_is_judged_for_its_country(parts: dict[str, str], found: dict[str, type]) -> None:
    assert problems(abroad(**parts)) == found


def test_chinese_is_read_where_it_is_read() -> None:
    where = make.address(country="HK", city="九龍", postcode="", province="", phone="2345 6789")
    assert check_address(where).phone == "+85223456789"


@pytest.mark.parametrize("country", COUNTRIES)
def test_each_example_is_a_postcode_of_its_country(country: str) -> None:
    known = COUNTRIES[country]
    assert bool(known.example) == bool(known.postcode)
    if known.example:
        assert has_postcode(country, known.example.lower())
        assert not has_postcode(country, "１２３４５")


def test_the_label_names_the_country_for_the_sorting_office() -> None:
    assert country_name("DE") == "Germany"
    label = Label(address=check_address(abroad()), sender="", item="Tea", number="n", waybill="", url="u")
    other = Label(
        address=check_address(abroad(country="CA", province="ON", postcode="M5V 3L9")),
        sender="",
        item="Tea",
        number="n",
        waybill="",
        url="u",
    )
    assert draw_label(label).tobytes() != draw_label(other).tobytes()


def test_the_carrier_is_told_the_country() -> None:
    to = Contact(name="A", phone="1", province="CA", city="SF", district="", street="1", country="US")
    parcel = Parcel(sender=to, receiver=to, contents=(Cargo(name="Tea"),))
    order = SfExpress(ProviderConfig.load("carrier"))._order("ref", parcel)
    assert json.dumps(order).count('"country": "US"') == 2

from datetime import date

import pytest

from tests.factories.trust import id_number
from trust import errors
from trust.checks.resident_id import parse_resident_id
from trust.states import IdKind

TODAY = date(2026, 11, 20)
GOOD = id_number()


def parse(text, today=TODAY):
    return parse_resident_id(text, today=today)


def spoil(number):
    return number[:-1] + ("0" if number[-1] != "0" else "1")


@pytest.mark.parametrize(
    "typed",
    [
        GOOD,
        f" {GOOD[:6]} {GOOD[6:14]} {GOOD[14:]} ",
        f"{GOOD[:6]}-{GOOD[6:14]}-{GOOD[14:]}",
        "".join(chr(ord(char) + 0xFEE0) for char in GOOD),
    ],
)
def test_reads_what_people_type(typed):
    assert parse(typed).number == GOOD


def test_reads_a_number_that_ends_in_x_of_either_case():
    with_x = next(number for serial in range(100) if (number := id_number(serial=serial))[-1] == "X")
    assert parse(with_x.lower()).number == with_x


def test_tells_the_region_and_forgets_nothing_else():
    assert parse(GOOD).region == "北京市 东城区"
    assert GOOD not in repr(parse(GOOD))


@pytest.mark.parametrize(("area", "region"), [("810000", "香港"), ("820000", "澳门"), ("830000", "台湾")])
def test_accepts_the_permits_for_hong_kong_macao_and_taiwan(area, region):
    found = parse(id_number(area=area))
    assert (found.kind, found.region) == (IdKind.HMT_PERMIT, region)


def test_refuses_a_permit_with_a_wrong_checksum():
    with pytest.raises(errors.WrongChecksum):
        parse(spoil(id_number(area="810000")))


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("", errors.WrongLength),
        (GOOD[:15], errors.WrongLength),
        (GOOD + "1", errors.WrongLength),
        ("110***********9991", errors.WrongCharacters),
        ("X" * 18, errors.WrongCharacters),
        ("①" * 18, errors.WrongChecksum),
        (spoil(GOOD), errors.WrongChecksum),
        (id_number(born="19000230"), errors.WrongBirthDate),
        (id_number(born="19001301"), errors.WrongBirthDate),
        (id_number(born="21990101"), errors.FutureBirthDate),
        (id_number(area="990101"), errors.WrongArea),
    ],
)
def test_says_what_is_wrong(typed, refusal):
    with pytest.raises(refusal) as caught:
        parse(typed)
    assert type(caught.value) is refusal
    assert caught.value.field == "id_number"


def test_is_adult_from_the_eighteenth_birthday_on():
    assert not parse(GOOD, date(1917, 12, 31)).is_adult(date(1917, 12, 31))
    assert parse(GOOD, date(1918, 1, 1)).is_adult(date(1918, 1, 1))

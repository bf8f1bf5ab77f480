"""Invented people, plainly demo data: handles begin with ``demo-``, contacts end in ``example.org``.

Nobody has these identity numbers: their date of birth is 1 January 1900.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from stdnum.cn import ric

FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "安宁晓雨思远文静子涵嘉怡一鸣雪松海燕志明若溪晨曦天佑乐山书瑶知行清和云帆秋实念慈"
FIRST = (
    "Ada Ben Clara David Elena Felix Grace Hugo Ines Jonas Karen Leo Mara Nils Olivia Pablo Rosa Simon "
    "Tessa Victor"
).split()
LAST = (
    "Adler Brook Castle Dale Ember Field Grove Hill Isle Jasper Knoll Lake Marsh North Orchard Pine Reed "
    "Stone Vale Wood"
).split()
# Districts that have existed long enough to go with that date of birth; only the form matters.
AREAS = ("110101", "110102", "310101", "310104", "120101")


@dataclass(frozen=True, kw_only=True)
class Person:
    number: int
    handle: str
    name: str
    legal_name: str
    email: str
    locale: str
    id_number: str


def people(count: int, *, seed: int) -> list[Person]:
    """The same ``count`` people for one ``seed``; about one in four has an English name."""
    dice = random.Random(seed)
    numbers = _id_numbers()
    return [_person(number, dice, next(numbers)) for number in range(1, count + 1)]


def _person(number: int, dice: random.Random, id_number: str) -> Person:
    family = dice.choice(FAMILY)
    legal = family + "".join(dice.sample(GIVEN, dice.choice((1, 2, 2))))
    is_english = dice.random() < 0.25
    name = f"{dice.choice(FIRST)} {dice.choice(LAST)}" if is_english else legal
    return Person(
        number=number,
        handle=f"demo-{number:03d}",
        name=name,
        legal_name=legal,
        email=f"{number:03d}.demo@example.org",
        locale="en" if is_english else "zh-hans",
        id_number=id_number,
    )


def _id_numbers() -> Iterator[str]:
    """Well-formed numbers with sequences from 999 downwards, each once."""
    for sequence in range(999, 0, -1):
        for area in AREAS:
            body = f"{area}19000101{sequence:03d}"
            yield body + ric.calc_check_digit(f"{body}0")

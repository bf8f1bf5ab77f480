"""The counter of `security.canaries` finds every secret that is planted where it must not be."""

import random

import pytest

from bench.areas.security.canaries import LEAST_CANARIES, PEOPLE, found_in
from bench.journey import person


def test_there_are_enough_of_them() -> None:
    people = [person(number, random.Random(7)) for number in range(PEOPLE)]
    assert sum(len(one.texts) + len(one.words) for one in people) >= LEAST_CANARIES


@pytest.mark.parametrize("is_dump", [True, False])
def test_each_secret_is_found_in_a_leak(is_dump: bool) -> None:
    one = person(1, random.Random(7))
    known = {what: secret for what, secret in (one.texts | one.words).items() if secret}
    assert len(known) >= len(one.words)
    for what, secret in known.items():
        leak = f"('{secret}', 1)" if is_dump else f"sms.sent to={secret} member=1"
        assert what in found_in(leak, one, is_dump=is_dump), what


def test_another_person_s_text_is_no_hit() -> None:
    one, other = person(1, random.Random(7)), person(2, random.Random(8))
    found = found_in(" ".join(other.texts.values()), one, is_dump=False)
    assert [what for what in found if (one.texts | one.words)[what]] == []  # a token comes only later

"""How much a mask hides, counted; the figures of the first two tests were measured independently before."""

from datetime import date

import pytest

from accounts.rules import mask_phone
from trust import startup
from trust.checks import masks
from trust.checks.masks import Shown, id_numbers_that_fit, phones_that_fit, too_telling

USUAL = "110***********9991"


def test_three_and_four_signs_leave_many_numbers_until_the_birthday_is_known():
    assert id_numbers_that_fit(USUAL) == 77_036
    assert id_numbers_that_fit(USUAL, born_on=date(1985, 6, 15)) in (3, 4)


def test_one_and_one_hide_enough_even_beside_a_birthday():
    assert id_numbers_that_fit("1****************1", born_on=date(1985, 6, 15)) > masks.LEAST


def test_a_whole_number_fits_once_or_never():
    assert id_numbers_that_fit("110101199001019993") + id_numbers_that_fit("110101199001019994") <= 1
    assert sum(id_numbers_that_fit(f"11010119900101999{sign}") for sign in "0123456789X") == 1


def test_half_a_number_is_no_number():
    with pytest.raises(ValueError):
        id_numbers_that_fit("110*")


def test_phones_show_three_and_four_signs():
    assert phones_that_fit(mask_phone("+8613800138000")) == 10_000


def test_what_is_shown_today_hides_enough():
    assert too_telling() == {} and startup.masks_hide_enough(None) == []


def test_a_telling_policy_stops_the_start(monkeypatch):
    monkeypatch.setitem(masks.SHOWN, "members", Shown(id_number=USUAL, birthday=True))
    [error] = startup.masks_hide_enough(None)
    assert error.id == "trust.E001" and "members" in error.msg

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from common import texts
from common.clock import DbNow, db_now, shift_clock
from common.ids import new_code, new_public_id
from common.models import LimitWindow


@pytest.mark.django_db
def test_the_shifted_clock_counts_inside_statements_too() -> None:
    row = LimitWindow.objects.create(name="x", subject="-", starts_at=db_now() + timedelta(minutes=30))
    due = LimitWindow.objects.filter(starts_at__lte=DbNow())
    assert not due.exists()

    shift_clock(timedelta(hours=1))

    assert due.get() == row


@pytest.mark.django_db
def test_the_clock_can_not_be_shifted_in_production(settings: object) -> None:
    settings.CLOCK_OFFSET = False  # type: ignore[attr-defined]

    with pytest.raises(RuntimeError):
        shift_clock(timedelta(hours=1))


def test_texts_fall_back() -> None:
    both = {"en": "Cup", "zh-hans": "杯子"}

    assert texts.in_language(both, "zh-hans") == "杯子"
    assert texts.in_language({"en": "Cup"}, "zh-hans") == "Cup"
    assert texts.in_language({"zh-hans": "杯子"}, "en") == "杯子"
    assert texts.in_language(None) == ""
    with translation.override("zh-hans"):
        assert texts.in_language(both) == "杯子"


@pytest.mark.parametrize("wrong", [{"fr": "tasse"}, {"en": 3}, {}, {"en": ""}, "Cup", None])
def test_odd_texts_are_refused(wrong: object) -> None:
    with pytest.raises(ValidationError):
        texts.check_texts(wrong)


def test_ids_and_codes_are_long_and_readable() -> None:
    assert len({new_public_id() for _ in range(1000)}) == 1000
    assert len(new_public_id()) == 20
    assert not set("".join(new_code() for _ in range(200))) & set("01OILAEU")

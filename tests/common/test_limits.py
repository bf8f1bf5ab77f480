import pytest

from common.clock import db_now
from common.errors import TooMany
from common.limits import forget_old_windows, hit
from common.models import LimitWindow
from tests.racing import race


@pytest.mark.django_db
def test_the_limit_is_exact() -> None:
    for _try in range(5):
        hit("sign-in", "somebody", limit=5, per_seconds=3600)

    with pytest.raises(TooMany) as caught:
        hit("sign-in", "somebody", limit=5, per_seconds=3600)

    assert 0 < caught.value.retry_after_seconds <= 3600


@pytest.mark.django_db
def test_others_are_not_affected_and_nobody_is_named() -> None:
    hit("sign-in", "somebody", limit=1, per_seconds=60)

    hit("sign-in", "somebody else", limit=1, per_seconds=60)

    assert not LimitWindow.objects.filter(subject__contains="somebody").exists()


@pytest.mark.django_db
def test_old_windows_are_forgotten() -> None:
    hit("sign-in", "somebody", limit=1, per_seconds=1)

    assert forget_old_windows(before=db_now()) == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_forty_at_once_exactly_five_pass() -> None:
    def attempt() -> None:
        hit("sign-in", "somebody", limit=5, per_seconds=86400)

    results = race([attempt] * 40)

    assert sum(result is None for result in results) == 5
    assert sum(isinstance(result, TooMany) for result in results) == 35

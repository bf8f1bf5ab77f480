"""Two who answer at the same moment, on real connections: a photo with a no in it is never shown."""

from collections import Counter
from functools import partial

import pytest

from common.clock import db_now
from groups import operations
from groups.models import AlbumMark, AlbumPhoto
from outbox.models import FactRow
from tests.factories.albums import now_of, photo
from tests.groups.test_recaps import an_evening
from tests.racing import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def test_the_last_two_agree_at_once_and_it_is_shown_once() -> None:
    made, (a, b, c) = an_evening()
    for _round in range(5):
        one = photo(made, a, b, c)
        yes = partial(operations.agree_to_photo, public_id=one.public_id, now=db_now())
        results = race([partial(yes, actor=b), partial(yes, actor=c)])
        assert [isinstance(one, AlbumPhoto) for one in results] == [True, True]
        assert now_of(one).is_shown
        assert FactRow.objects.filter(kind="groups.album-photo-shown", subject=one.public_id).count() == 1


def test_a_no_beside_the_last_yes_leaves_nothing_shown() -> None:
    made, (a, b, c) = an_evening()
    ends: Counter[str] = Counter()
    for _round in range(5):
        one = photo(made, a, b, c)
        yes = partial(operations.agree_to_photo, public_id=one.public_id, now=db_now())
        no = partial(operations.take_photo_down, public_id=one.public_id, now=db_now())
        race([partial(yes, actor=b), partial(no, actor=c)])
        after = now_of(one)
        ends[after.state] += 1
        assert after.file.blobs.count() == 0
        assert AlbumMark.objects.get(photo=one, member=c).state == "declined"
    assert ends == {"down": 5}

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import CirclePlace
from common.errors import NeedsSignIn, TooMany
from groups import errors, operations, queries
from groups.models import Group
from groups.operations import GroupInput
from groups.states import GroupRole
from outbox.models import FactRow
from tests.factories.groups import NAME, NOW, group, member, place

pytestmark = pytest.mark.django_db


def test_the_founder_is_steward_and_takes_the_first_seat() -> None:
    founder = member()
    made = group(founder=founder)
    mine = place(made, founder)
    assert (mine.state, mine.role, made.seats_taken) == ("active", GroupRole.STEWARD, 1)
    assert CirclePlace.objects.get(member=founder).circle == f"group:{made.public_id}"
    kinds = FactRow.objects.filter(subject=made.public_id).values_list("kind", flat=True)
    assert sorted(kinds) == ["groups.group-founded", "groups.member-joined"]


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"name": {"en": "  "}}, errors.NameMissing),
        ({"name": {"fr": "Trois"}}, errors.UnknownChoice),
        ({"name": {"en": "x" * 61}}, errors.TextTooLong),
        ({"visibility": "secret"}, errors.UnknownChoice),
        ({"join_policy": "dance"}, errors.UnknownChoice),
        ({"capacity": 1}, errors.BadCapacity),
        ({"time_zone": "Mars/Olympus"}, errors.BadTimeZone),
        ({"locale": "xx"}, errors.UnknownChoice),
    ],
)
def test_is_refused_with_nonsense_and_writes_nothing(given, refusal) -> None:
    with pytest.raises(refusal):
        operations.found_group(actor=member(), given=GroupInput(**{"name": NAME, **given}), now=NOW)
    assert not Group.objects.exists()


def test_is_refused_to_visitors_and_to_whoever_founds_all_day(settings) -> None:
    given = GroupInput(name=NAME)
    with pytest.raises(NeedsSignIn):
        operations.found_group(actor=AnonymousUser(), given=given, now=NOW)
    founder = member()
    settings.LIMITS = {"groups.founded-a-day": 1}
    operations.found_group(actor=founder, given=given, now=NOW)
    with pytest.raises(TooMany):
        operations.found_group(actor=founder, given=given, now=NOW)
    assert queries.group_ids_of(member_id=founder.pk) == [Group.objects.get().pk]

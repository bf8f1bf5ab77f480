"""The rule for one pair and the conditions of a query agree, in every small world."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import CharField, F, SmallIntegerField, Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import visibility
from accounts.audience import AUDIENCE_WORDS, Audience, Relation, may_see, relation_of
from accounts.models import Block, CirclePlace, Member
from tests.factories.accounts import JOINED, MemberFactory

PEOPLE = 5
pairs = st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1)).filter(lambda p: p[0] != p[1])
places = st.tuples(st.sampled_from(["a", "b"]), st.integers(0, PEOPLE - 1), st.booleans())
worlds = st.tuples(
    st.sets(pairs, max_size=6),
    st.lists(places, max_size=8, unique_by=lambda place: place[:2]),
)


def relation_in(world, viewer, owner):
    """Worked out from the drawn world itself, without the database."""
    blocks, circles = world
    mates = {
        (one, other)
        for name, one, is_in in circles
        for name2, other, is_in2 in circles
        if is_in and is_in2 and name == name2
    }
    return relation_of(
        is_signed_in=viewer is not None,
        is_self=viewer == owner,
        is_blocked=bool({(viewer, owner), (owner, viewer)} & blocks),
        shares_circle=(viewer, owner) in mates,
    )


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=worlds)
def test_one_pair_and_a_list_agree(world):
    people = [MemberFactory.create() for _ in range(PEOPLE)]
    blocks, circles = world
    for one, other in blocks:
        Block.objects.create(blocker=people[one], blocked=people[other], created_at=JOINED)
    for name, one, is_in in circles:
        CirclePlace.objects.create(circle=name, member=people[one], is_in=is_in, step=1)

    for viewer in [None, *range(PEOPLE)]:
        who = AnonymousUser() if viewer is None else people[viewer]
        expected = {person.pk: relation_in(world, viewer, n) for n, person in enumerate(people)}
        rows = Member.objects.filter(pk__in=expected)
        column = rows.annotate(relation=visibility.relation_column(who))
        assert dict(column.values_list("pk", "relation")) == expected
        for audience in Audience:
            kept = rows.annotate(kept_for=Value(audience.value, output_field=SmallIntegerField()))
            shown = kept.filter(visibility.shown_to(who, "kept_for")).values_list("pk", flat=True)
            assert set(shown) == {pk for pk, relation in expected.items() if may_see(relation, audience)}
        seen = rows.filter(visibility.visible_to(who)).values_list("pk", flat=True)
        assert set(seen) == {pk for pk, relation in expected.items() if relation != Relation.BLOCKED}


@pytest.mark.parametrize("audience", Audience)
def test_nothing_is_shown_across_a_block(audience):
    assert not may_see(Relation.BLOCKED, audience)


def test_whoever_is_nearer_sees_at_least_as_much():
    nearer = [Relation.VISITOR, Relation.MEMBER, Relation.CIRCLE, Relation.SELF]
    for audience in Audience:
        seen = [may_see(relation, audience) for relation in nearer]
        assert seen == sorted(seen)


def test_an_unknown_relation_sees_nothing():
    assert not any(may_see("admin", audience) for audience in Audience)


def test_every_audience_has_a_word():
    assert set(AUDIENCE_WORDS) == set(Audience)


@pytest.mark.django_db
def test_paths_through_other_tables_work():
    viewer, owner = MemberFactory.create(), MemberFactory.create()
    Block.objects.create(blocker=owner, blocked=viewer, created_at=JOINED)
    rows = CirclePlace.objects.annotate(word=Value("x", output_field=CharField()), author=F("member_id"))
    CirclePlace.objects.create(circle="a", member=owner, is_in=True, step=1)
    assert not rows.filter(visibility.visible_to(viewer, path="member_id")).exists()
    assert rows.filter(visibility.visible_to(owner, path="member_id")).exists()

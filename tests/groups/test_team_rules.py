from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups import errors, team_rules
from groups.team_rules import Comer, Company, mix


def pair(a: int, b: int) -> frozenset[int]:
    return frozenset((a, b))


def company(people: int, **given_: object) -> Company:
    comers = [
        Comer(
            member_id=n,
            city=("Shanghai", "Berlin", "Chengdu")[n % 3],
            industry=("it", "law")[n % 2],
            is_new=n % 2 == 0,
        )
        for n in range(people)
    ]
    return Company(comers=comers, **given_)  # type: ignore[arg-type]


def together(made: team_rules.Mix, a: int, b: int) -> bool:
    return any({a, b} <= set(team) for team in made.teams)


def test_everybody_has_one_team_and_sizes_are_even() -> None:
    made = mix(company(10), size=4, seed=1)
    assert sorted(one for team in made.teams for one in team) == list(range(10))
    assert sorted(map(len, made.teams)) == [3, 3, 4]


def test_the_same_seed_makes_the_same_teams_and_another_one_others() -> None:
    assert mix(company(12), size=4, seed=7) == mix(company(12), size=4, seed=7)
    assert len({str(mix(company(12), size=4, seed=seed).teams) for seed in range(5)}) > 1


def test_cities_and_lines_of_work_are_mixed_and_newcomers_have_company() -> None:
    made = mix(company(12), size=3, seed=3)
    for team in made.teams:
        assert len({n % 3 for n in team}) > 1
        assert any(n % 2 for n in team)
    assert not {"city", "welcome", "size"} & set(made.relaxed)


@settings(max_examples=60, deadline=None)
@given(
    people=st.integers(2, 14),
    size=st.integers(2, 5),
    seed=st.integers(0, 10**6),
    blocks=st.sets(st.tuples(st.integers(0, 13), st.integers(0, 13)), max_size=20),
    wishes=st.sets(st.tuples(st.integers(0, 13), st.integers(0, 13)), max_size=5),
)
def test_blocked_people_never_share_a_team_whatever_is_wished(people, size, seed, blocks, wishes) -> None:
    pairs = {pair(a, b) for a, b in blocks if a != b and max(a, b) < people}
    wished = {pair(a, b) for a, b in wishes if a != b and max(a, b) < people}
    made = mix(company(people, blocked=frozenset(pairs), wished=frozenset(wished)), size=size, seed=seed)
    assert team_rules.blocked_together(made.teams, frozenset(pairs)) == []
    assert sorted(one for team in made.teams for one in team) == list(range(people))
    assert max(map(len, made.teams)) <= size


def test_without_the_block_the_two_do_meet_in_a_team() -> None:
    """The control of the property above: it is the block that keeps them apart."""
    met = [together(mix(company(4), size=2, seed=seed), 0, 1) for seed in range(20)]
    assert any(met)


def test_a_wish_of_both_is_kept_and_that_of_one_is_none() -> None:
    assert team_rules.mutual([(1, 2), (2, 1), (3, 1), (4, 4)]) == {pair(1, 2)}
    for seed in range(10):
        assert together(mix(company(9, wished=frozenset({pair(0, 3)})), size=3, seed=seed), 0, 3)


def test_strangers_first_and_what_is_given_up_is_said_in_the_declared_order() -> None:
    met = frozenset({pair(0, 1), pair(2, 3)})
    made = mix(Company(comers=[Comer(member_id=n) for n in range(4)], met=met), size=2, seed=1)
    assert not any(together(made, *two) for two in met)
    everybody = frozenset(pair(*two) for two in combinations(range(4), 2))
    same = [Comer(member_id=n, city="Berlin", industry="it", is_new=True) for n in range(4)]
    tight = mix(Company(comers=same, met=everybody, wished=everybody), size=2, seed=1)
    assert tight.relaxed == ["met", "industry", "city", "welcome", "wish"]


def test_blocks_make_more_teams_where_there_is_no_other_way() -> None:
    everybody = frozenset(pair(*two) for two in combinations(range(3), 2))
    made = mix(Company(comers=[Comer(member_id=n) for n in range(3)], blocked=everybody), size=3, seed=1)
    assert (sorted(map(len, made.teams)), made.relaxed) == ([1, 1, 1], ["size"])


@pytest.mark.parametrize("size", [1, 13])
def test_a_team_has_two_to_twelve(size) -> None:
    with pytest.raises(errors.OutOfRange):
        team_rules.check_size(size)


def test_whoever_comes_late_goes_to_the_smallest_team_without_a_block() -> None:
    teams = [[0, 1], [2], [3]]
    assert team_rules.place(company(6), teams, 5) == 1
    assert team_rules.place(company(6, blocked=frozenset({pair(2, 5)})), teams, 5) == 2
    all_of_them = frozenset(pair(n, 5) for n in range(4))
    assert team_rules.place(company(6, blocked=all_of_them), teams, 5) is None

import shutil
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.areas.campaigns.draw_agreement import (
    Asked,
    by_engine,
    by_javascript,
    by_shell,
    by_verifier,
    some_draw,
)
from campaigns import draw_rules
from campaigns.draw_rules import Entry
from tests.campaigns.draw_worlds import naive_places, naive_root, places_of, some_entries, tree_of

# Made with printf, openssl dgst -sha256 and bc, without a line of this project.
HAND = [(b"aa", 1), (b"ab", 2), ("bé".encode(), 10)]
HAND_ROOT = "67eb9db562b0c5be9dbf5bbc8bfbb3da378c4235f0dd3ab6e14e902dce503184"
HAND_SEED = "09f64da4a0c8124879516d605c6a7a7bf8ab61133daec7ee5051208cd21c47b0"
HAND_COMMITMENT = "8fd6a6a78f5857d7ba1cfe9033bffeec86da2ba6a4bd60a6f833209d9d3e390d"


def seed_number(number: int) -> bytes:
    return draw_rules.seed_of(draw_id=f"d{number}", root=b"r" * 32, secret=b"s" * 32, randomness=b"")


def test_leaf_node_root_and_seed_are_those_that_openssl_makes() -> None:
    root, _ = tree_of(HAND)
    seed = draw_rules.seed_of(draw_id="draw1", root=root, secret=b"s" * 32, randomness=b"b" * 32)
    assert (root.hex(), seed.hex()) == (HAND_ROOT, HAND_SEED)
    assert draw_rules.commitment_of(b"s" * 32) == HAND_COMMITMENT


def test_places_are_those_worked_out_by_hand() -> None:
    # bc: the first HMAC mod 13 is 0, which is "aa" (weight 1). 12 are left: the second mod 12 is 4,
    # which is past the 2 of "ab" and so "bé". Only "ab" is left for the third.
    assert places_of(HAND, seed=bytes.fromhex(HAND_SEED), places=3) == ["aa", "bé", "ab"]


@pytest.mark.parametrize("count", [1, 2, 3, 5, 255, 256, 257, 511, 513, 1025])
def test_root_by_blocks_is_the_root_of_the_whole_tree(count: int) -> None:
    entries = some_entries(count)
    assert tree_of(entries)[0] == naive_root(entries)


@pytest.mark.parametrize("count", [1, 2, 3, 7, 256, 257, 300])
def test_every_entry_has_a_path_to_the_root(count: int) -> None:
    leaves = [draw_rules.leaf_of(*entry) for entry in some_entries(count)]
    root = draw_rules.root_of(leaves)
    for index, leaf in enumerate(leaves):
        path = draw_rules.path_of(leaves, index)
        assert draw_rules.follow(leaf, path) == root
        assert draw_rules.follow(draw_rules.leaf_of(b"stranger", 1), path) != root


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 700), st.integers(0, 10_000), st.integers(1, 40))
def test_places_equal_a_drum_with_one_ticket_per_weight(count: int, number: int, places: int) -> None:
    entries = some_entries(count, seed=number)
    seed = seed_number(number)
    assert places_of(entries, seed=seed, places=places) == naive_places(entries, seed=seed, places=places)


def test_single_entry_of_weight_one_wins() -> None:
    assert places_of([(b"only", 1)], seed=seed_number(0), places=5) == ["only"]


def test_more_places_than_entries_gives_every_entry_once() -> None:
    entries = some_entries(600)
    places = places_of(entries, seed=seed_number(0), places=10_000)
    assert sorted(places) == [key.decode() for key, _ in entries]


def test_giant_weight_ends_and_leaves_the_other_places_to_the_others() -> None:
    entries: list[Entry] = [(b"a", 1), (b"b", 10**18), (b"c", 1)]
    firsts = Counter(places_of(entries, seed=seed_number(n), places=3)[0] for n in range(200))
    assert firsts == {"b": 200}
    assert sorted(places_of(entries, seed=seed_number(1), places=3)[1:]) == ["a", "c"]


def test_equal_weights_give_everyone_the_same_chance() -> None:
    entries: list[Entry] = [(bytes([65 + n]), 1) for n in range(10)]
    draws = [places_of(entries, seed=seed_number(n), places=2) for n in range(5_000)]
    for place in (0, 1):
        seen = Counter(draw[place] for draw in draws)
        chi_square = sum((seen[key.decode()] - 500) ** 2 / 500 for key, _ in entries)
        assert chi_square < 27.9  # 9 degrees of freedom: 1 in 1,000 fair draws is above


def test_weights_decide_first_and_second_place_exactly() -> None:
    entries: list[Entry] = [(b"a", 1), (b"b", 2), (b"c", 3), (b"d", 4)]
    draws = [places_of(entries, seed=seed_number(n), places=2) for n in range(10_000)]
    firsts = Counter(first for first, _ in draws)
    chi_square = sum((firsts[k.decode()] - 1000 * w) ** 2 / (1000 * w) for k, w in entries)
    assert chi_square < 16.3  # 3 degrees of freedom, 1 in 1,000
    after_d = Counter(second for first, second in draws if first == "d")
    expected = {k.decode(): after_d.total() * w / 6 for k, w in entries[:3]}
    assert sum((after_d[k] - e) ** 2 / e for k, e in expected.items()) < 13.9  # 2 degrees of freedom


def test_numbers_that_would_favour_somebody_are_thrown_away() -> None:
    bound = 2**255 + 1  # nearly half of all values lie above the only multiple
    seed = seed_number(3)
    counters = []
    for start in range(0, 400, 4):
        value, following = draw_rules.number_below(bound, seed=seed, counter=start)
        assert value < bound
        counters.append(following - start)
    assert 1.6 < sum(counters) / len(counters) < 2.5


def test_keys_are_bytes_and_sorted_as_bytes() -> None:
    entries = sorted((text.encode(), 1) for text in ["z", "é", "中", "Z", "😀", "a"])
    assert [key.decode() for key, _ in entries] == ["Z", "a", "z", "é", "中", "😀"]
    assert tree_of(entries)[0] == naive_root(entries)


@pytest.mark.parametrize(
    "entries",
    [
        [(b"a", 1), (b"a", 1)],
        [(b"b", 1), (b"a", 1)],
        [(b"", 1)],
        [(b"a", 0)],
        [(b"a", -1)],
        [*some_entries(256), (b"0", 1)],
    ],
)
def test_doubled_unsorted_and_weightless_entries_are_refused(entries: list[Entry]) -> None:
    with pytest.raises(draw_rules.BadEntryList):
        tree_of(entries)


def test_nothing_has_no_root() -> None:
    with pytest.raises(draw_rules.EmptyDraw):
        draw_rules.root_of([])


def test_any_change_of_any_entry_changes_the_root() -> None:
    entries = some_entries(20)
    root, _ = tree_of(entries)
    for index, (key, weight) in enumerate(entries):
        heavier = [*entries[:index], (key, weight + 1), *entries[index + 1 :]]
        renamed = sorted([*entries[:index], (key[:-1] + b"x", weight), *entries[index + 1 :]])
        removed = entries[:index] + entries[index + 1 :]
        doubled = sorted([*entries, (key + b"0", weight)])
        assert root not in {tree_of(changed)[0] for changed in (heavier, renamed, removed, doubled)}


def test_odd_leaf_moves_up_instead_of_being_doubled() -> None:
    three, four = some_entries(3), [*some_entries(3), some_entries(3)[-1]]
    doubled = draw_rules.root_of([draw_rules.leaf_of(*entry) for entry in four])
    assert tree_of(three)[0] != doubled


def draws_beside_others(count: int = 20) -> list[Asked]:
    """Those of the figure, and one with keys that sort by bytes and not by length."""
    odd = Asked(
        draw_id="x", entries=[(b"ab", 2), (b"aa", 1), (b"a", 7)], secret=b"", randomness=b"b", places=9
    )
    return [odd, *(some_draw(number) for number in range(count))]


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
def test_twenty_draws_are_the_same_in_javascript() -> None:
    asked = draws_beside_others()
    assert by_javascript(asked) == by_engine(asked) == by_verifier(asked)


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
def test_draws_are_the_same_in_a_shell() -> None:
    asked = draws_beside_others(6)
    assert by_shell(asked) == by_engine(asked)

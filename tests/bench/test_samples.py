import random

import pytest

from bench.samples import kolmogorov_smirnov_p, mann_whitney_p


@pytest.mark.parametrize("p_of", [mann_whitney_p, kolmogorov_smirnov_p])
def test_samples_of_one_distribution_look_alike(p_of):
    chance = random.Random(7)
    ones, twos = ([chance.expovariate(1) for _ in range(1000)] for _ in range(2))
    assert p_of(ones, twos) > 0.01


@pytest.mark.parametrize("p_of", [mann_whitney_p, kolmogorov_smirnov_p])
def test_a_shift_of_a_fifth_of_the_spread_is_seen(p_of):
    chance = random.Random(7)
    ones = [chance.gauss(0, 1) for _ in range(1000)]
    twos = [chance.gauss(0.2, 1) for _ in range(1000)]
    assert p_of(ones, twos) < 0.01


def test_the_published_example_of_mann_whitney():
    """Two groups without an overlap, 8 and 7: z is 3.18 with the correction for continuity."""
    assert mann_whitney_p(range(8), range(10, 17)) == pytest.approx(0.00145, abs=0.0002)


def test_equal_values_tell_nothing():
    assert mann_whitney_p([1, 1], [1, 1]) == 1.0
    assert kolmogorov_smirnov_p([1, 1], [1, 1]) == 1.0

"""Do two samples come from one distribution? Two-sided, in the large-sample form, without a library.

Mann-Whitney with the correction for ties (Hollander & Wolfe, Nonparametric Statistical Methods, 4.1) and
the two-sample Kolmogorov-Smirnov test with Stephens' small-sample factor.
"""

import math
from collections.abc import Sequence


def mann_whitney_p(first: Sequence[float], second: Sequence[float]) -> float:
    n, m = len(first), len(second)
    total = n + m
    merged = sorted([(value, 0) for value in first] + [(value, 1) for value in second])
    rank_sum, ties, position = 0.0, 0.0, 0
    while position < total:
        end = position
        while end < total and merged[end][0] == merged[position][0]:
            end += 1
        rank = (position + 1 + end) / 2
        rank_sum += rank * sum(1 for _, which in merged[position:end] if which == 0)
        ties += (end - position) ** 3 - (end - position)
        position = end
    u = rank_sum - n * (n + 1) / 2
    variance = n * m / 12 * (total + 1 - ties / (total * (total - 1)))
    if variance <= 0:
        return 1.0
    z = max(0.0, abs(u - n * m / 2) - 0.5) / math.sqrt(variance)
    return math.erfc(z / math.sqrt(2))


def kolmogorov_smirnov_p(first: Sequence[float], second: Sequence[float]) -> float:
    one, two = sorted(first), sorted(second)
    n, m = len(one), len(two)
    distance, i, j = 0.0, 0, 0
    while i < n and j < m:
        value = min(one[i], two[j])
        while i < n and one[i] == value:
            i += 1
        while j < m and two[j] == value:
            j += 1
        distance = max(distance, abs(i / n - j / m))
    root = math.sqrt(n * m / (n + m))
    scaled = (root + 0.12 + 0.11 / root) * distance
    if scaled < 0.2:
        return 1.0
    series = ((2.0 if k % 2 else -2.0) * math.exp(-2 * (k * scaled) ** 2) for k in range(1, 101))
    return min(1.0, max(0.0, sum(series)))

"""The rule that shares a friend's credit, in words. Pure."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from campaigns.rulebook import Rulebook


def split_lines(rulebook: Rulebook) -> Sequence[str]:
    """Nothing where a friend counts for one advocate alone."""
    split = rulebook.split
    if split is None:
        return []
    return [
        _(
            "If a friend opened invitations of different people, what the friend counts for is shared: "
            "%(first)s%% for whoever’s was opened first, %(last)s%% for whoever’s was opened last. "
            "Hundredths that can’t be shared go to whoever’s invitation counts."
        )
        % {"first": percent_text(split.first), "last": percent_text(split.last)}
    ]


def percent_text(basis_points: int) -> str:
    """``4000`` to ``40``, ``3333`` to ``33.33``: exact."""
    whole, rest = divmod(basis_points, 100)
    return f"{whole}.{rest:02d}" if rest else str(whole)

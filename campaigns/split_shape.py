"""The shape of the rule that shares a friend's credit between two advocates. Pure."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from campaigns.rule_shape import Look

WHOLE_BP = 10_000
_KEYS = frozenset({"first", "last"})


def share_of(credit_hundredths: int, basis_points: int) -> int:
    """Rounded down: what can't be shared stays with whoever's invitation counts."""
    return credit_hundredths * basis_points // WHOLE_BP


def check_split(look: "Look", rules: Mapping[str, Any]) -> None:
    """Off where the rules don't name it: a friend counts for one advocate alone."""
    if "split" not in rules:
        return
    split = look.table("split", rules["split"], needed=_KEYS)
    if split is None:
        return
    fits = [look.whole(f"split.{key}", split[key], low=1, high=WHOLE_BP - 1) for key in ("first", "last")]
    if all(fits) and split["first"] + split["last"] != WHOLE_BP:
        look.wrong("split", _("must add up to 10,000 basis points"))
    elif all(fits) and _worth(rules) * min(split.values()) < WHOLE_BP:
        look.wrong("split", _("gives one of the two less than a hundredth of a friend"))
    _check_company(look, rules)


def _check_company(look: "Look", rules: Mapping[str, Any]) -> None:
    """Half a friend has no place where whole friends are ranked, kept for or rewarded themselves."""
    further = rules.get("further")
    rows = further if isinstance(further, list) else []
    if rules.get("board"):
        look.wrong("split", _("can’t be used with a board, where shares would decide who stands before whom"))
    if rules.get("last_mile"):
        look.wrong("split", _("can’t be used while gifts are kept for whoever is one friend short"))
    if any(isinstance(row, Mapping) and row.get("whom") == "invitee" for row in rows):
        look.wrong("split", _("can’t be used where the friend gets a reward, too"))


def _worth(rules: Mapping[str, Any]) -> int:
    """What a friend who meets the requirements counts for, at least; what has no shape is told by others."""
    credit, requires = rules["credit"], rules["requires"]
    if not isinstance(credit, Mapping) or not isinstance(requires, list):
        return WHOLE_BP
    needed = ["registered", "met"] if rules.get("match") == "any" else ["registered", "met", *requires]
    worths = [worth for level, worth in credit.items() if level in needed and isinstance(worth, int)]
    return max(worths, default=0)

"""The shape of a board in the rules' JSON: a leaderboard of members, or of groups. Pure."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from campaigns.rule_shape import Look

# The main reward of a campaign with a board: nothing is earned before it is frozen.
PLACE = "place"
WHOSE = ("member", "group")
MOST_PLACES = 6
_KEYS = {
    "member": frozenset({"whose", "places", "grace_days"}),
    "group": frozenset({"whose", "item", "seats", "groups", "grace_days"}),
}


def check_board(look: "Look", value: object) -> None:
    if value is None:
        look.wrong("board", _("is missing"))
        return
    whose = value.get("whose") if isinstance(value, Mapping) else "member"
    if not look.one_of("board.whose", whose, WHOSE):
        return
    board = look.table("board", value, needed=_KEYS[str(whose)])
    if board is None:
        return
    look.whole("board.grace_days", board["grace_days"], low=0, high=60)
    if whose == "group":
        look.text("board.item", board["item"])
        look.whole("board.seats", board["seats"], low=1, high=10_000)
        look.whole("board.groups", board["groups"], low=1, high=1000)
        return
    _check_places(look, board["places"])


def _check_places(look: "Look", places: object) -> None:
    if not isinstance(places, list) or not places:
        look.wrong("board.places", _("must name at least one place"))
        return
    if len(places) > MOST_PLACES:
        look.wrong("board.places", _("has more than %(most)s rows") % {"most": MOST_PLACES})
    last = 0
    for number, value in enumerate(places):
        path = f"board.places.{number}"
        place: Mapping[str, Any] | None = look.table(path, value, needed=frozenset({"upto", "item"}))
        if place is None:
            continue
        look.text(f"{path}.item", place["item"])
        if not look.whole(f"{path}.upto", place["upto"], low=1, high=10_000):
            continue
        if place["upto"] <= last:
            look.wrong(f"{path}.upto", _("must be a later place than the row above"))
        last = place["upto"]

"""The rules of a draw in plain language. Pure."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from campaigns.rulebook import Rulebook
from common.texts import Texts, in_language


def draw_lines(rulebook: Rulebook, names: Mapping[str, Texts]) -> list[str]:
    """What is drawn, how, and what an entry weighs. ``names``: of the items."""
    beacon = {
        "none": _(
            "The draw follows from a secret number that is sealed before it opens. Anyone can recompute it."
        ),
        "drand": _(
            "The draw follows from a sealed secret and a public random beacon. Anyone can recompute it."
        ),
    }
    between = pgettext("between names", ", ")
    prizes = between.join(
        _("%(item)s × %(units)s")
        % {"item": in_language(names.get(prize.item)) or prize.item, "units": prize.quantity}
        for prize in rulebook.prizes
    )
    tickets = ngettext(
        "An entry in the draw has %(count)s ticket, unless another number is said.",
        "An entry in the draw has %(count)s tickets, unless another number is said.",
        rulebook.reward.weight,
    )
    found = [
        _("Drawn in this order: %(prizes)s.") % {"prizes": prizes},
        tickets % {"count": rulebook.reward.weight},
        beacon[rulebook.beacon],
    ]
    if rulebook.reserve:
        found.append(
            _("If a winner says no, the prize goes to the next of %(reserve)s places in reserve, in order.")
            % {"reserve": rulebook.reserve}
        )
    return found


def entry_text(rulebook: Rulebook, weight: int) -> str:
    """One entry; its tickets where they are not those of the main reward."""
    if weight == rulebook.reward.weight:
        return _("an entry in the draw")
    sentence = ngettext(
        "an entry in the draw with %(count)s ticket", "an entry in the draw with %(count)s tickets", weight
    )
    return sentence % {"count": weight}


def odds() -> str:
    return _(
        "As many prizes as above, drawn one after the other. Each time, a member’s odds are the member’s "
        "tickets over all tickets of those who have not won yet. Nobody wins twice."
    )

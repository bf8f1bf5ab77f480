"""The rule that lets advocates vouch for friends, in words: both sides of it, beforehand. Pure."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.rulebook import Rulebook, Vouching
from campaigns.sentences import credit_text
from campaigns.vouch_states import VouchState


def vouch_lines(rulebook: Rulebook) -> Sequence[str]:
    """Nothing where nobody vouches."""
    vouching = rulebook.vouching
    if vouching is None:
        return []
    bounds = ngettext(
        "You can vouch for a friend whom you know: for %(most)s friend at a time, and once for each friend.",
        "You can vouch for friends whom you know: for %(most)s at a time, and once for each friend.",
        vouching.most,
    ) % {"most": vouching.most}
    return [bounds, good_side(vouching), bad_side(vouching), limits_of_bad_side(vouching)]


def good_side(vouching: Vouching) -> str:
    return ngettext(
        "If a friend for whom you vouch is certified, joins a group and comes to an event within %(days)s "
        "day, it was a good introduction: the friend counts %(credit)s more for you.",
        "If a friend for whom you vouch is certified, joins a group and comes to an event within %(days)s "
        "days, it was a good introduction: the friend counts %(credit)s more for you.",
        vouching.days,
    ) % {"days": vouching.days, "credit": credit_text(vouching.credit)}


def bad_side(vouching: Vouching) -> str:
    return ngettext(
        "If the friend is suspended for cause in that time, or a person decides that the friend does not "
        "count, your word counts %(floor)s%% for %(days)s day: you can’t vouch for anybody else then, and a "
        "good introduction brings that part.",
        "If the friend is suspended for cause in that time, or a person decides that the friend does not "
        "count, your word counts %(floor)s%% for %(days)s days: you can’t vouch for anybody else then, and a "
        "good introduction brings that part.",
        vouching.drop_days,
    ) % {"floor": vouching.floor, "days": vouching.drop_days}


def limits_of_bad_side(vouching: Vouching) -> str:
    return _(
        "Rewards of yours that were not given yet wait until a person has looked; you read why and can "
        "object. What you have earned stays, your word never counts less than %(floor)s%%, and whoever "
        "invited you is not concerned. If nothing happens, nothing follows."
    ) % {"floor": vouching.floor}


def word_line(state: str, *, due: str, lowered: str) -> str:
    """What became of a word, for the advocate who gave it. ``due``, ``lowered``: as they are written."""
    sentences = {
        VouchState.OPEN: _("You vouch for this friend until %(due)s."),
        VouchState.KEPT: _("You vouched for this friend: a good introduction."),
        VouchState.LAPSED: _("You vouched for this friend. The days are over, and nothing follows."),
        VouchState.FAILED: _(
            "You vouched for this friend, and the team decided otherwise. Your word counts less until "
            "%(lowered)s."
        ),
        VouchState.WITHDRAWN: _("You took your word for this friend back."),
    }
    return sentences[VouchState(state)] % {"due": due, "lowered": lowered}

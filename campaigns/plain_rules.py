"""The rules of a campaign in plain language. Pure: what is written here is what is sealed, nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from campaigns.board_shape import PLACE
from campaigns.condition_words import condition_text
from campaigns.draw_words import draw_lines, entry_text
from campaigns.last_mile_words import last_mile_lines
from campaigns.pace_words import pace_lines
from campaigns.rule_shape import MET
from campaigns.rulebook import HUNDREDTHS, BoardRule, FurtherRule, Rulebook
from campaigns.sentences import LEVEL_NAMES, credit_text
from campaigns.split_words import split_lines
from campaigns.states import Channel, RewardKind
from campaigns.vouch_words import vouch_lines
from common.texts import Texts, in_language

Names = Mapping[str, Texts]


@dataclass(frozen=True, kw_only=True)
class Prize:
    name: str
    quantity: int


def needed_groups(rulebook: Rulebook) -> list[str]:
    """Public ids of the groups that the rules name."""
    return sorted({condition.group for condition in rulebook.conditions if condition.group})


def needed_items(rulebook: Rulebook) -> list[str]:
    """Public ids of the items that the rules name."""
    return list(rulebook.promised_items)


def prizes(rulebook: Rulebook, names: Names) -> list[Prize]:
    """What can be had for the main reward, in the published order, by name."""
    if rulebook.reward.kind == RewardKind.GIFT:
        reward = rulebook.reward
        return [Prize(name=_name(reward.item, names), quantity=reward.quantity)]
    if rulebook.board is not None:
        places = rulebook.board.places
        return [Prize(name=_name(place.item, names), quantity=place.quantity) for place in places]
    return [Prize(name=_name(prize.item, names), quantity=prize.quantity) for prize in rulebook.prizes]


def board_prizes(rulebook: Rulebook, names: Names) -> list[str]:
    """What each place gets, one sentence each."""
    board = rulebook.board
    if board is None:
        return []
    if board.is_of_groups:
        return [
            _("The first %(groups)s groups with at least %(goal)s friends: %(seats)s × %(item)s each.")
            % {
                "groups": board.groups,
                "goal": rulebook.threshold,
                "seats": board.seats,
                "item": _name(board.places[0].item, names),
            }
        ]
    found, first = [], 1
    for place in board.places:
        values = {"first": first, "last": place.upto, "item": _name(place.item, names)}
        one = first == place.upto
        found.append(
            (_("Place %(first)s: %(item)s") if one else _("Places %(first)s to %(last)s: %(item)s")) % values
        )
        first = place.upto + 1
    return found


def further(rulebook: Rulebook, names: Names) -> list[str]:
    """What can be had beside it, one sentence each, in the published order."""
    return [_further(rulebook, rule, names) for rule in rulebook.further]


def milestones(rulebook: Rulebook, names: Names, *, credit_hundredths: int) -> list[tuple[str, bool]]:
    """What an advocate can get beside the main reward, and whether she has reached it."""
    return [
        (_further(rulebook, rule, names), rule.goal_hundredths <= credit_hundredths)
        for rule in rulebook.further_for("advocate")
    ]


def _further(rulebook: Rulebook, rule: FurtherRule, names: Names) -> str:
    what = entry_text(rulebook, rule.weight)
    if rule.kind == RewardKind.GIFT:
        what = _("%(item)s (%(quantity)s in all, while stocks last)") % {
            "item": _name(rule.item, names),
            "quantity": rule.quantity,
        }
    if rule.whom == "invitee":
        return _("Each friend who counts gets: %(what)s.") % {"what": what}
    sentence = ngettext(
        "With %(count)s friend who counts you also get: %(what)s.",
        "With %(count)s friends who count you also get: %(what)s.",
        rule.friends,
    )
    return sentence % {"count": rule.friends, "what": what}


def _name(item: str, names: Names) -> str:
    return in_language(names.get(item)) or item


def offer(rulebook: Rulebook) -> str:
    """The campaign in one sentence."""
    return _("%(friends)s: you get %(reward)s.") % {
        "friends": friends_needed(rulebook),
        "reward": reward_name(rulebook),
    }


def friends_needed(rulebook: Rulebook) -> str:
    if rulebook.conditions:
        sentence = ngettext(
            "Invite %(count)s friend who joins and does what the rules ask for",
            "Invite %(count)s friends who join and do what the rules ask for",
            rulebook.threshold,
        )
    elif _beyond_registering(rulebook):
        sentence = ngettext(
            "Invite %(count)s friend who joins and is verified",
            "Invite %(count)s friends who join and are verified",
            rulebook.threshold,
        )
    else:
        sentence = ngettext(
            "Invite %(count)s friend who joins", "Invite %(count)s friends who join", rulebook.threshold
        )
    return sentence % {"count": rulebook.threshold}


def reward_name(rulebook: Rulebook) -> str:
    if rulebook.reward.kind == RewardKind.GIFT:
        return _("a gift, while stocks last")
    if rulebook.board is not None:
        return _("a seat for your group") if rulebook.board.is_of_groups else _("a place on the board")
    return _("an entry in the draw")


def _beyond_registering(rulebook: Rulebook) -> bool:
    return bool(set(rulebook.requires) - {"registered"})


def requirements(rulebook: Rulebook, names: Names | None = None) -> str:
    """What a friend has to do, in the rules' order; registering only where nothing else is asked.

    ``names``: of the groups that the conditions name, by public id.
    """
    between = pgettext("between names", ", ")
    wanted = [str(LEVEL_NAMES.get(level, level)) for level in rulebook.requires if level != "registered"]
    wanted += [condition_text(condition, names or {}) for condition in rulebook.conditions]
    if rulebook.any_is_enough and len(wanted) > 1:
        return _("one of these: %(wanted)s") % {"wanted": between.join(wanted)}
    return between.join(wanted or [str(LEVEL_NAMES["registered"])])


def steps(rulebook: Rulebook, names: Names | None = None) -> list[str]:
    """How to take part, three steps."""
    third = {
        PLACE: _("When the board is closed, the places get what is announced."),
        RewardKind.GIFT: _("You get your gift: say yes, and tell us where to send it."),
        RewardKind.DRAW_ENTRY: _("You are in the draw. If you win, say yes and tell us where to send it."),
    }
    return [
        _("Share your own link or QR code with a friend."),
        _("Your friend counts as soon as this is done: %(requirements)s.")
        % {"requirements": requirements(rulebook, names)},
        third[rulebook.reward.kind],
    ]


def lines(rulebook: Rulebook, names: Names | None = None) -> Sequence[str]:
    """Every rule that decides something, one sentence each. ``names``: of items and groups."""
    known = names or {}
    return [*_earning(rulebook, known), *further(rulebook, known), *_giving(rulebook, known)]


def lines_beside_further(rulebook: Rulebook, names: Names) -> Sequence[str]:
    """The same for a page that shows the further rewards itself."""
    return [*_earning(rulebook, names), *_giving(rulebook, names)]


def _earning(rulebook: Rulebook, names: Names) -> list[str]:
    threshold = _board(rulebook, rulebook.board) if rulebook.board else [_threshold(rulebook)]
    found = [_who_counts(rulebook, names), *_channels(rulebook), _touch(rulebook)]
    found += [*_typed_codes(rulebook), *split_lines(rulebook)]
    found += [*threshold, *board_prizes(rulebook, names), *_credit(rulebook), *vouch_lines(rulebook)]
    return found


def _giving(rulebook: Rulebook, names: Names) -> list[str]:
    found = []
    if rulebook.hold_minutes:
        found.append(
            _("Each reward is looked at first. This takes up to %(time)s.")
            % {"time": duration(rulebook.hold_minutes)}
        )
    if rulebook.reward.kind == RewardKind.DRAW_ENTRY:
        found += draw_lines(rulebook, names)
    elif rulebook.reward.kind == RewardKind.GIFT:
        found += [
            _("The gift: %(item)s.") % {"item": _name(rulebook.reward.item, names)},
            _("There are %(quantity)s gifts. When all have been given, your reward stays on record.")
            % {"quantity": rulebook.reward.quantity},
        ]
    return [
        *found,
        *last_mile_lines(rulebook),
        *pace_lines(rulebook),
        _("Whoever is offered a gift has %(time)s to answer. A no costs nothing.")
        % {"time": duration(rulebook.offer_hours * 60)},
        ngettext(
            "A gift is delivered within %(days)s day after it was accepted.",
            "A gift is delivered within %(days)s days after it was accepted.",
            rulebook.deliver_days,
        )
        % {"days": rulebook.deliver_days},
        *_when_a_friend_stops(rulebook),
        _("Taking part is free. People who run campaigns do not take part themselves."),
    ]


def _channels(rulebook: Rulebook) -> list[str]:
    """Only where not every way of sharing is open."""
    if set(rulebook.channels) >= set(Channel.values):
        return []
    between = pgettext("between names", ", ")
    ways = between.join(str(Channel(channel).label) for channel in rulebook.channels)
    return [_("Invitations are shared in these ways: %(ways)s.") % {"ways": ways}]


def _when_a_friend_stops(rulebook: Rulebook) -> list[str]:
    """A place on a board is a person's to take away."""
    if rulebook.board:
        return []
    return [
        _(
            "Where a friend stops counting, what was given for it and not accepted yet is taken back until "
            "enough friends count. What you have accepted stays yours."
        )
    ]


def _who_counts(rulebook: Rulebook, names: Names | None) -> str:
    sentence = ngettext(
        "A friend counts who joined through your invitation and did this within %(days)s day: %(what)s.",
        "A friend counts who joined through your invitation and did this within %(days)s days: %(what)s.",
        rulebook.window_days,
    )
    return sentence % {"days": rulebook.window_days, "what": requirements(rulebook, names)}


def _touch(rulebook: Rulebook) -> str:
    if rulebook.first_touch_counts:
        return _("Of several invitations that a friend opened, the first one counts.")
    return _("Of several invitations that a friend opened, the last one counts.")


def _typed_codes(rulebook: Rulebook) -> list[str]:
    """Nothing where a code counts before registering only."""
    if not rulebook.code_hours:
        return []
    sentence = ngettext(
        "A friend who joined without an invitation can still type in a code for %(count)s hour.",
        "A friend who joined without an invitation can still type in a code for %(count)s hours.",
        rulebook.code_hours,
    )
    return [sentence % {"count": rulebook.code_hours}]


def _threshold(rulebook: Rulebook) -> str:
    reward = rulebook.reward
    values = {
        "friends": ngettext("%(count)s friend", "%(count)s friends", rulebook.threshold)
        % {"count": rulebook.threshold},
        "reward": reward_name(rulebook),
        "most": reward.max_per_member,
    }
    if not reward.per_threshold or reward.max_per_member == 1:
        return _("%(friends)s who count earn you %(reward)s, once.") % values
    return _("Every %(friends)s who count earn you %(reward)s, up to %(most)s times.") % values


def _board(rulebook: Rulebook, board: BoardRule) -> list[str]:
    """The published rule of the places, and of what happens between equals."""
    days = ngettext("%(days)s day", "%(days)s days", board.grace_days) % {"days": board.grace_days}
    closes = _("The board closes by itself %(days)s after the end, and never changes again.") % {"days": days}
    equals = _("Between equals, who had as much earlier stands higher; then who came in earlier.")
    if not board.is_of_groups:
        return [
            ngettext(
                "Who brings most friends stands highest; a place needs at least %(least)s friend.",
                "Who brings most friends stands highest; a place needs at least %(least)s friends.",
                rulebook.threshold,
            )
            % {"least": rulebook.threshold},
            equals,
            closes,
        ]
    return [
        _("Groups take part as one: what their members bring is added up. The goal is %(goal)s friends.")
        % {"goal": rulebook.threshold},
        _("The first %(groups)s groups get %(seats)s seats each, one a person; who brought most comes first.")
        % {"groups": board.groups, "seats": board.seats},
        _("Each member chooses one group before a friend counts, and stays with it."),
        equals,
        closes,
    ]


def _credit(rulebook: Rulebook) -> list[str]:
    """Only where a friend may count for something else than one as soon as everything is done."""
    if _counts_once_done(rulebook):
        return []
    between = pgettext("between names", ", ")
    worths = between.join(
        f"{LEVEL_NAMES.get(level, level)} {credit_text(worth)}" for level, worth in rulebook.credit.items()
    )
    return [_("What a friend counts for: %(worths)s.") % {"worths": worths}]


def _counts_once_done(rulebook: Rulebook) -> bool:
    if not set(rulebook.credit.values()) <= {0, HUNDREDTHS}:
        return False
    asked = set(rulebook.requires) - {"registered"}
    things = len(asked) + len(rulebook.conditions)
    done = {MET, *(asked if things else ["registered"])} if things < 2 or rulebook.any_is_enough else {MET}
    return {level for level, worth in rulebook.credit.items() if worth} <= done


def duration(minutes: int) -> str:
    """Whole days, hours or minutes, whichever is exact."""
    if minutes % 1440 == 0:
        count = minutes // 1440
        return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}
    if minutes % 60 == 0:
        count = minutes // 60
        return ngettext("%(count)s hour", "%(count)s hours", count) % {"count": count}
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def still_needed(rulebook: Rulebook, *, friends: int, complete: bool) -> str:
    """The remaining requirement, in the worst case."""
    if complete and rulebook.board is not None:
        return _("You have brought enough for a place. The board tells where you stand.")
    if complete:
        return _("You have earned everything that this campaign gives.")
    if rulebook.conditions:
        sentence = ngettext(
            "You still need at most %(count)s more friend who joins and does what the rules ask for.",
            "You still need at most %(count)s more friends who join and do what the rules ask for.",
            friends,
        )
    elif _beyond_registering(rulebook):
        sentence = ngettext(
            "You still need at most %(count)s more friend who joins and is verified.",
            "You still need at most %(count)s more friends who join and are verified.",
            friends,
        )
    else:
        sentence = ngettext(
            "You still need at most %(count)s more friend who joins.",
            "You still need at most %(count)s more friends who join.",
            friends,
        )
    return sentence % {"count": friends}

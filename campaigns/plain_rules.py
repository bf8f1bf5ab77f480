"""The rules of a campaign in plain language. Pure: what is written here is what is sealed, nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from campaigns.board_shape import PLACE
from campaigns.conditions import Condition
from campaigns.last_mile_words import last_mile_lines
from campaigns.pace_words import pace_lines
from campaigns.rulebook import HUNDREDTHS, BoardRule, FurtherRule, Rulebook
from campaigns.sentences import LEVEL_NAMES, credit_text
from campaigns.split_words import split_lines
from campaigns.states import ConditionKind, RewardKind
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
    return [_further(rule, names) for rule in rulebook.further]


def milestones(rulebook: Rulebook, names: Names, *, credit_hundredths: int) -> list[tuple[str, bool]]:
    """What an advocate can get beside the main reward, and whether she has reached it."""
    return [
        (_further(rule, names), rule.goal_hundredths <= credit_hundredths)
        for rule in rulebook.further_for("advocate")
    ]


def _further(rule: FurtherRule, names: Names) -> str:
    what = _("an entry in the draw")
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
    wanted += [_condition(condition, names or {}) for condition in rulebook.conditions]
    if rulebook.any_is_enough and len(wanted) > 1:
        return _("one of these: %(wanted)s") % {"wanted": between.join(wanted)}
    return between.join(wanted or [str(LEVEL_NAMES["registered"])])


def _condition(condition: Condition, names: Names) -> str:
    values = {
        "count": condition.count,
        "days": condition.days,
        "group": in_language(names.get(condition.group)),
        "name": condition.name,
        "value": credit_text(condition.value_minor),
    }
    return _condition_sentence(condition, named=bool(values["group"])) % values


def _condition_sentence(condition: Condition, *, named: bool) -> str:
    count = condition.count
    if condition.kind == ConditionKind.ACCOUNT_AGE:
        return ngettext("the account is %(days)s day old", "the account is %(days)s days old", condition.days)
    if condition.kind == ConditionKind.JOINED_GROUP:
        return _("joined the group “%(group)s”") if named else _("joined a group")
    if condition.kind == ConditionKind.POSTED and named:
        return ngettext("wrote %(count)s post in “%(group)s”", "wrote %(count)s posts in “%(group)s”", count)
    if condition.kind == ConditionKind.POSTED:
        return ngettext("wrote %(count)s post in a group", "wrote %(count)s posts in groups", count)
    if condition.kind == ConditionKind.ATTENDED and named:
        return ngettext(
            "came to %(count)s event of “%(group)s”", "came to %(count)s events of “%(group)s”", count
        )
    if condition.kind == ConditionKind.ATTENDED:
        return ngettext("came to %(count)s event", "came to %(count)s events", count)
    if condition.kind == ConditionKind.TASK and named:
        return ngettext(
            "did %(count)s team task at events of “%(group)s”",
            "did %(count)s team tasks at events of “%(group)s”",
            count,
        )
    if condition.kind == ConditionKind.TASK:
        return ngettext("did %(count)s team task at an event", "did %(count)s team tasks at events", count)
    if condition.value_minor:
        return ngettext(
            "“%(name)s” of at least %(value)s, %(count)s time",
            "“%(name)s” of at least %(value)s each, %(count)s times",
            count,
        )
    return ngettext("“%(name)s”, %(count)s time", "“%(name)s”, %(count)s times", count)


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
    """Every rule that decides something, one sentence each."""
    threshold = _board(rulebook, rulebook.board) if rulebook.board else [_threshold(rulebook)]
    found = [_who_counts(rulebook, names), _touch(rulebook), *_typed_codes(rulebook), *split_lines(rulebook)]
    found += [*threshold, *_partial_credit(rulebook), *vouch_lines(rulebook)]
    if rulebook.hold_minutes:
        found.append(
            _("Each reward is looked at first. This takes up to %(time)s.")
            % {"time": duration(rulebook.hold_minutes)}
        )
    if rulebook.reward.kind == RewardKind.DRAW_ENTRY:
        found += _draw(rulebook)
    elif rulebook.reward.kind == RewardKind.GIFT:
        found.append(
            _("There are %(quantity)s gifts. When all have been given, your reward stays on record.")
            % {"quantity": rulebook.reward.quantity}
        )
    found += [*last_mile_lines(rulebook), *pace_lines(rulebook)]
    found += [
        _("Whoever is offered a gift has %(time)s to answer. A no costs nothing.")
        % {"time": duration(rulebook.offer_hours * 60)},
        ngettext(
            "A gift is delivered within %(days)s day after it was accepted.",
            "A gift is delivered within %(days)s days after it was accepted.",
            rulebook.deliver_days,
        )
        % {"days": rulebook.deliver_days},
        _("Taking part is free. People who run campaigns do not take part themselves."),
    ]
    return found


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


def _partial_credit(rulebook: Rulebook) -> list[str]:
    """Only where a friend may count for something else than nothing or one."""
    if set(rulebook.credit.values()) <= {0, HUNDREDTHS}:
        return []
    between = pgettext("between names", ", ")
    worths = between.join(
        f"{LEVEL_NAMES.get(level, level)} {credit_text(worth)}" for level, worth in rulebook.credit.items()
    )
    return [_("What a friend counts for: %(worths)s.") % {"worths": worths}]


def _draw(rulebook: Rulebook) -> list[str]:
    beacon = {
        "none": _(
            "The draw follows from a secret number that is sealed before it opens. Anyone can recompute it."
        ),
        "drand": _(
            "The draw follows from a sealed secret and a public random beacon. Anyone can recompute it."
        ),
    }
    found = [beacon[rulebook.beacon]]
    if rulebook.reserve:
        found.append(
            _("If a winner says no, the prize goes to the next of %(reserve)s places in reserve, in order.")
            % {"reserve": rulebook.reserve}
        )
    return found


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

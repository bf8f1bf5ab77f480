"""Verdicts of an amendment in words. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from campaigns.amendment_rules import Verdict
from campaigns.sentences import LEVEL_NAMES, credit_text
from campaigns.states import ConditionKind, RewardKind
from common.texts import Texts, in_language

Text = str | Promise
Names = Mapping[str, Texts]

REASONS: Mapping[str, Text] = {
    "fewer-friends": gettext_lazy("Fewer friends are enough."),
    "more-friends": gettext_lazy("More friends would be needed."),
    "more-time": gettext_lazy("There is more time."),
    "less-time": gettext_lazy("There would be less time."),
    "counts-more": gettext_lazy("A friend counts for more."),
    "counts-less": gettext_lazy("A friend would count for less."),
    "sooner": gettext_lazy("It comes sooner."),
    "later": gettext_lazy("It would come later."),
    "claims-end": gettext_lazy("There would be less time to claim what was earned."),
    "more-gifts": gettext_lazy("There are more gifts."),
    "fewer-gifts": gettext_lazy("There would be fewer gifts."),
    "another-item": gettext_lazy("Another thing than was announced, and nobody can say that it is better."),
    "takes-from-others": gettext_lazy("What one member gets more of, others would miss."),
    "draw-sealed": gettext_lazy("The draw was sealed before it opened, with its prizes and its method."),
    "reward-gone": gettext_lazy("A reward that was announced would be gone."),
    "one-more-reward": gettext_lazy("One more reward."),
    "more-places": gettext_lazy("More places get something."),
    "more-seats": gettext_lazy("There are more seats."),
    "fewer-seats": gettext_lazy("There would be fewer seats."),
    "places-sealed": gettext_lazy("The places that were announced stay; places can be added after them."),
    "ranks-change": gettext_lazy("It would change who stands before whom."),
    "result-later": gettext_lazy("Everybody waits for the result, which would come at another time."),
    "one-is-enough": gettext_lazy("Any one of it is enough."),
    "all-is-needed": gettext_lazy("All of it would be needed."),
    "one-more-way": gettext_lazy("One more way to count."),
    "one-way-less": gettext_lazy("A way to count would be gone."),
    "one-more-need": gettext_lazy("A friend would have to do more."),
    "one-need-less": gettext_lazy("A friend has to do less."),
    "asks-less": gettext_lazy("It asks for less."),
    "asks-more": gettext_lazy("It would ask for more."),
    "too-much-at-once": gettext_lazy(
        "How much is needed and what is needed can’t change at once: change one, then the other."
    ),
    "opening-sealed": gettext_lazy("When it opens was announced."),
    "own-words": gettext_lazy("Words to send along promise nothing."),
    "translated": gettext_lazy("The same words in another language."),
    "words-sealed": gettext_lazy(
        "The words are part of what was announced; only a translation can be added."
    ),
    "word-more": gettext_lazy("Whoever vouches for a friend gets more, or risks less."),
    "word-less": gettext_lazy("Whoever vouches for a friend would get less, or risk more."),
    "unclear": gettext_lazy("Nobody can say that this is better for members."),
}

_PLACES: Mapping[str, Text] = {
    "threshold": gettext_lazy("Friends needed"),
    "window_days": gettext_lazy("Days that a friend has for it"),
    "hold_minutes": gettext_lazy("Minutes that a reward waits before it is approved"),
    "offer_hours": gettext_lazy("Hours to accept a gift"),
    "deliver_days": gettext_lazy("Days to deliver it"),
    "requires": gettext_lazy("What a friend has to do"),
    "match": gettext_lazy("How much of it is needed"),
    "reward.kind": gettext_lazy("Reward"),
    "reward.item": gettext_lazy("Item"),
    "reward.quantity": gettext_lazy("Quantity"),
    "reward.max_per_member": gettext_lazy("Rewards per member, at most"),
    "reward.per_threshold": gettext_lazy("Again for every further group of friends"),
    "reward.weight": gettext_lazy("Tickets per entry"),
    "draw.prizes": gettext_lazy("Prizes of the draw"),
    "draw.beacon": gettext_lazy("Randomness of the draw"),
    "draw.reserve": gettext_lazy("Places in reserve"),
    "board": gettext_lazy("The board"),
    "board.grace_days": gettext_lazy("Days after the end until the board is closed"),
    "board.seats": gettext_lazy("Seats for each group"),
    "board.groups": gettext_lazy("Groups that get seats, at most"),
    "board.item": gettext_lazy("Item"),
    "board.places": gettext_lazy("Places on the board"),
    "last_mile": gettext_lazy("What is kept for whoever is one friend short"),
    "last_mile.hours": gettext_lazy("Hours that a gift is kept"),
    "last_mile.percent": gettext_lazy("Percent of the gifts that may be kept"),
    "touch": gettext_lazy("Of several invitations that a friend opened"),
    "split": gettext_lazy("How a friend’s credit is shared"),
    "code_hours": gettext_lazy("Hours after registering in which a code can be typed in"),
    "vouching": gettext_lazy("Vouching for a friend"),
    "vouching.days": gettext_lazy("Days in which a friend has to prove it"),
    "vouching.credit": gettext_lazy("What the friend then counts for in addition"),
    "vouching.most": gettext_lazy("Friends for whom one advocate may vouch at a time"),
    "vouching.drop_days": gettext_lazy("Days for which an advocate’s word falls"),
    "vouching.floor": gettext_lazy("Percent that a word counts in these days, at least"),
    "pace.per_day": gettext_lazy("Gifts that may be claimed a day"),
    "pace.per_member": gettext_lazy("Gifts that one member may claim within some days"),
    "pace.days": gettext_lazy("Days that this is counted over"),
    "opens_at": gettext_lazy("Opens"),
    "closes_at": pgettext_lazy("campaign", "Ends"),
    "settle_by": gettext_lazy("Every promise is kept by"),
}
_FURTHER: Mapping[str, Text] = {
    "friends": gettext_lazy("From so many friends on"),
    "quantity": gettext_lazy("Quantity"),
    "item": gettext_lazy("Item"),
}
_TEXTS: Mapping[str, Text] = {
    "title": gettext_lazy("Title"),
    "lead": gettext_lazy("One sentence under the title"),
    "about": gettext_lazy("What it is about"),
    "share": gettext_lazy("Words that members may send along"),
}
_DATES = frozenset({"opens_at", "closes_at", "settle_by"})


def explain_refused(verdicts: Iterable[Verdict]) -> str:
    """What is not in the members' favour, each place with its reason."""
    colon = pgettext("between a name and its value", ": ")
    return " ".join(f"{place_text(verdict.path)}{colon}{reason_text(verdict)}" for verdict in verdicts)


def reason_text(verdict: Verdict) -> str:
    return str(REASONS.get(verdict.code, REASONS["unclear"]))


def place_text(path: str) -> str:
    """What a place in the rules is called."""
    head, _dot, rest = path.partition(".")
    if path in _PLACES:
        return str(_PLACES[path])
    if head == "credit":
        return _("A friend counts for (%(level)s)") % {"level": LEVEL_NAMES.get(rest, rest)}
    if head == "requires":
        return str(LEVEL_NAMES.get(rest, rest))
    if head == "conditions":
        kind = rest.partition(":")[0]
        return str(dict(ConditionKind.choices).get(kind, kind))
    if head == "further":
        part = rest.partition(".")[2]
        words = _FURTHER.get(part, "")
        return str(format_lazy("{}, {}", _("Further reward"), words)) if words else _("Further reward")
    if head == "board":
        return str(_PLACES["board.places"])
    if head == "texts":
        key = rest.partition(".")[0]
        return str(_TEXTS.get(key, key))
    return path


def value_text(verdict: Verdict, value: str, names: Names) -> str:
    """A value as people read it: dates, credit and the names of items; '' where there is nothing to show."""
    if not value or value == "+":
        return _("asked for") if value else ""
    if verdict.path in _DATES:
        return localtime(datetime.fromisoformat(value)).strftime("%Y-%m-%d %H:%M")
    if verdict.path.startswith("credit.") or verdict.path == "vouching.credit":
        return credit_text(int(value))
    if value in RewardKind.values:
        return str(RewardKind(value).label)
    return in_language(names.get(value)) or value

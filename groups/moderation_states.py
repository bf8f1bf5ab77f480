"""Flags, review cases, what stewards do about them, and appeals: states and the moves between them."""

from datetime import timedelta

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.moves import Moves

FLAG_NOTE_LIMIT = 300
ACTION_TEXT_LIMIT = 1000
APPEAL_LIMIT = 2000
# A steward who has taken a case has so long to decide it; then anybody may take it.
LEASE = timedelta(minutes=30)
APPEAL_WITHIN = timedelta(days=20)
MOST_DAYS = 365


class Cover(IntegerChoices):
    """How much of a post or comment is shown. Nothing is ever deleted by flags or stewards."""

    OPEN = 0, pgettext_lazy("post", "Open")
    FOLDED = 10, _("Folded: a click opens it")
    HIDDEN = 20, _("Hidden: its author and the stewards see it")


class FlagReason(TextChoices):
    UNKIND = "unkind", _("It hurts or attacks somebody")
    PRIVATE = "private", _("It tells something private about somebody")
    FALSE = "false", _("It is not true and does harm")
    ADVERT = "advert", _("It is advertising")
    DANGER = "danger", _("Somebody may be in danger")
    OTHER = "other", pgettext_lazy("flag", "Something else")


class FlagState(TextChoices):
    OPEN = "open", _("Waiting")
    AGREED = "agreed", _("The stewards agreed")
    DISAGREED = "disagreed", _("The stewards saw it otherwise")
    DEFERRED = "deferred", _("Not counted")
    WITHDRAWN = "withdrawn", _("Taken back")


F = FlagState
_FLAG_OVER: frozenset[str] = frozenset()
FLAG_MOVES: Moves = {
    F.OPEN: frozenset({F.AGREED, F.DISAGREED, F.DEFERRED, F.WITHDRAWN}),
    F.AGREED: _FLAG_OVER,
    F.DISAGREED: _FLAG_OVER,
    F.DEFERRED: _FLAG_OVER,
    F.WITHDRAWN: _FLAG_OVER,
}


class ReviewState(TextChoices):
    PENDING = "pending", _("Waiting for a steward")
    CLAIMED = "claimed", _("A steward looks at it")
    DECIDED = "decided", _("Decided")
    APPEALED = "appealed", _("Appealed")
    UPHELD = "upheld", _("Decided again, the same")
    OVERTURNED = "overturned", _("Decided again, otherwise")


R = ReviewState
REVIEW_MOVES: Moves = {
    R.PENDING: frozenset({R.CLAIMED, R.DECIDED}),
    # Whose lease is over loses the case to whoever takes it next; nobody left to judge it: it waits again.
    R.CLAIMED: frozenset({R.CLAIMED, R.DECIDED}),
    R.DECIDED: frozenset({R.APPEALED, R.PENDING}),
    R.APPEALED: frozenset({R.UPHELD, R.OVERTURNED}),
    R.UPHELD: frozenset({R.PENDING, R.APPEALED}),
    R.OVERTURNED: frozenset({R.PENDING, R.APPEALED}),
}
UNDECIDED = (R.PENDING, R.CLAIMED)


class ActionKind(TextChoices):
    NONE = "none", _("Nothing: it may stand as it is")
    NOTE = "note", _("A word to the author")
    NUDGE = "nudge", _("Ask the author to change it")
    FOLD = "fold", _("Fold it")
    HIDE = "hide", _("Hide it")
    MUTE = "mute", _("Its author does not write here for some days")
    REMOVE = "remove", _("Send its author away; they may come back")
    BAN = "ban", _("Send its author away for good")


COVERS = {ActionKind.FOLD: Cover.FOLDED, ActionKind.HIDE: Cover.HIDDEN}
SENDS_AWAY = (ActionKind.REMOVE, ActionKind.BAN)
# These bind a person, not a text: only about whoever stands lower.
ABOUT_PEOPLE = (ActionKind.MUTE, *SENDS_AWAY)


class ActionState(TextChoices):
    IN_FORCE = "in_force", _("In force")
    ENDED = "ended", _("Its time is over")
    UNDONE = "undone", _("Taken back")


A = ActionState
ACTION_MOVES: Moves = {
    A.IN_FORCE: frozenset({A.ENDED, A.UNDONE}),
    A.ENDED: frozenset(),
    A.UNDONE: frozenset(),
}


class AppealState(TextChoices):
    OPEN = "open", _("Waiting for somebody else")
    UPHELD = "upheld", _("It stays")
    OVERTURNED = "overturned", _("Taken back")


APPEAL_MOVES: Moves = {
    AppealState.OPEN: frozenset({AppealState.UPHELD, AppealState.OVERTURNED}),
    AppealState.UPHELD: frozenset(),
    AppealState.OVERTURNED: frozenset(),
}

"""Decision codes in plain language, with what would change the answer. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from campaigns.risk_words import tell_codes
from campaigns.states import ConditionKind
from common.texts import Texts, in_language

Text = str | Promise
Names = Mapping[str, Texts]
_NOBODY: Names = {}

LEVEL_NAMES: Mapping[str, Text] = {
    "registered": _("has registered"),
    "real_name": _("real name verified"),
    "professional": _("profession verified"),
    "met": _("everything is done"),
}

# Why a friend does not count yet: what is missing.
MISSING: Mapping[str, Text] = {
    "registered": _("has not registered"),
    "real_name": _("the real name is not verified"),
    "professional": _("the profession is not verified"),
}

# The same for conditions: how much there is, how much is needed, and what would change it.
UNMET: Mapping[str, Text] = {
    ConditionKind.ACCOUNT_AGE: _(
        "the account is %(have)s days old and must be %(need)s, which is looked at again on %(again)s"
    ),
    ConditionKind.JOINED_GROUP: _("has not joined a group"),
    ConditionKind.POSTED: _("has written %(have)s of %(need)s posts in groups"),
    ConditionKind.ATTENDED: _("has come to %(have)s of %(need)s events"),
    ConditionKind.TASK: _("has done %(have)s of %(need)s team tasks"),
    ConditionKind.EVENT: _("“%(name)s” was reported %(have)s of %(need)s times"),
}
WORTH = _(
    "“%(name)s” of at least %(value)s was reported %(have)s of %(need)s times, and reports of less do not "
    "count"
)
# Where it has to be in one group.
UNMET_THERE: Mapping[str, Text] = {
    ConditionKind.JOINED_GROUP: _("has not joined the group “%(group)s”"),
    ConditionKind.POSTED: _("has written %(have)s of %(need)s posts in the group “%(group)s”"),
    ConditionKind.ATTENDED: _("has come to %(have)s of %(need)s events of the group “%(group)s”"),
    ConditionKind.TASK: _("has done %(have)s of %(need)s team tasks at events of the group “%(group)s”"),
}
# The same where its name may not be told.
UNMET_SOMEWHERE: Mapping[str, Text] = {
    ConditionKind.JOINED_GROUP: _("has not joined the group of this campaign"),
    ConditionKind.POSTED: _("has written %(have)s of %(need)s posts in the group of this campaign"),
    ConditionKind.ATTENDED: _("has come to %(have)s of %(need)s events of the group of this campaign"),
    ConditionKind.TASK: _("has done %(have)s of %(need)s team tasks at events of the group of this campaign"),
}

REFERRAL: Mapping[str, Text] = {
    "not-yet": _("Not counted yet: %(missing)s. Counts as soon as that is done, until %(until)s."),
    "attributed": _("A person of the brand wrote this friend down for you: %(reason)s"),
    "partly": _(
        "Counts %(credit)s for now: %(missing)s. Counts in full as soon as that is done, until %(until)s."
    ),
    "counts": _("Counts: every requirement was met on %(on)s."),
    "counts-shared": _(
        "Counts %(credit)s: every requirement was met on %(on)s. The rest is another advocate’s, whose "
        "invitation was opened, too."
    ),
    "counts-more": _("Counts %(credit)s: %(levels)s."),
    "expired": _("Not counted: the requirements were not met by %(until)s."),
    "returned": _("Not counted: this person had been a member before and came back."),
    "too-late": _("Not counted: what happened on %(on)s was after the last day, %(until)s."),
    "risk-held": _("On hold: %(codes)s. A person looks at it by %(until)s. Nothing is decided by silence."),
    "risk-lifted": _("What stood against this friend was taken back."),
    "risk-released": _("Counts: a person has looked at it. %(reason)s"),
    "risk-confirmed": _("Nothing is given for this friend: %(codes)s. %(reason)s You can object."),
    "risk-appealed": _("You objected. Somebody else answers by %(until)s."),
    "risk-upheld": _("Nothing is given for this friend, also after your objection. %(reason)s"),
    "credit-reversed": _("Does not count any more: %(reason)s You can object."),
    "campaign-over": _("Not counted: the campaign is over, and %(missing)s."),
    # Of somebody who has left or stands behind a block: the same for both, and nothing of what they did.
    "attributed-unseen": _("A person of the brand wrote this friend down for you."),
    "not-yet-unseen": _("Not counted so far."),
    "partly-unseen": _("Counts %(credit)s so far."),
    "counts-more-unseen": _("Counts %(credit)s so far."),
    "campaign-over-unseen": _("Not counted: the campaign is over."),
}

REWARD: Mapping[str, Text] = {
    "earned": _("Earned: %(credit)s of %(goal)s reached."),
    "earned-as-friend": _("Earned: you came on an invitation and count."),
    "earned-place": _("Earned: place %(place)s when the board was closed."),
    "earned-seat": _("Earned: your group has reached its goal, and you have brought friends."),
    "approved": _("Approved."),
    "member-not-active": _("On hold: the account is not active. A person will look at it."),
    "staff-excluded": _(
        "On hold: people who run campaigns do not take part themselves. A person will look at it."
    ),
    "staff-household": _(
        "On hold: people who live with somebody who runs campaigns do not take part in draws. A person will "
        "look at it."
    ),
    "risk": _("On hold: a person looks at one of the friends behind it. It says below why and until when."),
    "risk-uncovered": _(
        "On hold: a person has found that a friend behind it does not count. It is given as soon as other "
        "friends make up for that; what the campaign’s end leaves without them is not given."
    ),
    "risk-own": _(
        "On hold: a person has found that you do not count as a friend here. Unless an objection changes "
        "that, it is not given."
    ),
    "risk-place": _(
        "On hold: a friend behind this place does not count. A person decides what becomes of it."
    ),
    "risk-answered": _(
        "On hold: nothing stands against it any more. It is approved shortly, or once the campaign goes on."
    ),
    "claim-paused": _("Approved. It can be claimed once the campaign goes on."),
    "claim-over": _("Approved, and the time to claim it is over."),
    "draw-closed": _("On hold: the list for the draw was already closed. A person will look at it."),
    "released": _("Approved by a person: %(reason)s"),
    "cancelled": _("Cancelled by a person: %(reason)s"),
    "granted": _("Granted."),
    "entry-out": _(
        "Not in the draw for now: without friends whom a person looks at, or who do not count, it was not "
        "earned. While entries are open it comes back by itself as soon as it is."
    ),
    "entry-back": _("In the draw again."),
    "member-left": _("Given up: the member left."),
    "friends-not-counted": _("Not given: without the friends who do not count it was not earned."),
    "not-claimed": _("Not claimed in time."),
    "all-given": _("All had been given while stock lasted. It stays on record that you earned it."),
    "taken-back": _(
        "Taken back before it was accepted: without the friends who do not count it was not earned. It is "
        "given again as soon as enough friends count."
    ),
    "kept-all-the-same": _(
        "Yours: it was accepted, or the list for the draw was closed, before a friend stopped counting. It "
        "stays with you."
    ),
    "earned-again": _("Earned again: enough friends count."),
}

PROMISE_REASONS: Mapping[str, Text] = {
    "declined": _("The recipient said no, thank you."),
    "not-accepted": _("The recipient did not accept in time."),
    "substituted": _("It could not be sent. Something else of equal worth was agreed to instead."),
    "offered-again": _("It did not arrive. Another one was offered to the same person."),
    "not-claimed": _("The reward was not claimed in time."),
    "all-given": _("All had been given. It was promised while stock lasts, and was earned."),
    "no-entries": _("Nobody had an entry, so there was nothing to draw."),
    "reward-cancelled": _("The reward was cancelled."),
    "campaign-cancelled": _("The campaign was cancelled before it began."),
    "member-left": _("The member left and gave it up."),
    "friends-not-counted": _("Without the friends who do not count it was not earned."),
}


def explain_referral(code: str, data: Mapping[str, Any], *, groups: Names = _NOBODY) -> str:
    """The sentence of a decision about a referral in the reader's language.

    ``groups``: the names that may be told, by public id.
    """
    return _fill(REFERRAL, code, data, groups=groups)


def unseen(code: str) -> str:
    """The code for somebody whom the advocate may not see: nothing is told of what they have not done."""
    return f"{code}-unseen" if f"{code}-unseen" in REFERRAL else code


def explain_reward(code: str, data: Mapping[str, Any]) -> str:
    return _fill(REWARD, code, data)


def explain_promise(reason: str) -> str:
    """A stored reason: a code of ours, or what a manager wrote for everybody to read."""
    return str(PROMISE_REASONS.get(reason, reason))


# Why a campaign is paused, where nobody wrote a reason.
PAUSED: Mapping[str, Text] = {
    "velocity-alarm": _("Very many people joined in a short time. A person will look at it."),
}


def explain_pause(reason: str) -> str:
    return str(PAUSED.get(reason, reason))


def credit_text(hundredths: int) -> str:
    """``230`` to ``2.30``, ``300`` to ``3``: exact, never rounded."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}" if rest else str(whole)


def missing_text(
    missing: Sequence[str | Mapping[str, Any]], *, match: str = "all", groups: Names = _NOBODY
) -> str:
    """What is missing, in one breath. ``match``: whether ``all`` of it is needed or ``any`` is enough."""
    parts = [_missing(each, groups) for each in missing]
    if match == "any" and len(parts) > 1:
        return str(_("one of these is enough: %(parts)s")) % {"parts": str(_("; or ")).join(parts)}
    return str(_(", and ")).join(parts)


def _missing(entry: str | Mapping[str, Any], groups: Names) -> str:
    if isinstance(entry, str):
        return str(MISSING.get(entry, entry))
    words = {
        "again": _day(entry["again"]) if entry.get("again") else "",
        "group": in_language(groups.get(entry.get("group", ""))),
        "value": credit_text(entry.get("value_minor", 0)),
    }
    return str(_unmet(entry, is_named=bool(words["group"]))) % {**entry, **words}


def _unmet(entry: Mapping[str, Any], *, is_named: bool) -> Text:
    kind: str = entry["kind"]
    if kind == ConditionKind.EVENT and entry.get("value_minor"):
        return WORTH
    if is_named and kind in UNMET_THERE:
        return UNMET_THERE[kind]
    if entry.get("group") and kind in UNMET_SOMEWHERE:
        return UNMET_SOMEWHERE[kind]
    return UNMET.get(kind, kind)


def _fill(
    sentences: Mapping[str, Text], code: str, data: Mapping[str, Any], *, groups: Names = _NOBODY
) -> str:
    sentence = sentences.get(code)
    if sentence is None:
        return code
    return str(sentence) % _Values(data, groups)


class _Values(dict[str, str]):
    """Stored inputs as words: levels, dates and hundredths; a missing one is a dash, never an error."""

    def __init__(self, data: Mapping[str, Any], groups: Names) -> None:
        words = {key: str(value) for key, value in data.items()}
        match = data.get("match", "all")
        words |= {"missing": missing_text(data.get("missing", []), match=match, groups=groups)}
        words |= {"codes": tell_codes(data.get("codes", []))}
        words |= {"levels": ", ".join(str(LEVEL_NAMES.get(level, level)) for level in data.get("levels", []))}
        words |= {key: credit_text(data[key]) for key in ("credit", "goal") if key in data}
        words |= {key: _day(data[key]) for key in ("until", "on") if data.get(key)}
        super().__init__(words)

    def __missing__(self, key: str) -> str:
        return "–"


def _day(value: Any) -> str:
    moment = parse_datetime(value) if isinstance(value, str) else value
    return _written(localtime(moment).date(), get_language() or "") if moment else "–"


@lru_cache(maxsize=1024)
def _written(day: date, language: str) -> str:
    """Formatting costs more than all the rest of a sentence, and a page names few days."""
    return date_format(day, "DATE_FORMAT")

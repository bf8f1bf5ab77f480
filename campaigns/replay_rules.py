"""A campaign lived through again: what its news and its sealed rules must have led to. Pure.

Written apart from the operations that do the work day by day, so that the two can be held against each other.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from campaigns.conditions import Condition
from campaigns.rule_shape import RULE_KEY
from campaigns.rulebook import HUNDREDTHS, Rulebook

REGISTERED = "registered"


@dataclass(frozen=True, kw_only=True)
class Joined:
    """A friend registered on an invitation; ``rulebook``: of the version that she is pinned to.

    ``told_at``: when a person said whose friend she is; nothing of hers counted before.
    """

    advocate_id: int
    invitee_id: int
    rulebook: Rulebook
    at: datetime
    told_at: datetime | None = None
    # Who gets so many basis points of her credit.
    sharer_id: int | None = None
    sharer_bp: int = 0


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A member was certified (``holds``) at ``level``, or it was taken back."""

    member_id: int
    level: str
    holds: bool
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Done:
    """A member did something that conditions may ask for; ``told_at``: when we heard of it."""

    member_id: int
    kind: str
    group: str
    event: str
    name: str
    value_minor: int
    at: datetime
    told_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Amended:
    """From then on a better version holds for this friend."""

    member_id: int
    rulebook: Rulebook
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Vouched:
    """The advocate's word for an invitee: what she shows before ``ends_at`` proves it, if it was heard of
    before ``heard_until``, where the word was taken back or failed."""

    ends_at: datetime
    heard_until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Lowered:
    """An advocate's word counted less in this time."""

    advocate_id: int
    since: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Reversed:
    """A person took back what a friend counted for; ``is_over``: an objection was granted."""

    member_id: int
    is_over: bool
    at: datetime


@dataclass(kw_only=True)
class Known:
    """What one invitee has shown and done so far."""

    levels: set[str] = field(default_factory=set)
    done: list[Done] = field(default_factory=list)


@dataclass(kw_only=True)
class Standing:
    """A referral's derived credit in hundredths, what of it a word has brought, and when that was proven."""

    credit: int = 0
    qualified: bool = False
    vouched: int = 0
    shown_at: datetime | None = None
    # While it is taken back: the credit and what of it a word had brought.
    taken: tuple[int, int] | None = None


# (rule key, beneficiary id, occurrence key), the reward's natural key.
RewardKey = tuple[str, int, str]


@dataclass(kw_only=True)
class Derived:
    """Referrals by invitee; an advocate's referrals, qualified, credit by advocate; what was earned."""

    referrals: dict[int, Standing] = field(default_factory=dict)
    registered: dict[int, int] = field(default_factory=dict)
    qualified: dict[int, int] = field(default_factory=dict)
    credit: dict[int, int] = field(default_factory=dict)
    rewards: set[RewardKey] = field(default_factory=set)
    # The same, in the order of earning it.
    earned: list[RewardKey] = field(default_factory=list)
    # Each rise of an advocate: when, who, by how much.
    rises: list[tuple[datetime, int, int]] = field(default_factory=list)
    # What was taken back or given back once nothing counted any more, by advocate.
    afterwards: dict[int, int] = field(default_factory=dict)

    def earn(self, keys: Iterable[RewardKey]) -> None:
        for key in keys:
            if key not in self.rewards:
                self.rewards.add(key)
                self.earned.append(key)

    def counters(self) -> Mapping[int, tuple[int, int, int]]:
        """Advocate id to (registered, qualified, credit in hundredths)."""
        return {
            advocate_id: (number, self.qualified.get(advocate_id, 0), self.credit.get(advocate_id, 0))
            for advocate_id, number in self.registered.items()
        }


def derive(
    joined: Iterable[Joined],
    shown: Iterable[Shown],
    done: Iterable[Done] = (),
    amended: Iterable[Amended] = (),
    reversals: Iterable[Reversed] = (),
    *,
    until: datetime | None,
    vouched: Mapping[int, Vouched] | None = None,
    lowered: Sequence[Lowered] = (),
) -> Derived:
    """Live through the news in the order of its times; ``until``: from then on nothing counts any more.

    ``vouched``: by invitee.
    """
    referrals = {each.invitee_id: each for each in joined}
    derived = _begin(referrals.values())
    known = {invitee_id: Known() for invitee_id in referrals}
    told: list[Shown | Done | Amended | Reversed] = [*shown, *done, *amended, *reversals]
    for at, invitee_id, news in sorted(_news(referrals, told), key=lambda each: each[:2]):
        one = known[invitee_id]
        told_at = _learn(one, news, at=at)
        is_after = until is not None and told_at >= until
        if isinstance(news, Reversed):
            _reverse(derived, referrals[invitee_id], news, is_after=is_after)
        is_early = told_at < (referrals[invitee_id].told_at or told_at)
        is_loss = isinstance(news, Shown) and not news.holds
        if is_after or is_early or is_loss or derived.referrals[invitee_id].taken is not None:
            continue
        if isinstance(news, Amended):
            referrals[invitee_id] = replace(referrals[invitee_id], rulebook=news.rulebook)
        _rise(derived, referrals[invitee_id], one, at=at)
        word = (vouched or {}).get(invitee_id)
        if word is not None:
            _prove(derived, referrals[invitee_id], one, word, lowered, at=at, told_at=told_at)
        if isinstance(news, Amended):
            _earn_again(derived, referrals[invitee_id])
    return derived


def _begin(joined: Iterable[Joined]) -> Derived:
    derived = Derived()
    for referral in joined:
        derived.referrals[referral.invitee_id] = Standing()
        derived.registered[referral.advocate_id] = derived.registered.get(referral.advocate_id, 0) + 1
        if referral.sharer_id is not None:
            derived.registered.setdefault(referral.sharer_id, 0)
    return derived


News = tuple[datetime, int, "Shown | Done | Amended | Reversed | None"]


def _news(
    referrals: Mapping[int, Joined], told: Iterable[Shown | Done | Amended | Reversed]
) -> Iterator[News]:
    """A friend's registration and her account's birthdays are news that nobody tells."""
    for referral in referrals.values():
        registered = Shown(member_id=referral.invitee_id, level=REGISTERED, holds=True, at=referral.at)
        yield referral.at, referral.invitee_id, registered
        if referral.told_at is not None:
            yield referral.told_at, referral.invitee_id, None
        for at in _birthdays(referral, referral.rulebook):
            yield at, referral.invitee_id, None
    for news in told:
        if news.member_id not in referrals:
            continue
        yield news.at, news.member_id, news
        if isinstance(news, Amended):
            for at in _birthdays(referrals[news.member_id], news.rulebook):
                if at > news.at:
                    yield at, news.member_id, None


def _birthdays(referral: Joined, rulebook: Rulebook) -> Iterator[datetime]:
    for condition in rulebook.conditions:
        if condition.days:
            yield referral.at + timedelta(days=condition.days)


def _learn(known: Known, news: Shown | Done | Amended | Reversed | None, *, at: datetime) -> datetime:
    """What the invitee has shown by now; since when we know it."""
    if isinstance(news, Done):
        known.done.append(news)
        return max(at, news.told_at or at)
    if isinstance(news, Shown):
        known.levels.add(news.level) if news.holds else known.levels.discard(news.level)
    return at


def _is_done(condition: Condition, referral: Joined, known: Known, *, at: datetime) -> bool:
    if condition.days:
        return at - referral.at >= timedelta(days=condition.days)
    last = referral.at + timedelta(days=referral.rulebook.window_days)
    found = 0
    for each in known.done:
        where = (condition.group or each.group, condition.event or each.event, condition.name or each.name)
        fits = each.kind == condition.kind and where == (each.group, each.event, each.name)
        found += fits and referral.at <= each.at < last and each.value_minor >= condition.value_minor
    return found >= condition.count


def _has_all(referral: Joined, known: Known, *, at: datetime) -> bool:
    rulebook = referral.rulebook
    answers = [level in known.levels for level in rulebook.requires if level != REGISTERED]
    answers += [_is_done(condition, referral, known, at=at) for condition in rulebook.conditions]
    if rulebook.any_is_enough:
        return any(answers) or not answers
    return all(answers)


def _rise(derived: Derived, referral: Joined, known: Known, *, at: datetime) -> None:
    rulebook = referral.rulebook
    if REGISTERED not in known.levels or at >= referral.at + timedelta(days=rulebook.window_days):
        return
    standing = derived.referrals[referral.invitee_id]
    has_all = _has_all(referral, known, at=at)
    held = known.levels | ({"met"} if has_all else set())
    worth = max((rulebook.credit.get(level, 0) for level in held), default=0)
    added = max(0, worth - (standing.credit - standing.vouched))
    qualifies = not standing.qualified and has_all
    if not added and not qualifies:
        return
    shared = _shared(standing.credit + added, referral) - _shared(standing.credit, referral)
    standing.credit += added
    standing.qualified = standing.qualified or qualifies
    derived.qualified[referral.advocate_id] = derived.qualified.get(referral.advocate_id, 0) + qualifies
    for advocate_id, part in ((referral.advocate_id, added - shared), (referral.sharer_id, shared)):
        if advocate_id is None:
            continue
        derived.credit[advocate_id] = derived.credit.get(advocate_id, 0) + part
        if part:
            derived.rises.append((at, advocate_id, part))
        derived.earn(_earned(rulebook, advocate_id, derived.credit[advocate_id]))
    if qualifies:
        derived.earn(
            (rule.key, referral.invitee_id, "once") for rule in rulebook.further if rule.whom == "invitee"
        )


def _reverse(derived: Derived, referral: Joined, news: Reversed, *, is_after: bool) -> None:
    """Both sides lose what she counted for, or have it again and what the sums reach with it."""
    standing = derived.referrals[referral.invitee_id]
    if news.is_over == (standing.taken is None):
        return
    credit, vouched = standing.taken or (standing.credit, standing.vouched)
    standing.credit, standing.vouched = (credit, vouched) if news.is_over else (0, 0)
    standing.taken = None if news.is_over else (credit, vouched)
    sign = 1 if news.is_over else -1
    derived.qualified[referral.advocate_id] += sign
    shared = _shared(credit, referral)
    for advocate_id, part in ((referral.advocate_id, credit - shared), (referral.sharer_id, shared)):
        if advocate_id is None or not part:
            continue
        derived.credit[advocate_id] += sign * part
        derived.rises.append((news.at, advocate_id, sign * part))
        if is_after:
            derived.afterwards[advocate_id] = derived.afterwards.get(advocate_id, 0) + sign * part
        elif news.is_over:
            derived.earn(_earned(referral.rulebook, advocate_id, derived.credit[advocate_id]))


def _prove(
    derived: Derived,
    referral: Joined,
    known: Known,
    word: Vouched,
    lowered: Sequence[Lowered],
    *,
    at: datetime,
    told_at: datetime,
) -> None:
    """A certificate, a group and an event in time are worth what the word counted when the last one came."""
    rule, advocate_id = referral.rulebook.vouching, referral.advocate_id
    standing = derived.referrals[referral.invitee_id]
    if rule is None:
        return
    in_time = at < word.ends_at and (word.heard_until is None or told_at < word.heard_until)
    if standing.shown_at is None and in_time and _has_shown(referral, known, word):
        standing.shown_at = at
    shown_at = standing.shown_at
    if shown_at is None:
        return
    is_low = any(each.advocate_id == advocate_id and each.since <= shown_at < each.until for each in lowered)
    added = (rule.credit * rule.floor // 100 if is_low else rule.credit) - standing.vouched
    if added > 0:
        standing.vouched += added
        standing.credit += added
        derived.credit[advocate_id] = derived.credit.get(advocate_id, 0) + added
        derived.rises.append((at, advocate_id, added))
        derived.earn(_earned(referral.rulebook, advocate_id, derived.credit[advocate_id]))


def _has_shown(referral: Joined, known: Known, word: Vouched) -> bool:
    last = word.heard_until
    heard = [each for each in known.done if last is None or (each.told_at or each.at) < last]
    done = {each.kind for each in heard if each.at >= referral.at}
    return bool(known.levels - {REGISTERED}) and {"joined_group", "attended"} <= done


def _shared(credit: int, referral: Joined) -> int:
    """The other advocate's part, rounded down."""
    return credit * referral.sharer_bp // 10_000


def _earn_again(derived: Derived, referral: Joined) -> None:
    """Better rules give what they give to those who have enough already."""
    rulebook = referral.rulebook
    for advocate_id in (referral.advocate_id, referral.sharer_id):
        if advocate_id is not None:
            derived.earn(_earned(rulebook, advocate_id, derived.credit.get(advocate_id, 0)))
    if derived.referrals[referral.invitee_id].qualified:
        derived.earn(
            (rule.key, referral.invitee_id, "once") for rule in rulebook.further if rule.whom == "invitee"
        )


def _earned(rulebook: Rulebook, advocate_id: int, credit: int) -> Iterator[RewardKey]:
    reward = rulebook.reward
    if rulebook.board is not None:
        return  # places are given when the board is closed
    most = reward.max_per_member if reward.per_threshold else 1
    for number in range(1, min(most, credit // (rulebook.threshold * HUNDREDTHS)) + 1):
        yield RULE_KEY, advocate_id, f"threshold:{number}"
    for rule in rulebook.further:
        if rule.whom == "advocate" and credit >= rule.friends * HUNDREDTHS:
            yield rule.key, advocate_id, "once"

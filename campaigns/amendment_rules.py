"""Whether a change of sealed rules is in the members' favour, place by place. Pure.

Order 32 of China's SAMR (in force 2020-12-01) lets what was announced change in the consumers' favour only.
What has no judge here, or can't be told, counts as not in their favour.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from functools import partial
from typing import Any

from campaigns.conditions import Condition
from campaigns.rulebook import BoardRule, FurtherRule, LastMile, Pace, RewardRule, Rulebook, Split, Vouching
from campaigns.states import RewardKind

# What members may send along promises nothing.
FREE_TEXTS = frozenset({"share"})


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a version seals, apart from its number."""

    rulebook: Rulebook
    texts: Mapping[str, Any]
    opens_at: datetime
    closes_at: datetime
    settle_by: datetime


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One changed place (``further.welcome.quantity``). ``code`` names the reason: ``amendment_words``."""

    path: str
    before: str
    after: str
    code: str
    is_favourable: bool


Verdicts = Iterator[Verdict]


def judge_amendment(old: Terms, new: Terms) -> list[Verdict]:
    """A verdict for every place that differs, in the rules' order; empty when nothing does."""
    found: list[Verdict] = []
    for field in fields(Rulebook):
        before, after = getattr(old.rulebook, field.name), getattr(new.rulebook, field.name)
        if before != after:
            judge = _JUDGES.get(field.name, _unclear)
            found += judge(field.name, before, after, old.rulebook, new.rulebook)
    found += _judge_needs(old.rulebook, new.rulebook)
    return [*found, *_judge_dates(old, new), *_judge_texts(old.texts, new.texts)]


def _yes(path: str, before: object, after: object, code: str) -> Verdict:
    return Verdict(path=path, before=_shown(before), after=_shown(after), code=code, is_favourable=True)


def _no(path: str, before: object, after: object, code: str) -> Verdict:
    return Verdict(path=path, before=_shown(before), after=_shown(after), code=code, is_favourable=False)


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return "" if value is None else str(value)


Judge = Callable[[str, Any, Any, Rulebook, Rulebook], Verdicts]


def _unclear(path: str, before: Any, after: Any, old: Rulebook, new: Rulebook) -> Verdicts:
    yield _no(path, "", "", "unclear")


def _silent(path: str, before: Any, after: Any, old: Rulebook, new: Rulebook) -> Verdicts:
    """Judged together with others."""
    return iter(())


def _lower(yes: str, no: str, path: str, before: int, after: int, old: Rulebook, new: Rulebook) -> Verdicts:
    yield _yes(path, before, after, yes) if after < before else _no(path, before, after, no)


def _higher(yes: str, no: str, path: str, before: int, after: int, old: Rulebook, new: Rulebook) -> Verdicts:
    yield _yes(path, before, after, yes) if after > before else _no(path, before, after, no)


def _window(path: str, before: int, after: int, old: Rulebook, new: Rulebook) -> Verdicts:
    if old.board is not None:
        yield _no(path, before, after, "ranks-change")
    else:
        yield from _higher("more-time", "less-time", path, before, after, old, new)


def _offer(path: str, before: int, after: int, old: Rulebook, new: Rulebook) -> Verdicts:
    if old.reward.kind == RewardKind.DRAW_ENTRY:
        yield _no(path, before, after, "draw-sealed")
    else:
        yield from _higher("more-time", "less-time", path, before, after, old, new)


def _credit(
    path: str, before: Mapping[str, int], after: Mapping[str, int], old: Rulebook, new: Rulebook
) -> Verdicts:
    for level in sorted(before.keys() | after.keys()):
        was, now = before.get(level, 0), after.get(level, 0)
        place = f"credit.{level}"
        if was == now:
            continue
        if old.board is not None:
            yield _no(place, was, now, "ranks-change")
        else:
            yield _yes(place, was, now, "counts-more") if now > was else _no(place, was, now, "counts-less")


def _reward(path: str, before: RewardRule, after: RewardRule, old: Rulebook, new: Rulebook) -> Verdicts:
    for field in fields(RewardRule):
        was, now = getattr(before, field.name), getattr(after, field.name)
        place = f"reward.{field.name}"
        if was == now:
            continue
        if field.name == "quantity":
            yield _yes(place, was, now, "more-gifts") if now > was else _no(place, was, now, "fewer-gifts")
        elif field.name == "item":
            yield _no(place, was, now, "another-item")
        elif field.name in ("max_per_member", "per_threshold", "weight"):
            yield _no(place, was, now, "takes-from-others")
        else:
            yield _no(place, was, now, "unclear")


def _sealed_draw(path: str, before: Any, after: Any, old: Rulebook, new: Rulebook) -> Verdicts:
    yield _no(f"draw.{path}", "", "", "draw-sealed")


def _last_mile(
    path: str, before: LastMile | None, after: LastMile | None, old: Rulebook, new: Rulebook
) -> Verdicts:
    """A unit that is kept for one member is out of reach for the others, so neither way is better for all."""
    if before is None or after is None:
        yield _no(path, "", "", "takes-from-others" if before is None else "less-time")
        return
    for name, was, now in (
        ("hours", before.hours, after.hours),
        ("percent", before.percent, after.percent),
    ):
        if was != now:
            yield _no(f"{path}.{name}", was, now, "takes-from-others")


def _touch(path: str, before: str, after: str, old: Rulebook, new: Rulebook) -> Verdicts:
    yield _no(path, before, after, "takes-from-others")


def _split(path: str, before: Split | None, after: Split | None, old: Rulebook, new: Rulebook) -> Verdicts:
    """Whoever gets more of a friend gets it from another advocate."""
    yield _no(path, "", "", "takes-from-others")


def _vouching(
    path: str, before: Vouching | None, after: Vouching | None, old: Rulebook, new: Rulebook
) -> Verdicts:
    """Nobody has to vouch, so that offering it is better, too; each number by itself."""
    if before is None or after is None:
        yield _yes(path, "", "", "word-more") if before is None else _no(path, "", "", "word-less")
        return
    for name in ("days", "credit", "most", "drop_days", "floor"):
        was, now = getattr(before, name), getattr(after, name)
        if was == now:
            continue
        is_better = now < was if name == "drop_days" else now > was
        place = f"{path}.{name}"
        yield _yes(place, was, now, "word-more") if is_better else _no(place, was, now, "word-less")


def _pace(path: str, before: Pace, after: Pace, old: Rulebook, new: Rulebook) -> Verdicts:
    """Each number by itself; none is the fastest."""
    for name, faster in (("per_day", 1), ("per_member", 1), ("days", -1)):
        was, now = getattr(before, name), getattr(after, name)
        if was == now:
            continue
        is_sooner = not now or (bool(was) and (now - was) * faster > 0)
        place = f"{path}.{name}"
        yield _yes(place, was, now, "sooner") if is_sooner else _no(place, was, now, "later")


def _further(
    path: str, before: tuple[FurtherRule, ...], after: tuple[FurtherRule, ...], old: Rulebook, new: Rulebook
) -> Verdicts:
    former, later = {rule.key: rule for rule in before}, {rule.key: rule for rule in after}
    for key in sorted(former.keys() - later.keys()):
        yield _no(f"further.{key}", former[key].item or former[key].kind, "", "reward-gone")
    for key in sorted(later.keys() - former.keys()):
        rule = later[key]
        if rule.kind == RewardKind.GIFT:
            yield _yes(f"further.{key}", "", rule.item, "one-more-reward")
        else:
            yield _no(f"further.{key}", "", rule.kind, "takes-from-others")
    for key in sorted(former.keys() & later.keys()):
        yield from _one_further(f"further.{key}", former[key], later[key])


def _one_further(path: str, before: FurtherRule, after: FurtherRule) -> Verdicts:
    for field in fields(FurtherRule):
        was, now = getattr(before, field.name), getattr(after, field.name)
        place = f"{path}.{field.name}"
        if was == now:
            continue
        if field.name == "friends":
            yield (
                _yes(place, was, now, "fewer-friends") if now < was else _no(place, was, now, "more-friends")
            )
        elif field.name == "quantity":
            yield _yes(place, was, now, "more-gifts") if now > was else _no(place, was, now, "fewer-gifts")
        elif field.name == "item":
            yield _no(place, was, now, "another-item")
        else:
            yield _no(place, was, now, "unclear")


def _board(
    path: str, before: BoardRule | None, after: BoardRule | None, old: Rulebook, new: Rulebook
) -> Verdicts:
    if before is None or after is None or before.is_of_groups != after.is_of_groups:
        yield _no("board", "", "", "unclear")
        return
    if before.grace_days != after.grace_days:
        yield _no("board.grace_days", before.grace_days, after.grace_days, "result-later")
    if before.is_of_groups:
        yield from _seats(before, after)
        return
    kept = after.places[: len(before.places)]
    if kept != before.places:
        yield _no("board.places", "", "", "places-sealed")
    for place in after.places[len(before.places) :]:
        yield _yes(f"board.places.{place.upto}", "", place.item, "more-places")


def _seats(before: BoardRule, after: BoardRule) -> Verdicts:
    for name, was, now in (
        ("seats", before.seats, after.seats),
        ("groups", before.groups, after.groups),
    ):
        if was != now:
            place = f"board.{name}"
            yield _yes(place, was, now, "more-seats") if now > was else _no(place, was, now, "fewer-seats")
    if before.places[0].item != after.places[0].item:
        yield _no("board.item", before.places[0].item, after.places[0].item, "another-item")


_JUDGES: Mapping[str, Judge] = {
    "requires": _silent,
    "conditions": _silent,
    "any_is_enough": _silent,
    "threshold": partial(_lower, "fewer-friends", "more-friends"),
    "window_days": _window,
    "credit": _credit,
    "hold_minutes": partial(_lower, "sooner", "later"),
    "reward": _reward,
    "further": _further,
    "last_mile": _last_mile,
    "pace": _pace,
    "touch": _touch,
    "split": _split,
    "vouching": _vouching,
    "code_hours": _window,
    "prizes": _sealed_draw,
    "board": _board,
    "beacon": _sealed_draw,
    "reserve": _sealed_draw,
    "offer_hours": _offer,
    "deliver_days": partial(_lower, "sooner", "later"),
}


# --- what a friend has to do ------------------------------------------------------------------------


def _judge_needs(old: Rulebook, new: Rulebook) -> Verdicts:
    """Certificates, conditions and how many of them are needed, judged as one."""
    before, after = _needs(old), _needs(new)
    same_match = old.any_is_enough == new.any_is_enough
    if same_match and before == after:
        return
    if old.board is not None:
        yield _no("requires", "", "", "ranks-change")
        return
    if not same_match:
        yield _match(old, new, same_needs=before == after)
        return
    either = old.any_is_enough and bool(before) and bool(after)
    for name in [*before.keys(), *(name for name in after if name not in before)]:
        if before.get(name) != after.get(name):
            yield _need(name, before.get(name), after.get(name), either=either)


def _match(old: Rulebook, new: Rulebook, *, same_needs: bool) -> Verdict:
    if not same_needs:
        return _no("match", old.match, new.match, "too-much-at-once")
    if new.any_is_enough:
        return _yes("match", old.match, new.match, "one-is-enough")
    return _no("match", old.match, new.match, "all-is-needed")


def _needs(rulebook: Rulebook) -> dict[str, Condition]:
    """A name for each thing that a friend has to do; alike conditions are numbered in their order."""
    found = {
        f"requires.{level}": Condition(kind=level) for level in rulebook.requires if level != "registered"
    }
    seen = Counter[str]()
    for condition in rulebook.conditions:
        about = ":".join((condition.kind, condition.group, condition.event, condition.name))
        seen[about] += 1
        found[f"conditions.{about}.{seen[about]}"] = condition
    return found


def _need(name: str, before: Condition | None, after: Condition | None, *, either: bool) -> Verdict:
    """``either``: any one of the needs is enough, so that one more is one more way."""
    if before is None:
        return _yes(name, "", "+", "one-more-way") if either else _no(name, "", "+", "one-more-need")
    if after is None:
        return _no(name, "+", "", "one-way-less") if either else _yes(name, "+", "", "one-need-less")
    return _easier(name, before, after)


def _easier(name: str, before: Condition, after: Condition) -> Verdict:
    was = (before.days, before.count, before.value_minor)
    now = (after.days, after.count, after.value_minor)
    if all(less <= more for less, more in zip(now, was, strict=True)):
        return _yes(name, before.needed, after.needed, "asks-less")
    return _no(name, before.needed, after.needed, "asks-more")


# --- dates and words --------------------------------------------------------------------------------


def _judge_dates(old: Terms, new: Terms) -> Verdicts:
    if old.opens_at != new.opens_at:
        yield _no("opens_at", old.opens_at, new.opens_at, "opening-sealed")
    if old.closes_at != new.closes_at:
        yield _end(old, new)
    if old.settle_by != new.settle_by:
        # It is also the last day for claims: sooner, it would take away what nobody has claimed yet.
        code = "claims-end" if new.settle_by < old.settle_by else "later"
        yield _no("settle_by", old.settle_by, new.settle_by, code)


def _end(old: Terms, new: Terms) -> Verdict:
    """Everybody waits for the end of a draw or of a board; elsewhere a later end is more time."""
    waits = old.rulebook.board is not None or old.rulebook.reward.kind == RewardKind.DRAW_ENTRY
    if new.closes_at < old.closes_at:
        return _no("closes_at", old.closes_at, new.closes_at, "less-time")
    if waits:
        return _no("closes_at", old.closes_at, new.closes_at, "result-later")
    return _yes("closes_at", old.closes_at, new.closes_at, "more-time")


def _judge_texts(old: Mapping[str, Any], new: Mapping[str, Any]) -> Verdicts:
    """A translation of words that are there may come; the words themselves are part of the promise."""
    for key in sorted(old.keys() | new.keys()):
        before, after = dict(old.get(key) or {}), dict(new.get(key) or {})
        for language in sorted(before.keys() | after.keys()):
            was, now = before.get(language, ""), after.get(language, "")
            if was == now:
                continue
            place = f"texts.{key}.{language}"
            if key in FREE_TEXTS:
                yield _yes(place, was, now, "own-words")
            elif not was and any(before.values()):
                yield _yes(place, was, now, "translated")
            else:
                yield _no(place, was, now, "words-sealed")

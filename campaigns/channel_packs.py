"""Channel policy packs: what a platform forbids, refused or rewritten line by line. Pure.

A pack says what may stand on its cards; ``compile_campaign`` holds a draft against every pack of the
channels that the campaign is open to. Refused findings stop the publication; rewritten ones are told, and
the card goes out as rewritten.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.channel_rules import (
    CARD_MECHANICS,
    CARD_REWARDS,
    DISCLOSURE,
    MECHANICS,
    PARTNERSHIP,
    SHARING_DEED,
    Phrase,
    is_disclosed,
    matches,
    plain_of,
)
from campaigns.channel_words import KEY as CHANNEL_WORDS
from campaigns.channel_words import all_words
from campaigns.states import Channel, ConditionKind, PackOutcome, Tie
from campaigns.variant_rules import TEXT_NAMES

Text = str | Promise
# Fields that stand on a card, and those that only the product shows.
ON_CARD = ("title", "share")
IN_PRODUCT = ("lead", "about", *TEXT_NAMES)


@dataclass(frozen=True, kw_only=True)
class Pack:
    """``dated``: the version of the platform's own rules that it follows."""

    key: str
    channels: tuple[str, ...]
    name: Text
    version: str
    dated: date
    source: str
    mechanics: tuple[Phrase, ...] = ()
    card_mechanics: tuple[Phrase, ...] = ()
    card_rewards: tuple[Phrase, ...] = ()
    discloses: bool = False
    forbids_deeds: bool = False

    @property
    def is_neutral(self) -> bool:
        """Whether rewards are shown inside the product only: its visitors see none before they join."""
        return bool(self.card_rewards)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """``path`` points at the field: ``title.zh-hans``, ``texts.about.en``, ``rules.conditions.0.name``."""

    pack: str
    rule: str
    path: str
    line: int
    found: str
    outcome: str
    why: Text


PACKS: tuple[Pack, ...] = (
    Pack(
        key="wechat",
        channels=(Channel.WECHAT,),
        name=_("WeChat"),
        version="1",
        dated=date(2019, 10, 28),
        source="《微信外部链接内容管理规范》",
        mechanics=MECHANICS,
        card_mechanics=CARD_MECHANICS,
        card_rewards=CARD_REWARDS,
        forbids_deeds=True,
    ),
    Pack(
        key="weibo",
        channels=(Channel.WEIBO,),
        name=_("Weibo"),
        version="1",
        dated=date(2023, 5, 1),
        source="《互联网广告管理办法》第九条",
        discloses=True,
    ),
    Pack(
        key="qzone",
        channels=(Channel.QZONE,),
        name=_("QZone"),
        version="1",
        dated=date(2023, 5, 1),
        source="《互联网广告管理办法》第九条",
        mechanics=MECHANICS,
        discloses=True,
    ),
    Pack(
        key="linkedin",
        channels=(Channel.LINKEDIN,),
        name=_("LinkedIn"),
        version="1",
        dated=date(2023, 7, 26),
        source="16 CFR Part 255",
        discloses=True,
    ),
)
TIES: Mapping[str, str] = {
    Channel.WECHAT: Tie.STRONG,
    Channel.EMAIL: Tie.STRONG,
    Channel.SMS: Tie.STRONG,
    Channel.OFFLINE: Tie.STRONG,
    Channel.LINK: Tie.STRONG,
    Channel.POSTER: Tie.WEAK,
    Channel.WEIBO: Tie.WEAK,
    Channel.QZONE: Tie.WEAK,
    Channel.LINKEDIN: Tie.WEAK,
}


def pack_of(channel: str) -> Pack | None:
    return next((pack for pack in PACKS if channel in pack.channels), None)


def is_neutral(channel: str) -> bool:
    """Whether who comes through this channel is told of rewards only after joining."""
    pack = pack_of(channel)
    return pack is not None and pack.is_neutral


def pack_called(key: str) -> Pack:
    return next(pack for pack in PACKS if pack.key == key)


def compile_campaign(
    *, title: Mapping[str, str], texts: Mapping[str, Any], rules: Mapping[str, Any]
) -> list[Finding]:
    """Everything that the packs of the campaign's channels find, in reading order; refused ones first."""
    open_to = set(open_channels(rules))
    found = [
        finding
        for pack in PACKS
        if open_to & set(pack.channels)
        for finding in _held_against(pack, title, texts, rules)
    ]
    return sorted(found, key=lambda finding: finding.outcome != PackOutcome.REFUSED)


def open_channels(rules: Mapping[str, Any]) -> Sequence[str]:
    """Where it may be shared: what the rules name, all where they name none. Also of rules with mistakes."""
    named = rules.get("channels")
    if not named or not isinstance(named, list):
        return Channel.values
    return [one for one in Channel.values if one in named]


def refused(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.outcome == PackOutcome.REFUSED]


def card_text(channel: str, *, words: str, neutral: str, language: str, is_paid: bool = False) -> str:
    """What goes out on a channel: the manager's words, the neutral sentence, or the words with their tag.

    ``is_paid``: whoever passes it on gets something for that; then it says so on every channel.
    """
    pack = pack_of(channel)
    forbidden = pack.mechanics + pack.card_mechanics + pack.card_rewards if pack else ()
    text = neutral if any(_lines_with(forbidden, words)) else words
    if is_disclosed(text):
        return text
    if is_paid:
        return f"{tag_of_partners(language)} {text}"
    if pack is not None and pack.discloses:
        return f"{DISCLOSURE.get(language, DISCLOSURE['en'])} {text}"
    return text


def tag_of_partners(language: str) -> str:
    """What an ambassador's words begin with."""
    return PARTNERSHIP.get(language, PARTNERSHIP["en"])


def held_against_words(words: str, *, channels: Sequence[str], is_paid: bool) -> list[Finding]:
    """What the packs of these channels refuse in words that somebody sends along; paid ones must say so."""
    found = []
    if is_paid and not is_disclosed(words):
        found.append(
            Finding(
                pack="partners",
                rule="disclosure",
                path="words",
                line=1,
                found="",
                outcome=PackOutcome.REFUSED,
                why=_("does not say that it is advertising"),
            )
        )
    for pack in PACKS:
        if set(pack.channels) & set(channels):
            found += refused([*_of_text(pack, "words", words, is_on_card=True)])
    return found


def _held_against(
    pack: Pack, title: Mapping[str, str], texts: Mapping[str, Any], rules: Mapping[str, Any]
) -> Iterator[Finding]:
    fields = {"title": title, **{key: texts.get(key) or {} for key in (*ON_CARD[1:], *IN_PRODUCT)}}
    for name, languages in fields.items():
        for language, text in languages.items() if isinstance(languages, Mapping) else ():
            path = f"{name}.{language}" if name == "title" else f"texts.{name}.{language}"
            yield from _of_text(pack, path, str(text), is_on_card=name in ON_CARD)
            if name == "share" and pack.discloses and text and not is_disclosed(str(text)):
                yield _untagged(pack, path)
    yield from _of_own_words(pack, texts)
    if pack.forbids_deeds:
        yield from _of_deeds(pack, rules.get("conditions"))


def _of_own_words(pack: Pack, texts: Mapping[str, Any]) -> Iterator[Finding]:
    """Words for this platform alone all go out there: nothing of them is mended but a missing tag."""
    for channel, part, language, words in all_words(texts):
        if channel not in pack.channels:
            continue
        path = f"texts.{CHANNEL_WORDS}.{channel}.{part}.{language}"
        for finding in _of_text(pack, path, words, is_on_card=True):
            yield replace(finding, outcome=PackOutcome.REFUSED)
        if part == "share" and pack.discloses and not is_disclosed(words):
            yield _untagged(pack, path)


def _untagged(pack: Pack, path: str) -> Finding:
    return Finding(
        pack=pack.key,
        rule="disclosure",
        path=path,
        line=1,
        found="",
        outcome=PackOutcome.REWRITTEN,
        why=_("gets the tag that says it is advertising"),
    )


def _of_text(pack: Pack, path: str, text: str, *, is_on_card: bool) -> Iterator[Finding]:
    wrong = pack.mechanics + (pack.card_mechanics if is_on_card else ())
    for number, phrase, found in _lines_with(wrong, text):
        yield Finding(
            pack=pack.key,
            rule=phrase.key,
            path=path,
            line=number,
            found=found,
            outcome=PackOutcome.REFUSED,
            why=phrase.why,
        )
    # The words that go along are replaced by the neutral ones; a title stands everywhere as it is.
    mended = PackOutcome.REFUSED if path.startswith("title.") else PackOutcome.REWRITTEN
    for number, phrase, found in _lines_with(pack.card_rewards, text) if is_on_card else ():
        yield Finding(
            pack=pack.key,
            rule=phrase.key,
            path=path,
            line=number,
            found=found,
            outcome=mended,
            why=phrase.why,
        )


def _of_deeds(pack: Pack, conditions: object) -> Iterator[Finding]:
    for place, condition in enumerate(conditions if isinstance(conditions, list) else ()):
        if not isinstance(condition, Mapping) or condition.get("kind") != ConditionKind.EVENT:
            continue
        found = SHARING_DEED.search(plain_of(str(condition.get("name", ""))))
        if found:
            yield Finding(
                pack=pack.key,
                rule="deed-of-sharing",
                path=f"rules.conditions.{place}.name",
                line=1,
                found=found.group(0),
                outcome=PackOutcome.REFUSED,
                why=_("counts a share as the deed that is rewarded"),
            )


def _lines_with(phrases: tuple[Phrase, ...], text: str) -> Iterator[tuple[int, Phrase, str]]:
    for number, line in enumerate(text.splitlines() or [""], start=1):
        for phrase, found in matches(phrases, line):
            yield number, phrase, found

"""Words and mechanics that platforms forbid, as patterns over texts with their disguises taken off. Pure.

Sources: WeChat, 《微信外部链接内容管理规范》, in force since 2019-10-28
(weixin.qq.com/cgi-bin/readtemplate?t=weixin_external_links_content_management_specification), read through
copies in the press (2026-11). Weibo: 《互联网广告管理办法》, order 72 of the market regulator, in force since
2023-05-01, article 9: an advertisement must be recognisable as one. QZone belongs to the house that made
WeChat's rules, so its mechanics are held against the same ones. LinkedIn: 16 CFR 255.5, as revised on
2023-07-26: a tie between who recommends and the seller is to be disclosed.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# A talk is no share: 分享会, 分享人.
_SHARE = (
    r"(?:分享(?!会|人|者|嘉宾|主题|沙龙|课)|转发|轉發|转给|转到|发到|发送给|发送到|发朋友圈|晒朋友圈|晒圈|推荐给|扩散|群发|发圈|转一转|"
    r"(?:链接|海报|二维码|口令).{0,3}(?:发给|发到|发出))"
)
_INVITE = (
    r"(?:邀请|邀|拉|带|喊|叫)(?:\d+|[一二两三四五六七八九十几]|新)?(?:位|个|名)?(?:新)?(?:好友|朋友|人|用户)"
)
_GET = (
    r"(?:领|赚|得(?!空|体|闲)|送(?!别|行|客|老师)|赢|抽|拿|换(?!衣|鞋|车)|享(?!受)|返|奖|红包|现金|优惠|免费|免单|解锁|"
    r"有礼|有奖|瓜分)"
)
_GOODS = (
    r"(?:红包|现金|优惠券|代金券|购物券|话费|流量包|抽奖|大奖|奖品|奖金|中奖|礼品|礼物|礼包|福利|有礼|"
    r"瓜分|免费领|免费送|免费得|免单|积分|返现|赠品|白拿)"
)
_EN_SHARE = (
    r"\b(?:shar(?:e|es|ing)|forward(?:s|ing)?|re-?post(?:s|ing)?|retweet(?:s|ing)?|post (?:this|it))\b"
)
_EN_GET = (
    r"(?:\b(?:win|wins|earn|earns|receive|claim|unlock|reward|prize|coupon|cash|money|free|gift|draw)\b"
    r"|\b(?:send|give)s? you\b"
    r"|\bgets?\b(?! (?:up|together|to|there|home|in touch|going|off|on|out)\b))"
)
_EN_GOODS = (
    r"\b(?:win|prizes?|coupons?|vouchers?|cash|red packets?|freebies?|free gifts?|gifts?|rewards?|lottery|"
    r"raffle|giveaway|bonus|points)\b"
)


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """``chinese`` is held against the text without spaces and signs, ``english`` against its words."""

    key: str
    chinese: re.Pattern[str]
    english: re.Pattern[str]
    why: str | Promise


def _phrase(key: str, chinese: str, english: str, why: str | Promise) -> Phrase:
    return Phrase(key=key, chinese=re.compile(chinese), english=re.compile(english), why=why)


MECHANICS = (
    _phrase(
        "odds-by-sharing",
        rf"(?:{_SHARE}|{_INVITE}).{{0,12}}(?:几率|概率|机会|中奖率|次数|运气).{{0,4}}(?:提高|提升|增加|翻倍|加倍|更大|更多|\+)"
        rf"|(?:提高|增加|提升).{{0,4}}(?:中奖|抽奖).{{0,12}}(?:{_SHARE})",
        rf"(?:{_EN_SHARE}).{{0,40}}\b(?:odds|chances?|more entries|more tickets)\b"
        rf"|\b(?:odds|chances?)\b.{{0,30}}(?:{_EN_SHARE})",
        _("claims that sharing raises the odds"),
    ),
    _phrase(
        "reward-for-sharing",
        rf"{_SHARE}.{{0,14}}{_GET}|{_GET}.{{0,6}}(?:需|请|先|要|就).{{0,4}}{_SHARE}|凭(?:分享|转发)",
        rf"(?:{_EN_SHARE}).{{0,40}}{_EN_GET}"
        rf"|{_EN_GET}.{{0,30}}\b(?:by|for|when you|if you|once you)\b.{{0,10}}(?:{_EN_SHARE})",
        _("rewards the sharing itself"),
    ),
    _phrase(
        "help-me",
        r"助力|助攻|帮(?:忙|我)?投(?:我)?一?票|助我|点亮.{0,6}(?:头像|好友)|帮我砍|砍价|砍一刀|帮砍|帮我点|帮忙点|帮点一下|帮我加速|好友加速|好友协助"
        r"|帮拆|帮抢|集赞|攒赞|点赞(?:满|换|赢|得|领)|集卡|拆红包|拼手气",
        r"\bhelp me (?:cut|unlock|win|get)\b|\bvote for me\b|\b(?:cut|slash|knock down) (?:the|my) price\b"
        r"|\bcollect(?:ing)? \d* ?likes\b"
        r"|\blikes? to (?:win|get)\b|\bboost (?:me|my)\b",
        _("lets friends help, bargain, speed up or collect likes"),
    ),
    _phrase(
        "forced-sharing",
        rf"{_SHARE}(?:后|才|方可|之后)(?:.{{0,4}})(?:看|查看|继续|参与|参加|继续阅读|可见)|不转不是|不转发?就|必转|转疯了|(?:分享|转发)(?:到|至)?\d+个群",
        r"\b(?:share|forward|repost)\b.{0,20}\b(?:to (?:see|continue|read|unlock|view|enter|take part))\b"
        r"|\b(?:share|forward|repost)\b.{0,30}\bor\b.{0,24}\b(?:bad luck|curse[ds]?)\b"
        r"|\bmust (?:share|forward|repost)\b|\bshare (?:it )?(?:to|with|in) \d+ groups\b",
        _("makes people share before they may go on"),
    ),
)
# On what is passed on, not only in the product.
CARD_MECHANICS = (
    _phrase(
        "reward-for-inviting",
        rf"{_INVITE}.{{0,14}}{_GET}|(?:邀请|邀|拉|带)(?:得|的人|人)?越多|(?:邀友|老带新|拉新|呼朋(?:唤|引)友).{{0,10}}{_GET}",
        r"(?:\binvit(?:e|es|ing)\b|\b(?:tell|tag|refer|bring)\b.{0,12}\bfriends?\b)"
        rf".{{0,40}}{_EN_GET}",
        _("promises something for inviting, on the card that is passed on"),
    ),
)
CARD_REWARDS = (
    _phrase(
        "reward-on-card",
        _GOODS,
        _EN_GOODS,
        _("names a reward on the card; it is shown inside the product only"),
    ),
)
_DISCLOSED = re.compile(r"广告|推广|(?<![a-z])#?ad(?![a-z])|sponsored|advertisement")
_SIGNS = re.compile(r"[^\w+]|_")
# Reported deeds that would reward the sharing itself.
SHARING_DEED = re.compile(r"share|forward|re-?post|retweet|like|moment|分享|转发|点赞|朋友圈")


def matches(phrases: tuple[Phrase, ...], line: str) -> Iterator[tuple[Phrase, str]]:
    """(phrase, what was found), at most one per phrase."""
    plain = plain_of(line)
    dense = _SIGNS.sub("", plain)
    for phrase in phrases:
        found = phrase.chinese.search(dense) or phrase.english.search(plain)
        if found:
            yield phrase, found.group(0)


def is_disclosed(text: str) -> bool:
    """Whether the text says itself that it is advertising."""
    return bool(_DISCLOSED.search(plain_of(text)))


def plain_of(text: str) -> str:
    """Full-width letters, invisible characters and capitals are no disguise."""
    flat = unicodedata.normalize("NFKC", text)
    seen = "".join(each for each in flat if unicodedata.category(each) not in ("Cf", "Mn"))
    return " ".join(seen.lower().split())


DISCLOSURE: Mapping[str, str] = {"en": "#ad", "zh-hans": "#广告#"}
# Of somebody who gets something for it: 《互联网广告管理办法》 article 9 asks for the word itself (广告);
# 16 CFR 255.5 for the tie to the seller.
PARTNERSHIP: Mapping[str, str] = {"en": "#ad #partner", "zh-hans": "#广告# #合作#"}

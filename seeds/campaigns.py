"""What the demo's campaigns say and promise."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from campaigns.rulebook import DEFAULT_RULES
from common.texts import Texts

SPRING_TITLE: Texts = {"en": "Spring outing on sunny days", "zh-hans": "晴天去春游"}
SPRING_TEXTS: Mapping[str, Texts] = {
    "lead": {
        "en": "Three friends join and verify their names, and you are in the draw for the outing's gifts.",
        "zh-hans": "三位好友加入并完成实名认证，您就能参加春游礼物抽奖。",
    },
    "about": {
        "en": "Sports shoes for the hills, cups for the tea afterwards. The outing is open to everybody.",
        "zh-hans": "登山的运动鞋，歇脚喝茶的杯子。春游本身人人都能参加。",
    },
}
CUPS_TITLE: Texts = {"en": "A cup for a good introduction", "zh-hans": "好介绍，送杯子"}
CUPS_TEXTS: Mapping[str, Texts] = {
    "lead": {
        "en": "Introduce one colleague who verifies their name, and a cup is yours while stocks last.",
        "zh-hans": "介绍一位完成实名认证的同事，就送您一只杯子，送完即止。",
    },
}
AUTUMN_TITLE: Texts = {"en": "Autumn reading circle", "zh-hans": "秋日读书会"}
AUTUMN_TEXTS: Mapping[str, Texts] = {
    "lead": {
        "en": "Two friends for the reading circle, one entry in the draw for five books.",
        "zh-hans": "邀请两位好友加入读书会，参加五本书的抽奖。",
    },
}
WINTER_TITLE: Texts = {"en": "Winter card evening", "zh-hans": "冬夜牌局"}
WINTER_TEXTS: Mapping[str, Texts] = {
    "lead": {"en": "Bring two friends to the card evening.", "zh-hans": "带两位好友来打牌。"},
}
PAUSED_TITLE: Texts = {"en": "Karaoke night", "zh-hans": "欢唱之夜"}
PAUSED_REASON = "The venue is being changed. 场地正在更换。"
DRAFT_TITLE: Texts = {"en": "Summer rowing (draft)", "zh-hans": "夏日划船（草稿）"}


def draw_rules(
    prizes: Mapping[str, tuple[Any, int]], *, threshold: int, beacon: str = "none"
) -> dict[str, Any]:
    """``prizes``: key to (item, quantity), in the order in which they are drawn."""
    rules: dict[str, Any] = deepcopy(dict(DEFAULT_RULES))
    rules["threshold"] = threshold
    rules["draw"] = {
        "prizes": [
            {"key": key, "item": item.public_id, "quantity": quantity}
            for key, (item, quantity) in prizes.items()
        ],
        "beacon": beacon,
        "reserve": 50,
    }
    return rules


def gift_rule(key: str, *, whom: str, item: Any, quantity: int, friends: int = 0) -> dict[str, Any]:
    """A gift beside the main reward."""
    rule = {"key": key, "whom": whom, "kind": "gift", "item": item.public_id, "quantity": quantity}
    return rule | ({"friends": friends} if friends else {})


def gift_rules(item: Any, *, quantity: int, threshold: int) -> dict[str, Any]:
    """One gift each, while stocks last."""
    rules = draw_rules({}, threshold=threshold)
    del rules["draw"]
    rules["reward"] = {
        "kind": "gift",
        "item": item.public_id,
        "quantity": quantity,
        "per_threshold": False,
        "max_per_member": 1,
    }
    return rules

"""The rituals that every new group finds ready: one of them on, the others for its stewards to switch on."""

from datetime import time

from groups.ritual_rules import RitualInput
from groups.ritual_states import RitualKind

_SATURDAY_AND_SUNDAY = 0b110_0000

READY = (
    RitualInput(
        kind=RitualKind.DEEDS,
        title={"en": "Three good deeds and one habit", "zh-hans": "三件好事，一个习惯"},
        question={
            "en": "What good did you do today? One line is enough. Which habit would you like to change?",
            "zh-hans": "今天做了哪些好事？写一句也好。有什么习惯想改一改？",
        },
        local_time=time(8, 0),
    ),
    RitualInput(
        kind=RitualKind.TOPIC,
        title={"en": "Topic of the day", "zh-hans": "今日话题"},
        question={
            "en": "What surprised you in your work this week?",
            "zh-hans": "这周工作里有什么让你意外的事？",
        },
        weekdays=0b001_1111,
        local_time=time(12, 30),
        answer_first=True,
        is_on=False,
    ),
    RitualInput(
        kind=RitualKind.WEEKEND,
        title={"en": "Have you taken your weekend photos?", "zh-hans": "周末照片拍了吗？"},
        question={
            "en": "Tell us about one picture of your weekend: where, who, what happened just before?",
            "zh-hans": "说说周末的一张照片：在哪里、和谁、按下快门前发生了什么？",
        },
        weekdays=_SATURDAY_AND_SUNDAY,
        local_time=time(16, 0),
        is_on=False,
    ),
    RitualInput(
        kind=RitualKind.QUESTION,
        title={"en": "Question of the week", "zh-hans": "一周一问"},
        question={
            "en": "Whom would you like to thank this week, and for what?",
            "zh-hans": "这周你最想感谢谁，为什么？",
        },
        weekdays=0b001_0000,
        local_time=time(18, 0),
        is_on=False,
    ),
)

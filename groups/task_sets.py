"""Ready tasks that a host picks from, in both languages. A key stays for good: done tasks name it."""

from collections.abc import Mapping
from dataclasses import dataclass

from groups.task_states import TaskNeed


@dataclass(frozen=True, kw_only=True)
class ReadyTask:
    title: Mapping[str, str]
    text: Mapping[str, str]
    need: str


READY: Mapping[str, ReadyTask] = {
    "names": ReadyTask(
        title={"en": "All the names", "zh-hans": "记住每个名字"},
        text={
            "en": "Everybody in the team says the names of all the others, and one thing each of them likes.",
            "zh-hans": "队里每个人都说出其他所有人的名字，以及每个人喜欢的一件事。",
        },
        need=TaskNeed.TEAMMATES,
    ),
    "in-common": ReadyTask(
        title={"en": "Three things in common", "zh-hans": "三个共同点"},
        text={
            "en": "Find three things that all of you have in common and that nobody can see.",
            "zh-hans": "找出三个你们所有人都有、又看不出来的共同点。",
        },
        need=TaskNeed.TEAMMATES,
    ),
    "other-trade": ReadyTask(
        title={"en": "A day in another line of work", "zh-hans": "另一行的一天"},
        text={
            "en": "Each of you tells what an ordinary working day is like. The others ask one question.",
            "zh-hans": "每个人讲讲自己平常的一个工作日，其他人各问一个问题。",
        },
        need=TaskNeed.TEAMMATES,
    ),
    "good-deed": ReadyTask(
        title={"en": "A good deed on the spot", "zh-hans": "现场做一件好事"},
        text={
            "en": "Do something good for somebody here who is not in your team.",
            "zh-hans": "为现场不在你们队里的人做一件好事。",
        },
        need=TaskNeed.TEAMMATES,
    ),
    "other-team": ReadyTask(
        title={"en": "Meet another team", "zh-hans": "认识另一队"},
        text={
            "en": "Get to know another team. They tell you their letters when you know their names.",
            "zh-hans": "去认识另一队的人。等你们叫得出他们的名字，他们会告诉你们口令。",
        },
        need=TaskNeed.PEERS,
    ),
    "swap-songs": ReadyTask(
        title={"en": "A song for another team", "zh-hans": "给另一队唱首歌"},
        text={
            "en": "Sing or play something for another team. They thank you with their letters.",
            "zh-hans": "给另一队唱一首歌或演一段，他们会用口令谢谢你们。",
        },
        need=TaskNeed.PEERS,
    ),
}

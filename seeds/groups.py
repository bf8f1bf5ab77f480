"""The demo community's first group: its rituals, and a few days of answers."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from common.clock import db_now
from groups import operations as groups
from groups import queries
from groups.operations import Deeds, GroupInput, RitualInput
from outbox.testing import run_jobs

NAME = {"en": "Three good deeds", "zh-hans": "三件好事"}
PURPOSE = {
    "en": "Every day a good deed or three, and one habit that we would like to change.",
    "zh-hans": "每天做几件好事，改一个习惯。",
}
TOPIC = RitualInput(
    kind="topic",
    title={"en": "Topic of the day", "zh-hans": "今日话题"},
    question={
        "en": "What surprised you in your work this week?",
        "zh-hans": "这周工作里有什么让你意外的事？",
    },
    answer_first=True,
)
# (good deeds, habit), in the order in which people answer.
DEEDS = (
    (("给邻居送了一把青菜", "帮同事看了合同", "早起跑了三公里"), "睡前刷手机"),
    (("Carried a stroller down the stairs", "Called my grandmother"), "Answering mail at dinner"),
    (("把工位借给了出差的同事",), ""),
    (("捡到一张公交卡，交给了司机", "教爸爸用视频通话"), "开会总迟到两分钟"),
)
STARS = (
    ("给小公司做财务，像帮人收拾抽屉", "数字对上的那一刻很踏实", "楼下的桂花开了", "报税、发票", "怎么养猫"),
    ("I repair old bicycles after work", "", "Rain that stops at six", "Anything with two wheels", "Cooking"),
)
WELCOME = "欢迎大家！写一句就好，不必写满三件。 One line is enough."

DaysAgo = Callable[[int], AbstractContextManager[None]]


def meet(steward: Any, fellows: list[Any], *, days_ago: DaysAgo) -> None:
    """Found the group some days ago, and answer what it has asked since."""
    with days_ago(5):
        given = GroupInput(name=NAME, purpose=PURPOSE, visibility="public")
        made = groups.found_group(actor=steward, given=given, now=db_now())
        run_jobs()
        topic = next(one for one in queries.rituals_of(group=made) if one.kind == TOPIC.kind)
        groups.change_ritual(actor=steward, public_id=topic.public_id, given=TOPIC, now=db_now())
        groups.write_post(actor=steward, group_id=made.pk, body=WELCOME, kind="announcement", now=db_now())
        for fellow in fellows:
            groups.join_group(actor=fellow, group_id=made.pk, now=db_now())
        groups.switch_stars(actor=steward, group_id=made.pk, is_on=True)
    for day in (4, 3, 2, 1, 0):
        with days_ago(day):
            groups.keep_stars(now=db_now())
            _be_star(fellows)
            groups.open_prompts(now=db_now())
            _answer(made, fellows[day % 2 :])
            run_jobs()


def _be_star(people: list[Any]) -> None:
    """Whoever is asked tells their few lines; the others have not answered yet."""
    for who, words in zip(people, STARS, strict=False):
        for star in queries.stars_waiting_for(who):
            given: Any = {"actor": who, "public_id": star.public_id, "now": db_now()}
            if star.state == "asked":
                groups.answer_star(**given, answer="interview")
            star = groups.write_star_words(**given, answers=list(words))
            groups.approve_star_words(**given, body=star.draft)


def _answer(made: Any, people: list[Any]) -> None:
    """Each of them answers the good deeds that are open; the topic waits for whoever looks."""
    for who, (done, habit) in zip(people, DEEDS, strict=False):
        for shown in queries.open_prompts_of(group=made, viewer=who, now=db_now()):
            if shown.prompt.kind == "deeds" and not shown.mine:
                groups.answer_prompt(
                    actor=who,
                    public_id=shown.prompt.public_id,
                    deeds=Deeds(done=done, habit=habit),
                    now=db_now(),
                )

from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client

from common.clock import db_now, zone_of
from common.errors import NotFound
from common.search import read_query
from groups import errors, operations, queries, ritual_rules
from groups.models import Group, Post, Prompt, PromptAnswer, Ritual
from groups.operations import Deeds
from groups.operations.prompts import forget_answers
from groups.ritual_kinds import prompts_card
from groups.ritual_states import RitualKind
from groups.search import find_posts
from tests.factories import rituals
from tests.factories.groups import group, member, steward_of
from tests.factories.rituals import ritual

pytestmark = pytest.mark.django_db


def opened(made: Group, *, kind: str = RitualKind.TOPIC, answer_first: bool = True, **columns) -> Prompt:
    mine = ritual(made, kind=kind, answer_first=answer_first)
    return rituals.opened(made, of=mine, closes_at=db_now() + timedelta(hours=20), **columns)


def answer(prompt: Prompt, who, body: str = "Rain", *, now: datetime | None = None, **given) -> Post:
    return operations.answer_prompt(
        actor=who, public_id=prompt.public_id, body=body, now=now or db_now(), **given
    )


def sees(viewer, post: Post) -> bool:
    return queries.is_readable(Post.objects.select_related("group").get(pk=post.pk), viewer)


def test_others_answers_wait_for_ones_own_everywhere() -> None:
    quick, slow = member(), member()
    made = group(quick, slow)
    prompt = opened(made)
    post = answer(prompt, quick, "Camels are tall")

    def places(who) -> list[bool]:
        _pinned, board, _next = queries.board_of(group=made, viewer=who)
        hits = find_posts(who, read_query("Camels"), None, 10).items
        pair = queries.readable_pairs(posts=queries.posts_by_id([post.pk]), pairs=[(post.pk, who.pk)])
        page = queries.answers_to(prompt=prompt, viewer=who)
        return [sees(who, post), bool(board), bool(hits), bool(pair), bool(page)]

    assert [places(who) for who in (quick, slow, steward_of(made))] == [[True] * 5, [False] * 5, [False] * 5]
    with pytest.raises(NotFound):
        operations.comment(actor=slow, public_id=post.public_id, body="Really?", now=db_now())
    answer(prompt, slow)
    assert places(slow) == [True] * 5


def test_after_noon_of_the_next_day_everything_shows() -> None:
    quick, slow = member(), member()
    made = group(quick, slow)
    post = answer(opened(made), quick)
    Post.objects.update(veiled_until=db_now() - timedelta(seconds=1))
    assert sees(slow, post)
    assert not sees(member(), post)


def test_one_answer_per_member_and_day_however_often() -> None:
    who = member()
    made = group(who)
    prompt = opened(made)
    first = answer(prompt, who, "One")
    assert answer(prompt, who, "Two") == first
    prompt.refresh_from_db()
    assert (prompt.answer_count, Post.objects.count(), Post.objects.get().body) == (1, 1, "One")


def test_yesterday_is_made_up_for_until_noon_wherever_one_is() -> None:
    traveller, home = member(time_zone="America/Los_Angeles"), member(time_zone="Asia/Shanghai")
    made = group(traveller, home)
    day = date(2026, 4, 2)
    prompt = opened(made, local_date=day)
    noon = ritual_rules.open_until(day, zone_of("Asia/Shanghai"))
    with pytest.raises(errors.PromptOver):
        answer(prompt, home, now=noon)
    assert not PromptAnswer.objects.exists()
    answer(prompt, home, now=noon - timedelta(minutes=1))
    answer(prompt, traveller, now=noon)
    assert list(PromptAnswer.objects.order_by("pk").values_list("made_up", flat=True)) == [True, False]
    with pytest.raises(errors.PromptOver):
        answer(prompt, steward_of(made), now=noon + timedelta(hours=30))


def test_good_deeds_and_a_habit_become_one_post() -> None:
    who = member()
    made = group(who)
    prompt = opened(made, kind=RitualKind.DEEDS, answer_first=False)
    deeds = Deeds(done=("Carried a bag", " ", "Called my aunt"), habit="Going to bed late")
    post = answer(prompt, who, "", deeds=deeds)
    assert post.body.splitlines() == [
        "1. Carried a bag",
        "2. Called my aunt",
        "A habit to change: Going to bed late",
    ]
    assert sees(steward_of(made), post)


@pytest.mark.parametrize(
    ("deeds", "refusal"),
    [(Deeds(), errors.WordsMissing), (Deeds(done=("x" * 301,)), errors.TextTooLong)],
)
def test_deeds_that_are_none_or_too_long(deeds: Deeds, refusal) -> None:
    who = member()
    prompt = opened(group(who), kind=RitualKind.DEEDS)
    with pytest.raises(refusal):
        answer(prompt, who, deeds=deeds)
    assert not Post.objects.exists()


def test_a_days_post_is_not_written_by_another_door() -> None:
    who = member()
    made = group(who)
    with pytest.raises(errors.UnknownChoice):
        operations.write_post(actor=who, group_id=made.pk, body="Hm", kind="prompt", now=db_now())
    with pytest.raises(NotFound):
        answer(opened(made), member())


def test_the_rhythm_belongs_to_the_group_and_a_dot_survives_whoever_leaves() -> None:
    people = [member() for _n in range(3)]
    made = group(*people)
    prompt = opened(made)
    for who in people:
        answer(prompt, who)
    forget_answers(member_id=people[0].pk)
    today = {
        who: queries.rhythm_of(group=made, viewer=who, now=db_now())[-1]
        for who in (people[1], steward_of(made))
    }
    assert [(dot.level, dot.answers, dot.is_mine) for dot in today.values()] == [(2, 3, True), (2, 3, False)]


def test_the_today_card_is_there_until_one_has_answered() -> None:
    who = member()
    made = group(who)
    prompt = opened(made)
    card = prompts_card(who)
    assert card is not None and card["prompts"] == [prompt]
    assert prompts_card(member()) is None
    answer(prompt, who)
    assert prompts_card(who) is None


def test_a_day_on_its_page_and_through_the_api() -> None:
    who, fellow = member(), member()
    made = group(who, fellow)
    prompt = opened(made, kind=RitualKind.DEEDS)
    answer(prompt, fellow, "", deeds=Deeds(done=("Fed the cat",)))
    client = Client()
    client.force_login(who)
    address = f"/prompts/{prompt.public_id}/"
    page = client.get(address).content.decode()
    assert ["Fed the cat" in page, "deed_3" in page, 'name="body"' in page] == [False, True, False]
    detail = client.get(f"/api/v1{address}").json()
    assert (detail["hidden_until_answered"], detail["items"]) == (True, [])
    assert client.post(address, {"deed_1": "Swept the stairs"}).status_code == 303
    page = client.get(address).content.decode()
    assert ["Fed the cat" in page, "Swept the stairs" in page, "deed_1" in page] == [True, True, False]
    detail = client.get(f"/api/v1{address}").json()
    assert (len(detail["items"]), detail["answered"]) == (2, True)
    rhythm = client.get(f"/api/v1/groups/{made.public_id}/rhythm/").json()
    assert rhythm["rhythm"][-1]["answers"] == 2


def test_stewards_set_up_rituals_on_pages_and_through_the_api() -> None:
    who = member()
    made = group(who)
    client = Client()
    client.force_login(steward_of(made))
    form = {
        "title_en": "Song",
        "kind": "question",
        "weekdays": ["0", "6"],
        "local_time": "07:30",
        "is_on": "on",
    }
    assert client.post(f"/groups/{made.public_id}/rituals/new/", form).status_code == 303
    mine = Ritual.objects.get()
    assert (mine.weekdays, mine.local_time, mine.is_on) == (0b100_0001, time(7, 30), True)
    page = client.get(f"/rituals/{mine.public_id}/").content.decode()
    assert "Song" in page and "07:30" in page
    client.post(f"/rituals/{mine.public_id}/", {**form, "is_on": "", "title_en": "A song"})
    mine.refresh_from_db()
    assert (mine.is_on, mine.title) == (False, {"en": "A song"})
    tomorrow = f"{db_now() + timedelta(days=1):%Y-%m-%d}"
    client.post(f"/groups/{made.public_id}/rest-days/", {"on": tomorrow, "rests": "on"})
    assert made.rest_days.count() == 1
    assert client.get(f"/groups/{made.public_id}/rest-days/").status_code == 200
    client.force_login(who)
    assert client.get(f"/groups/{made.public_id}/rituals/").status_code == 200
    assert client.get(f"/rituals/{mine.public_id}/").status_code == 404
    listed = client.get(f"/api/v1/groups/{made.public_id}/rituals/").json()["items"]
    assert [one["public_id"] for one in listed] == [mine.public_id]

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from common.errors import NotFound
from groups import errors, operations, queries
from groups.models import Attendance, Event, Feedback, Post, Recap, TeamTask
from groups.operations.recaps import let_go_of_feedback
from groups.recap_rules import Marks, summary
from groups.web.recaps import draft_words
from tests.factories.door import let_in, over, tickets
from tests.factories.events import answer, world
from tests.factories.groups import member
from tests.groups.test_pages import signed_in
from tests.groups.test_team_tasks import claim, confirm, playing

pytestmark = pytest.mark.django_db

YES, NO = 3, 1


def marks(**given: int) -> Marks:
    return Marks(**{"met": YES, "enjoyed": YES, "again": YES, **given})


def an_evening(people: int = 3) -> tuple[Event, list[Any]]:
    """Everybody was let in, and it is over."""
    made, members = world(people)
    for who in members:
        answer(made, who)
        let_in(made, tickets(made, who)[0])
    over(made)
    made.refresh_from_db()
    return made, members


def tell(made: Event, **given: Any) -> Recap:
    columns: dict[str, Any] = {"actor": made.host, "body": "We laughed a lot.", "now": made.ends_at, **given}
    return operations.publish_recap(event_id=made.pk, **columns)


def feedback(made: Event, who, now=None, **given: int) -> Feedback:
    when = now or made.ends_at
    return operations.give_feedback(actor=who, event_id=made.pk, marks=marks(**given), now=when)


def test_a_host_tells_once_on_the_groups_board_and_the_event_is_told() -> None:
    made, (a, _b, _c) = an_evening()
    first = tell(made)
    again = tell(made, body="Other words")
    made.refresh_from_db()
    assert (first.pk, made.state, first.post.kind, first.post.audience) == (again.pk, "recapped", "recap", 20)
    assert Post.objects.get().body == "We laughed a lot."
    page = signed_in(a).get(f"/groups/{made.group.public_id}/board/").content.decode()
    assert "We laughed a lot." in page


def test_nobody_else_tells_and_nothing_is_told_before_it_is_over() -> None:
    made, (a, _b, _c) = an_evening()
    with pytest.raises(NotFound):
        tell(made, actor=a)
    with pytest.raises(errors.WordsMissing):
        tell(made, body="  ")
    early, _people = world(1)
    with pytest.raises(errors.NotOverYet):
        tell(early, actor=early.host)
    assert not Post.objects.exists()


def test_nobody_puts_up_a_recap_by_choosing_so() -> None:
    made, (a, _b, _c) = an_evening()
    with pytest.raises(errors.UnknownChoice):
        operations.write_post(actor=a, group_id=made.group_id, body="x", kind="recap", now=made.ends_at)


def test_the_draft_tells_who_came_and_what_was_done_and_names_nobody() -> None:
    made, (a, b, c), cards = playing()
    for who in (a, b):
        let_in(made, tickets(made, who)[0])
    claim(cards["names"], a)
    confirm(cards["names"], b)
    confirm(cards["names"], c)
    with translation.override("zh-hans"):
        words = draft_words(made)
    assert ("2" in words, "记住每个名字" in words, TeamTask.objects.get().state) == (True, True, "done")
    assert not any(who.display_name in words for who in (a, b, c))


def test_whoever_came_says_in_three_taps_and_may_say_it_anew() -> None:
    made, (a, _b, _c) = an_evening()
    feedback(made, a)
    feedback(made, a, again=NO)
    assert (Feedback.objects.get().again, Feedback.objects.count()) == (NO, 1)
    with pytest.raises(errors.UnknownChoice):
        feedback(made, a, met=4)


def test_whoever_was_not_seen_is_not_asked_nor_anybody_too_early_or_too_late() -> None:
    made, (a, b, _c) = an_evening()
    Attendance.objects.filter(rsvp__member=b).delete()
    with pytest.raises(errors.NotSeenThere):
        feedback(made, b)
    with pytest.raises(errors.TooLateForFeedback):
        feedback(made, a, now=made.ends_at + timedelta(days=14))
    with pytest.raises(NotFound):
        feedback(made, member())
    early, (early_bird,) = world(1)
    answer(early, early_bird)
    with pytest.raises(errors.NotOverYet):
        feedback(early, early_bird)
    assert not Feedback.objects.exists()


def test_fewer_than_three_answers_are_no_sum() -> None:
    assert summary([marks(), marks()]) is None
    found = summary([marks(), marks(met=2), marks(again=NO)])
    assert found is not None
    assert (found.answers, found.met, found.enjoyed, found.again) == (3, 2, 3, 2)


def test_the_host_reads_sums_only_and_taps_go_with_the_member() -> None:
    made, people = an_evening()
    for who in people[:2]:
        feedback(made, who)
    desk, page = signed_in(made.host), f"/events/{made.public_id}/recap/"
    assert "Shown as sums once" in desk.get(page).content.decode()
    feedback(made, people[2], enjoyed=NO)
    assert "2/3" in desk.get(page).content.decode()
    let_go_of_feedback(people[2].pk, made.ends_at)
    assert queries.feedback_summary(made) is None


def just_over(made: Event) -> None:
    from common.clock import db_now

    now = db_now()
    Event.objects.filter(pk=made.pk).update(starts_at=now - timedelta(hours=3), ends_at=now)


def test_pages_from_the_draft_to_the_board_and_the_taps() -> None:
    made, (a, b, c) = an_evening()
    just_over(made)
    address = f"/events/{made.public_id}/"
    desk, guest = signed_in(made.host), signed_in(a)
    assert "3 of us were there." in desk.get(f"{address}recap/").content.decode()
    assert guest.get(f"{address}recap/").status_code == 404
    told = desk.post(f"{address}recap/", {"body": "A good evening"})["Location"]
    assert "A good evening" in guest.get(told).content.decode()
    assert told in guest.get(address).content.decode()
    assert guest.post(f"{address}feedback/", {"met": 3, "enjoyed": 3}).status_code == 422
    assert guest.post(f"{address}feedback/", {"met": 3, "enjoyed": 3, "again": 2})["Location"] == address
    assert (Feedback.objects.get().member, b.pk == c.pk) == (a, False)


def test_programs_tell_and_say() -> None:
    made, people = an_evening()
    just_over(made)
    key: Any = {"HTTP_IDEMPOTENCY_KEY": "recap-0001", "content_type": "application/json"}
    address = f"/api/v1/events/{made.public_id}/"
    for who in people:
        said = signed_in(who).post(f"{address}feedback/", {"met": 3, "enjoyed": 3, "again": 1}, **key)
        assert said.status_code == 200
    told = signed_in(made.host).post(f"{address}recap/", {"body": "Fine"}, **key).json()
    seen = signed_in(made.host).get(f"{address}recap/").json()
    assert (seen["post"], seen["came"], seen["feedback"]["again"]) == (told["post"], 3, 0)
    assert signed_in(people[0]).get(f"{address}recap/").status_code == 404

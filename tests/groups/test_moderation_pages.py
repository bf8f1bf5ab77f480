import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.clock import db_now
from groups import operations
from groups.models import Flag, ModerationAction, Post, ReviewCase
from groups.moderation_states import ActionState, AppealState, Cover
from tests.factories.groups import group, member, steward_of
from tests.factories.moderation import decided, flagged, said

pytestmark = pytest.mark.django_db


def client(who) -> Client:
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(who)
    return browser


@pytest.fixture
def author():
    return member()


@pytest.fixture
def flagger():
    return member()


@pytest.fixture
def made(author, flagger):
    return group(author, flagger)


def test_a_member_flags_from_the_post_and_takes_it_back(made, author, flagger) -> None:
    post = said(made, author)
    browser, page = client(flagger), reverse("groups:flag-post", args=[post.public_id])
    assert page in browser.get(reverse("groups:post", args=[post.public_id])).content.decode()
    answer = browser.post(page, {"reason": "unkind", "note": "Too rough"})
    assert (answer.status_code, answer["Location"]) == (303, reverse("groups:post", args=[post.public_id]))
    assert "Take this back" in browser.get(page).content.decode()
    assert browser.post(page, {"reason": ""}).status_code == 422
    browser.post(page, {"take_back": "on"})
    assert Flag.objects.get().state == "withdrawn"


def test_a_steward_takes_it_up_decides_and_the_author_reads_why(made, author, flagger) -> None:
    steward = steward_of(made)
    case = flagged(said(made, author), flagger, note="Too rough")
    browser, page = client(steward), reverse("groups:review-case", args=[case.public_id])
    assert page in browser.get(reverse("groups:desk", args=[made.public_id])).content.decode()
    shown = browser.get(page).content.decode()
    assert "Too rough" in shown and flagger.display_name not in shown
    given = {"kind": "fold", "reason": "unkind", "text": "Please be kind", "days": ""}
    assert browser.post(page, given).status_code == 409
    browser.post(reverse("groups:take-case", args=[case.public_id]))
    assert browser.post(page, given).status_code == 303
    action = ModerationAction.objects.get()
    own = reverse("groups:moderation", args=[action.public_id])
    read = client(author).get(own).content.decode()
    assert "Please be kind" in read and steward.display_name not in read
    assert client(flagger).get(own).status_code == 404


def test_what_is_folded_stands_there_behind_a_click(made, author, flagger) -> None:
    case = flagged(said(made, author), flagger)
    decided(case, steward_of(made), "fold")
    page = client(flagger).get(reverse("groups:board", args=[made.public_id])).content.decode()
    assert "Folded. Open it if you like." in page and "Go away" in page


def test_who_is_muted_finds_the_reason_in_place_of_the_form(made, author, flagger) -> None:
    action = decided(flagged(said(made, author), flagger), steward_of(made), "mute", days=2)
    board = reverse("groups:board", args=[made.public_id])
    page = client(author).get(board).content.decode()
    assert reverse("groups:moderation", args=[action.public_id]) in page and "Write something" not in page
    assert client(author).post(board, {"body": "But", "audience": "20"}).status_code == 403
    assert Post.objects.count() == 1


def test_the_author_appeals_and_another_steward_takes_it_back(made, author, flagger) -> None:
    case = flagged(said(made, author), flagger)
    action = ModerationAction.objects.create(
        case=case, group=made, member=author, kind="hide", reason="unkind", created_at=case.opened_at
    )
    client(author).post(reverse("groups:moderation", args=[action.public_id]), {"text": "Look again"})
    browser, page = client(steward_of(made)), reverse("groups:judge-appeal", args=[action.public_id])
    assert page in browser.get(reverse("groups:desk", args=[made.public_id])).content.decode()
    answer = browser.post(page, {"overturned": "yes", "text": "You are right"})
    action.refresh_from_db()
    assert (answer.status_code, action.state) == (303, ActionState.UNDONE)
    assert action.appeal.state == AppealState.OVERTURNED
    assert "You are right" in client(author).get(answer["Location"]).content.decode()


def test_a_steward_takes_a_decision_back(made, author, flagger) -> None:
    action = decided(flagged(said(made, author), flagger), steward_of(made), "hide")
    page = reverse("groups:undo-moderation", args=[action.public_id])
    assert client(author).post(page, {"text": "Please"}).status_code == 404
    assert client(steward_of(made)).post(page, {"text": "I was wrong"}).status_code == 303
    assert ReviewCase.objects.select_related("post").get().words.cover == Cover.OPEN


def test_programs_flag_take_up_decide_and_appeal(made, author, flagger) -> None:
    post = said(made, author)

    def call(who, path: str, body: dict[str, object], key: str):
        headers = {"Idempotency-Key": key}
        return client(who).post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)

    flag = call(flagger, f"posts/{post.public_id}/flag/", {"reason": "unkind"}, "flag-00001")
    assert (flag.status_code, flag.json()) == (201, {"reason": "unkind", "state": "open"})
    desk = client(steward_of(made)).get(f"/api/v1/groups/{made.public_id}/desk/").json()["items"]
    case_id = desk[0]["public_id"]
    steward = steward_of(made)
    assert call(steward, f"review-cases/{case_id}/take/", {}, "take-00001").status_code == 200
    given: dict[str, object] = {"kind": "hide", "reason": "unkind", "text": "Be kind"}
    action = call(steward, f"review-cases/{case_id}/decide/", given, "decide-001")
    assert action.status_code == 201
    own = f"moderation/{action.json()['public_id']}/"
    assert call(author, f"{own}appeal/", {"text": "Look again"}, "appeal-001").status_code == 201
    assert call(steward, f"{own}judge/", {"overturned": True, "text": "No"}, "judge-0001").status_code == 404
    assert client(author).get(f"/api/v1/{own}").json()["appeal_state"] == "open"


def test_a_desk_of_answers_costs_the_same_however_many(made, author, flagger) -> None:
    browser, address = client(steward_of(made)), f"/api/v1/groups/{made.public_id}/desk/"
    post, costs = said(made, author), []
    for number in (1, 3):
        for _one in range(number):
            answer = operations.comment(actor=author, public_id=post.public_id, body="Go away", now=db_now())
            flagged(answer, flagger)
        with CaptureQueriesContext(connection) as asked:
            items = browser.get(address).json()["items"]
        costs.append(len(asked))
    assert len(items) == 4 and {item["post"] for item in items} == {post.public_id}
    assert costs[0] == costs[1]

"""Introductions through somebody whom both know: two agree, then two see each other's contact."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Notification
from accounts.operations import block_member, unblock_member
from common.clock import db_now
from common.errors import NotFound
from common.models import DataKey
from gifts.models import BookEntry
from groups import errors, introduction_parts, operations, queries
from groups.models import Introduction
from groups.operations.introductions import let_go_of_introductions
from outbox.testing import run_jobs
from tests.factories.groups import group, member
from tests.racing import race

pytestmark = pytest.mark.django_db


@pytest.fixture
def asker():
    return member(display_name="Asker")


@pytest.fixture
def mutual():
    return member(display_name="Mutual")


@pytest.fixture
def target():
    return member(display_name="Target")


@pytest.fixture
def circles(asker, mutual, target) -> None:
    """Two groups with one person in both."""
    group(asker, mutual)
    group(mutual, target)
    run_jobs()


@pytest.fixture
def asked(circles, asker, mutual, target) -> Introduction:
    return ask(asker, mutual, target)


def ask(asker, mutual, target, **given) -> Introduction:
    return operations.ask_introduction(
        actor=asker,
        target_id=target.pk,
        mutual_id=mutual.pk,
        now=db_now(),
        **{"why": "We both keep bees", "contact": "wechat: bee", **given},
    )


def passed_on(one: Introduction, mutual) -> Introduction:
    return operations.pass_on_introduction(
        actor=mutual, public_id=one.public_id, sentence="A kind person", now=db_now()
    )


def accepted(one: Introduction, target) -> Introduction:
    return operations.accept_introduction(
        actor=target, public_id=one.public_id, contact="mail: t@x", now=db_now()
    )


def seen(one: Introduction, viewer) -> tuple[str, str, str]:
    """(role, standing, contact of the other)"""
    shown = queries.show_introduction(Introduction.objects.get(pk=one.pk), viewer=viewer, now=db_now())
    return shown.role, shown.standing, shown.contact


def told() -> list[tuple[str, int]]:
    run_jobs()
    rows = Notification.objects.filter(kind__startswith="groups.introd").order_by("pk")
    return [(row.kind.removeprefix("groups."), row.member_id) for row in rows]


def test_both_agree_and_only_then_see_how_to_reach_each_other(asked, asker, mutual, target) -> None:
    assert (seen(asked, asker), seen(asked, mutual)) == (("asker", "waits", ""), ("mutual", "yours", ""))
    assert seen(asked, target)[0] == ""
    assert "bee" not in asked.asker_contact
    passed_on(asked, mutual)
    assert (seen(asked, target), seen(asked, asker)) == (("target", "yours", ""), ("asker", "waits", ""))
    for _n in range(2):
        accepted(asked, target)
    assert seen(asked, asker) == ("asker", "introduced", "mail: t@x")
    assert seen(asked, target) == ("target", "introduced", "wechat: bee")
    assert seen(asked, mutual) == ("mutual", "introduced", "")
    assert told() == [
        ("introduction-asked", mutual.pk),
        ("introduction-offered", target.pk),
        ("introduced", asker.pk),
        ("introduced", mutual.pk),
    ]


def test_it_stands_in_the_book_of_whoever_knows_both_with_each(asked, asker, mutual, target) -> None:
    passed_on(asked, mutual)
    assert not BookEntry.objects.exists()
    for _n in range(2):
        accepted(asked, target)
    entries = BookEntry.objects.filter(kind="introduction")
    assert {(entry.giver_id, *sorted((entry.low_id, entry.high_id))) for entry in entries} == {
        (mutual.pk, *sorted((mutual.pk, asker.pk))),
        (mutual.pk, *sorted((mutual.pk, target.pk))),
    }


@pytest.mark.parametrize("by_target", [False, True])
def test_a_no_looks_like_silence_to_whoever_asked(asked, asker, mutual, target, by_target) -> None:
    if by_target:
        passed_on(asked, mutual)
    who = target if by_target else mutual
    before = told()
    for _n in range(2):
        operations.decline_introduction(actor=who, public_id=asked.public_id)
    assert told() == before
    assert seen(asked, asker) == ("asker", "waits", "")
    with pytest.raises(errors.AskedAlready):
        ask(asker, mutual, target)
    Introduction.objects.update(expires_at=db_now() - timedelta(minutes=1))
    assert seen(asked, asker) == ("asker", "over", "")
    assert ask(asker, mutual, target).state == "asked"


@pytest.mark.parametrize("no", ["silence", "mutual", "target", "mutual left"])
def test_taking_it_back_tells_no_answer_from_silence(asked, asker, mutual, target, no) -> None:
    if no == "target":
        passed_on(asked, mutual)
    if no in ("mutual", "target"):
        who = target if no == "target" else mutual
        operations.decline_introduction(actor=who, public_id=asked.public_id)
    if no == "mutual left":
        let_go_of_introductions(mutual.pk, db_now())

    for _n in range(2):
        operations.decline_introduction(actor=asker, public_id=asked.public_id)

    assert seen(asked, asker) == ("asker", "over", "")
    assert seen(asked, target)[0] == ("target" if no == "target" else "")
    other = member()
    group(asker, other), group(other, target)
    run_jobs()
    assert ask(asker, other, target).state == "asked"


def test_what_whoever_knows_both_declined_never_reaches_the_other(asked, mutual, target) -> None:
    operations.decline_introduction(actor=mutual, public_id=asked.public_id)
    assert queries.introductions_of(target, now=db_now()) == []
    for call in (partial(accepted, asked, target), partial(passed_on, asked, target)):
        with pytest.raises(NotFound):
            call()
    with pytest.raises(errors.IntroductionOver):
        passed_on(asked, mutual)


def test_whoever_asked_may_take_it_back_and_ask_again(asked, asker, mutual, target) -> None:
    passed_on(asked, mutual)
    operations.decline_introduction(actor=asker, public_id=asked.public_id)
    assert Introduction.objects.get().state == "withdrawn"
    with pytest.raises(errors.IntroductionOver):
        accepted(asked, target)
    assert ask(asker, mutual, target).state == "asked"


def test_only_somebody_in_a_group_with_each_is_between_them(circles, asker, mutual, target) -> None:
    assert queries.mutual_ids(asker_id=asker.pk, target_id=target.pk) == [mutual.pk]
    for wrong in (member(), asker, target):
        with pytest.raises(errors.NobodyBetween):
            ask(asker, wrong, target)
    with pytest.raises(NotFound):
        ask(asker, mutual, asker)
    assert not Introduction.objects.exists()


@pytest.mark.parametrize("pair", ["asker target", "target asker", "mutual asker", "target mutual"])
def test_nobody_is_asked_or_introduced_across_a_block(circles, asker, mutual, target, pair) -> None:
    people = {"asker": asker, "mutual": mutual, "target": target}
    blocker, blocked = (people[name] for name in pair.split())
    one = ask(asker, mutual, target)
    passed_on(one, mutual)
    block_member(actor=blocker, member_id=blocked.pk, now=db_now())
    with pytest.raises(NotFound):
        accepted(one, target)
    assert [queries.introductions_of(who, now=db_now()) for who in people.values()] == [[], [], []]
    Introduction.objects.update(state="withdrawn")
    with pytest.raises((NotFound, errors.NobodyBetween)):
        ask(asker, mutual, target)


def test_a_block_between_the_other_two_is_not_told_to_whoever_knows_both(
    asked, asker, mutual, target
) -> None:
    block_member(actor=target, member_id=asker.pk, now=db_now())
    assert passed_on(asked, mutual).state == "declined"
    assert ("introduction-offered", target.pk) not in told()
    assert seen(asked, mutual) == ("mutual", "done", "")


def test_what_a_block_stopped_stays_unheard_when_the_block_is_lifted(asked, asker, mutual, target) -> None:
    block_member(actor=target, member_id=asker.pk, now=db_now())
    passed_on(asked, mutual)
    unblock_member(actor=target, member_id=asker.pk, now=db_now())
    assert seen(asked, target)[0] == ""
    assert queries.introductions_of(target, now=db_now()) == []
    assert seen(asked, mutual) == ("mutual", "done", "")
    assert passed_on(asked, mutual).sentence == "A kind person"
    assert seen(asked, asker) == ("asker", "waits", "")


def test_time_ends_it_and_the_database_keeps_one_live(asked, asker, mutual, target) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Introduction.objects.create(
            asker=asker,
            mutual=mutual,
            target=target,
            created_at=db_now(),
            expires_at=db_now(),
            data_key=DataKey.objects.exclude(pk=asked.data_key_id).first() or asked.data_key,
        )
    Introduction.objects.update(expires_at=db_now() - timedelta(minutes=1))
    with pytest.raises(errors.IntroductionOver):
        passed_on(asked, mutual)
    assert (operations.lapse_introductions(now=db_now()), Introduction.objects.get().state) == (1, "lapsed")
    assert operations.lapse_introductions(now=db_now()) == 0


@pytest.mark.parametrize("leaver", ["asker", "target"])
def test_whoever_leaves_is_reached_by_nobody(asked, asker, mutual, target, leaver) -> None:
    accepted(passed_on(asked, mutual), target)
    let_go_of_introductions((asker if leaver == "asker" else target).pk, db_now())
    one = Introduction.objects.select_related("data_key").get()
    assert (one.asker_contact, one.target_contact, one.data_key.shredded_at is not None) == ("", "", True)
    assert (one.why == "") == (leaver == "asker")
    let_go_of_introductions(mutual.pk, db_now())
    assert Introduction.objects.get().sentence == ""


def test_the_archive_has_ones_own_words_and_tells_no_no(asked, asker, mutual, target) -> None:
    operations.decline_introduction(actor=mutual, public_id=asked.public_id)
    rows = {
        who.pk: [len(list(table.rows)) for table in introduction_parts.export_introductions(who.pk)]
        for who in (asker, mutual, target)
    }
    assert rows == {asker.pk: [1, 0, 0], mutual.pk: [0, 1, 0], target.pk: [0, 0, 0]}


def test_the_pages_lead_from_the_question_to_the_contact(client, circles, asker, mutual, target) -> None:
    client.force_login(asker)
    address = f"/people/{target.public_id}/introduction/"
    assert "Mutual" in client.get(address).content.decode()
    assert address in client.get(f"/people/{target.public_id}/").content.decode()
    given = {"mutual": mutual.public_id, "why": "Bees", "contact": "wechat: bee"}
    assert client.post(address, given).status_code == 303
    page = f"/introductions/{Introduction.objects.get().public_id}/"
    client.force_login(mutual)
    assert "Bees" in client.get(page).content.decode()
    assert client.post(page, {"answer": "yes", "words": ""}).status_code == 422
    assert client.post(page, {"answer": "yes", "words": "Kind"}).status_code == 303
    client.force_login(target)
    assert "Kind" in client.get(page).content.decode()
    assert "Asker" in client.get("/introductions/").content.decode()
    assert client.post(page, {"answer": "yes", "contact": "mail: t@x"}).status_code == 303
    assert "wechat: bee" in client.get(page).content.decode()
    client.force_login(mutual)
    assert "wechat: bee" not in client.get(page).content.decode()


def test_programs_can_do_the_same(client, circles, asker, mutual, target) -> None:
    def call(who, path: str, **body: str):
        client.force_login(who)
        return client.post(
            f"/api/v1/{path}", body, content_type="application/json", headers={"Idempotency-Key": path}
        )

    given = {"mutual": mutual.public_id, "why": "Bees", "contact": "wechat: bee"}
    made = call(asker, f"people/{target.public_id}/introductions/", **given)
    one = made.json()["public_id"]
    assert (made.status_code, made.json()["standing"]) == (201, "waits")
    assert call(mutual, f"introductions/{one}/pass-on/", words="Kind").status_code == 204
    assert call(target, f"introductions/{one}/accept/", contact="mail").status_code == 204
    assert client.get(f"/api/v1/introductions/{one}/").json()["contact"] == "wechat: bee"
    assert client.get("/api/v1/me/introductions/").json()["items"][0]["standing"] == "introduced"
    assert call(target, f"introductions/{one}/decline/").json()["code"] == "introduction-over"


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_a_yes_and_a_no_at_once_are_one_of_the_two(asked, asker, mutual, target) -> None:
    passed_on(asked, mutual)
    no = partial(operations.decline_introduction, actor=asker, public_id=asked.public_id)
    outcomes = race([partial(accepted, asked, target), no])
    assert [isinstance(one, errors.IntroductionOver) for one in outcomes].count(True) == 1
    one = Introduction.objects.get()
    assert one.state in ("introduced", "withdrawn")
    assert BookEntry.objects.count() == (2 if one.state == "introduced" else 0)

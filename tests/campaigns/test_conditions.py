"""A friend counts by what she did: groups, posts, events, other systems' reports, and time alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from campaigns.conditions import Condition, Deed, Evidence, reached, unmet
from campaigns.models import Decision, QualifyingEvent, Referral
from campaigns.operations.deeds import note_deed
from campaigns.operations.qualifying import expire_referrals, recheck_referrals
from campaigns.queries.progress import progress_of, referrals_of_campaign
from campaigns.queries.replay import replay_campaign
from campaigns.queries.rows import own_referral_rows
from campaigns.sentences import missing_text
from connect.facts import EventReceived
from groups.facts import AttendanceConfirmed, TaskCompleted
from groups.operations import write_post
from outbox.facts import record
from outbox.models import Job
from outbox.testing import run_jobs
from tests.factories import campaigns as make
from tests.factories import groups as grouping

pytestmark = pytest.mark.django_db

BASE = {"requires": ["registered"], "credit": {"registered": 0, "met": 100}}


def live(*conditions: dict[str, Any], **changes: Any) -> Any:
    return make.live(**BASE, conditions=list(conditions), **changes)


def deed(kind: str, *, at: Any = None, **given: Any) -> Deed:
    base: dict[str, Any] = {"group": "", "event": "", "name": "", "value_minor": 0}
    return Deed(kind=kind, occurred_at=at or make.NOW, **(base | given))


def note(referral: Referral, done: Deed, source: str = "one") -> int:
    return note_deed(member_id=referral.invitee_id, deed=done, source=source, now=done.occurred_at)


def test_a_report_counts_by_its_worth_and_number() -> None:
    advocate = make.member()
    campaign = live({"kind": "event", "name": "purchase", "value_minor": 500, "count": 2})
    referral = make.invite(advocate, campaign)

    assert note(referral, deed("event", name="purchase", value_minor=499), "small") == 0
    assert note(referral, deed("event", name="visit", value_minor=900), "other") == 0
    assert note(referral, deed("event", name="purchase", value_minor=500), "first") == 0
    assert note(referral, deed("event", name="purchase", value_minor=500), "first") == 0
    assert note(referral, deed("event", name="purchase", value_minor=501), "second") == 1

    counted = make.progress(advocate, campaign)
    assert (counted.qualified, counted.credit_hundredths) == (1, 100)
    assert QualifyingEvent.objects.count() == 4


def test_a_deed_before_the_registration_or_after_the_window_does_not_count() -> None:
    campaign = live({"kind": "posted"}, window_days=5)
    referral = make.invite(make.member(), campaign)

    assert note(referral, deed("posted", at=make.NOW - timedelta(minutes=1)), "before") == 0
    assert note(referral, deed("posted", at=make.NOW + timedelta(days=5)), "after") == 0
    assert Decision.objects.get(referral=referral).code == "too-late"


def test_a_late_report_from_inside_the_window_still_counts() -> None:
    advocate = make.member()
    campaign = live({"kind": "attended"}, window_days=5)
    referral = make.invite(advocate, campaign)
    Referral.objects.update(state="expired")

    told = make.NOW + timedelta(days=9)
    done = deed("attended", at=make.NOW + timedelta(days=4))
    assert note_deed(member_id=referral.invitee_id, deed=done, source="late", now=told) == 1
    assert make.progress(advocate, campaign).qualified == 1


def test_a_certificate_from_after_the_window_does_not_help_a_late_report() -> None:
    campaign = make.live(
        conditions=[{"kind": "attended"}], credit={"registered": 0, "met": 100}, window_days=5
    )
    referral = make.invite(make.member(), campaign)
    make.certify(referral.invitee)
    referral.invitee.certifications.update(granted_at=make.NOW + timedelta(days=6))

    assert note(referral, deed("attended", at=make.NOW + timedelta(days=4))) == 0


def test_all_is_needed_or_any_is_enough() -> None:
    conditions = [{"kind": "joined_group"}, {"kind": "posted"}]
    both, one = live(*conditions), live(*conditions, match="any")
    first, second = make.invite(make.member(), both), make.invite(make.member(), one)

    assert note(first, deed("joined_group"), "a") == 0
    assert note(second, deed("joined_group"), "b") == 1
    assert note(first, deed("posted"), "c") == 1


def test_a_group_that_the_rules_name_is_the_only_one_that_counts() -> None:
    campaign = live({"kind": "joined_group", "group": "hikers"})
    referral = make.invite(make.member(), campaign)
    assert note(referral, deed("joined_group", group="readers"), "a") == 0
    assert note(referral, deed("joined_group", group="hikers"), "b") == 1


def test_who_counts_already_is_told_nothing_of_later_deeds() -> None:
    campaign = live({"kind": "posted"}, window_days=5)
    referral = make.invite(make.member(), campaign)
    note(referral, deed("posted"), "a")
    note(referral, deed("posted", at=make.NOW + timedelta(days=6)), "b")
    assert [each.code for each in Decision.objects.filter(referral=referral)] == ["counts"]


def test_of_long_standing_members_nothing_is_kept() -> None:
    old = make.member(joined_at=make.NOW - timedelta(days=400))
    assert note_deed(member_id=old.pk, deed=deed("posted"), source="a", now=make.NOW) == 0
    assert not QualifyingEvent.objects.exists()


# --- time alone ------------------------------------------------------------------------------------


def test_an_account_that_gets_old_enough_is_looked_at_again_by_a_job() -> None:
    advocate = make.member()
    campaign = live({"kind": "account_age", "days": 7})
    referral = make.invite(advocate, campaign)
    job = Job.objects.get(kind="campaigns.recheck-referrals", payload__member_id=referral.invitee_id)
    assert job.run_at == referral.registered_at + timedelta(days=7)
    early = make.NOW + timedelta(days=7) - timedelta(seconds=1)
    assert recheck_referrals(member_id=referral.invitee_id, happened_at=early, now=early) == 0

    due = make.NOW + timedelta(days=7)
    assert recheck_referrals(member_id=referral.invitee_id, happened_at=due, now=due) == 1
    assert make.progress(advocate, campaign).qualified == 1


def test_what_is_put_off_does_not_hold_up_a_draw() -> None:
    from outbox.queries import is_unfinished

    make.invite(make.member(), live({"kind": "account_age", "days": 7}))
    run_jobs()
    kinds = ["campaigns.recheck-referrals"]
    assert not is_unfinished(kinds, written_before=make.NOW + timedelta(hours=1))
    assert is_unfinished(kinds, written_before=make.NOW + timedelta(days=8))


# --- what is told ----------------------------------------------------------------------------------


def test_the_reason_says_how_much_there_is_and_when_it_is_looked_at_again() -> None:
    advocate = make.member()
    campaign = live({"kind": "account_age", "days": 7}, {"kind": "posted", "count": 2})
    referral = make.invite(advocate, campaign)
    note(referral, deed("posted"))

    [friend] = progress_of(member_id=advocate.pk, slug=campaign.slug).friends
    assert "the account is 0 days old and must be 7, which is looked at again on" in friend.reason
    assert "has written 1 of 2 posts in groups" in friend.reason
    with translation.override("zh-hans"):
        [friend] = progress_of(member_id=advocate.pk, slug=campaign.slug).friends
    assert "账号注册了 0 天，需要满 7 天，到" in friend.reason
    rows, _cursor = own_referral_rows(member_id=advocate.pk, slug=campaign.slug)
    assert rows[0]["missing"] == ["conditions"]


def reason_of(referral: Referral) -> str:
    return progress_of(member_id=referral.advocate_id, slug=referral.campaign.slug).friends[0].reason


def test_a_report_of_too_little_is_told_with_what_is_needed() -> None:
    campaign = live({"kind": "event", "name": "bought", "value_minor": 5000})
    referral = make.invite(make.member(), campaign)
    note(referral, deed("event", name="bought", value_minor=4999))

    said = "“bought” of at least 50 was reported 0 of 1 times, and reports of less do not count"
    assert said in reason_of(referral)
    with translation.override("zh-hans"):
        assert "金额不少于 50 的“bought”发生了 0 次，需要 1 次；低于此金额的不计" in reason_of(referral)


@pytest.mark.parametrize(
    ("visibility", "joined", "posted", "chinese"),
    [
        (
            "public",
            "has not joined the group “Hikers”",
            "0 of 2 posts in the group “Hikers”",
            "还没有加入群组“Hikers”",
        ),
        (
            "private",
            "has not joined the group of this campaign",
            "0 of 2 posts in the group of this campaign",
            "还没有加入本活动指定的群组",
        ),
    ],
)
def test_the_group_is_named_where_its_name_may_be_told(
    visibility: str, joined: str, posted: str, chinese: str
) -> None:
    group = grouping.group(name={"en": "Hikers"}, visibility=visibility).public_id
    campaign = live(
        {"kind": "joined_group", "group": group},
        {"kind": "posted", "group": group, "count": 2},
        {"kind": "attended", "group": group},
        {"kind": "task", "group": group},
    )
    referral = make.invite(make.member(), campaign)

    said = reason_of(referral)
    assert joined in said and posted in said
    lines, _next = referrals_of_campaign(campaign_id=campaign.pk)
    assert joined in lines[0].reason
    for kind in ("events of the group", "team tasks at events of the group"):
        assert kind in said
    with translation.override("zh-hans"):
        assert chinese in reason_of(referral)


def test_any_group_is_enough_where_the_rules_name_none() -> None:
    referral = make.invite(make.member(), live({"kind": "joined_group"}, {"kind": "posted"}))
    assert "has not joined a group, and has written 0 of 1 posts in groups" in reason_of(referral)


def test_what_expired_keeps_what_was_missing() -> None:
    campaign = live({"kind": "event", "name": "purchase", "count": 3})
    referral = make.invite(make.member(), campaign)
    note(referral, deed("event", name="purchase"))
    Referral.objects.update(expires_at=make.NOW - timedelta(seconds=1))

    assert expire_referrals(now=make.NOW) == 1
    kept = Decision.objects.get(referral=referral).data["missing"]
    assert [(each["name"], each["have"], each["need"]) for each in kept] == [("purchase", 0, 3)]


def test_either_or_is_said_in_one_breath() -> None:
    words = missing_text(["real_name", {"kind": "attended", "have": 0, "need": 1}], match="any")
    assert words.startswith("one of these is enough: the real name is not verified; or has come to 0 of 1")


def test_the_page_says_what_the_rules_ask_for(client: Client) -> None:
    group = grouping.group(name={"en": "Hikers"}, visibility="public")
    campaign = live(
        {"kind": "joined_group", "group": group.public_id},
        {"kind": "event", "name": "purchase", "value_minor": 1250, "count": 2},
        {"kind": "account_age", "days": 7},
    )
    page = client.get(f"/campaigns/{campaign.slug}/").content.decode()
    assert "joined the group “Hikers”" in page
    assert "“purchase” of at least 12.50 each, 2 times" in page
    assert "the account is 7 days old" in page


# --- from the news to the ledger, and back ----------------------------------------------------------


def test_the_news_of_groups_and_of_other_systems_make_a_friend_count_and_replay_agrees() -> None:
    advocate = make.member()
    campaign = live(
        {"kind": "joined_group"},
        {"kind": "posted"},
        {"kind": "attended"},
        {"kind": "task", "count": 2},
        {"kind": "event", "name": "purchase", "value_minor": 100},
    )
    referrals = [make.invite(advocate, campaign) for _ in range(5)]
    run_jobs()
    for place, referral in enumerate(referrals):
        _do(referral, steps=place + 1)
    run_jobs()

    assert make.progress(advocate, campaign).qualified == 1
    assert Referral.objects.get(pk=referrals[4].pk).state == "qualified"
    assert replay_campaign(campaign.pk) == []
    Referral.objects.filter(pk=referrals[0].pk).update(credit_hundredths=100)
    assert replay_campaign(campaign.pk) != []
    Referral.objects.filter(pk=referrals[0].pk).update(credit_hundredths=0)


def _do(referral: Referral, *, steps: int) -> None:
    friend, at = referral.invitee, make.NOW + timedelta(minutes=1)
    group = grouping.group(founder=friend, now=at)
    if steps >= 2:
        write_post(actor=friend, group_id=group.pk, body="Good day", now=at)
    if steps >= 3:
        fact = AttendanceConfirmed(
            member_id=friend.pk, group=group.public_id, event="e", occurred_at=at.isoformat()
        )
        record(fact, subject="e")
        record(fact, subject="e")
    if steps >= 4:
        for task in ("names", "names", "in-common"):  # the same one twice counts once
            done = TaskCompleted(
                member_id=friend.pk,
                group=group.public_id,
                event="e",
                task=task,
                occurred_at=at.isoformat(),
            )
            record(done, subject="e")
    if steps >= 5:
        report = EventReceived(
            member_id=friend.pk,
            name="purchase",
            value_minor=100,
            occurred_at=at.isoformat(),
            source="shop",
            brand=referral.campaign.brand.scope,
            event_id=friend.pk,
        )
        record(report, subject="shop")


def test_age_and_deeds_are_counted_by_pure_rules() -> None:
    evidence = Evidence(
        deeds=[deed("posted"), deed("posted", at=make.NOW + timedelta(days=30))],
        registered_at=make.NOW,
        expires_at=make.NOW + timedelta(days=30),
        now=make.NOW + timedelta(days=90),
    )
    assert reached(Condition(kind="posted"), evidence) == 1
    assert reached(Condition(kind="account_age", days=40), evidence) == 30
    assert unmet([Condition(kind="posted", count=1)], evidence) == []

"""Who shares a friend's credit is told when her share counts, and not who the friend is."""

import pytest
from django.test import Client

from accounts.models import Member, Notification
from accounts.notifications import NOTIFY, About, kinds
from campaigns.operations.qualifying import recheck_referrals
from outbox.models import Job
from outbox.testing import run_jobs
from tests.campaigns.test_replay import approve
from tests.campaigns.test_split import come, shared_friends, two
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def letters(member: Member) -> list[str]:
    return list(Notification.objects.filter(member=member).order_by("pk").values_list("kind", flat=True))


def test_who_shares_a_friend_is_told_once_and_not_who_it_is() -> None:
    campaign, first, last = two(credit={"registered": 50, "real_name": 100})
    referral = come(campaign, first, last)
    run_jobs()
    assert letters(first) == []

    approve(referral.invitee)
    run_jobs()
    recheck_referrals(member_id=referral.invitee_id, happened_at=make.NOW, now=make.NOW)
    run_jobs()

    assert letters(first) == ["campaigns.share-counts"]
    assert letters(last) == ["campaigns.friend-joined", "campaigns.friend-counts"]
    client = Client()
    for locale, words in (("en", "Your share of a friend counts now"), ("zh-hans", "份额已为您计入")):
        Member.objects.filter(pk=first.pk).update(locale=locale)
        client.force_login(first)
        client.cookies["django_language"] = locale
        page = client.get("/notifications/").content.decode()
        assert words in page
        assert referral.invitee.display_name not in page


def test_the_news_of_a_share_is_written_with_it_or_not_at_all() -> None:
    campaign, first, last = two()
    friend = come(campaign, first, last).invitee
    approve(friend)
    run_jobs(kinds=["campaigns.recheck-referrals"])
    told = {job.payload["kind"]: job.payload["member_id"] for job in Job.objects.filter(kind=NOTIFY)}
    assert told["campaigns.friend-counts"] == last.pk
    assert told["campaigns.share-counts"] == first.pk


def test_nobody_else_reads_the_news_of_a_share() -> None:
    campaign, first, last = two()
    [referral] = shared_friends(campaign, first, last, 1)
    [kind] = [kind for kind in kinds if kind.key == "campaigns.share-counts"]
    about = f"referral:{campaign.pk}-{referral.invitee_id}"
    seen = {
        member: bool(kind.look([About(ref="1", member_id=member.pk, about=about)]))
        for member in (first, last)
    }
    assert seen == {first: True, last: False}

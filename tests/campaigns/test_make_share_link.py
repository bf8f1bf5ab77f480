import pytest
from django.contrib.auth.models import AnonymousUser

from campaigns import errors
from campaigns.models import Progress, ShareLink
from campaigns.operations import share_links
from campaigns.operations.share_links import make_share_link
from common.errors import NeedsSignIn, NotFound, Refused
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def test_gives_a_readable_code_and_starts_the_counters() -> None:
    advocate, campaign = make.member(), make.live()

    link = make_share_link(actor=advocate, campaign_id=campaign.pk, now=make.NOW)

    assert len(link.code) == 10
    assert not set(link.code) & set("0O1IL")
    assert make.progress(advocate, campaign).registered == 0


def test_gives_the_same_link_again() -> None:
    advocate, campaign = make.member(), make.live()

    first = make.link_of(advocate, campaign)
    again = make.link_of(advocate, campaign)

    assert first.pk == again.pk
    assert Progress.objects.count() == 1


def test_each_channel_has_a_link_and_all_share_the_counters() -> None:
    advocate, campaign = make.member(), make.live()

    codes = {
        make_share_link(actor=advocate, campaign_id=campaign.pk, channel=channel, now=make.NOW).code
        for channel in ("link", "wechat", "poster")
    }

    assert len(codes) == 3
    assert Progress.objects.count() == 1


def test_an_unknown_channel_is_refused() -> None:
    with pytest.raises(errors.BadChannel):
        make_share_link(actor=make.member(), campaign_id=make.live().pk, channel="pigeon", now=make.NOW)
    assert not ShareLink.objects.exists()


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        ("draft", NotFound),
        ("in_review", NotFound),
        ("cancelled", NotFound),
        ("archived", errors.CampaignEnded),
        ("scheduled", errors.CampaignNotStarted),
        ("paused", errors.CampaignPaused),
        ("closing", errors.CampaignEnded),
        ("drawing", errors.CampaignEnded),
        ("settling", errors.CampaignEnded),
    ],
)
def test_is_refused_unless_the_campaign_runs(state: str, refusal: type[Refused]) -> None:
    campaign = make.in_state(make.live(), state, settled_at=make.NOW)

    with pytest.raises(refusal):
        make.link_of(make.member(), campaign)
    assert not ShareLink.objects.exists()
    assert not Progress.objects.exists()


def test_a_link_that_exists_is_still_shown_after_the_end() -> None:
    advocate, campaign = make.member(), make.live()
    link = make.link_of(advocate, campaign)
    make.in_state(campaign, "closing")

    assert make.link_of(advocate, campaign).pk == link.pk


def test_is_for_members_only() -> None:
    with pytest.raises(NeedsSignIn):
        make_share_link(actor=AnonymousUser(), campaign_id=make.live().pk, now=make.NOW)


def test_a_code_that_is_taken_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = make.live()
    taken = make.link_of(make.member(), campaign).code
    drawn = iter([taken, "AAAAAAAAAA"])
    monkeypatch.setattr(share_links, "new_code", lambda length: next(drawn))

    assert make.link_of(make.member(), campaign).code == "AAAAAAAAAA"
    assert ShareLink.objects.count() == 2

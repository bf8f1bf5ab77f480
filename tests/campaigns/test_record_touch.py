from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from campaigns import errors
from campaigns.models import ShareLink, Touch
from campaigns.operations.touches import record_touch
from common.append_only import WrittenOnce
from common.errors import Refused
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()


def test_remembers_each_visit() -> None:
    link = make.link_of(make.member(), make.live())

    make.visit(link)
    make.visit(link)

    assert Touch.objects.filter(link=link, visitor_key=make.VISITOR).count() == 2


def test_a_code_may_be_typed_as_it_was_heard() -> None:
    link = make.link_of(make.member(), make.live())

    touch = record_touch(
        actor=NOBODY, code=f" {link.code[:5].lower()} {link.code[5:]}", visitor_key="v", now=make.NOW
    )

    assert touch.link_id == link.pk


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(errors.UnknownInvitation):
        record_touch(actor=NOBODY, code="NOSUCHCODE", visitor_key="v", now=make.NOW)


def test_ones_own_invitation_is_refused() -> None:
    advocate = make.member()
    link = make.link_of(advocate, make.live())

    with pytest.raises(errors.OwnInvitation):
        record_touch(actor=advocate, code=link.code, visitor_key="v", now=make.NOW)
    assert not Touch.objects.exists()


def test_a_withdrawn_invitation_is_refused() -> None:
    link = make.link_of(make.member(), make.live())
    ShareLink.objects.update(withdrawn_at=make.NOW)

    with pytest.raises(errors.InvitationWithdrawn):
        make.visit(link)
    assert not Touch.objects.exists()


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        ("draft", errors.UnknownInvitation),
        ("cancelled", errors.UnknownInvitation),
        ("scheduled", errors.CampaignNotStarted),
        ("paused", errors.CampaignPaused),
        ("closing", errors.CampaignEnded),
        ("settled", errors.CampaignEnded),
    ],
)
def test_is_refused_unless_the_campaign_runs(state: str, refusal: type[Refused]) -> None:
    campaign = make.live()
    link = make.link_of(make.member(), campaign)
    make.in_state(campaign, state, settled_at=make.NOW)

    with pytest.raises(refusal):
        make.visit(link)
    assert not Touch.objects.exists()


def test_is_refused_at_the_announced_end_even_if_nobody_closed_the_campaign() -> None:
    link = make.link_of(make.member(), make.live())

    with pytest.raises(errors.CampaignEnded):
        make.visit(link, at=make.CLOSES)
    make.visit(link, at=make.CLOSES - timedelta(seconds=1))


def test_can_not_be_changed_afterwards() -> None:
    link = make.link_of(make.member(), make.live())
    make.visit(link)

    with pytest.raises(WrittenOnce):
        Touch.objects.update(visitor_key="somebody-else")
    with pytest.raises(WrittenOnce):
        Touch.objects.get().delete()

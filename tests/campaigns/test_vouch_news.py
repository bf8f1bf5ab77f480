"""Who hears of a word for a friend, what the archives hold of it, and which touched rows are noticed."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Member, Notification
from accounts.notifications import About, kinds
from campaigns import reconcile_vouches
from campaigns.leaving_vouches import export_vouches
from campaigns.models import Referral, RiskCase, Vouch
from campaigns.notification_vouches import GOOD, LOWERED, RESTORED, VOUCHED
from outbox.testing import run_jobs
from tests.accounts.leaving_worlds import erase
from tests.campaigns import vouch_worlds as worlds
from tests.campaigns.vouch_worlds import live, vouched, vouching
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def told(kind: str) -> set[int]:
    return set(Notification.objects.filter(kind=kind).values_list("member_id", flat=True))


def sight(kind: str, vouch: Vouch, member: Member) -> Any:
    about = About(ref="one", member_id=member.pk, about=f"vouch:{vouch.pk}")
    [found] = [each for each in kinds if each.key == kind]
    return found.look([about]).get(about.ref)


def test_the_friend_hears_who_vouches_and_the_advocate_what_became_of_it() -> None:
    vouch = vouched(live())
    run_jobs()
    assert told(VOUCHED) == {vouch.invitee_id}
    seen = sight(VOUCHED, vouch, vouch.invitee)
    assert (seen.values["advocate"], seen.still_true) == (vouch.advocate.display_name, True)
    assert sight(VOUCHED, vouch, vouch.advocate) is None

    worlds.prove(vouch.invitee)
    assert told(GOOD) == {vouch.advocate_id}
    worlds.suspend(vouch.invitee)
    assert told(LOWERED) == {vouch.advocate_id}
    assert sight(LOWERED, vouch, vouch.advocate).still_true
    assert sight(LOWERED, vouch, vouch.invitee) is None
    worlds.restore(vouch.invitee)
    assert told(RESTORED) == {vouch.advocate_id}
    assert not sight(LOWERED, vouch, vouch.advocate).still_true


def test_a_word_that_was_taken_back_is_told_no_more() -> None:
    vouch = vouched(live())
    Vouch.objects.update(state="withdrawn", ended_at=make.NOW)
    assert not sight(VOUCHED, vouch, vouch.invitee).still_true


def test_archives_say_that_and_when_and_name_nobody_else() -> None:
    vouch = vouched(live())
    worlds.suspend(vouch.invitee)
    given, received = export_vouches(vouch.advocate_id)
    assert (len(given.rows), len(received.rows)) == (1, 0)
    given, received = export_vouches(vouch.invitee_id)
    assert (len(given.rows), len(received.rows)) == (0, 1)
    everything = str(received.rows) + str(given.rows)
    assert vouch.advocate.display_name not in everything
    assert "lowered" not in everything


def test_what_another_rule_holds_is_not_let_go_with_the_suspension() -> None:
    campaign = live()
    advocate = make.member()
    make.qualify(advocate, campaign, friends=1)
    run_jobs()
    vouch = worlds.give(Referral.objects.get())
    case = make.risk_case(campaign, 0, "held")
    worlds.suspend(vouch.invitee)
    worlds.restore(vouch.invitee)
    assert RiskCase.objects.get(pk=case.pk).state == "held"


def test_what_a_person_released_stays_released() -> None:
    campaign = live()
    advocate = make.member()
    make.qualify(advocate, campaign, friends=1)
    run_jobs()
    vouch = worlds.give(Referral.objects.get())
    case = make.risk_case(campaign, 0, "released")
    RiskCase.objects.update(decided_by=make.manager_of(campaign.brand))
    worlds.suspend(vouch.invitee)
    assert Vouch.objects.get().state == "failed"
    assert RiskCase.objects.get(pk=case.pk).state == "released"


def test_a_group_joined_before_the_registration_proves_nothing() -> None:
    vouch = vouched(live())
    make.certify(vouch.invitee)
    worlds.attend(vouch.invitee)
    worlds.join_group(vouch.invitee, at=make.NOW - timedelta(minutes=1))
    run_jobs()
    assert Vouch.objects.get().state == "open"


# --- the checks -------------------------------------------------------------------------------------


def broken() -> list[str]:
    return [line for check in reconcile_vouches.CHECKS for line in check.run()]


def test_touched_rows_are_noticed(breaks_invariants: None) -> None:
    campaign = live(rule=vouching(most=1))
    vouch = vouched(campaign)
    assert broken() == []

    Vouch.objects.update(advocate=make.member())
    assert broken() == [f"vouch {vouch.pk} is not for a friend of its advocate"]
    Vouch.objects.update(advocate=vouch.advocate)

    other = make.invite(vouch.advocate, campaign)
    columns = {"given_at": vouch.given_at, "due_at": vouch.due_at}
    Vouch.objects.create(
        campaign=campaign, advocate=vouch.advocate, invitee=other.invitee, referral=other, **columns
    )
    assert broken() == [f"campaign {campaign.pk}: advocate {vouch.advocate_id} vouches for 2 at a time"]

    erase(vouch.invitee)
    Vouch.objects.filter(pk=vouch.pk).update(state="open", ended_at=None)
    assert f"vouch {vouch.pk} is open and somebody has left" in broken()

    Referral.objects.filter(pk=other.pk).update(credit_hundredths=9, vouched_hundredths=9)
    assert f"referral {other.pk} counts another sum for a word than its entries" in broken()

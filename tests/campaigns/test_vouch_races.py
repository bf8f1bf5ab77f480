"""Words for friends, side by side."""

from collections import Counter
from collections.abc import Callable

import pytest

from campaigns import reconcile, reconcile_vouches
from campaigns.models import CreditEntry, Referral, Reward, Vouch
from campaigns.operations.qualifying import recheck_referrals
from campaigns.operations.vouching import fail_vouches, give_vouch
from campaigns.vouch_states import FailReason
from common.errors import Refused, Stale
from tests.campaigns import vouch_worlds as worlds
from tests.campaigns.test_conditions import deed, note
from tests.campaigns.vouch_worlds import live, vouched, vouching
from tests.factories import campaigns as make
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)


def broken() -> list[str]:
    checks = [*reconcile.CHECKS, *reconcile_vouches.CHECKS]
    return [line for check in checks for line in check.run()]


def giving(referral: Referral) -> Callable[[], str]:
    def give() -> str:
        try:
            return give_vouch(actor=referral.advocate, referral_id=referral.pk).state
        except Refused as refused:
            return refused.code

    return give


def test_eight_words_at_once_are_as_many_as_the_rules_allow() -> None:
    advocate, campaign = make.member(), live(rule=vouching(most=3))
    friends = [make.invite(advocate, campaign) for _ in range(8)]

    ends = race([giving(referral) for referral in friends])

    assert Counter(ends) == {"open": 3, "too-many-vouches": 5}
    assert Vouch.objects.count() == 3
    assert broken() == []


def test_one_word_given_four_times_at_once_is_one() -> None:
    referral = make.invite(make.member(), live())
    assert race([giving(referral)] * 4) == ["open"] * 4
    assert Vouch.objects.count() == 1


def proven_but_for_the_news() -> Vouch:
    vouch = vouched(live(rule=vouching(credit=100), threshold=2))
    make.certify(vouch.invitee)
    note(vouch.referral, deed("joined_group"), source="group")
    return vouch


def test_the_same_proof_from_four_sides_counts_once() -> None:
    vouch = proven_but_for_the_news()

    def tell() -> int:
        return note(vouch.referral, deed("attended"), source="event")

    race([tell] * 4)

    assert Vouch.objects.get().state == "kept"
    assert list(CreditEntry.objects.filter(cause__startswith="vouch").values_list("amount_hundredths")) == [
        (100,)
    ]
    assert (worlds.credit(vouch.advocate, vouch.campaign), Reward.objects.count()) == (200, 1)
    assert broken() == []


def test_a_proof_and_a_ban_at_once_have_one_outcome_that_adds_up() -> None:
    vouch = proven_but_for_the_news()
    type(vouch.invitee).objects.filter(pk=vouch.invitee_id).update(state="suspended")

    def prove() -> int:
        note(vouch.referral, deed("attended"), source="event")
        return recheck_referrals(member_id=vouch.invitee_id, happened_at=make.NOW, now=make.NOW)

    def fail() -> int:
        try:
            return fail_vouches(
                invitee_id=vouch.invitee_id,
                reason=FailReason.SUSPENDED,
                happened_at=make.NOW,
                now=make.NOW,
            )
        except Stale:
            return 0

    race([prove, fail])

    found = Vouch.objects.get()
    assert found.state == "failed"
    earned = 200 if found.kept_at is not None else 100
    assert worlds.credit(vouch.advocate, vouch.campaign) == earned
    assert broken() == []

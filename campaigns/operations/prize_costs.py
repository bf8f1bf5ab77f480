"""What a draw's prizes cost: written on the ticket that won, once its gift is taken."""

from django.db import transaction

from campaigns.facts import PrizeTaken
from campaigns.models import DrawTicket, Reward
from gifts.queries import taking_of
from outbox.facts import record


@transaction.atomic
def note_prize_cost(*, gift_id: int, draw_ref: str) -> Reward | None:
    """The prize's value belongs to the friend who earned the winner's last ticket. Again changes nothing.

    A prize that was passed on is the one's who passed it on. What is sent a second time costs once, as with
    other rewards. None where nothing is counted.
    """
    value, asked = taking_of(gift_id)
    tickets = DrawTicket.objects.filter(
        entry__draw__public_id=draw_ref,
        entry__member_id__in=asked,
        reward__cause__isnull=False,
        left_out_code="",
    )
    last_of = dict(tickets.order_by("pk").values_list("entry__member_id", "reward_id"))
    winners = [member_id for member_id in asked if member_id in last_of]
    if not value or not winners:
        return None
    reward_id = last_of[winners[-1]]
    if Reward.objects.filter(pk=reward_id, cost_minor=0).update(cost_minor=value) != 1:
        return None
    reward = Reward.objects.get(pk=reward_id)
    fact = PrizeTaken(reward_id=reward.pk, campaign_id=reward.campaign_id, cost_minor=value)
    record(fact, subject=reward.public_id)
    return reward

"""Which tickets of a draw are in doubt, and which of them belong into the drum."""

from collections.abc import Collection, Iterator

from django.db.models import Q

from campaigns.models import Draw, DrawTicket, RiskCase
from campaigns.queries.risk import cases_behind, is_covered, is_place
from campaigns.risk_states import BLOCKING, DOUBTED

# The job that looks at the tickets around a friend.
RECHECK = "campaigns.recheck-tickets"
_AT_ONCE = 500


def people_in_doubt(campaign_id: int, *, states: Collection[str] = DOUBTED) -> set[int]:
    """Members around a friend whose case is in one of these states. One statement."""
    cases = RiskCase.objects.filter(campaign_id=campaign_id, state__in=list(states))
    rows = cases.values_list("referral__advocate_id", "referral__invitee_id", "referral__sharer_id")
    return {member_id for row in rows for member_id in row if member_id is not None}


def tickets_of(draw: Draw, member_ids: Collection[int]) -> Iterator[DrawTicket]:
    """With entry and reward, those of one share of the counters together."""
    found: list[DrawTicket] = []
    for some in _runs(member_ids):
        theirs = DrawTicket.objects.filter(entry__draw=draw, entry__member_id__in=some)
        found += theirs.select_related("entry", "reward__pinned", "reward__campaign__current")
    return iter(sorted(found, key=lambda ticket: (ticket.entry.slot, ticket.pk)))


def left_out_of(draw: Draw) -> set[int]:
    """Members with a ticket that is not in the drum. One statement."""
    out = DrawTicket.objects.filter(~Q(left_out_code=""), entry__draw=draw)
    return set(out.values_list("entry__member_id", flat=True))


def is_supported(ticket: DrawTicket) -> bool:
    """Whether it is earned without friends at whom somebody looks and those who don't count.

    What a place on a board is worth without one of them is for a person to say. Three statements at most.
    """
    reward = ticket.reward
    doubted = cases_behind(reward, states=DOUBTED)
    return not doubted or is_place(reward) or is_covered(reward, doubted)


def is_amiss(ticket: DrawTicket) -> bool:
    """Whether it is in the drum and does not belong there, or the other way round."""
    return is_supported(ticket) == bool(ticket.left_out_code)


def waits_for_an_answer(draw: Draw) -> bool:
    """Whether a person still owes an answer about a friend behind a ticket, in the drum or out of it."""
    people = people_in_doubt(draw.campaign_id, states=BLOCKING)
    entered = DrawTicket.objects.filter(entry__draw=draw)
    return any(entered.filter(entry__member_id__in=some).exists() for some in _runs(people))


def _runs(member_ids: Collection[int]) -> Iterator[list[int]]:
    ids = sorted(member_ids)
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))

"""Whether a friend has proven an advocate's word, and what it is worth. Inside the credit's transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from campaigns.conditions import Deed
from campaigns.models import CreditEntry, Referral, Vouch
from campaigns.queries.deeds import deeds_of
from campaigns.queries.vouches import is_lowered_at
from campaigns.rulebook import Rulebook
from campaigns.vouch_facts import VouchKept
from campaigns.vouch_states import PROVABLE, VOUCHED_DEEDS, VouchState
from common.access import SYSTEM
from common.errors import Stale
from outbox.facts import record
from trust.queries import certified_since


def prove_vouch(referral: Referral, rulebook: Rulebook, *, now: datetime) -> int:
    """Write down that the friend has proven it, if she has; returns the hundredths that this adds.

    The caller holds the advocate's progress row and adds them there. Again adds nothing, and better rules or
    a word that was restored add the difference.

    Raises: Stale.
    """
    if rulebook.vouching is None:
        return 0
    vouch = Vouch.objects.filter(referral_id=referral.pk, state__in=PROVABLE).first()
    if vouch is None:
        return 0
    shown_at = vouch.shown_at or proven_at(referral, before=vouch.due_at)
    if shown_at is None:
        return 0
    is_lowered = is_lowered_at(shown_at, campaign_id=referral.campaign_id, advocate_id=referral.advocate_id)
    worth = rulebook.vouching.worth(is_lowered=is_lowered)
    added = max(worth - referral.vouched_hundredths, 0)
    if vouch.state != VouchState.KEPT:
        vouch.keep(actor=SYSTEM, shown_at=shown_at, now=now)
        fact = VouchKept(**about(vouch, now=now), added_hundredths=added)
        record(fact, subject=referral.campaign.public_id)
    if added:
        _enter(referral, added, now=now)
    return added


def proven_at(referral: Referral, *, before: datetime) -> datetime | None:
    """When the last of the three came about: a certificate, a group, an event. None if not in time."""
    certified = certified_since(referral.invitee_id).values()
    deeds = deeds_of([referral.invitee_id], campaign_id=referral.campaign_id)[referral.invitee_id]
    firsts = [min(certified, default=None)]
    firsts += [_first(deeds, kind, since=referral.registered_at) for kind in sorted(VOUCHED_DEEDS)]
    shown = [first for first in firsts if first is not None]
    if len(shown) < len(firsts) or max(shown) >= before:
        return None
    return max(shown)


def _first(deeds: Iterable[Deed], kind: str, *, since: datetime) -> datetime | None:
    return min(
        (each.occurred_at for each in deeds if each.kind == kind and each.occurred_at >= since), default=None
    )


def _enter(referral: Referral, added: int, *, now: datetime) -> None:
    if not referral.raise_vouched(added_hundredths=added):
        raise Stale
    CreditEntry(
        referral=referral,
        cause=f"vouch:{referral.vouched_hundredths}",
        amount_hundredths=added,
        occurred_at=now,
    ).save(force_insert=True)


def about(vouch: Vouch, *, now: datetime) -> dict[str, Any]:
    """What every fact about a word tells."""
    return {
        "vouch_id": vouch.pk,
        "campaign_id": vouch.campaign_id,
        "advocate_id": vouch.advocate_id,
        "invitee_id": vouch.invitee_id,
        "occurred_at": now.isoformat(),
    }

"""Words for friends as the news tells of them, for living through a campaign again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaigns.models import Vouch
from campaigns.replay_rules import Derived, Lowered, Vouched
from campaigns.vouch_facts import VouchEnded, VouchFailed, VouchGiven, VouchRestored
from campaigns.vouch_states import VouchState
from outbox.queries import payloads_of


@dataclass(frozen=True, kw_only=True)
class Words:
    """By invitee; and when whose word counted less."""

    vouched: Mapping[int, Vouched]
    lowered: list[Lowered]


def words_told(campaign_id: int, *, until: datetime | None) -> Words:
    """``until``: what was restored later than this could give nothing more."""
    failed = _standing_failures(campaign_id, until=until)
    withdrawn = {
        payload["vouch_id"]: _moment(payload)
        for payload, _at in payloads_of(VouchEnded, campaign_id=campaign_id)
        if payload["outcome"] == VouchState.WITHDRAWN
    }
    vouched = {}
    for payload, _at in payloads_of(VouchGiven, campaign_id=campaign_id):
        failure = failed.get(payload["vouch_id"])
        vouched[payload["invitee_id"]] = Vouched(
            ends_at=datetime.fromisoformat(payload["due_at"]),
            heard_until=withdrawn.get(payload["vouch_id"]) if failure is None else _moment(failure),
        )
    lowered = [
        Lowered(
            advocate_id=payload["advocate_id"],
            since=_moment(payload),
            until=datetime.fromisoformat(payload["lowered_until"]),
        )
        for payload in failed.values()
    ]
    return Words(vouched=vouched, lowered=lowered)


def _standing_failures(campaign_id: int, *, until: datetime | None) -> dict[int, dict[str, Any]]:
    """{word: its last failure}, where that was not taken back."""
    failed = {p["vouch_id"]: p for p, _at in payloads_of(VouchFailed, campaign_id=campaign_id)}
    for payload, _at in payloads_of(VouchRestored, campaign_id=campaign_id):
        restored = _moment(payload)
        last = failed.get(payload["vouch_id"])
        if last is not None and _moment(last) <= restored and (until is None or restored < until):
            del failed[payload["vouch_id"]]
    return failed


def _moment(payload: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(payload["occurred_at"])


def vouch_differences(campaign_id: int, derived: Derived) -> Iterator[str]:
    """Which words were proven: stored beside derived, where the friend's news was derived at all."""
    kept = Vouch.objects.filter(campaign_id=campaign_id, kept_at__isnull=False)
    stored = set(kept.values_list("invitee_id", flat=True)) & derived.referrals.keys()
    proven = {invitee_id for invitee_id, one in derived.referrals.items() if one.shown_at is not None}
    for invitee_id in sorted(stored ^ proven):
        yield f"word for member {invitee_id}: only {'stored' if invitee_id in stored else 'derived'}"

"""Why a friend counts, or does not count yet, in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from campaigns import rules
from campaigns.conditions import Deed, Evidence
from campaigns.models import Decision, Referral
from campaigns.plain_rules import needed_groups
from campaigns.queries.deeds import deeds_of
from campaigns.rulebook import Rulebook
from campaigns.sentences import Names, explain_referral, unseen
from campaigns.states import ATTRIBUTED, QUALIFYING_STATES, ReferralState
from common.clock import db_now
from groups.queries import group_names


def explained_referrals(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    """With the newest decision's code and inputs, by index."""
    newest = Decision.objects.filter(referral=OuterRef("pk")).order_by("-id")
    return referrals.annotate(
        why_code=Subquery(newest.values("code")[:1]), why_data=Subquery(newest.values("data")[:1])
    )


def reason_of(
    referral: Any,
    rulebook: Rulebook,
    *,
    campaign_state: str,
    groups: Names,
    deeds: Sequence[Deed] | None = None,
    is_seen: bool = True,
) -> str:
    """The newest decision's sentence; before one, what is missing and whether it still helps."""
    code, data = referral.why_code, referral.why_data
    waits = referral.state == ReferralState.REGISTERED
    by_hand = f"{_sentence(code, data, groups, is_seen=is_seen)} " if code == ATTRIBUTED and waits else ""
    if waits and (code is None or by_hand or campaign_state not in QUALIFYING_STATES):
        code = "not-yet" if campaign_state in QUALIFYING_STATES else "campaign-over"
        missing = rules.what_is_missing(
            rulebook, levels=referral.levels, evidence=_evidence(referral, rulebook, deeds)
        )
        data = {"missing": missing, "match": rulebook.match, "until": referral.expires_at}
    return by_hand + _sentence(code, data, groups, is_seen=is_seen)


def _sentence(code: str | None, data: Mapping[str, Any] | None, groups: Names, *, is_seen: bool) -> str:
    return explain_referral(code or "" if is_seen else unseen(code or ""), data or {}, groups=groups)


def names_in(*rulebooks: Rulebook) -> Names:
    """Of the groups that rules name, as far as anybody may find them. One statement, none without groups."""
    return group_names({group for rulebook in rulebooks for group in needed_groups(rulebook)})


def _evidence(referral: Any, rulebook: Rulebook, deeds: Sequence[Deed] | None) -> Evidence | None:
    if not rulebook.conditions:
        return None
    return Evidence(
        deeds=deeds_by_invitee([referral])[referral.invitee_id] if deeds is None else deeds,
        registered_at=referral.registered_at,
        expires_at=referral.expires_at,
        now=db_now(),
    )


def deeds_by_invitee(referrals: Sequence[Any]) -> Mapping[int, Sequence[Deed]]:
    invitees = [referral.invitee_id for referral in referrals]
    return deeds_of(invitees, campaign_id=referrals[0].campaign_id)


def referral_reason(referral: Referral, groups: Names | None = None) -> str:
    """For a row of ``explained_referrals`` with its campaign and version. No statement, but one where the
    rules ask for deeds and there is no decision yet.

    ``groups``: the names that may be told.
    """
    rulebook, state = referral.pinned.rulebook, referral.campaign.state
    return reason_of(referral, rulebook, campaign_state=state, groups=groups or {})

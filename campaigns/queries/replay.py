"""A campaign derived again from its facts, sealed versions and decisions, beside what is stored."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Sum

from accounts.leaving_facts import MemberErased
from campaigns.draw_facts import DrawFrozen
from campaigns.facts import BoardFrozen, CampaignSettled, ReferralAmended, ReferralRegistered, RewardGranted
from campaigns.models import Budget, Campaign, CampaignVersion, Decision, Progress, Referral, Reward
from campaigns.queries.deeds import scope_of
from campaigns.queries.replay_board import board_differences, teams_told, without_a_place
from campaigns.queries.replay_last_mile import kept_differences
from campaigns.queries.replay_news import done_by
from campaigns.queries.replay_reversals import taken_back
from campaigns.queries.replay_vouches import vouch_differences, words_told
from campaigns.replay_rules import Amended, Derived, Joined, RewardKey, Shown, derive
from campaigns.rulebook import Rulebook, claim_of, read_rules
from campaigns.rules import first_key
from campaigns.states import ReferralState, RewardKind
from campaigns.what_if_rules import Given, Players, what_is_given
from common.errors import NotFound
from gifts.facts import GiftDeclined, GiftShipped, OfferExpired
from gifts.queries import values_by_public_id
from outbox.queries import payloads_of
from trust.facts import CertificationApproved, CertificationRevoked

# Decisions of people, or about people who came back, that the rules alone don't give.
_SET_ASIDE = ("returned",)


def replay_campaign(campaign_id: int) -> list[str]:
    """Where the ledgers say something else than the news; empty is good. Ids only, no personal data.

    Derived: each referral's credit and whether it counts, each advocate's counters, every reward, what each
    share of gifts has spent and keeps. Read in one pass over each kind of fact, nothing is written.
    """
    gone = {payload["member_id"] for payload, _at in payloads_of(MemberErased)}
    derived = _derive(campaign_id, gone)
    board, places = board_differences(campaign_id, derived)
    return [
        *board,
        *_referrals(campaign_id, derived),
        *_counters(campaign_id, derived),
        *_rewards(campaign_id, derived.rewards | places, gone, aside=_sharing(campaign_id, gone)),
        *_shares(campaign_id),
        *kept_differences(campaign_id),
        *vouch_differences(campaign_id, derived),
    ]


def replay_published(slug: str = "") -> Mapping[str, list[str]]:
    """Slug to differences, for every campaign that was published, or for one of them."""
    published = Campaign.objects.filter(published_at__isnull=False).order_by("pk")
    if slug:
        published = published.filter(slug=slug)
    return {found: replay_campaign(pk) for pk, found in published.values_list("pk", "slug")}


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """Other rules over what has happened: rewards by rule, units by item, how many rewards each member gets,
    and who gets more or fewer than by the rules beside them.

    ``fen``: what the units would have cost, by the items' values now; a draw's prizes are not in it.
    """

    rewards: Mapping[str, int]
    units: Mapping[str, int]
    fen: int
    members: Mapping[int, int]
    gain: Sequence[int]
    lose: Sequence[int]


def simulate(slug: str, rules: Mapping[str, Any], *, since: datetime | None = None) -> tuple[WhatIf, WhatIf]:
    """(as it was, as it would have been) for the friends who joined since a moment. Nothing is written.

    Who owns a friend stays, and only friends who were shared can be shared otherwise: no fact tells of the
    others. Units are given in the order of earning while there are any; a board is as it stands.

    Raises: NotFound (also before it is published), BadRules.
    """
    rulebook = read_rules(rules)
    campaign = Campaign.objects.select_related("current").filter(slug=slug).first()
    if campaign is None or campaign.current is None:
        raise NotFound
    in_force = campaign.current.rulebook
    joined = [each for each in _joined(campaign.pk, set()) if since is None or each.at >= since]
    invitees = {each.invitee_id for each in joined}
    amended = list(_amended(campaign.pk, invitees))
    share_bp = rulebook.other_share_bp
    others = [
        replace(each, rulebook=rulebook, sharer_bp=share_bp if each.sharer_id else 0) for each in joined
    ]
    asked = [*others, *joined, *(replace(joined[0], rulebook=each.rulebook) for each in amended)]
    news = list(_shown(invitees)), list(done_by(asked, brand=scope_of(campaign.pk)))
    until = _over_at(campaign.pk)
    words = words_told(campaign.pk, until=until)
    told: dict[str, Any] = {"until": until, "vouched": words.vouched, "lowered": words.lowered}
    players = Players(team_of=teams_told(campaign.pk), excluded=without_a_place(campaign.pk))
    reversals = list(taken_back(campaign.pk, invitees))
    was = what_is_given(derive(joined, *news, amended, reversals, **told), in_force, players)
    would = what_is_given(derive(others, *news, (), reversals, **told), rulebook, players)
    return _what(was, would), _what(would, was)


def _what(one: Given, other: Given) -> WhatIf:
    mine, theirs = one.members, other.members
    values = values_by_public_id(one.units)
    return WhatIf(
        rewards=one.rewards,
        units=one.units,
        fen=sum(values.get(item, 0) * number for item, number in one.units.items()),
        members=mine,
        gain=sorted(member for member in mine if mine[member] > theirs.get(member, 0)),
        lose=sorted(member for member in theirs if mine.get(member, 0) < theirs[member]),
    )


def _derive(campaign_id: int, gone: set[int]) -> Derived:
    joined = list(_joined(campaign_id, gone))
    invitees = {each.invitee_id for each in joined}
    amended = list(_amended(campaign_id, invitees))
    asked = [*joined, *(replace(joined[0], rulebook=each.rulebook) for each in amended)]
    done = done_by(asked, brand=scope_of(campaign_id))
    until = _over_at(campaign_id)
    words = words_told(campaign_id, until=until)
    return derive(
        joined,
        _shown(invitees),
        done,
        amended,
        taken_back(campaign_id, invitees),
        until=until,
        vouched=words.vouched,
        lowered=words.lowered,
    )


def _amended(campaign_id: int, invitees: set[int]) -> Iterator[Amended]:
    books = _books(campaign_id)
    for payload, _at in payloads_of(ReferralAmended, campaign_id=campaign_id):
        if payload["invitee_id"] in invitees:
            yield Amended(
                member_id=payload["invitee_id"],
                rulebook=books[payload["version_id"]],
                at=datetime.fromisoformat(payload["occurred_at"]),
            )


def _books(campaign_id: int) -> Mapping[int, Rulebook]:
    return {
        version.pk: version.rulebook for version in CampaignVersion.objects.filter(campaign_id=campaign_id)
    }


def _joined(campaign_id: int, gone: set[int]) -> Iterator[Joined]:
    """``gone``: advocates who have left; their referrals rose until a moment that no fact tells exactly."""
    books = _books(campaign_id)
    aside = set(
        Decision.objects.filter(referral__campaign_id=campaign_id, code__in=_SET_ASIDE).values_list(
            "referral__invitee_id", flat=True
        )
    )
    for payload, _at in payloads_of(ReferralRegistered, campaign_id=campaign_id):
        if payload["invitee_id"] in aside or payload["advocate_id"] in gone:
            continue
        yield Joined(
            advocate_id=payload["advocate_id"],
            invitee_id=payload["invitee_id"],
            rulebook=books[payload["version_id"]],
            at=datetime.fromisoformat(payload["occurred_at"]),
            told_at=datetime.fromisoformat(told) if (told := payload.get("attributed_at")) else None,
            sharer_id=payload.get("sharer_id"),
            sharer_bp=payload.get("sharer_bp", 0),
        )


def _shown(invitees: set[int]) -> Iterator[Shown]:
    for kind, holds in ((CertificationApproved, True), (CertificationRevoked, False)):
        for payload, _at in payloads_of(kind):
            if payload["member_id"] in invitees:
                yield Shown(
                    member_id=payload["member_id"],
                    level=payload["kind"],
                    holds=holds,
                    at=datetime.fromisoformat(payload["occurred_at"]),
                )


def _over_at(campaign_id: int) -> datetime | None:
    ends = [
        at
        for kind in (DrawFrozen, BoardFrozen, CampaignSettled)
        for _p, at in payloads_of(kind, campaign_id=campaign_id)
    ]
    return min(ends, default=None)


def _referrals(campaign_id: int, derived: Derived) -> Iterator[str]:
    rows = Referral.objects.filter(campaign_id=campaign_id).exclude(state=ReferralState.VOID)
    for pk, invitee_id, credit, qualified_at in rows.values_list(
        "pk", "invitee_id", "credit_hundredths", "qualified_at"
    ).iterator():
        standing = derived.referrals.get(invitee_id)
        if standing and (credit, qualified_at is not None) != (standing.credit, standing.qualified):
            yield (
                f"referral {pk}: stored credit {credit}, counts {qualified_at is not None}; "
                f"derived {standing.credit}, {standing.qualified}"
            )


def _counters(campaign_id: int, derived: Derived) -> Iterator[str]:
    expected = dict(derived.counters())
    rows = Progress.objects.filter(campaign_id=campaign_id).values_list(
        "advocate_id", "registered", "qualified", "credit_hundredths"
    )
    aside = _with_others(campaign_id, set(derived.referrals))
    for advocate_id, *stored in rows.iterator():
        found = expected.pop(advocate_id, (0, 0, 0))
        if advocate_id not in aside and tuple(stored) != found:
            yield f"advocate {advocate_id}: stored {stored}, derived {list(found)}"
    yield from (f"advocate {advocate_id}: derived, and not stored" for advocate_id in expected)


def _with_others(campaign_id: int, derived: set[int]) -> set[int]:
    """Advocates with a referral that was set aside: their sums can't be derived from the rest."""
    rows = Referral.objects.filter(campaign_id=campaign_id)
    rows_of = rows.values_list("invitee_id", "advocate_id", "sharer_id").iterator()
    aside = [both for invitee_id, *both in rows_of if invitee_id not in derived]
    return {who for both in aside for who in both if who is not None}


def _sharing(campaign_id: int, gone: set[int]) -> set[int]:
    """Who shares a friend with somebody who has left: what both had earned by then no fact tells exactly."""
    shared = Referral.objects.filter(campaign_id=campaign_id, sharer__isnull=False)
    pairs = list(shared.values_list("advocate_id", "sharer_id"))
    return {who for pair in pairs if gone & set(pair) for who in pair if who is not None}


def _rewards(campaign_id: int, derived: set[RewardKey], gone: set[int], *, aside: set[int]) -> Iterator[str]:
    rows = Reward.objects.filter(campaign_id=campaign_id)
    # One that was taken back and earned again is one reward by the rules.
    stored = {
        (rule_key, member_id, first_key(occurrence))
        for rule_key, member_id, occurrence, advocate_id in rows.values_list(
            "rule_key", "beneficiary_id", "occurrence_key", "cause__advocate_id"
        ).iterator()
        if advocate_id not in gone
    }
    for rule_key, member_id, occurrence in sorted(stored ^ derived):
        if member_id in aside:
            continue
        where = "stored" if (rule_key, member_id, occurrence) in stored else "derived"
        yield f"reward {rule_key} {occurrence} of member {member_id}: only {where}"


def _shares(campaign_id: int) -> Iterator[str]:
    """Granted less returned, rule by rule."""
    rows = Reward.objects.filter(campaign_id=campaign_id, kind=RewardKind.GIFT)
    action_of = {pk: claim_of(rule_key) for pk, rule_key in rows.values_list("pk", "rule_key")}
    spent = Counter(
        action_of[payload["reward_id"]]
        for payload, _at in payloads_of(RewardGranted, campaign_id=campaign_id)
        if payload["reward_id"] in action_of
    )
    by_source = {
        f"reward:{public_id}": claim_of(key) for public_id, key in rows.values_list("public_id", "rule_key")
    }
    spent.subtract(_returned(by_source))
    stored = Budget.objects.filter(campaign_id=campaign_id).values_list("action")
    for action, units in stored.annotate(units=Sum("spent_units")).order_by("action"):
        if units != spent[action]:
            yield f"share {action}: stored {units} spent, derived {spent[action]}"


def _returned(by_source: Mapping[str, str]) -> Iterable[str]:
    """What was sent once is spent, whatever became of it and of another try."""
    sent = {payload["source"] for payload, _at in payloads_of(GiftShipped)}
    for kind in (GiftDeclined, OfferExpired):
        for payload, _at in payloads_of(kind):
            if payload["source"] in by_source and payload["source"] not in sent and _came_back(payload):
                yield by_source[payload["source"]]


def _came_back(payload: Mapping[str, Any]) -> bool:
    return payload.get("next_recipient_id") is None

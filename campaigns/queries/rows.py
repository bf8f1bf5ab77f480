"""A member's own lists as plain rows, for programs. One statement each, whatever the numbers; friends for
whom one may vouch need one more."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from campaigns.friend_states import FriendState, shown_state
from campaigns.models import Campaign, CampaignVersion, Referral, Reward
from campaigns.queries.progress import met_invitees, name_of_invitee, standing_share
from campaigns.queries.rewards import doubted, takes_claims, whether
from campaigns.queries.risk import blocked_among
from campaigns.queries.vouches import Word, public_id_of, words_of
from campaigns.rule_shape import MET
from campaigns.rulebook import Rulebook
from campaigns.states import PUBLIC_STATES, ReferralState, RewardKind, RewardState
from common.compiled import Compiled
from common.errors import NotFound
from common.pagination import first_rows, keyset, page_of

NEWEST = ("-registered_at", "-id")
_REFERRAL = (
    "id",
    "invitee__display_name",
    "invitee__public_id",
    "is_met",
    "shown",
    "credit_hundredths",
    "sharer_bp",
    "levels",
    "registered_at",
    "expires_at",
    "qualified_at",
    "campaign__public_id",
    "campaign__current_id",
    "campaign__current__sha256",
)
_REWARD = (
    "id",
    "public_id",
    "campaign__slug",
    "kind",
    "state",
    "earned_at",
    "gift__public_id",
    "is_open",
    "is_doubted",
)


def own_referral_rows(
    *, member_id: int, slug: str, state: str = "", cursor: str | None = None, size: int = 25
) -> tuple[list[dict[str, Any]], str | None]:
    """(rows, next cursor), newest first. ``missing``: what would make a friend count. ``state``: only these.

    Raises: NotFound, BadCursor.
    """
    if cursor or state:
        wanted = _referral_rows(member_id, slug)
        wanted = wanted.filter(shown=state) if state else wanted
        page = keyset(wanted, order=NEWEST, cursor=cursor, size=size)
    else:
        rows = _first_referrals(size).rows(member_id=member_id, slug=slug)
        page = page_of(rows, order=NEWEST, size=size)
    if not page.items and not Campaign.objects.public().filter(slug=slug).exists():
        raise NotFound
    words = _words(page.items)
    return [_referral(row, words) for row in page.items], page.next_cursor


def _referral_rows(member_id: int, slug: str) -> QuerySet[Any, Any]:
    mine = Referral.objects.filter(
        campaign__slug=slug, campaign__state__in=PUBLIC_STATES, advocate_id=member_id
    ).exclude(state=ReferralState.VOID)
    mine = mine.annotate(shown=shown_state())
    return met_invitees(mine, member_id).values_list(*_REFERRAL, named=True)


@lru_cache
def _first_referrals(size: int) -> Compiled:
    def build(member_id: int, slug: str) -> QuerySet[Any, Any]:
        return first_rows(_referral_rows(member_id, slug), order=NEWEST, size=size)

    return Compiled(build, member_id=int, slug=str)


@lru_cache(maxsize=256)
def _book(version_id: int, sha256: str) -> Rulebook:
    """Of a sealed version, which never changes: each process reads it once; the seal is part of the key."""
    return CampaignVersion.objects.get(pk=version_id, sha256=sha256).rulebook


def _missing(book: Rulebook, levels: Collection[str]) -> list[str]:
    """Certificates, and ``conditions`` where those of the rules are not all met; nothing once it counts."""
    if MET in levels:
        return []
    missing = [level for level in book.requires if level not in levels]
    return [*missing, "conditions"] if book.conditions else missing


def _words(rows: Sequence[Any]) -> Mapping[int, Word]:
    """One statement where the campaign's rules let advocates vouch, none elsewhere."""
    if not rows or _book(rows[0].campaign__current_id, rows[0].campaign__current__sha256).vouching is None:
        return {}
    return words_of([row.id for row in rows])


def _referral(row: Any, words: Mapping[int, Word]) -> dict[str, Any]:
    book = _book(row.campaign__current_id, row.campaign__current__sha256)
    return {
        "name": name_of_invitee(row),
        "public_id": public_id_of(row.campaign__public_id, row.invitee__public_id) if row.is_met else "",
        "state": row.shown,
        "counts": row.shown == FriendState.QUALIFIED,
        "credit_hundredths": standing_share(row),
        "missing": _missing(book, row.levels),
        "registered_at": row.registered_at,
        "expires_at": row.expires_at,
        "qualified_at": row.qualified_at,
        "vouch": asdict(words[row.id]) if row.id in words else None,
    }


def own_reward_rows(
    *, member_id: int, state: str = "", cursor: str | None = None, size: int = 25
) -> tuple[list[Mapping[str, Any]], str | None]:
    """(rows, next cursor), newest first, over all campaigns. One statement, up to four more where friends do
    not count. Raises: BadCursor."""
    mine = Reward.objects.filter(beneficiary_id=member_id)
    mine = mine.filter(state=state) if state else mine
    mine = mine.annotate(is_open=whether(takes_claims()), is_doubted=doubted())
    rows: QuerySet[Any] = mine.values_list(*_REWARD, named=True)
    page = keyset(rows, order=("-earned_at", "-id"), cursor=cursor, size=size)
    in_doubt = [row.id for row in page.items if row.is_doubted and _is_ready(row)]
    blocked = blocked_among(in_doubt, member_id=member_id)
    return [_reward(row, is_blocked=row.id in blocked) for row in page.items], page.next_cursor


def _is_ready(row: Any) -> bool:
    return bool(row.kind == RewardKind.GIFT and row.state == RewardState.APPROVED and row.is_open)


def _reward(row: Any, *, is_blocked: bool) -> dict[str, Any]:
    return {
        "public_id": row.public_id,
        "campaign": row.campaign__slug,
        "kind": row.kind,
        "state": row.state,
        "earned_at": row.earned_at,
        "can_be_claimed": _is_ready(row) and not is_blocked,
        "gift": row.gift__public_id,
    }

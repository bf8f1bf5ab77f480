"""Every way to join or to be given something, in every campaign that is hidden, not open, paused or over."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client

from accounts.models import Member
from accounts.registration import INVITATION_PREFIX
from bench import worlds
from bench.areas.campaigns.closed_further import Case, further_cases
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.trial import Trial
from campaigns.draw_facts import DrawCalled
from campaigns.models import (
    BoardRow,
    Brand,
    Campaign,
    Referral,
    Reservation,
    Reward,
    ShareLink,
    Touch,
    Vouch,
)
from campaigns.models.draw import DrawRoot, DrawTicket
from campaigns.operations.boards import freeze_due_boards
from campaigns.operations.claims import claim_reward
from campaigns.operations.pinning import attribute_referral
from campaigns.operations.qualifying import recheck_referrals
from campaigns.operations.rewards import assess_due_rewards, assess_reward, free_reward, release_reward
from campaigns.operations.touches import open_invitation
from common.access import SYSTEM
from common.errors import Refused
from common.ids import new_public_id
from gifts.models import GiftOffer
from outbox.models import FactRow
from tests.campaigns.board_worlds import leaderboard
from tests.factories import campaigns as make

HOUR = timedelta(hours=1)
EASY = {"requires": ["registered"], "credit": {"registered": 100}, "threshold": 1}
_OF_A_CAMPAIGN = (Touch, Referral, ShareLink, Reservation, Vouch)
LATE = make.NOW + timedelta(days=400)
EARLIER = "visitor-9"

# Where nobody joins, and where nothing is given: columns that put a campaign there.
HIDDEN: Mapping[str, dict[str, Any]] = {
    "draft": {"state": "draft"},
    "in_review": {"state": "in_review"},
    "approved": {"state": "approved"},
    "cancelled": {"state": "cancelled"},
}
NOT_OPEN: Mapping[str, dict[str, Any]] = {
    "scheduled": {"state": "scheduled", "opens_at": make.NOW + HOUR},
    "started-too-early": {"state": "live", "opens_at": make.NOW + HOUR},
}
HALTED: Mapping[str, dict[str, Any]] = {"paused": {"state": "paused"}, "brand-stopped": {"state": "live"}}
OVER: Mapping[str, dict[str, Any]] = {
    "settled": {"state": "settled", "settled_at": make.NOW},
    "archived": {"state": "archived", "settled_at": make.NOW},
}
DRAWN: Mapping[str, dict[str, Any]] = {"drawing": {"state": "drawing"}, "settling": {"state": "settling"}}
PAST = {"opens_at": make.NOW - 9 * HOUR, "closes_at": make.NOW - 2 * HOUR, "settle_by": make.NOW - HOUR}
ENDED: Mapping[str, dict[str, Any]] = {
    "closing": {"state": "closing"},
    "ended-not-closed-yet": {"state": "live", **PAST, "settle_by": make.SETTLE_BY},
}
CLOSED = {**HIDDEN, **HALTED, **OVER}
PLACES: Mapping[str, Mapping[str, dict[str, Any]]] = {
    "late": {**CLOSED, **NOT_OPEN, **DRAWN, "past-its-last-day": {"state": "closing", **PAST}},
    "join": {**CLOSED, **NOT_OPEN, **DRAWN, **ENDED},
    "entry": {**CLOSED, **DRAWN, "scheduled": NOT_OPEN["scheduled"]},
    "gift": {**CLOSED, "scheduled": NOT_OPEN["scheduled"]},
    "claim": {**CLOSED, **NOT_OPEN, "past-its-last-day": {"state": "settling", **PAST}},
    "board": {**CLOSED, **DRAWN, "scheduled": NOT_OPEN["scheduled"], "live": {"state": "live"}},
    "hand": {**CLOSED, **NOT_OPEN, **DRAWN, "past-its-last-day": {"state": "closing", **PAST}},
    "keep": {**CLOSED, **NOT_OPEN, **DRAWN, "past-its-last-day": {"state": "closing", **PAST}},
    "call": {**CLOSED, **DRAWN, "scheduled": NOT_OPEN["scheduled"], "live": {"state": "live"}},
    "freeze": {**CLOSED, **DRAWN, "scheduled": NOT_OPEN["scheduled"], "live": {"state": "live"}},
    "offer": {**CLOSED, "scheduled": NOT_OPEN["scheduled"]},
    # A campaign whose prizes are on offer is settling until all are answered for: only a stop halts that.
    "next": {"brand-stopped": {"state": "settling"}},
}


@dataclass(kw_only=True)
class World:
    """Somebody with a reward in each state, and a friend about to register."""

    campaign: Campaign
    advocate: Member
    link: ShareLink
    rewards: Mapping[str, int]
    page: Client
    program: Client


Path = Callable[[World], object]


@counted("campaigns.closed-paths", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=900)
def count(trial: Trial) -> Figure:
    return try_all(trial)


def try_all(trial: Trial) -> Figure:
    """``open``: paths that give nothing in an open campaign either, so that the rest would prove nothing."""
    worlds_by_kind = {"gift": _world(make.live(gift=50, stock=60, **EASY)), "draw": _world(make.live(**EASY))}
    worlds_by_kind["board"] = _world(leaderboard(requires=["registered"], credit={"registered": 100}))
    tried = refused = issued = 0
    leaks, idle, errors = [], [], []
    cases: list[Case] = [
        (worlds_by_kind[kind].campaign, name, partial(path, worlds_by_kind[kind]))
        for kind, name, path in PATHS
    ]
    cases += further_cases()
    for campaign, name, path in cases:
        place = name.partition(":")[0]
        with _as_it_was(campaign, OPEN[place]):
            before = _given(campaign)
            path()
            if _given(campaign) == before:
                idle.append(name)
        for state, columns in PLACES[place].items():
            with _as_it_was(campaign, columns, is_stopped=state == "brand-stopped"):
                before = _given(campaign)
                tried += 1
                try:
                    path()
                except Refused:
                    refused += 1
                except Exception as error:
                    errors.append(f"{name} while {state}: {error!r}"[:200])
                more = sum(after - was for was, after in zip(before, _given(campaign), strict=True))
                issued += more
                leaks += [f"{name} while {state}: {more}"] if more else []
    return trial.figure(
        ok=tried > 0 and not (issued or idle or errors),
        numbers={
            "paths": len(cases),
            "tried": tried,
            "refused": refused,
            "issued": issued,
            "idle": len(idle),
            "errors": len(errors),
        },
        notes={"issued": leaks, "idle": idle, "errors": errors},
    )


OPEN: Mapping[str, dict[str, Any]] = {
    **{place: {"state": "live"} for place in ("join", "late", "entry", "gift", "claim")},
    **{place: {"state": "live"} for place in ("hand", "keep")},
    **{place: {"state": "closing", "closed_at": make.NOW} for place in ("board", "call", "freeze")},
    **{place: {"state": "settling"} for place in ("offer", "next")},
}


def _given(campaign: Campaign) -> tuple[int, ...]:
    """What has been given or begun in this campaign, by kind."""
    rewards = Reward.objects.filter(campaign=campaign)
    return (
        rewards.filter(state__in=["approved", "granted"]).count(),
        rewards.filter(gift__isnull=False).count(),
        GiftOffer.objects.filter(gift__sender_ref=campaign.brand.scope).count(),
        FactRow.objects.filter(kind=DrawCalled.KIND, payload__campaign_id=campaign.pk).count(),
        DrawRoot.objects.filter(draw__campaign=campaign).count(),
        BoardRow.objects.filter(board__campaign=campaign).count(),
        DrawTicket.objects.filter(entry__draw__campaign=campaign).count(),
        *(model.objects.filter(campaign=campaign).count() for model in _OF_A_CAMPAIGN),
    )


@contextmanager
def _as_it_was(campaign: Campaign, columns: Mapping[str, Any], *, is_stopped: bool = False) -> Iterator[None]:
    """The campaign is put somewhere by hand; afterwards everything is as before."""
    with transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(**columns)
        stopped_at = make.NOW if is_stopped else None
        Brand.objects.filter(pk=campaign.brand_id).update(
            stopped_at=stopped_at, stop_reason="by hand" if is_stopped else ""
        )
        try:
            yield
        finally:
            transaction.set_rollback(True)


def _world(campaign: Campaign) -> World:
    """An earned, a held and an approved reward for each of three advocates, put there by hand."""
    advocates = {state: make.member() for state in ("earned", "held", "approved", "risk")}
    now = make.NOW
    rewards: dict[str, int] = {}
    for state, advocate in advocates.items():
        found = make.invite(advocate, campaign)
        recheck_referrals(member_id=found.invitee_id, happened_at=now, now=now)
        mine = Reward.objects.filter(campaign=campaign, beneficiary=advocate)
        columns = {"state": "held" if state == "risk" else state}
        columns |= {"hold_code": {"held": "staff-excluded", "risk": "risk"}.get(state, "")}
        mine.update(**columns, approved_at=now if state == "approved" else None)
        rewards |= dict.fromkeys([state], mine.values_list("pk", flat=True).first() or 0)
    claimer = advocates["approved"]
    page = Client(SERVER_NAME="localhost", HTTP_ACCEPT_LANGUAGE="en")
    page.force_login(claimer, backend=settings.AUTHENTICATION_BACKENDS[0])
    header = worlds.token_of(claimer)["Authorization"]
    link = make.link_of(claimer, campaign)
    make.visit(link, visitor_key=EARLIER, at=now - 3 * HOUR)
    return World(
        campaign=campaign,
        advocate=claimer,
        link=link,
        rewards=rewards,
        page=page,
        program=Client(SERVER_NAME="localhost", HTTP_AUTHORIZATION=header),
    )


def _late_news(world: World) -> int:
    """Somebody registered elsewhere; she had come by the link when it was open."""
    return attribute_referral(member_id=make.member().pk, visitor_key=EARLIER, registered_at=make.NOW)


def _post(client: Client, path: str, **body: str) -> object:
    return client.post(
        path, body, content_type="application/json", headers={"Idempotency-Key": new_public_id()}
    )


def _stranger() -> Client:
    return Client(SERVER_NAME="localhost")


_JOINING: Mapping[str, Path] = {
    "join:open-link": lambda w: open_invitation(
        actor=AnonymousUser(), code=w.link.code, visitor_key="visitor-8", now=make.NOW
    ),
    "join:open-page": lambda w: _stranger().get(f"/i/{w.link.code}/"),
    "join:tell-of-touch": lambda w: _post(_stranger(), "/api/v1/touches/", code=w.link.code),
    "join:make-link": lambda w: make.link_of(make.member(), w.campaign),
    "join:register-with-code": lambda w: make.join(visitor_key=f"{INVITATION_PREFIX}{w.link.code}"),
    "join:register-after-visit": lambda w: make.join(visitor_key=EARLIER),
    "late:register-elsewhere": _late_news,
}
_GIVING: Mapping[str, Path] = {
    "assess": lambda w: assess_reward(reward_id=w.rewards["earned"], now=make.NOW),
    "assess-due": lambda w: assess_due_rewards(now=make.NOW),
    "free": lambda w: free_reward(reward_id=w.rewards["risk"], now=make.NOW),
    "release": lambda w: release_reward(
        actor=SYSTEM, reward_id=w.rewards["held"], reason="looked at", now=make.NOW
    ),
}
_CLAIMING: Mapping[str, Path] = {
    "claim:operation": lambda w: claim_reward(
        actor=w.advocate, reward_id=w.rewards["approved"], now=make.NOW
    ),
    "claim:page": lambda w: w.page.post(f"/rewards/{_ref(w)}/claim/", {"nonce": new_public_id()}),
    "claim:api": lambda w: _post(w.program, f"/api/v1/rewards/{_ref(w)}/claim/"),
}
PATHS: Sequence[tuple[str, str, Path]] = [
    *(("draw", name, path) for name, path in _JOINING.items()),
    *(("draw", f"entry:{name}", path) for name, path in _GIVING.items()),
    *(("gift", f"gift:{name}", path) for name, path in _GIVING.items()),
    *(("gift", name, path) for name, path in _CLAIMING.items()),
    ("board", "board:freeze", lambda w: freeze_due_boards(now=LATE)),
]


def _ref(world: World) -> str:
    return str(Reward.objects.values_list("public_id", flat=True).get(pk=world.rewards["approved"]))

"""Every write path of the engine ten times over: what once did is all that is done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction

from accounts.operations.registration import register_member
from accounts.registration import INVITATION_PREFIX
from bench.areas.chaos import double_submit
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.trial import Trial
from campaigns.conditions import Deed
from campaigns.operations import amendments, drafts, lifecycle, rewards, risk, stopping
from campaigns.operations.boards import freeze_board, play_for_group
from campaigns.operations.claims import claim_reward
from campaigns.operations.deeds import note_deed
from campaigns.operations.draws.freezing import call_draw
from campaigns.operations.leaving import let_go_of_campaigns
from campaigns.operations.pinning import attribute_referral
from campaigns.operations.promises import break_promise, mark_late_promises
from campaigns.operations.publishing import publish_campaign
from campaigns.operations.qualifying import expire_referrals, recheck_referrals
from campaigns.operations.touches import open_invitation
from common.access import SYSTEM
from common.errors import Refused
from outbox.jobs import kind_of
from outbox.models import Job
from outbox.testing import run_jobs
from tests.campaigns.board_worlds import challenge, close, leaderboard
from tests.campaigns.test_further_rewards import five, live, welcome
from tests.campaigns.test_replay import approve
from tests.factories import campaigns as make
from tests.factories import groups as grouping

TIMES = 10
WHY = "looked at"
NOW = make.NOW
EASY = {"requires": ["registered"], "credit": {"registered": 100}, "threshold": 1}
Call = Callable[[], object]


@counted("campaigns.retries", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=1800)
def count(trial: Trial) -> Figure:
    return repeat_all(trial)


def repeat_all(trial: Trial) -> Figure:
    """``idle``: paths that do nothing the first time either, so that repeating them would prove nothing."""

    repeated, idle, errors = [], [], []
    for name, prepare in PATHS.items():
        with _rolled_back():
            call, before = prepare(), rows()
            call()
            once = rows()
            if once == before:
                idle.append(name)
            errors += [f"{name}: {error!r}"[:200] for error in _again(call)]
            repeated += _more(name, once)
    jobs, repeated_jobs = _jobs_again(errors)
    repeated += repeated_jobs
    return trial.figure(
        ok=bool(PATHS) and jobs > 0 and not (repeated or idle or errors),
        numbers={
            "paths": len(PATHS),
            "jobs": jobs,
            "times": TIMES,
            "repeated": len(repeated),
            "idle": len(idle),
            "errors": len(errors),
        },
        notes={"repeated": repeated, "idle": idle, "errors": errors},
    )


def _again(call: Call) -> Iterator[Exception]:
    """Nine more times; a refusal is a good answer."""
    for _ in range(TIMES - 1):
        try:
            with transaction.atomic():
                call()
        except Refused:
            continue
        except Exception as error:
            yield error


def _more(name: str, once: dict[str, int]) -> list[str]:
    found = rows()
    return [f"{name}: {found[key] - once[key]} in {key}" for key in found if found[key] != once[key]]


def _jobs_again(errors: list[str]) -> tuple[int, list[str]]:
    """Each job of campaigns that a lived campaign has run, ten times more: (how many, what was repeated)."""
    with _rolled_back():
        advocate, campaign = make.member(), live(five, welcome)
        for _ in range(5):
            approve(make.invite(advocate, campaign).invitee)
        run_jobs()
        once, done = rows(), Job.objects.filter(kind__startswith="campaigns.", state="done")
        for kind_name, payload in done.values_list("kind", "payload"):
            kind = kind_of(kind_name)
            assert kind is not None
            call = _with(kind.run, payload)
            errors += [f"{kind_name}: {error!r}"[:200] for error in _again(call)]
        return done.count(), _more("jobs", once)


def _with(run: Callable[..., object], payload: dict[str, object]) -> Call:
    return lambda: run(**payload)


def rows() -> dict[str, int]:
    """Rows of every table but counters of limits, sessions and the like, and the sum of what is spent."""
    found = double_submit.rows()
    with connection.cursor() as cursor:
        for table, column in SUMS:
            cursor.execute(f"SELECT coalesce(sum({column}), 0) FROM {table}")  # noqa: S608
            found[f"{table}.{column}"] = int(cursor.fetchone()[0])
    return found


SUMS = (
    ("campaigns_progress", "registered"),
    ("campaigns_progress", "qualified"),
    ("campaigns_progress", "credit_hundredths"),
    ("campaigns_progress", "rewards"),
    ("campaigns_budget", "spent_units"),
    ("gifts_stockbalance", "reserved"),
)


@contextmanager
def _rolled_back() -> Iterator[None]:
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def _open_link() -> Call:
    link = make.link_of(make.member(), make.live())
    return lambda: open_invitation(actor=AnonymousUser(), code=link.code, visitor_key="v", now=NOW)


def _make_link() -> Call:
    advocate, campaign = make.member(), make.live()
    return lambda: make.link_of(advocate, campaign)


def _register() -> Call:
    link = make.link_of(make.member(), make.live())
    key = f"{INVITATION_PREFIX}{link.code}"
    return lambda: register_member(display_name="Li Na", phone="+8613811112222", visitor_key=key, now=NOW)


def _register_elsewhere() -> Call:
    make.visit(make.link_of(make.member(), make.live()), at=NOW - timedelta(hours=1))
    friend = make.member()
    return lambda: attribute_referral(member_id=friend.pk, visitor_key=make.VISITOR, registered_at=NOW)


def _third_friend() -> Call:
    advocate, campaign = make.member(), make.live()
    make.qualify(advocate, campaign, friends=2)
    friend = make.invite(advocate, campaign).invitee
    make.certify(friend)
    return lambda: recheck_referrals(member_id=friend.pk, happened_at=NOW, now=NOW)


def _deed() -> Call:
    met = {"credit": {"registered": 0, "met": 100}, "requires": ["registered"], "threshold": 1}
    campaign = make.live(conditions=[{"kind": "event", "name": "first-order"}], **met)
    friend = make.invite(make.member(), campaign).invitee
    deed = Deed(kind="event", group="", event="", name="first-order", value_minor=0, occurred_at=NOW)
    return lambda: note_deed(member_id=friend.pk, deed=deed, source="shop:1", now=NOW)


def _reward(act: Callable[[int], object], **options: int) -> Callable[[], Call]:
    def prepare() -> Call:
        reward = make.reward_of(make.member(), make.live(**options))
        return lambda: act(reward.pk)

    return prepare


def _claim() -> Call:
    reward = make.approved(make.member(), make.live(gift=3))
    return lambda: claim_reward(actor=reward.beneficiary, reward_id=reward.pk, now=NOW)


def _release() -> Call:
    reward = make.reward_of(make.member(), make.live())
    reward.hold(actor=SYSTEM, code="staff-excluded")
    return lambda: rewards.release_reward(actor=SYSTEM, reward_id=reward.pk, reason=WHY, now=NOW)


def _assess_friend() -> Call:
    referral = make.qualify(make.member(), make.live(), friends=1)[0]
    return lambda: risk.assess_referral(referral_id=referral.pk, now=NOW)


def _answer(act: Callable[[int], object]) -> Callable[[], Call]:
    def prepare() -> Call:
        campaign = make.live()
        for referral in make.qualify(make.member(), campaign):
            risk.assess_referral(referral_id=referral.pk, now=NOW)
        case = make.risk_case(campaign, 0, "held")
        return lambda: act(case.pk)

    return prepare


def _expire() -> Call:
    campaign = make.live(window_days=1)
    referral = make.invite(make.member(), campaign)
    type(referral).objects.filter(pk=referral.pk).update(expires_at=NOW - timedelta(hours=1))
    return lambda: expire_referrals(now=NOW)


def _life(act: Callable[[int], object], state: str = "live") -> Callable[[], Call]:
    def prepare() -> Call:
        campaign = make.live() if state != "draft" else make.draft()
        if state not in ("live", "draft"):
            make.in_state(campaign, state, settled_at=NOW, closed_at=NOW)
        return lambda: act(campaign.pk)

    return prepare


def _start_due() -> Call:
    make.in_state(make.scheduled(), "scheduled", opens_at=make.OPENS)
    return lifecycle.start_due_campaigns


def _close_due() -> Call:
    make.in_state(make.live(), "live", closes_at=NOW, settle_by=NOW)
    return lambda: lifecycle.close_due_campaigns(now=NOW)


def _late_promises() -> Call:
    reward = make.reward_of(make.member(), make.live())
    promise = rewards.promise_of(reward)
    assert promise is not None
    type(promise).objects.filter(pk=promise.pk).update(due_at=make.OPENS)
    return lambda: mark_late_promises(now=NOW)


def _break() -> Call:
    promise = rewards.promise_of(make.reward_of(make.member(), make.live()))
    assert promise is not None
    return lambda: break_promise(actor=SYSTEM, promise_id=promise.pk, reason=WHY)


def _adopt() -> Call:
    amendment = make.amendment(make.live())
    return lambda: amendments.adopt_amendment(actor=SYSTEM, amendment_id=amendment.pk, now=NOW)


def _withdraw() -> Call:
    amendment = make.amendment(make.live())
    return lambda: amendments.withdraw_amendment(actor=SYSTEM, amendment_id=amendment.pk, reason=WHY, now=NOW)


def _play() -> Call:
    campaign, member = challenge(), make.member()
    group = grouping.group(member)
    return lambda: play_for_group(actor=member, campaign_id=campaign.pk, group_ref=group.public_id, now=NOW)


def _freeze() -> Call:
    campaign = leaderboard()
    make.qualify(make.member(), campaign, friends=2)
    close(campaign)
    run_jobs()
    return lambda: freeze_board(campaign_id=campaign.pk, now=NOW)


def _call_draw() -> Call:
    campaign = make.live()
    rewards.assess_reward(reward_id=make.reward_of(make.member(), campaign).pk, now=NOW)
    close(campaign)
    return lambda: call_draw(actor=SYSTEM, campaign_id=campaign.pk)


def _stop() -> Call:
    brand = make.live().brand
    return lambda: stopping.stop_brand(actor=SYSTEM, brand_id=brand.pk, reason=WHY, now=NOW)


def _leave() -> Call:
    reward = make.reward_of(make.member(), make.live(gift=3))
    return lambda: let_go_of_campaigns(member_id=reward.beneficiary_id, now=NOW)


PATHS: dict[str, Callable[[], Call]] = {
    "open-link": _open_link,
    "make-link": _make_link,
    "register": _register,
    "register-elsewhere": _register_elsewhere,
    "third-friend": _third_friend,
    "deed": _deed,
    "assess": _reward(lambda pk: rewards.assess_reward(reward_id=pk, now=NOW)),
    "assess-due": _reward(lambda pk: rewards.assess_due_rewards(now=NOW), gift=3),
    "claim": _claim,
    "release": _release,
    "cancel-reward": _reward(
        lambda pk: rewards.cancel_reward(actor=SYSTEM, reward_id=pk, reason=WHY, now=NOW)
    ),
    "assess-friend": _assess_friend,
    "release-case": _answer(lambda pk: risk.release_case(actor=SYSTEM, case_id=pk, reason=WHY, now=NOW)),
    "confirm-case": _answer(lambda pk: risk.confirm_case(actor=SYSTEM, case_id=pk, reason=WHY, now=NOW)),
    "expire": _expire,
    "submit": _life(lambda pk: drafts.submit_for_review(actor=SYSTEM, campaign_id=pk), "draft"),
    "publish": _life(lambda pk: publish_campaign(actor=SYSTEM, campaign_id=pk, now=NOW), "draft"),
    "pause": _life(lambda pk: lifecycle.pause_campaign(actor=SYSTEM, campaign_id=pk, reason=WHY)),
    "resume": _life(lambda pk: lifecycle.resume_campaign(actor=SYSTEM, campaign_id=pk), "paused"),
    "close": _life(lambda pk: lifecycle.close_campaign(actor=SYSTEM, campaign_id=pk, reason=WHY, now=NOW)),
    "cancel": _life(lambda pk: lifecycle.cancel_campaign(actor=SYSTEM, campaign_id=pk, reason=WHY), "draft"),
    "archive": _life(lambda pk: lifecycle.archive_campaign(actor=SYSTEM, campaign_id=pk), "settled"),
    "start-due": _start_due,
    "close-due": _close_due,
    "late-promises": _late_promises,
    "break-promise": _break,
    "adopt-amendment": _adopt,
    "withdraw-amendment": _withdraw,
    "play-for-group": _play,
    "freeze-board": _freeze,
    "call-draw": _call_draw,
    "stop-brand": _stop,
    "leave": _leave,
}

"""Noticing that stewards are silent; claiming the stewardship, voting on it, and handing it over.

Everything here that decides runs under the group's lock, so that a steward who comes back, a vote and the end
of the days are never decided at one moment. Votes leave no line in the audit trail: they are secret.
"""

from datetime import datetime

from django.db import transaction

from accounts.notifications import News
from accounts.operations.notifications import notify
from accounts.queries import as_member
from common.access import SYSTEM, Actor, allow
from common.errors import NotFound
from groups import facts, queries, rules, stewardship_rules
from groups import stewardship_errors as errors
from groups.models import ClaimVote, Group, Membership, StewardClaim, StewardSilence
from groups.operations.seats import lock_group
from groups.operations.ties import tie_steward
from groups.queries import stewardship as office
from groups.states import GroupRole, GroupState, MembershipState
from groups.stewardship_rules import GATHERS_FOR, OBJECT_FOR, SILENT_AFTER
from groups.stewardship_states import ClaimState
from outbox.audit import has_acted, note
from outbox.facts import record

S = ClaimState
A_BATCH = 200


@transaction.atomic
def claim_stewardship(*, actor: Actor, group_id: int, words: str, now: datetime) -> StewardClaim:
    """Offer to look after a group whose stewards are silent. One's own claim again: the same one.

    Raises: NotFound, NotSilent (a steward is there), ClaimRunning (somebody else's), MayNotClaim,
    TextTooLong.
    """
    allow(actor, "groups.claim-stewardship", Group.objects.filter(pk=group_id).first())
    said = rules.check_note(words, field="words")
    group = lock_group(group_id)
    allow(actor, "groups.claim-stewardship", group)
    silence = _settle(group, now=now)
    if silence is None:
        raise errors.NotSilent
    running = office.live_claim_of(group_id=group_id)
    if running is not None:
        if running.claimant_id == actor.pk:
            return running
        raise errors.ClaimRunning
    mine = Membership.objects.filter(group=group, member=as_member(actor)).first()
    if mine is None:
        raise NotFound
    why = office.why_not_claim(mine, now=now)
    if why is not None:
        raise errors.MayNotClaim(why)
    voters = office.voter_count(group_id=group_id, besides=[mine.member_id])
    made = StewardClaim.objects.create(
        group=group,
        silence=silence,
        claimant_id=mine.member_id,
        words=said,
        voters=voters,
        needed=stewardship_rules.supporters_needed(voters),
        opened_at=now,
        due_at=now + GATHERS_FOR,
    )
    _tell(made, now=now)
    _count(made, now=now)
    return made


@transaction.atomic
def vote_on_claim(*, actor: Actor, public_id: str, is_support: bool, now: datetime) -> StewardClaim:
    """For it or against it; changed as often as one likes. The same vote again changes nothing.

    Raises: NotFound, ClaimOver, MayNotVote.
    """
    group, claim = _locked(actor, "groups.vote-on-claim", public_id)
    mine = Membership.objects.filter(group=group, member=as_member(actor)).first()
    if _settle(group, now=now) is None or not _again(claim).is_live:
        raise errors.ClaimOver
    if not office.may_vote_on(claim, mine):
        raise errors.MayNotVote
    ClaimVote.objects.update_or_create(
        claim=claim, member=as_member(actor), defaults={"is_support": is_support, "at": now}
    )
    _count(claim, now=now)
    return claim


@transaction.atomic
def withdraw_claim(*, actor: Actor, public_id: str, now: datetime) -> StewardClaim:
    """Take one's own offer back. Repeating changes nothing. Raises: NotFound, ClaimOver."""
    _group, claim = _locked(actor, "groups.withdraw-claim", public_id)
    if claim.is_live:
        _end(claim, S.WITHDRAWN, actor=actor, now=now)
    elif claim.state != S.WITHDRAWN:
        raise errors.ClaimOver
    return claim


@transaction.atomic
def stop_claim(*, actor: Actor, public_id: str, reason: str, now: datetime) -> StewardClaim:
    """The community's stewards end it, with a reason that stays. Repeating changes nothing.

    Raises: NotFound, NotAllowed, OwnOffice (it is the actor's that somebody offers to take over), ClaimOver,
    WordsMissing, TextTooLong.
    """
    why = rules.check_note(reason, field="reason", required=True)
    group, claim = _locked(actor, "groups.stop-claim", public_id)
    if actor.pk in queries.steward_ids(group_id=group.pk, at_least=GroupRole.STEWARD):
        raise errors.OwnOffice
    if claim.is_live:
        _end(claim, S.STOPPED, actor=actor, now=now, why=why)
    elif claim.state != S.STOPPED:
        raise errors.ClaimOver
    return claim


@transaction.atomic
def be_here(*, actor: Actor, group_id: int, now: datetime) -> None:
    """A steward says that they are there: an act that ends silence and claim. Repeating changes nothing.

    Raises: NotFound.
    """
    allow(actor, "groups.be-here", Group.objects.filter(pk=group_id).first())
    group = lock_group(group_id)
    allow(actor, "groups.be-here", group)
    if office.silence_of(group_id=group_id) is None:
        return
    note(actor, verb="be-here", kind=Group._meta.label_lower, key=group.public_id)
    end_silence(group, now=now)


def end_silence(group: Group, *, now: datetime) -> None:
    """A steward is there. The group's lock is held. Repeating changes nothing."""
    StewardSilence.objects.filter(group=group, ended_at__isnull=True).update(ended_at=now)
    claim = office.live_claim_of(group_id=group.pk)
    if claim is not None:
        _end(claim, S.RETURNED, actor=SYSTEM, now=now)


def notice_silences(*, now: datetime, size: int = A_BATCH) -> int:
    """Returns in how many groups no steward was seen for 30 days, newly. One transaction each. Repeatable."""
    after: int | None = 0
    found = 0
    while after is not None:
        groups, after = office.perhaps_silent(after=after, now=now, size=size)
        found += sum(_notice(group_id, now=now) for group_id in groups)
    return found


@transaction.atomic
def _notice(group_id: int, *, now: datetime) -> bool:
    group = lock_group(group_id)
    if office.silence_of(group_id=group_id) or _is_seen(group, since=now - SILENT_AFTER):
        return False
    made = StewardSilence.objects.create(group=group, noticed_at=now)
    news = facts.StewardsSilent(
        group_id=group_id,
        silence_id=made.pk,
        steward_ids=queries.steward_ids(group_id=group_id, at_least=GroupRole.STEWARD),
        occurred_at=now.isoformat(),
    )
    record(news, subject=group.public_id)
    return True


def follow_claims(*, now: datetime, size: int = A_BATCH) -> int:
    """Silences that are over end, and claims whose days are over are decided. One transaction each.

    Returns how many groups were looked at. Repeatable: what was missed is made up for.
    """
    done, after = 0, 0
    while groups := office.silent_groups(after=after, size=size):
        for group_id in groups:
            settle_stewardship(group_id=group_id, now=now)
        done, after = done + len(groups), groups[-1]
    return done


@transaction.atomic
def settle_stewardship(*, group_id: int, now: datetime) -> None:
    """What the clock and the stewards have decided in one group. Repeating changes nothing."""
    group = lock_group(group_id)
    if _settle(group, now=now) is None:
        return
    claim = office.live_claim_of(group_id=group_id)
    if claim is None or now < claim.due_at:
        return
    support, objections = office.sums_of(claim)
    if claim.state == S.GATHERING:
        _end(claim, S.LAPSED, actor=SYSTEM, now=now)
    elif stewardship_rules.is_opposed(support=support, objections=objections):
        _end(claim, S.OPPOSED, actor=SYSTEM, now=now)
    else:
        _hand_over(group, claim, now=now)


@transaction.atomic
def tell_of_stewardship(
    *, group_id: int, kind: str, about: str, after: int, since: datetime, now: datetime
) -> int | None:
    """Tell the next batch of members; returns where to go on, None when everybody is told."""
    rows = Membership.objects.filter(group_id=group_id, state=MembershipState.ACTIVE, pk__gt=after)
    rows = rows.exclude(role=GroupRole.STEWARD).order_by("pk")
    batch = list(rows.values_list("pk", "member_id")[:A_BATCH])
    topic = f"group:{group_id}"
    news = [News(kind=kind, member_id=who, about=about, topic=topic) for _pk, who in batch]
    notify(news, now=now, since=since)
    return batch[-1][0] if len(batch) == A_BATCH else None


@transaction.atomic
def let_go_of_claims(member_id: int, now: datetime) -> None:
    """The erasure's step: words and votes go, and what they offered is over. Repeating changes nothing."""
    ClaimVote.objects.filter(member_id=member_id).delete()
    for claim in StewardClaim.objects.filter(claimant_id=member_id).order_by("group_id", "pk"):
        lock_group(claim.group_id)
        claim.refresh_from_db()
        if claim.is_live:
            _end(claim, S.WITHDRAWN, actor=SYSTEM, now=now)
    StewardClaim.objects.filter(claimant_id=member_id).update(words="")


def _settle(group: Group, *, now: datetime) -> StewardSilence | None:
    """The silence that goes on. One that is over ends here, with its claim; so does a claim whose claimant
    is out or may not write any more. The group's lock is held.
    """
    silence = office.silence_of(group_id=group.pk)
    if silence is None:
        return None
    if group.state != GroupState.ACTIVE or _is_seen(group, since=silence.noticed_at):
        end_silence(group, now=now)
        return None
    claim = office.live_claim_of(group_id=group.pk)
    if claim is not None and not _is_fit(claim):
        _end(claim, S.LAPSED, actor=SYSTEM, now=now)
    return silence


def _is_seen(group: Group, *, since: datetime) -> bool:
    """Whether a steward of the group did anything, or somebody got the office."""
    stewards = queries.steward_ids(group_id=group.pk, at_least=GroupRole.STEWARD)
    if office.seen_pairs(group_ids=[group.pk], member_ids=stewards, since=since):
        return True
    handled = office.handled_by_stewards(group_id=group.pk, since=since)
    return has_acted(on=handled, by=stewards, or_verbs=office.HANDED, since=since)


def _is_fit(claim: StewardClaim) -> bool:
    mine = queries.membership_of(group_id=claim.group_id, member_id=claim.claimant_id)
    if mine is None or mine.state != MembershipState.ACTIVE:
        return False
    return queries.mute_of(group_id=claim.group_id, member_id=claim.claimant_id) is None


def _count(claim: StewardClaim, *, now: datetime) -> None:
    """After a vote, or when nobody may vote."""
    support, objections = office.sums_of(claim)
    if claim.state == S.GATHERING and stewardship_rules.is_supported(
        support=support, objections=objections, needed=claim.needed
    ):
        claim.open_for_objections(actor=SYSTEM, until=now + OBJECT_FOR)
        _tell(claim, now=now)
    elif stewardship_rules.is_refused(objections=objections, voters=claim.voters):
        _end(claim, S.OPPOSED, actor=SYSTEM, now=now)


def _hand_over(group: Group, claim: StewardClaim, *, now: datetime) -> None:
    """The claimant is steward; who was silent stays in the group as co-steward."""
    places = Membership.objects.filter(group=group, state=MembershipState.ACTIVE)
    stewards = queries.steward_ids(group_id=group.pk, at_least=GroupRole.STEWARD)
    for old in places.filter(role=GroupRole.STEWARD).order_by("pk"):
        old.hand_role(GroupRole.CO_STEWARD)
    mine = places.get(member_id=claim.claimant_id)
    mine.hand_role(GroupRole.STEWARD)
    tie_steward(group, mine.member_id)
    claim.hand(actor=SYSTEM, now=now)
    StewardSilence.objects.filter(group=group, ended_at__isnull=True).update(ended_at=now)
    kind, to = Group._meta.label_lower, f"steward {mine.public_id}"
    note(SYSTEM, verb="take-over", kind=kind, key=group.public_id, new_state=to, why=claim.public_id)
    _tell(claim, stewards=stewards, now=now)


def _end(claim: StewardClaim, how: ClaimState, *, actor: Actor, now: datetime, why: str = "") -> None:
    claim.end(how, actor=actor, now=now, why=why)
    _tell(claim, now=now)


def _tell(claim: StewardClaim, *, now: datetime, stewards: list[int] | None = None) -> None:
    """``stewards``: who they were, where it has changed."""
    if stewards is None:
        stewards = queries.steward_ids(group_id=claim.group_id, at_least=GroupRole.STEWARD)
    offices = queries.steward_ids(group_id=claim.group_id)
    news = facts.ClaimMoved(
        claim_id=claim.pk,
        group_id=claim.group_id,
        member_id=claim.claimant_id,
        state=claim.state,
        steward_ids=stewards,
        co_steward_ids=[who for who in offices if who not in stewards],
        occurred_at=now.isoformat(),
    )
    record(news, subject=claim.public_id)


def _locked(actor: Actor, verb: str, public_id: str) -> tuple[Group, StewardClaim]:
    """Ask, hold the group, and ask again about what is there now."""
    claim = office.claim_by_id(public_id)
    allow(actor, verb, claim)
    if claim is None:
        raise NotFound
    group = lock_group(claim.group_id)
    claim = _again(claim)
    allow(actor, verb, claim)
    return group, claim


def _again(claim: StewardClaim) -> StewardClaim:
    claim.refresh_from_db()
    return claim

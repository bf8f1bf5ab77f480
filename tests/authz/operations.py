"""One operation per verb, called by each actor directly on an object of world A.

A page often hides what an operation would refuse as well; here the operation stands alone.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError

from accounts import operations as accounts
from accounts.models import ApiToken, Erasure
from accounts.operations import leaving, notifications
from common.access import allow
from common.errors import NeedsFreshProof, NeedsSignIn, NotAllowed, NotFound, Refused
from gifts import operations as gifts
from gifts.models import Gift
from groups import operations as groups
from groups.rules import GroupInput
from outbox import operations as outbox
from portal import operations as portal
from tests.authz import events, rituals
from tests.authz.bodies import _RESIDENT, _TITLE
from tests.authz.cells import rolled_back
from tests.authz.logins import ALWAYS_FRESH
from tests.authz.operations_campaigns import CAMPAIGN_CALLS
from tests.authz.operations_connect import PLATFORM
from tests.authz.parts import NOW
from tests.authz.stock import money_of
from tests.authz.watching import watched_verbs
from tests.authz.world import World
from tests.factories.gifts import address, house_of, list_of, saved_by
from trust import operations as trust
from trust.badge_queries import Choice
from trust.models import Certification

Call = Callable[[World, Any], object]
WHY: dict[str, Any] = {"reason": "matrix"}


def _about_self(verb: str) -> Call:
    """Operations on the actor's own account take no other object: the declaration is asked itself."""
    return lambda w, actor: allow(actor, verb, w.a.member)


def _about_group(verb: str) -> Call:
    """What the group's own pages ask before they show anything."""
    return lambda w, actor: allow(actor, verb, w.a.group)


CALLS: Mapping[str, Call] = {
    **CAMPAIGN_CALLS,
    **PLATFORM,
    "accounts.block-member": lambda w, actor: accounts.block_member(
        actor=actor, member_id=w.a.member.pk, now=NOW
    ),
    "accounts.mute-member": lambda w, actor: accounts.mute_member(
        actor=actor, member_id=w.a.member.pk, now=NOW
    ),
    "accounts.edit-profile": _about_self("accounts.edit-profile"),
    "accounts.keep-ties": _about_self("accounts.keep-ties"),
    "accounts.change-locale": _about_self("accounts.change-locale"),
    "accounts.give-consent": _about_self("accounts.give-consent"),
    "accounts.request-export": _about_self("accounts.request-export"),
    "accounts.take-archive": _about_self("accounts.take-archive"),
    "accounts.fetch-export": lambda w, actor: leaving.make_link(
        actor=actor, public_id=w.exports["owner"].public_id, now=NOW
    ),
    "accounts.request-erasure": _about_self("accounts.request-erasure"),
    "accounts.confirm-erasure": _about_self("accounts.confirm-erasure"),
    "accounts.withdraw-erasure": _about_self("accounts.withdraw-erasure"),
    "accounts.bring-forward-erasure": lambda w, actor: leaving.bring_forward_erasure(
        actor=actor, erasure_id=Erasure.objects.all()[0].pk, reason="matrix", now=NOW
    ),
    "accounts.withdraw-consent": _about_self("accounts.withdraw-consent"),
    "accounts.introduce-oneself": _about_self("accounts.introduce-oneself"),
    "accounts.prove": _about_self("accounts.prove"),
    "accounts.change-contact": _about_self("accounts.change-contact"),
    "accounts.change-password": _about_self("accounts.change-password"),
    "accounts.change-second-factor": _about_self("accounts.change-second-factor"),
    "accounts.change-logins": _about_self("accounts.change-logins"),
    "accounts.change-passkeys": _about_self("accounts.change-passkeys"),
    "accounts.end-other-sessions": _about_self("accounts.end-other-sessions"),
    "accounts.end-session": lambda w, actor: accounts.end_session(actor=actor, public_id=w.sessions["owner"]),
    "accounts.read-contacts": lambda w, actor: accounts.read_contacts(
        actor=actor, member_id=w.a.member.pk, why="matrix", now=NOW
    ),
    "accounts.suspend-member": lambda w, actor: accounts.suspend_member(
        actor=actor, member_id=w.a.member.pk, why="matrix", now=NOW
    ),
    "accounts.sign-member-out": lambda w, actor: accounts.sign_member_out(
        actor=actor, member_id=w.a.member.pk, why="matrix", now=NOW
    ),
    "accounts.remove-photo": lambda w, actor: accounts.remove_members_photo(
        actor=actor, member_id=w.a.member.pk, why="matrix", now=NOW
    ),
    "accounts.remove-second-factor": lambda w, actor: accounts.remove_second_factor(
        actor=actor, member_id=w.a.member.pk, why="matrix", now=NOW
    ),
    "accounts.issue-token": _about_self("accounts.issue-token"),
    "accounts.revoke-token": lambda w, actor: accounts.revoke_token(
        actor=actor, public_id=ApiToken.objects.filter(member=w.a.member)[0].public_id, now=NOW
    ),
    "accounts.change-notifications": _about_self("accounts.change-notifications"),
    "accounts.edit-notification-texts": lambda w, actor: notifications.write_text(
        actor=actor, kind_key="gifts.offered", subject={}, body={}, now=NOW
    ),
    "accounts.read-notification": lambda w, actor: notifications.mark_read(
        actor=actor, public_id=w.a.news.public_id, now=NOW
    ),
    "accounts.grant-role": lambda w, actor: accounts.grant_role(
        actor=actor, member_id=w.members["other"].pk, role="clerk", now=NOW
    ),
    "accounts.revoke-role": lambda w, actor: accounts.revoke_role(
        actor=actor, member_id=w.members["auditor"].pk, role="auditor", now=NOW
    ),
    "gifts.accept-gift": lambda w, actor: gifts.accept_gift(
        actor=actor, gift_id=w.a.offered.pk, address=address(), now=NOW
    ),
    "gifts.create-item": lambda w, actor: gifts.create_item(
        actor=actor, brand_ref=w.a.brand.scope, name=_TITLE, now=NOW
    ),
    "gifts.decline-gift": lambda w, actor: gifts.decline_gift(actor=actor, gift_id=w.a.offered.pk, now=NOW),
    "gifts.pass-on-gift": lambda w, actor: gifts.pass_on_gift(
        actor=actor, gift_id=w.a.offered.pk, to_id=w.b.member.pk, now=NOW
    ),
    "gifts.swap-gift": lambda w, actor: gifts.swap_gift(
        actor=actor, gift_id=w.a.offered.pk, item_id=w.a.equal_item.pk, now=NOW
    ),
    "gifts.hand-over-gift": lambda w, actor: gifts.hand_over_gift(
        actor=actor, gift_id=w.a.accepted.pk, now=NOW
    ),
    "gifts.type-waybill": lambda w, actor: gifts.type_waybill(
        actor=actor, gift_id=w.a.accepted.pk, carrier="EMS", number="EX000000001CN", now=NOW
    ),
    "gifts.note-arrival": lambda w, actor: gifts.note_arrival(actor=actor, gift_id=w.a.shipped.pk, now=NOW),
    "gifts.import-codes": lambda w, actor: gifts.start_code_import(
        actor=actor, item_id=w.a.code_import.pool.item_id, chunks=[b"CODE-9"], dry_run=False, now=NOW, **WHY
    ),
    "gifts.give-present": lambda w, actor: gifts.give_present(
        actor=actor,
        recipient_id=w.members["other"].pk,
        item_id=w.a.present.gift.item_id,
        card="",
        send_at=None,
        now=NOW,
    ),
    "gifts.call-off-present": lambda w, actor: gifts.call_off_present(
        actor=actor, public_id=w.a.present.public_id, now=NOW
    ),
    "gifts.say-thanks": lambda w, actor: gifts.say_thanks(
        actor=actor, gift_id=w.a.given.gift_id, text="Thanks", now=NOW
    ),
    "gifts.forget-address": lambda w, actor: gifts.forget_address(
        actor=actor, public_id=saved_by(w.members["owner"]).public_id
    ),
    "gifts.keep-book": _about_self("gifts.keep-book"),
    "groups.found-group": lambda w, actor: groups.found_group(
        actor=actor, given=GroupInput(name=_TITLE), now=NOW
    ),
    "groups.join-group": lambda w, actor: groups.join_group(actor=actor, group_id=w.a.group.pk, now=NOW),
    **events.CALLS,
    "groups.announce": lambda w, actor: groups.write_post(
        actor=actor, group_id=w.a.group.pk, body="Good day", kind="announcement", now=NOW
    ),
    "groups.comment": lambda w, actor: groups.comment(
        actor=actor, public_id=w.a.post.public_id, body="Indeed", now=NOW
    ),
    "groups.delete-comment": lambda w, actor: groups.delete_comment(
        actor=actor, public_id=w.a.answer.public_id
    ),
    "groups.delete-post": lambda w, actor: groups.delete_post(actor=actor, public_id=w.a.post.public_id),
    "groups.edit-post": lambda w, actor: groups.edit_post(
        actor=actor, public_id=w.a.post.public_id, body="Good night", now=NOW
    ),
    "groups.pin-post": lambda w, actor: groups.pin_post(
        actor=actor, public_id=w.a.post.public_id, pinned=True, now=NOW
    ),
    "groups.post": lambda w, actor: groups.write_post(
        actor=actor, group_id=w.a.group.pk, body="Good day", now=NOW
    ),
    "groups.react": lambda w, actor: groups.react(
        actor=actor, public_id=w.a.post.public_id, kind="thanks", now=NOW
    ),
    "groups.read-post": lambda w, actor: allow(actor, "groups.read-post", w.a.post),
    "groups.answer-request": lambda w, actor: groups.accept_request(
        actor=actor, public_id=w.a.asked.public_id, now=NOW
    ),
    "groups.archive-group": lambda w, actor: groups.archive_group(actor=actor, group_id=w.a.group.pk),
    "groups.give-role": lambda w, actor: groups.give_role(
        actor=actor, public_id=w.a.fellow.public_id, role=20
    ),
    "groups.invite": lambda w, actor: groups.invite_member(
        actor=actor, group_id=w.a.group.pk, member_id=w.members["other"].pk, now=NOW
    ),
    "groups.keep-fellow": lambda w, actor: allow(actor, "groups.keep-fellow", w.a.fellow),
    "groups.refuse-invitation": lambda w, actor: groups.refuse_invitation(
        actor=actor, group_id=w.a.group.pk, now=NOW
    ),
    "groups.remove-member": lambda w, actor: groups.remove_member(
        actor=actor, public_id=w.a.fellow.public_id, now=NOW, **WHY
    ),
    "groups.use-link": lambda w, actor: groups.join_by_link(actor=actor, code=w.a.group_link, now=NOW),
    "groups.vouch": lambda w, actor: groups.vouch_for(actor=actor, public_id=w.a.asked.public_id, now=NOW),
    "groups.leave-group": lambda w, actor: groups.leave_group(actor=actor, group_id=w.a.group.pk, now=NOW),
    **{
        verb: _about_group(verb)
        for verb in (
            "groups.host-event",
            "groups.read-board",
            "groups.see-members",
            "groups.see-requests",
            "groups.steward-group",
        )
    },
    **rituals.CALLS,
    "gifts.open-to-presents": lambda w, actor: gifts.open_to_presents(
        actor=actor, item_id=w.a.item.pk, is_open=True
    ),
    "gifts.reveal-code": lambda w, actor: gifts.reveal_code(actor=actor, gift_id=w.a.coded.pk, now=NOW),
    "gifts.offer-gift": lambda w, actor: gifts.offer_gift(
        actor=actor,
        item_id=w.a.item.pk,
        recipient_id=w.members["other"].pk,
        source="matrix:1",
        sender_ref=w.a.brand.scope,
        expires_at=NOW + timedelta(days=3),
        now=NOW,
    ),
    "gifts.pick": lambda w, actor: gifts.make_pick_list(actor=actor, gift_ids=[w.a.accepted.pk], now=NOW),
    "gifts.walk-pick-list": lambda w, actor: gifts.pick_units(
        actor=actor,
        list_id=list_of(w.a.brand.scope).pk,
        item_id=w.a.desk_item.pk,
        house="",
        now=NOW,
    ),
    "gifts.mend-money": lambda w, actor: gifts.take_back_money(
        actor=actor,
        gift_id=Gift.objects.get(public_id=money_of(w.a.brand.scope)).pk,
        now=NOW,
        **WHY,
    ),
    "gifts.answer-substitute": lambda w, actor: gifts.decline_substitute(
        actor=actor, gift_id=w.a.accepted.pk, now=NOW
    ),
    "gifts.mend-parcel": lambda w, actor: gifts.note_lost(
        actor=actor, gift_id=w.a.shipped.pk, now=NOW, **WHY
    ),
    "gifts.read-address": lambda w, actor: gifts.open_parcel_address(actor=actor, gift_id=w.a.accepted.pk),
    "gifts.receive-stock": lambda w, actor: gifts.receive_stock(
        actor=actor, item_id=w.a.item.pk, quantity=1, now=NOW, **WHY
    ),
    "gifts.retire-item": lambda w, actor: gifts.retire_item(actor=actor, item_id=w.a.item.pk, **WHY),
    "gifts.split-stock": lambda w, actor: gifts.split_stock(actor=actor, item_id=w.a.item.pk, slots=8),
    "gifts.withdraw-place": lambda w, actor: gifts.withdraw_place(
        actor=actor, source="matrix:1", member_id=w.a.member.pk, **WHY
    ),
    "gifts.move-stock": lambda w, actor: gifts.move_stock(
        actor=actor,
        item_id=w.a.item.pk,
        quantity=1,
        from_id=None,
        to_id=house_of(w.a.brand.scope).pk,
        now=NOW,
        **WHY,
    ),
    "gifts.count-stock": lambda w, actor: gifts.count_stock(
        actor=actor, item_id=w.a.item.pk, warehouse_id=None, counted=1000, now=NOW, **WHY
    ),
    "gifts.place-item": lambda w, actor: gifts.place_item(actor=actor, item_id=w.a.item.pk, shelf="A-03"),
    "gifts.keep-warehouses": lambda w, actor: gifts.open_warehouse(
        actor=actor, brand_ref=w.a.brand.scope, name="South", now=NOW
    ),
    "gifts.write-off-stock": lambda w, actor: gifts.write_off_stock(
        actor=actor, item_id=w.a.item.pk, quantity=1, now=NOW, **WHY
    ),
    "outbox.operate-jobs": lambda w, actor: outbox.replay_job(
        actor=actor, job_id=w.jobs["dead"].pk, why="looked at"
    ),
    "portal.arrive": lambda w, actor: portal.finish_step(actor=actor, step="seen", now=NOW),
    "portal.draw-picture": lambda w, actor: portal.ask_for_pictures(
        actor=actor, subject=f"invitation-{w.a.share_code}", now=NOW
    ),
    "portal.put-card-away": lambda w, actor: portal.put_card_away(
        actor=actor, card="portal.arrival", stamp="", now=NOW
    ),
    "trust.appeal-case": lambda w, actor: trust.appeal_case(
        actor=actor, case_id=w.a.rejected.pk, text="This is not right at all.", now=NOW
    ),
    "trust.declare-employment": lambda w, actor: trust.declare_employment(
        actor=actor, employer="样例公司", title="工程师", now=NOW
    ),
    "trust.edit-calendar": lambda w, actor: trust.confirm_calendar_year(
        actor=actor, year=2031, source="matrix"
    ),
    "trust.keep-evidence": lambda w, actor: trust.remove_evidence(
        actor=actor, evidence_id=w.a.proof.pk, now=NOW
    ),
    "trust.edit-policy": lambda w, actor: trust.set_desk_policy(
        actor=actor, kind="real_name", policy=trust.Policy(needs_two=True)
    ),
    "trust.judge-blind": lambda w, actor: trust.give_blind_opinion(
        actor=actor, case_id=w.a.queued.pk, outcome="approve", now=NOW
    ),
    "trust.look-blind": lambda w, actor: trust.read_blind(actor=actor, case_id=w.a.queued.pk, now=NOW),
    "trust.manage-certifications": lambda w, actor: trust.suspend_certification(
        actor=actor, certification_id=Certification.objects.earliest("pk").pk, why="matrix", now=NOW
    ),
    "trust.open-evidence": lambda w, actor: trust.open_evidence(
        actor=actor, evidence_id=w.a.proof.pk, now=NOW
    ),
    "trust.decide-case": lambda w, actor: trust.decide_case(
        actor=actor, case_id=w.a.held.pk, outcome="approve", reasons=[], note="", now=NOW
    ),
    "trust.lease-task": lambda w, actor: trust.lease_task(actor=actor, case_id=w.a.queued.pk, now=NOW),
    "trust.release-task": lambda w, actor: trust.release_task(actor=actor, case_id=w.a.held.pk, now=NOW),
    "trust.carry-credential": lambda w, actor: trust.end_credential(actor=actor, now=NOW),
    "trust.keep-badges": lambda w, actor: trust.choose_badges(
        actor=actor, choices={"credit": Choice(audience=1)}
    ),
    "trust.show-linkedin": lambda w, actor: trust.withdraw_linkedin(actor=actor, now=NOW),
    "trust.show-credit": lambda w, actor: trust.withdraw_credit(actor=actor, now=NOW),
    "trust.submit-case": lambda w, actor: trust.submit_case(actor=actor, now=NOW, **_RESIDENT),
    "trust.view-claim": lambda w, actor: trust.read_claim(actor=actor, case_id=w.a.held.pk),
    "trust.withdraw-case": lambda w, actor: trust.withdraw_case(actor=actor, case_id=w.a.queued.pk, now=NOW),
}


def fresh(member: Any) -> Any:
    member.proven_at = NOW + ALWAYS_FRESH
    return member


def answer(world: World, verb: str, role: str) -> str:
    """ "passes" when the verb let the actor through, whatever came after.

    "stale owner" is the owner, whose last proof is too old for guarded acts.
    """
    with rolled_back(), watched_verbs() as verbs:
        refusal = _refusal(CALLS[verb], world, _actor(world, role))
    if verb in verbs.asked and verb not in verbs.refused and refusal != "fresh-proof":
        return "passes"
    return refusal


def _actor(world: World, role: str) -> Any:
    if role == "anonymous":
        return AnonymousUser()
    member = type(world.a.member).objects.get(pk=world.members[role.removeprefix("stale ")].pk)
    return member if role.startswith("stale ") else fresh(member)


def _refusal(call: Call, world: World, actor: Any) -> str:
    names = {NotFound: "not-found", NotAllowed: "not-allowed", NeedsSignIn: "sign-in"}
    try:
        call(world, actor)
    except NeedsFreshProof:
        return "fresh-proof"
    except Refused as refused:
        return next((name for kind, name in names.items() if type(refused) is kind), refused.code)
    except IntegrityError:
        return "stopped by the database"
    return "passes"

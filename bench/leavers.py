"""Members who are about to leave, each in another state of something, and each with words of their own."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.test import override_settings

from accounts.models import Member
from accounts.notices import MEMBERSHIP
from accounts.operations import ProfileChanges, edit_profile, give_consent, issue_token, leaving
from campaigns.models import Draw
from campaigns.operations.claims import claim_reward
from campaigns.operations.draws import add_entry
from campaigns.operations.draws.freezing import freeze_draw
from campaigns.operations.draws.publishing import publish_draw
from campaigns.operations.draws.running import run_draw
from common.clock import db_now
from gifts import operations as giving
from gifts.models import Gift
from groups import operations as meeting
from groups.models import Event, Group
from tests.authz.parts import device_of, mute_of, rejected_of
from tests.campaigns import draw_rows
from tests.factories import campaigns, events, evidence, gifts, groups, rituals
from tests.factories import connect as platform
from tests.factories.accounts import MemberFactory
from tests.factories.campaigns import NOW as NOW
from tests.factories.photos import photo_of
from tests.factories.trust import CaseFactory, CertificationFactory


@dataclass(frozen=True, kw_only=True)
class Leaver:
    """``word`` stands in everything that the member typed anywhere."""

    state: str
    word: str
    phone: str
    member: Member

    @property
    def secrets(self) -> tuple[str, ...]:
        return self.word, self.phone


def leavers() -> list[Leaver]:
    return [_leaver(number, state) for number, state in enumerate(STATES)]


def _leaver(number: int, state: str) -> Leaver:
    word = f"Zq{secrets.token_hex(5)}x"
    phone = f"199{number:03d}{secrets.randbelow(10**5):05d}"
    member = MemberFactory.create(
        display_name=f"{word} Wu", handle=word.lower(), phone=f"+86{phone}", email=f"{word}@mail.example"
    )
    words = ProfileChanges(headline=f"{word} baker", city=word, bio=word, links=[f"https://{word}.example/"])
    edit_profile(actor=member, changes=words, now=NOW)
    give_consent(actor=member, purpose=MEMBERSHIP.key, notice_hash=MEMBERSHIP.hash, now=NOW)
    issue_token(actor=member, label=word, now=NOW)
    leaver = Leaver(state=state, word=word, phone=phone, member=member)
    with override_settings(LIMITS=dict.fromkeys(_COUNTED, 100_000)):
        STATES[state](leaver)
    return leaver


_COUNTED = ("groups.founded-a-day", "groups.posts", "gifts.presents-a-day")


# --- gifts ----------------------------------------------------------------------------------------


def _accepted(one: Leaver, fulfilment: str = "auto") -> Gift:
    gift = gifts.offered(one.member, of=gifts.item(stock=1, fulfilment=fulfilment))
    where = gifts.address(recipient_name=one.word, street=f"{one.word} 8", phone=one.phone)
    return giving.accept_gift(actor=one.member, gift_id=gift.pk, address=where, now=NOW)


def _packing(one: Leaver) -> None:
    giving.prepare_parcel(gift_id=_accepted(one, "desk").pk)


def _shipped(one: Leaver) -> Gift:
    return gifts.ship(_accepted(one), number=f"SF{one.member.pk:010d}")


def _arrived(one: Leaver, state: str = "delivered") -> None:
    step = giving.StepInput(happened_at=NOW, state=state, text=f"Signed for by {one.word}")
    giving.record_tracking(shipment_id=_shipped(one).shipment.pk, steps=[step], now=NOW)


def _declined(one: Leaver) -> None:
    giving.decline_gift(actor=one.member, gift_id=gifts.offered(one.member).pk, now=NOW)


def _expired(one: Leaver) -> None:
    gifts.make_overdue(gifts.offered(one.member))
    giving.expire_offers(now=NOW)


def _swapped(one: Leaver) -> None:
    gift = gifts.offered(one.member, of=gifts.item(stock=1, value_fen=9900))
    other = gifts.item(stock=1, value_fen=9900)
    giving.swap_gift(actor=one.member, gift_id=gift.pk, item_id=other.pk, now=NOW)


def _passed_on(one: Leaver) -> None:
    friend = MemberFactory.create()
    groups.group(one.member, friend)
    giving.pass_on_gift(actor=one.member, gift_id=gifts.offered(one.member).pk, to_id=friend.pk, now=NOW)


def _revealed(one: Leaver) -> None:
    shelf = gifts.item(kind="code", name={"en": "Coffee"})
    gifts.codes(of=shelf, texts=[f"CODE-{one.member.pk:06d}"])
    gift = gifts.accepted(one.member, of=shelf)
    giving.reveal_code(actor=one.member, gift_id=gift.pk, now=NOW)


def _present(sender: Member, recipient: Member, card: str) -> Gift:
    shelf = gifts.item(stock=1, for_presents=True)
    made = giving.give_present(
        actor=sender, recipient_id=recipient.pk, item_id=shelf.pk, card=card, send_at=None, now=db_now()
    )
    return made.gift


def _gave(one: Leaver) -> None:
    _present(one.member, MemberFactory.create(), f"For you, {one.word}")


def _thanked(one: Leaver) -> None:
    gift = _present(MemberFactory.create(), one.member, "Enjoy")
    giving.accept_gift(
        actor=one.member, gift_id=gift.pk, address=gifts.address(street=one.word), now=db_now()
    )
    giving.say_thanks(actor=one.member, gift_id=gift.pk, text=f"Thanks, {one.word}", now=db_now())


# --- campaigns ------------------------------------------------------------------------------------


def _earned(one: Leaver) -> None:
    campaigns.reward_of(one.member, campaigns.live(gift=5))


def _granted(one: Leaver) -> None:
    reward = campaigns.approved(one.member, campaigns.live(gift=5))
    claim_reward(actor=one.member, reward_id=reward.pk, now=NOW)


def _in_a_draw(one: Leaver, *, frozen: bool = False, drawn: bool = False) -> None:
    draw = draw_rows.a_draw()
    reward = draw_rows.reward_for(draw, one.member)
    add_entry(campaign_id=draw.campaign_id, reward_id=reward.pk, member_id=one.member.pk, weight=1, now=NOW)
    if not frozen:
        return
    draw_rows.enter(draw, 2)
    draw_rows.close(draw)
    freeze_draw(draw_id=draw.pk)
    if drawn:
        run_draw(draw_id=Draw.objects.get(pk=draw.pk).pk, now=NOW)
        publish_draw(draw_id=draw.pk, now=NOW)


def _invited(one: Leaver) -> None:
    campaigns.invite(one.member, campaigns.live(gift=5))


# --- trust ----------------------------------------------------------------------------------------


def _case(one: Leaver, **traits: object) -> None:
    CaseFactory.create(member=one.member, legal_name=one.word, **traits)


def _certified(one: Leaver) -> None:
    CertificationFactory.create(member=one.member, case__legal_name=one.word)
    evidence.certified(one.member)


# --- groups ---------------------------------------------------------------------------------------


def _steward(one: Leaver) -> None:
    groups.group(MemberFactory.create(), founder=one.member)


def _alone(one: Leaver) -> None:
    groups.group(founder=one.member)


def _wrote(one: Leaver) -> None:
    made = groups.group(one.member)
    post = meeting.write_post(actor=one.member, group_id=made.pk, body=f"{one.word} was here", now=NOW)
    meeting.comment(actor=one.member, public_id=post.public_id, body=f"{one.word} again", now=NOW)


def _asks(one: Leaver) -> None:
    made = groups.group()
    Group.objects.filter(pk=made.pk).update(join_policy="request")
    meeting.join_group(actor=one.member, group_id=made.pk, now=NOW)


def _rites(one: Leaver) -> None:
    made = groups.group(one.member)
    prompt = rituals.set_up(made, one.member)["prompt"]
    meeting.answer_prompt(actor=one.member, public_id=prompt.public_id, body=one.word, now=db_now())


def _event(one: Leaver, *, before: int = 0) -> None:
    others = [MemberFactory.create() for _ in range(before)]
    made = events.event(group=groups.group(one.member, *others), capacity=2)
    for who in (*others, one.member):
        events.answer(made, who)


def _hosts(one: Leaver) -> None:
    home = groups.group(MemberFactory.create(), founder=one.member)
    events.event(group=home, venue=f"At {one.word}", about={"en": f"Ring at {one.word}"})


def _hosted(one: Leaver) -> None:
    _hosts(one)
    Event.objects.filter(host=one.member).update(state="ended")


# --- the account ----------------------------------------------------------------------------------


def _photo(one: Leaver) -> None:
    photo_of(one.member)
    mute_of(one.member)
    device_of(one.member, campaigns.brand())


def _exported(one: Leaver) -> None:
    made = leaving.request_export(actor=one.member, now=NOW)
    leaving.build_export(export_id=made.pk, now=NOW)


def _bought(one: Leaver) -> None:
    platform.shop_with_event(one.member, brand_ref=campaigns.brand().scope)


STATES: Mapping[str, Callable[[Leaver], object]] = {
    "gift.offered": lambda one: gifts.offered(one.member),
    "gift.accepted": _accepted,
    "gift.at-the-desk": lambda one: _accepted(one, "desk"),
    "gift.packing": _packing,
    "gift.shipped": _shipped,
    "gift.in-transit": lambda one: _arrived(one, "in_transit"),
    "gift.delivered": _arrived,
    "gift.declined": _declined,
    "gift.expired": _expired,
    "gift.swapped": _swapped,
    "gift.passed-on": _passed_on,
    "gift.code-revealed": _revealed,
    "gift.present-given": _gave,
    "gift.present-thanked": _thanked,
    "reward.earned": _earned,
    "reward.approved": lambda one: campaigns.approved(one.member, campaigns.live(gift=5)),
    "reward.granted": _granted,
    "referral.advocate": _invited,
    "draw.open": _in_a_draw,
    "draw.frozen": lambda one: _in_a_draw(one, frozen=True),
    "draw.published": lambda one: _in_a_draw(one, frozen=True, drawn=True),
    "certification.queued": _case,
    "certification.in-review": lambda one: _case(one, leased=True),
    "certification.resubmission": lambda one: _case(one, resubmission=True),
    "certification.rejected": lambda one: rejected_of(one.member),
    "certification.active": _certified,
    "evidence.draft": lambda one: evidence.proof_of(one.member),
    "group.steward": _steward,
    "group.alone": _alone,
    "group.writer": _wrote,
    "group.asking": _asks,
    "group.rituals": _rites,
    "event.going": _event,
    "event.waiting": lambda one: _event(one, before=2),
    "event.host": _hosts,
    "event.hosted": _hosted,
    "account.photo": _photo,
    "account.archive": _exported,
    "platform.event": _bought,
}


def leave(one: Leaver, *, now: datetime = NOW) -> str:
    """Asked for, confirmed, the days to think over by every clock, and carried out; the state it ends in."""
    leaving.request_erasure(actor=one.member, now=now)
    erasure = leaving.confirm_erasure(actor=one.member, now=now)
    type(erasure).objects.filter(pk=erasure.pk).update(cooling_off_until=now - timedelta(hours=1))
    return leaving.run_erasure(erasure_id=erasure.pk, now=now)

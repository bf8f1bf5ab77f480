"""Two worlds side by side, made through operations and factories: brand A, which the roles belong to, and
brand B, of which they may know nothing that is not public.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.test import Client

from accounts.middleware import PROVEN_AT, SECOND_FACTOR, USED
from accounts.models import (
    ApiToken,
    Block,
    DataExport,
    Delivery,
    Member,
    Notification,
    NotificationText,
    PushDevice,
    RoleGrant,
    TopicMute,
)
from accounts.notices import MEMBERSHIP
from accounts.notifications import News
from accounts.operations import issue_token, leaving, send_contact_code
from accounts.operations.notifications import notify
from campaigns.models import Ambassador, Amendment, Brand, Campaign, Draw, Mention, Referral, Reward, RiskCase
from campaigns.models.vouch import Vouch
from campaigns.operations.draws import add_entry
from campaigns.operations.draws.freezing import freeze_draw
from campaigns.operations.draws.publishing import publish_draw
from campaigns.operations.draws.running import run_draw
from connect.models import Site
from gifts.models import CodeImport, Gift, Item, Present
from gifts.operations import accept_gift, give_present
from groups.models import Comment, Event, Group, Membership, Post, Prompt, Ritual, StarInvitation, TaskCard
from outbox.audit import seal_lines
from outbox.models import Job
from tests.authz.amending import rows_of_giving
from tests.authz.lasting import let_it_last
from tests.authz.logins import ALWAYS_FRESH, login_of, passkey_of
from tests.authz.parts import NOW, codes_of, desk_things, keys_of, rejected_of, things_of
from tests.authz.stock import around, asked
from tests.campaigns import draw_rows
from tests.factories import campaigns as campaign_world
from tests.factories import events as event_world
from tests.factories import gifts as gift_world
from tests.factories import groups as group_world
from tests.factories import moderation as moderation_world
from tests.factories import rituals as ritual_world
from tests.factories.accounts import MemberFactory, digits
from tests.factories.evidence import proof_of
from tests.factories.photos import photo_of
from tests.factories.portal import drawn_picture
from tests.factories.trust import CaseFactory, CertificationFactory
from trust.models import Case, Evidence
from trust.operations import open_evidence

PASSWORD = "correct horse battery"


@dataclass(kw_only=True)
class Side:
    """One brand with everything that can hang on it. ``member`` owns gifts, rewards and links."""

    brand: Brand
    member: Member
    manager: Member
    live: Campaign
    draft: Campaign
    ended: Campaign
    drawn: Draw
    open_draw: Draw
    reward: Reward
    draft_reward_campaign: Campaign
    amendment: Amendment
    appointment: Ambassador
    mention: Mention
    on_hold: RiskCase
    confirmed: RiskCase
    referral: Referral
    vouch: Vouch
    share_code: str
    item: Item
    desk_item: Item
    equal_item: Item  # worth as much as ``item``: what is offered may be swapped for it
    code_import: CodeImport
    coded: Gift
    present: Present
    given: Present
    group: Group
    fellow: Membership
    asked: Membership
    group_link: str
    event: Event
    # Nobody comes yet; stands alone.
    bare_event: Event
    task_card: TaskCard
    # A ticket of the owner's, who hosts.
    seat_id: str
    calendar_secret: str
    ritual: Ritual
    prompt: Prompt
    star: StarInvitation
    post: Post
    answer: Comment
    flags: moderation_world.Flags
    offered: Gift
    accepted: Gift
    shipped: Gift
    queued: Case
    held: Case
    proof: Evidence
    ticket: str
    rejected: Case
    news: Notification
    device: PushDevice
    mute: TopicMute
    site: Site


@dataclass(kw_only=True)
class World:
    a: Side
    b: Side
    members: dict[str, Member]
    cookies: dict[str, str]
    tokens: dict[str, str]
    others_offer: Gift
    others_reward: Reward
    # On hold because she runs campaigns: somebody else decides.
    managers_reward: Reward
    # Has blocked the owner; has been blocked by the owner.
    blocker: Member
    blocked: Member
    entering: str
    entering_ref: str
    entering_code: str
    # The name of a drawn picture.
    picture: str
    jobs: dict[str, Job] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    passkeys: dict[str, str] = field(default_factory=dict)
    logins: dict[str, str] = field(default_factory=dict)
    # Archives that are ready, and the owner's link.
    exports: dict[str, DataExport] = field(default_factory=dict)
    export_token: str = ""
    programs: dict[str, str] = field(default_factory=dict)
    site_keys: dict[str, str] = field(default_factory=dict)


def build() -> World:
    """Inside a transaction that the caller rolls back."""
    brand_a, brand_b = campaign_world.brand(), campaign_world.brand()
    members = _people(brand_a, brand_b)
    a = _side(brand_a, members["owner"], members["manager"], members["certifier"])
    b = _side(brand_b, MemberFactory.create(), members["manager-b"], MemberFactory.create(certifier=True))
    Group.objects.filter(pk=b.group.pk).update(visibility="private")
    other = members["other"]
    world = World(
        a=a,
        b=b,
        members=members,
        cookies={name: session_of(member) for name, member in members.items()},
        tokens=_tokens(members["owner"]),
        others_offer=gift_world.offered(other, of=a.item),
        others_reward=campaign_world.approved(other, a.draft_reward_campaign),
        managers_reward=campaign_world.approved(members["manager"], campaign_world.live(of=brand_a, gift=5)),
        blocker=_blocked(by=None, whom=members["owner"]),
        blocked=_blocked(by=members["owner"], whom=None),
        entering="",
        entering_ref="",
        entering_code="",
        picture=drawn_picture(),
    )
    _begin_entering(world)
    _ways_in(world)
    _leaving(world)
    _work(world)
    world.site_keys = keys_of(a.site, members["superuser"])
    desk_things()
    let_it_last()
    return world


def _people(brand_a: Brand, brand_b: Brand) -> dict[str, Member]:
    staff = {
        "manager": ("manager", brand_a.scope),
        "manager-b": ("manager", brand_b.scope),
        "certifier": ("certifier", ""),
        "clerk": ("clerk", brand_a.scope),
        "steward": ("steward", ""),
        "auditor": ("auditor", ""),
    }
    people = {
        "owner": MemberFactory.create(password_text=PASSWORD),
        "other": MemberFactory.create(),
        "superuser": MemberFactory.create(superuser=True, password_text=PASSWORD),
    }
    for name, (role, scope) in staff.items():
        people[name] = MemberFactory.create(is_staff=True)
        RoleGrant.objects.create(member=people[name], role=role, scope=scope, granted_at=NOW)
    former = people["former-clerk"] = MemberFactory.create(is_staff=True)
    RoleGrant.objects.create(
        member=former, role="clerk", granted_at=NOW, revoked_at=NOW, **_by(people["superuser"])
    )
    return people


def _blocked(*, by: Member | None, whom: Member | None) -> Member:
    """A new member on the other side of a block."""
    new = MemberFactory.create()
    Block.objects.create(blocker=by or new, blocked=whom or new, created_at=NOW)
    return new


def _by(granter: Member) -> dict[str, Member]:
    return {"granted_by": granter}


def _side(brand: Brand, member: Member, manager: Member, certifier: Member) -> Side:
    stocked: dict[str, Any] = {"stock": 9, "brand_ref": brand.scope}
    item = gift_world.item(value_fen=9900, **stocked)
    desk_item = gift_world.item(fulfilment="desk", **stocked)
    codes = codes_of(brand)
    around(desk_item, member)
    live, giving = campaign_world.live(of=brand), campaign_world.live(of=brand, gift=5)
    drawn = _drawn(campaign_world.live(of=brand), member)
    reward = campaign_world.approved(campaign_world.returned_unit(giving, member).advocate, giving)
    campaign_world.invite(member, live, name=friend_of(brand))
    certification = CertificationFactory.create(member=MemberFactory.create())
    proof = proof_of(member)
    vouched = group_world.vouched(member)
    return Side(
        brand=brand,
        member=member,
        manager=manager,
        live=live,
        draft=campaign_world.draft(of=brand),
        ended=campaign_world.in_state(campaign_world.live(of=brand), "settled", settled_at=NOW),
        drawn=drawn,
        open_draw=Draw.objects.get(campaign=live),
        reward=reward,
        draft_reward_campaign=giving,
        share_code=campaign_world.link_of(member, live).code,
        item=item,
        desk_item=desk_item,
        equal_item=gift_world.item(value_fen=9900, **stocked),
        code_import=codes,
        coded=gift_world.accepted(member, of=codes.pool.item),
        present=_present(member, MemberFactory.create(), brand, days=3),
        given=_taken(_present(MemberFactory.create(), member, brand), member),
        offered=gift_world.offered(member, of=item),
        accepted=asked(gift_world.accepted(member, of=desk_item)),
        shipped=gift_world.ship(
            gift_world.accepted(member, of=item, source=f"reward:{certification.public_id}"),
            number=f"SF{certification.pk:010d}",
        ),
        **vouched,
        **ritual_world.set_up(vouched["group"], member),
        flags=moderation_world.set_up(vouched["group"], member, vouched["fellow"].member),
        **event_world.hosted(vouched["group"], member, vouched["fellow"].member),
        queued=CaseFactory.create(member=member),
        held=CaseFactory.create(leased=True, holder=certifier),
        proof=proof,
        ticket=_side_ticket(proof, member),
        rejected=rejected_of(member),
        news=_logged(_news(member, live)),
        **(things_of(brand, member) | rows_of_giving(giving, member, manager)),
    )


def _present(sender: Member, recipient: Member, brand: Brand, *, days: int = 0) -> Present:
    """From one member to another; with ``days`` it waits for its day."""
    return give_present(
        actor=sender,
        recipient_id=recipient.pk,
        item_id=gift_world.item(stock=3, brand_ref=brand.scope, for_presents=True).pk,
        card="For you",
        send_at=NOW + timedelta(days=days),
        now=NOW,
    )


def _taken(present: Present, recipient: Member) -> Present:
    accept_gift(actor=recipient, gift_id=present.gift_id, address=gift_world.address(), now=NOW)
    return present


def _side_ticket(proof: Evidence, member: Member) -> str:
    return open_evidence(actor=member, evidence_id=proof.pk, now=NOW).token


def _drawn(campaign: Campaign, member: Member) -> Draw:
    """Entered by ``member`` and two others, frozen, drawn and published."""
    draw = Draw.objects.select_related("campaign").get(campaign=campaign)
    reward = draw_rows.reward_for(draw, member)
    add_entry(campaign_id=campaign.pk, reward_id=reward.pk, member_id=member.pk, weight=1, now=NOW)
    draw_rows.enter(draw, 2)
    draw_rows.close(draw)
    freeze_draw(draw_id=draw.pk)
    run_draw(draw_id=draw.pk, now=NOW)
    publish_draw(draw_id=draw.pk, now=NOW)
    return Draw.objects.select_related("campaign").get(pk=draw.pk)


def _news(member: Member, campaign: Campaign) -> Notification:
    """The member is told that a friend has joined."""
    friend = Referral.objects.filter(campaign=campaign, advocate=member)[0].invitee_id
    about, topic = f"referral:{campaign.pk}-{friend}", f"campaign:{campaign.pk}"
    news = News(kind="campaigns.friend-joined", member_id=member.pk, about=about, topic=topic, by_id=friend)
    return notify([news], now=NOW)[0]


def _logged(news: Notification) -> Notification:
    """With a message in the log, and a text of its kind."""
    Delivery.objects.create(notification=news, channel="email", planned_for=NOW)
    NotificationText.objects.get_or_create(kind=news.kind, defaults={"changed_at": NOW})
    return news


def friend_of(brand: Brand) -> str:
    """A name that stands nowhere else."""
    return f"Friend of {brand.slug}"


def session_of(member: Member) -> str:
    client = Client()
    client.force_login(member)
    session = client.session
    session[SECOND_FACTOR] = USED
    session[PROVEN_AT] = int((NOW + ALWAYS_FRESH).timestamp())
    session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _tokens(owner: Member) -> dict[str, str]:
    return {
        scope: issue_token(actor=owner, scope=scope, label=scope, now=NOW).secret
        for scope in ("read", "write")
    }


def _ways_in(world: World) -> None:
    """A browser, a passkey and a program of the owner and of somebody else. Their proofs stay fresh."""
    ApiToken.objects.update(proven_at=NOW + ALWAYS_FRESH)
    for name in ("owner", "other"):
        member = world.members[name]
        photo_of(member)
        session_of(member)  # a second browser beside the one that asks
        world.sessions[name] = member.browser_sessions.order_by("-pk")[0].public_id
        world.programs[name] = issue_token(actor=member, label="program", now=NOW).public_id
        world.passkeys[name] = passkey_of(member).public_id
        world.logins[name] = login_of(member)


def _begin_entering(world: World) -> None:
    """A visitor between the two pages of joining."""
    sent = send_contact_code(contact="+8613700000000", address="127.0.0.1")
    engine = import_module(settings.SESSION_ENGINE)
    session = engine.SessionStore()
    session["entering"] = {
        "ref": sent.ref,
        "masked": sent.masked,
        "kind": sent.kind,
        "display_name": "Newcomer",
        "notice_hash": MEMBERSHIP.hash,
    }
    session.create()
    world.entering, world.entering_ref, world.entering_code = session.session_key, sent.ref, digits(sent.ref)


def _leaving(world: World) -> None:
    """The owner and another have archives ready, and the other is about to leave."""
    for name in ("owner", "other"):
        member = _fresh(world.members[name])
        world.exports[name] = leaving.request_export(actor=member, now=NOW)
        leaving.build_export(export_id=world.exports[name].pk, now=NOW)
    owner = _fresh(world.members["owner"])
    world.export_token = leaving.make_link(actor=owner, public_id=world.exports["owner"].public_id, now=NOW)
    leaving.request_erasure(actor=world.members["other"], now=NOW)


def _fresh(member: Member) -> Member:
    """A copy that has just proven who it is."""
    found = Member.objects.get(pk=member.pk)
    found.proven_at = NOW + ALWAYS_FRESH
    return found


def _work(world: World) -> None:
    """A dead job, one of unknown outcome, and a sealed stretch of the audit trail."""
    todo = list(Job.objects.order_by("created_at")[:2])
    for job, state in zip(todo, ("dead", "unknown"), strict=True):
        Job.objects.filter(pk=job.pk).update(state=state)
        world.jobs[state] = job
    seal_lines()

"""A small world that can grow, and every address that is read in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

from django.test import override_settings

from accounts.models import Member
from accounts.notices import MEMBERSHIP
from accounts.operations import block_member, enter_circle, index_person, leaving, mute_member
from accounts.operations.leaving import archives
from accounts.operations.notifications.leaving import leave_path
from campaigns.models import Campaign, Reward
from campaigns.operations.claims import claim_reward
from campaigns.operations.draws.freezing import call_draw
from campaigns.operations.lifecycle import close_campaign
from campaigns.operations.rewards import assess_reward
from common.access import SYSTEM
from common.clock import db_now
from gifts.operations import enter_in_book, give_present
from groups.models import Group, Membership, Post, Prompt
from groups.operations import answer_prompt, comment, join_group, write_post
from outbox.testing import run_jobs
from tests.architecture.query_events import ADDRESSES as EVENT_ADDRESSES
from tests.architecture.query_events import one_more_answer, one_more_event
from tests.architecture.query_moderation import ADDRESSES as MODERATION_ADDRESSES
from tests.architecture.query_moderation import one_more_flag
from tests.campaigns import vouch_worlds
from tests.factories import campaigns as make
from tests.factories import connect as platform
from tests.factories import gifts, groups, rituals, stars
from tests.factories.accounts import MemberFactory
from tests.factories.photos import photo_of
from tests.factories.portal import drawn_picture
from tests.factories.post_photos import photo_on
from tests.factories.trust import CaseFactory


@dataclass(kw_only=True)
class World:
    """``rows``: how many of everything there are."""

    member: Member
    boss: Member
    campaign: Campaign
    gift_campaign: Campaign
    drawn: Campaign
    code: str
    own_code: str
    shelf: Any
    rows: int = 0
    gift_id: str = ""
    reward_id: str = ""
    draw_id: str = ""
    export_token: str = ""
    code_import_id: str = ""
    friend_id: str = ""
    present_id: str = ""
    group_id: str = ""
    asked_id: str = ""
    group_link: str = ""
    post_id: str = ""
    post_photo_id: str = ""
    ritual_id: str = ""
    prompt_id: str = ""
    star_id: str = ""
    comment_id: str = ""
    event_id: str = ""
    site_id: str = ""
    appointment_id: str = ""
    mention: Any = None
    brand_post_id: str = ""
    vouching: Any = None
    vouched_id: str = ""

    def grow(self, rows: int) -> None:
        for number in range(self.rows, rows):
            self._one_more(number)
        self.rows = rows
        run_jobs()

    def _one_more(self, number: int) -> None:
        brand = self.campaign.brand
        make.verify(make.invite(self.member, self.campaign))
        for reward in Reward.objects.filter(state="earned"):
            assess_reward(reward_id=reward.pk, now=make.NOW)
        other = make.scheduled(of=brand)
        self.appointment_id = make.appointment(other, self.member).public_id
        make.appointment(self.campaign, make.member())
        self.brand_post_id = make.brand_post(self.campaign).public_id
        self.mention = make.mention(self.campaign, ref=str(number))
        self._one_more_word()
        gifts.item(stock=1, brand_ref=brand.scope)
        self.site_id = platform.shop_with_event(self.member, brand_ref=brand.scope).public_id
        platform.hook(self.boss, url=f"https://crm.example/{number}").subscriptions.all().delete()
        self._one_more_present()
        self._one_more_group()
        codes = gifts.item(kind="code", brand_ref=brand.scope)
        self.code_import_id = gifts.codes(of=codes).public_id
        self.gift_id = gifts.offered(self.member, of=self.shelf, source=f"present:{number}").public_id
        gifts.accepted(make.member(), of=self.shelf, source=f"packed:{number}")
        CaseFactory.create(member=make.member())
        found = MemberFactory.create(display_name=f"Found {number}")
        index_person(member_id=found.pk)
        if number % 2:
            enter_circle(circle="group:a", member_id=found.pk, step=1)
        block_member(actor=self.member, member_id=make.member().pk, now=make.NOW)
        mute_member(actor=self.member, member_id=make.member().pk, now=make.NOW)

    def _one_more_word(self) -> None:
        if self.vouching is None:
            self.vouching = vouch_worlds.live(of=self.campaign.brand, rule=vouch_worlds.vouching(most=50))
        self.vouched_id = vouch_worlds.address_of(vouch_worlds.vouched(self.vouching, self.member))

    def _one_more_group(self) -> None:
        """Groups of mine and others to find; the one that pages are read of grows, too."""
        groups.group(self.member)
        groups.group()
        self.group_id = self.group_id or groups.group(founder=self.member).public_id
        grown = Group.objects.filter(public_id=self.group_id)
        grown.update(join_policy="open")
        join_group(actor=make.member(), group_id=grown.get().pk, now=make.NOW)
        grown.update(join_policy="vouched")
        asked = join_group(actor=make.member(), group_id=grown.get().pk, now=make.NOW)
        self.asked_id = asked.public_id
        self._one_more_post(grown.get())
        self._one_more_day(grown.get())
        one_more_flag(grown.get(), self.member)
        self.event_id = one_more_event(grown.get(), self.member, self.event_id)
        self.group_link = self.group_link or groups.link(grown.get()).code

    def _one_more_day(self, made: Group) -> None:
        """A ritual more, and an answer more to the day that is open."""
        few = made.rituals.count() < 9
        mine = rituals.ritual(made) if few else made.rituals.latest("pk")
        self.ritual_id = mine.public_id
        self.prompt_id = self.prompt_id or rituals.opened(made, of=mine).public_id
        day = date(2026, 1, 1) + timedelta(days=Prompt.objects.count())
        rituals.opened(made, of=mine, local_date=day)
        author = Membership.objects.filter(group=made, state="active").latest("pk").member
        self.star_id = self.star_id or stars.invited(made, self.member).public_id
        stars.invited(made, author, days=4 + Prompt.objects.count())
        stars.shone(made, author, days=4 + Prompt.objects.count())
        answer_prompt(actor=author, public_id=self.prompt_id, body="Rain", now=db_now())

    def _one_more_post(self, made: Group) -> None:
        """By different people; the one that pages are read of gets answers."""
        author = make.member()
        Group.objects.filter(pk=made.pk).update(join_policy="open")
        join_group(actor=author, group_id=made.pk, now=make.NOW)
        Group.objects.filter(pk=made.pk).update(join_policy="vouched")
        write_post(actor=author, group_id=made.pk, body="Found a good thing", now=make.NOW)
        if not self.post_id:
            mine = write_post(actor=self.member, group_id=made.pk, body="My good thing", now=make.NOW)
            self.post_id = mine.public_id
            self.comment_id = comment(
                actor=self.member, public_id=self.post_id, body="Mine", now=make.NOW
            ).public_id
        comment(actor=author, public_id=self.post_id, body="Well done", now=make.NOW)
        photo = photo_on(Post.objects.get(public_id=self.post_id))
        self.post_photo_id = photo.public_id
        if self.event_id:
            one_more_answer(self.event_id, author)

    def _one_more_present(self) -> None:
        friend = make.member()
        shelf = gifts.item(stock=2, brand_ref=self.campaign.brand.scope, for_presents=True)
        with override_settings(LIMITS={"gifts.presents-a-day": 1000}):
            present = give_present(
                actor=self.member,
                recipient_id=friend.pk,
                item_id=shelf.pk,
                card="For you",
                send_at=None,
                now=make.NOW,
            )
        enter_in_book(
            giver_id=self.member.pk,
            other_id=friend.pk,
            kind="meeting",
            ref=f"meeting:{friend.pk}",
            happened_at=make.NOW,
        )
        self.friend_id, self.present_id = friend.public_id, present.public_id


def build() -> World:
    member = make.member()
    brand = make.brand()
    every = {"kind": "draw_entry", "weight": 1, "per_threshold": True, "max_per_member": 100}
    campaign = make.live(of=brand, threshold=1, reward=every)
    gift_campaign = make.live(of=brand, gift=5)
    CaseFactory.create(member=member)
    reward = make.approved(member, gift_campaign)
    claim_reward(actor=member, reward_id=reward.pk, now=make.NOW)
    drawn = make.live(of=brand)
    for advocate in (member, make.member()):
        make.approved(advocate, drawn)
    close_campaign(actor=SYSTEM, campaign_id=drawn.pk, reason="done", now=make.NOW)
    draw = call_draw(actor=SYSTEM, campaign_id=drawn.pk)
    run_jobs()
    export = leaving.request_export(actor=member, now=make.NOW)
    leaving.build_export(export_id=export.pk, now=make.NOW)
    # All pages are asked for while it holds, on a slow machine, too.
    with patch.object(archives, "LINK_MINUTES", 24 * 60):
        link = leaving.make_link(actor=member, public_id=export.public_id, now=make.NOW)
    return World(
        export_token=link,
        member=member,
        boss=photo_of(MemberFactory.create(superuser=True), photo_audience=2).member,
        campaign=campaign,
        gift_campaign=gift_campaign,
        drawn=drawn,
        code=make.link_of(make.member(), campaign).code,
        own_code=make.link_of(member, campaign).code,
        shelf=gifts.item(stock=100, brand_ref=brand.scope),
        reward_id=reward.public_id,
        draw_id=draw.public_id,
    )


Address = Callable[[World], str]


def _group(page: str) -> Address:
    return lambda world: f"/groups/{world.group_id}/{page}/"


def _post(tail: str) -> Address:
    return lambda world: f"/posts/{world.post_id}/{tail}"


def _slug(tail: str = "") -> Address:
    return lambda world: f"/campaigns/{world.campaign.slug}/{tail}"


def _api(tail: str) -> Address:
    return lambda world: f"/api/v1/campaigns/{world.campaign.slug}/{tail}"


# Who reads ("" is a visitor) and where. Addresses without arguments are found by themselves.
ADDRESSES: dict[str, tuple[str, Address]] = {
    "connect:go": ("member", lambda world: f"/go/{world.site_id}/"),
    "accounts:notice": ("", lambda world: "/notices/membership/"),
    "accounts:export-link": ("member", lambda world: "/exports/none/link/"),
    "accounts:export-download": ("member", lambda world: f"/export-links/{world.export_token}/"),
    "accounts:wording": ("", lambda world: f"/notice-texts/{MEMBERSHIP.hash}/"),
    "accounts:give-consent": ("member", lambda world: "/consents/real-name/"),
    "accounts:withdraw-consent": ("member", lambda world: "/consents/real-name/withdraw/"),
    "api-notice-text": ("", lambda world: f"/api/v1/notice-texts/{MEMBERSHIP.hash}/"),
    "accounts:person": ("member", lambda world: f"/people/{world.boss.public_id}/"),
    "accounts:block": ("member", lambda world: f"/people/{world.boss.public_id}/block/"),
    "accounts:mute": ("member", lambda world: f"/people/{world.boss.public_id}/mute/"),
    "accounts:photo": ("member", lambda world: f"/people/{world.boss.public_id}/photo/"),
    "accounts:small-photo": ("member", lambda world: f"/people/{world.boss.public_id}/photo/small/"),
    "api-person-photo": ("member", lambda world: f"/api/v1/people/{world.boss.public_id}/photo/"),
    "accounts:see-as": ("member", lambda world: "/me/profile/as/member/"),
    "api-person": ("member", lambda world: f"/api/v1/people/{world.boss.public_id}/"),
    "api-own-profile-as": ("member", lambda world: "/api/v1/me/profile/as/member/"),
    "portal:search": ("member", lambda world: "/search/?q=found"),
    "api-search": ("member", lambda world: "/api/v1/search/?q=found"),
    "api-notice": ("", lambda world: "/api/v1/notices/membership/"),
    "accounts:leave": ("", lambda world: leave_path(world.member.public_id, "activity")),
    "campaigns:landing": ("", lambda world: f"/i/{world.code}/"),
    "campaigns:detail": ("member", _slug()),
    "campaigns:promises": ("", _slug("promises/")),
    "campaigns:versions": ("", _slug("versions/")),
    "campaigns:sheet": ("", _slug("sheet/")),
    "api-campaign-versions": ("", _api("versions/")),
    "api-campaign-sheet": ("", _api("sheet/")),
    "campaigns:ambassador": ("member", lambda world: f"/ambassadors/{world.appointment_id}/"),
    "api-campaign-ambassadors": ("boss", _api("ambassadors/")),
    "api-campaign-vouches": ("boss", lambda world: f"/api/v1/campaigns/{world.vouching.slug}/vouches/"),
    "campaigns:vouch": ("member", lambda world: f"/referrals/{world.vouched_id}/vouch/"),
    "api-campaign-followed-posts": ("boss", _api("followed-posts/")),
    "api-campaign-mentions": ("boss", _api("mentions/")),
    "api-followed-post": ("boss", lambda world: f"/api/v1/followed-posts/{world.mention.post.public_id}/"),
    "api-campaign-brand-posts": ("boss", _api("brand-posts/")),
    "api-brand-post": ("boss", lambda world: f"/api/v1/brand-posts/{world.brand_post_id}/"),
    "api-group-rest-days": ("member", lambda world: f"/api/v1/groups/{world.group_id}/rest-days/"),
    "api-mention": ("boss", lambda world: f"/api/v1/mentions/{world.mention.public_id}/"),
    "campaigns:code": ("member", lambda world: "/i/"),
    **{f"campaigns:{each}": ("member", _slug(f"{each}/")) for each in ("holds", "progress", "share")},
    "campaigns:choose-code": ("member", _slug("share/code/")),
    "campaigns:claim": ("member", lambda world: f"/rewards/{world.reward_id}/claim/"),
    "campaigns:draw": ("member", lambda world: f"/campaigns/{world.drawn.slug}/draw/"),
    "campaigns:draw-receipt": ("", lambda world: f"/campaigns/{world.drawn.slug}/draw/receipt.json"),
    "portal:poster": ("member", lambda world: f"/posters/invitation-{world.own_code}/"),
    "portal:picture": ("", lambda world: f"/pictures/{drawn_picture()}.png"),
    "portal:manifest": ("", lambda world: "/manifest/en.webmanifest"),
    "portal:icon": ("", lambda world: "/icons/192.png"),
    "portal:offline": ("", lambda world: "/offline/en/"),
    "gifts:detail": ("member", lambda world: f"/gifts/{world.gift_id}/"),
    "gifts:accept": ("member", lambda world: f"/gifts/{world.gift_id}/accept/"),
    "gifts:decline": ("member", lambda world: f"/gifts/{world.gift_id}/decline/"),
    "api-gift": ("member", lambda world: f"/api/v1/gifts/{world.gift_id}/"),
    "gifts:swap": ("member", lambda world: f"/gifts/{world.gift_id}/swap/"),
    "gifts:instead": ("member", lambda world: f"/gifts/{world.gift_id}/instead/"),
    "gifts:pass-on": ("member", lambda world: f"/gifts/{world.gift_id}/pass-on/"),
    "api-gift-exchanges": ("member", lambda world: f"/api/v1/gifts/{world.gift_id}/exchanges/"),
    "api-gift-tracking": ("member", lambda world: f"/api/v1/gifts/{world.gift_id}/tracking/"),
    "api-campaign": ("member", _api("")),
    "api-campaign-progress": ("member", _api("progress/")),
    "api-campaign-referrals": ("member", _api("referrals/")),
    "api-campaign-promises": ("", _api("promises/")),
    "api-all-referrals": ("boss", _api("all-referrals/")),
    "api-campaign-risk-cases": ("boss", _api("risk-cases/")),
    "api-campaign-funnel": ("boss", _api("funnel/")),
    "api-campaign-draft": ("boss", _api("draft/")),
    "api-draw": ("", lambda world: f"/api/v1/draws/{world.draw_id}/"),
    "api-draw-receipt": ("", lambda world: f"/api/v1/draws/{world.draw_id}/receipt/"),
    "api-draw-proof": ("member", lambda world: f"/api/v1/draws/{world.draw_id}/proof/"),
    "groups:detail": ("member", lambda world: f"/groups/{world.group_id}/"),
    **{
        f"groups:{page}": ("member", _group(page))
        for page in ("members", "requests", "invite", "settings", "end", "refuse")
    },
    **EVENT_ADDRESSES,
    **MODERATION_ADDRESSES,
    "groups:make-link": ("member", lambda world: f"/groups/{world.group_id}/invite/link/"),
    "groups:live-board": ("member", _group("board/live")),
    "groups:live-comments": ("member", _post("live/")),
    "groups:engagement": ("member", _group("engagement")),
    "api-group-engagement": ("member", lambda world: f"/api/v1/groups/{world.group_id}/engagement/"),
    "groups:board": ("member", _group("board")),
    "groups:rituals": ("member", _group("rituals")),
    "groups:new-ritual": ("member", _group("rituals/new")),
    "groups:rest-days": ("member", _group("rest-days")),
    "groups:ritual": ("member", lambda world: f"/rituals/{world.ritual_id}/"),
    "groups:post-photos": ("member", _post("photos/")),
    "groups:post-photo-large": ("member", lambda world: f"/post-photos/{world.post_photo_id}/large/"),
    "groups:post-photo-small": ("member", lambda world: f"/post-photos/{world.post_photo_id}/small/"),
    "groups:remove-post-photo": ("member", lambda world: f"/post-photos/{world.post_photo_id}/remove/"),
    "api-post-photo-picture": (
        "member",
        lambda world: f"/api/v1/post-photos/{world.post_photo_id}/picture/",
    ),
    "groups:prompt": ("member", lambda world: f"/prompts/{world.prompt_id}/"),
    "groups:stars": ("member", _group("stars")),
    "groups:star": ("member", lambda world: f"/stars/{world.star_id}/"),
    "groups:star-words": ("member", lambda world: f"/stars/{world.star_id}/words/"),
    "groups:star-approve": ("member", lambda world: f"/stars/{world.star_id}/approve/"),
    "groups:star-withdraw": ("member", lambda world: f"/stars/{world.star_id}/withdraw/"),
    "api-group-stars": ("member", lambda world: f"/api/v1/groups/{world.group_id}/stars/"),
    "api-star": ("member", lambda world: f"/api/v1/stars/{world.star_id}/"),
    "api-group-rituals": ("member", lambda world: f"/api/v1/groups/{world.group_id}/rituals/"),
    "api-group-rhythm": ("member", lambda world: f"/api/v1/groups/{world.group_id}/rhythm/"),
    "api-prompt": ("member", lambda world: f"/api/v1/prompts/{world.prompt_id}/"),
    "groups:post": ("member", _post("")),
    "groups:react": ("member", _post("sign/")),
    "groups:pin": ("member", _post("pin/")),
    "groups:edit-post": ("member", _post("edit/")),
    "groups:delete-post": ("member", _post("delete/")),
    "groups:delete-comment": ("member", lambda world: f"/comments/{world.comment_id}/delete/"),
    "api-group-posts": ("member", lambda world: f"/api/v1/groups/{world.group_id}/posts/"),
    "api-post": ("member", lambda world: f"/api/v1/posts/{world.post_id}/"),
    "groups:link": ("member", lambda world: f"/groups/links/{world.group_link}/"),
    "groups:fellow": ("member", lambda world: f"/memberships/{world.asked_id}/"),
    "groups:answer": ("member", lambda world: f"/memberships/{world.asked_id}/answer/"),
    "groups:vouch": ("member", lambda world: f"/memberships/{world.asked_id}/vouch/"),
    "api-group-members": ("member", lambda world: f"/api/v1/groups/{world.group_id}/members/"),
    "api-group-requests": ("member", lambda world: f"/api/v1/groups/{world.group_id}/requests/"),
    "groups:join": ("member", lambda world: f"/groups/{world.group_id}/join/"),
    "groups:leave": ("member", lambda world: f"/groups/{world.group_id}/leave/"),
    "api-group": ("member", lambda world: f"/api/v1/groups/{world.group_id}/"),
    "gifts:thanks": ("member", lambda world: f"/gifts/{world.gift_id}/thanks/"),
    "gifts:give": ("member", lambda world: f"/presents/to/{world.friend_id}/"),
    "gifts:book": ("member", lambda world: f"/presents/with/{world.friend_id}/"),
    "gifts:forget-address": ("member", lambda world: "/addresses/any/forget/"),
    "gifts:present": ("member", lambda world: f"/presents/{world.present_id}/"),
    "api-present": ("member", lambda world: f"/api/v1/presents/{world.present_id}/"),
    "api-book": ("member", lambda world: f"/api/v1/books/{world.friend_id}/"),
    "trust:public-keys": ("", lambda world: "/verify/keys.json"),
    "trust:reveal": ("member", lambda world: f"/levels/{world.boss.public_id}/"),
    "api-webhooks": ("boss", lambda world: "/api/v1/webhooks/"),
    "api-webhook-kinds": ("boss", lambda world: "/api/v1/webhook-kinds/"),
    "api-webhook": ("boss", lambda world: f"/api/v1/webhooks/{platform.a_hook()}/"),
    "api-webhook-deliveries": ("boss", lambda world: f"/api/v1/webhooks/{platform.a_hook()}/deliveries/"),
    "api-level-reveal": ("member", lambda world: f"/api/v1/people/{world.boss.public_id}/level/"),
    "gifts:reveal": ("member", lambda world: f"/gifts/{world.gift_id}/code/"),
    "api-code-import": ("boss", lambda world: f"/api/v1/code-imports/{world.code_import_id}/"),
    "api-warehouses": ("boss", lambda world: "/api/v1/warehouses/"),
    "api-items": ("boss", lambda world: "/api/v1/items/"),
    "api-pick-lists": ("boss", lambda world: "/api/v1/pick-lists/"),
    "api-bills-at-desk": ("boss", lambda world: "/api/v1/bills-at-desk/"),
    "api-stock-table": ("boss", lambda world: "/api/v1/stock-table/"),
    "api-packing-table": ("boss", lambda world: "/api/v1/packing-table/"),
    "api-dead-parcels": ("boss", lambda world: "/api/v1/dead-parcels/"),
    "api-packing-list": ("boss", lambda world: "/api/v1/packing-list/"),
    "api-desk": ("boss", lambda world: "/api/v1/desk/cases/"),
    "api-certifications": ("boss", lambda world: "/api/v1/certifications/"),
    "api-steward-claims": ("boss", lambda world: "/api/v1/steward-claims/"),
    "api-brands": ("boss", lambda world: "/api/v1/brands/"),
    "healthz": ("boss", lambda world: "/healthz"),
}
# Read while a step is pending or by nobody at all; they answer with a redirect here.
VISITED_BY_VISITORS = {"accounts:join", "accounts:sign-in", "accounts:sign-in-password", "livez", "readyz"}

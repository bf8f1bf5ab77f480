"""Worlds for figures: members, sessions, tokens, gifts on offer."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from accounts.models import LinkedLogin, Member
from accounts.operations import issue_token, subject_index
from accounts.providers.logins import Identity
from accounts.queries import contact_index, contact_place
from accounts.rules import parse_contact
from campaigns.models import Brand, Campaign, Reward
from campaigns.operations.drafts import create_campaign
from campaigns.operations.publishing import publish_campaign
from campaigns.rule_shape import RULE_KEY
from campaigns.rulebook import DEFAULT_RULES
from campaigns.states import RewardState
from common.access import SYSTEM
from common.crypto import new_key
from common.models import DataKey
from gifts import operations as gifts
from gifts.address_rules import AddressInput
from gifts.models import Gift, Item
from gifts.states import ItemKind

# A CSRF secret is the client's own choice: cookie and form only have to agree.
CSRF = "benchBENCHbenchBENCHbenchBENCH12"


def members(count: int, *, prefix: str = "bench", first_phone: int = 13_000_000_000) -> list[Member]:
    """Members as after a registration, but for consents and news."""
    rows, keys = [], []
    for number in range(count):
        contact = parse_contact(f"+86{first_phone + number}")
        row = Member(handle=f"{prefix}-{number}", display_name=f"Bench {number}", password="!bench")
        row.data_key = new_key(f"member:{row.public_id}")
        row.phone_index = contact_index(contact)
        row.phone_sealed = row.data_key.encrypt(contact.value, aad=contact_place(row.phone_index))
        keys.append(row.data_key)
        rows.append(row)
    DataKey.objects.bulk_create(keys)
    for row in rows:
        row.data_key = row.data_key  # its number is known now
    return Member.objects.bulk_create(rows)


Header = Mapping[str, str]


def cookies_of(member: Member) -> Mapping[str, str]:
    """Signed in, as the browser would be after the code."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.save()
    return {settings.SESSION_COOKIE_NAME: session.session_key, settings.CSRF_COOKIE_NAME: CSRF}


def token_of(member: Member) -> Header:
    """The header of a program whose holder has just proven who they are, with the second factor too."""
    given = issue_token(actor=member, label="bench", now=timezone.now(), second_factor=True, is_proven=True)
    secret = given.secret
    return {"Authorization": f"Bearer {secret}"}


def payable(people: Sequence[Member]) -> Sequence[Member]:
    """Sign them in with WeChat, once; from then on WeChat Pay knows each under a name of their own."""
    links = []
    for member in people:
        identity = Identity(subject=f"union-{member.pk}", payee=f"openid-{member.pk}")
        link = LinkedLogin(member=member, provider="wechat", linked_at=timezone.now())
        link.subject_index = subject_index("wechat", identity)
        if member.data_key is not None:
            link.payee_sealed = member.data_key.encrypt(identity.payee, aad=link.payee_place)
        links.append(link)
    LinkedLogin.objects.bulk_create(links)
    return people


def item(
    *,
    stock: int,
    slots: int = 16,
    brand_ref: str = "brand:bench",
    kind: str = ItemKind.PHYSICAL,
    value_fen: int = 0,
) -> Item:
    now, name = timezone.now(), {"en": "Sports shoes", "zh-hans": "运动鞋"}
    made = gifts.create_item(
        actor=SYSTEM,
        brand_ref=brand_ref,
        name=name,
        slots=slots,
        kind=kind,
        value_fen=value_fen,
        now=now,
    )
    if stock:
        gifts.receive_stock(actor=SYSTEM, item_id=made.pk, quantity=stock, reason="for counting", now=now)
    return made


def live_campaign(*, slug: str, prizes: int = 0, gifts_to_claim: int = 0, slots: int = 16) -> Campaign:
    """Published and open: a draw of ``prizes``, or ``gifts_to_claim`` gifts while stock lasts."""
    now = timezone.now()
    brand = Brand.objects.create(slug=slug, name={"en": "Sunny outings", "zh-hans": "晴天出游"})
    shelf = item(stock=prizes + gifts_to_claim, slots=slots, brand_ref=brand.scope)
    rules: dict[str, Any] = deepcopy(dict(DEFAULT_RULES))
    if gifts_to_claim:
        del rules["draw"]
        rules["reward"] = {
            "kind": "gift",
            "item": shelf.public_id,
            "quantity": gifts_to_claim,
            "max_per_member": 1,
        }
    else:
        rules["draw"]["prizes"] = [{"key": "shoes", "item": shelf.public_id, "quantity": prizes}]
    author = members(1, prefix=f"author-{slug}", first_phone=13_700_000_000 + shelf.pk)[0]
    draft = create_campaign(
        actor=SYSTEM,
        author_id=author.pk,
        brand_id=brand.pk,
        title={"en": "Spring outing on sunny days", "zh-hans": "晴天去春游"},
        slug=slug,
        rules_draft=rules,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=30),
        settle_by=now + timedelta(days=60),
    )
    publish_campaign(actor=SYSTEM, campaign_id=draft.pk, now=now)
    return Campaign.objects.one(draft.pk)


def approved_rewards(campaign: Campaign, winners: Sequence[Member]) -> list[Reward]:
    """One reward to claim for each; who invited whom is left out."""
    now = timezone.now()
    rows = [
        Reward(
            campaign=campaign,
            pinned=campaign.current,
            rule_key=RULE_KEY,
            beneficiary=member,
            occurrence_key="1",
            kind="gift",
            item=campaign.draft_rules["reward"]["item"],
            state=RewardState.APPROVED,
            hold_until=now,
            earned_at=now,
            approved_at=now,
        )
        for member in winners
    ]
    return Reward.objects.bulk_create(rows)


def address(number: int) -> AddressInput:
    """A different one for each number, so that a parcel is recognised at the carrier."""
    return AddressInput(
        recipient_name=f"Lin Xiaoyu {number}",
        phone=f"138{number:08d}",
        province="北京市",
        city="北京市",
        district="朝阳区",
        street=f"建国路 {number} 号",
        postcode="100022",
    )


@dataclass(frozen=True, kw_only=True)
class Offered:
    gift: Gift
    recipient: Member
    number: int


def offers(recipients: Sequence[Member], *, of: Item) -> list[Offered]:
    now: datetime = timezone.now()
    return [
        Offered(
            gift=gifts.offer_gift(
                actor=SYSTEM,
                item_id=of.pk,
                recipient_id=member.pk,
                source=f"bench:{of.pk}-{number}",
                sender_ref="brand:bench",
                expires_at=now + timedelta(days=3),
                now=now,
            ),
            recipient=member,
            number=number,
        )
        for number, member in enumerate(recipients)
    ]


def accept(offered: Offered) -> None:
    gifts.accept_gift(
        actor=offered.recipient,
        gift_id=offered.gift.pk,
        address=address(offered.number),
        now=timezone.now(),
    )

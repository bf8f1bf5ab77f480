"""Building blocks of the demo community, each a few calls of operations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from accounts import operations as accounts
from accounts.registration import INVITATION_PREFIX
from campaigns.operations.drafts import create_campaign
from campaigns.operations.draws import freezing
from campaigns.operations.lifecycle import close_campaign
from campaigns.operations.publishing import publish_campaign
from campaigns.operations.share_links import make_share_link
from common.access import SYSTEM, Actor
from common.clock import db_now
from common.texts import Texts
from gifts import operations as gifts
from outbox.testing import run_jobs
from seeds.people import Person
from trust import operations as trust

PASSWORD = "spring-outing-2026"


@dataclass(frozen=True, kw_only=True)
class Staff:
    manager: Actor
    certifier: Actor
    clerk: Actor


def join(person: Person, *, invitation: str = "", password: str | None = None) -> Any:
    """Register somebody, on an invitation code where there is one."""
    return accounts.register_member(
        display_name=person.name,
        email=person.email,
        locale=person.locale,
        handle=person.handle,
        password=password,
        visitor_key=f"{INVITATION_PREFIX}{invitation}" if invitation else None,
        now=db_now(),
    )


def ask_for_verification(member: Actor, person: Person) -> Any:
    return trust.submit_case(
        actor=member, legal_name=person.legal_name, id_number=person.id_number, now=db_now()
    )


def verify(member: Actor, person: Person, *, by: Actor) -> None:
    """From the member's form to the certifier's yes."""
    case = ask_for_verification(member, person)
    trust.lease_task(actor=by, case_id=case.pk, now=db_now())
    trust.decide_case(actor=by, case_id=case.pk, outcome="approve", now=db_now())


def make_item(brand_ref: str, name: Texts, *, value_fen: int, stock: int, description: Texts) -> Any:
    item = gifts.create_item(
        actor=SYSTEM,
        brand_ref=brand_ref,
        name=name,
        description=description,
        value_fen=value_fen,
        now=db_now(),
    )
    gifts.receive_stock(actor=SYSTEM, item_id=item.pk, quantity=stock, reason="opening stock", now=db_now())
    return item


def make_campaign(
    manager: Actor,
    brand_id: int,
    *,
    slug: str,
    title: Texts,
    texts: Mapping[str, Texts],
    rules: Mapping[str, Any],
    opens_in: timedelta,
    lasts: timedelta,
) -> Any:
    """A draft whose window begins ``opens_in`` from now."""
    opens_at = (db_now() + opens_in).replace(microsecond=0)
    return create_campaign(
        actor=manager,
        brand_id=brand_id,
        slug=slug,
        title=title,
        texts=texts,
        rules_draft=rules,
        opens_at=opens_at,
        closes_at=opens_at + lasts,
        settle_by=opens_at + lasts + timedelta(days=30),
    )


def publish(manager: Actor, campaign: Any) -> None:
    publish_campaign(actor=manager, campaign_id=campaign.pk, now=db_now())
    run_jobs()


def link_of(member: Actor, campaign: Any) -> str:
    """The member's invitation code for the campaign."""
    return make_share_link(actor=member, campaign_id=campaign.pk, now=db_now()).code


def draw_now(manager: Actor, campaign: Any) -> None:
    """End the campaign ahead of time and let the draw take its course."""
    close_campaign(actor=manager, campaign_id=campaign.pk, reason="All places are taken.", now=db_now())
    run_jobs()
    freezing.call_draw(actor=manager, campaign_id=campaign.pk)
    run_jobs()

"""The matrix's world brought to where each act can happen: otherwise twenty refusals would be compared."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module

from django.conf import settings

from accounts.operations import send_contact_code
from bench.matrix import World
from campaigns.models import Campaign, Draw, Promise, Reward
from tests.authz.routes import Route
from tests.authz.rows import rows_of
from tests.factories.accounts import MemberFactory, digits

Prepare = Callable[[World], None]


def _campaign_is(state: str) -> Prepare:
    def prepare(world: World) -> None:
        columns = {"settled_at": world.a.live.opens_at} if state == "settled" else {}
        Campaign.objects.filter(pk=world.a.live.pk).update(state=state, **columns)

    return prepare


def _everything_is_kept(world: World) -> None:
    """Drawn, and every promise at its end but the one that settling keeps."""
    _campaign_is("settling")(world)
    Draw.objects.filter(campaign=world.a.live).update(state="void", public_reason="nobody entered")
    Promise.objects.filter(campaign=world.a.live).exclude(kind="prizes").delete()


def _reward_is_earned(world: World) -> None:
    Reward.objects.filter(pk=rows_of(world, "campaigns.Reward")["a"].pk).update(
        state="approved", gift=None, granted_at=None
    )


def _a_member_is_signing_in(world: World) -> None:
    """A code went to a member's own number instead of a newcomer's."""
    MemberFactory.create(phone="+8613700000077")
    sent = send_contact_code(contact="+8613700000077", address="127.0.0.1")
    session = import_module(settings.SESSION_ENGINE).SessionStore(world.entering)
    session["entering"] = {"ref": sent.ref, "masked": sent.masked, "kind": sent.kind}
    session.save()
    world.entering_ref, world.entering_code = sent.ref, digits(sent.ref)


_DO = "admin:campaigns_campaign_do#"
PREPARATIONS: Mapping[str, Prepare] = {
    f"{_DO}archive": _campaign_is("settled"),
    f"{_DO}cancel": _campaign_is("scheduled"),
    f"{_DO}draw": _campaign_is("closing"),
    f"{_DO}resume": _campaign_is("paused"),
    f"{_DO}send-back": _campaign_is("in_review"),
    f"{_DO}settle": _everything_is_kept,
    f"{_DO}submit": _campaign_is("draft"),
    "accounts:sign-in-code": _a_member_is_signing_in,
    "admin:campaigns_reward_do#cancel": _reward_is_earned,
}


@contextmanager
def prepared(world: World, route: Route) -> Iterator[bool]:
    """Whether something had to be changed first. Rows stay changed; what the world remembers does not."""
    remembered = (world.entering_ref, world.entering_code)
    step = PREPARATIONS.get(route.key)
    if step is not None:
        step(world)
    yield step is not None
    world.entering_ref, world.entering_code = remembered

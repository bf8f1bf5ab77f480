"""What is asked of each route: which objects stand in its address, and the body of an unsafe call."""

from collections.abc import Callable, Mapping
from typing import Any

from accounts.notices import MEMBERSHIP
from accounts.operations.notifications.leaving import leave_path
from campaigns.models import BrandPost
from connect.models import Endpoint, EventImport
from gifts.models import Gift
from gifts.substitute_queries import choices_of
from tests.authz.amending import named
from tests.authz.bodies import BODIES
from tests.authz.routes import Route
from tests.authz.rows import rows_of
from tests.authz.stewardship import SILENT
from tests.authz.stock import MONEY_ROUTES, money_of
from tests.authz.twins import promise_of
from tests.authz.world import World
from tests.factories.albums import photo_in
from tests.factories.gifts import list_of, saved_by
from trust.models import Certification
from trust.notices import REAL_NAME

NOBODY = "zzzzzzzzzzzzzzzzzzzz"
Objects = Callable[[World], dict[str, str]]


def _campaigns(w: World) -> dict[str, str]:
    return {
        "live": w.a.live.slug,
        "draft": w.a.draft.slug,
        "ended": w.a.ended.slug,
        "drawn": w.a.drawn.campaign.slug,
        "b-live": w.b.live.slug,
        "b-draft": w.b.draft.slug,
    }


def _gifts(w: World) -> dict[str, str]:
    return {
        "own": w.a.offered.public_id,
        "accepted": w.a.accepted.public_id,
        "shipped": w.a.shipped.public_id,
        "others": w.others_offer.public_id,
        "b": w.b.offered.public_id,
        "b-accepted": w.b.accepted.public_id,
    }


def _draft_of(side: Any) -> str:
    return BrandPost.objects.get(campaign__brand=side.brand, state="draft").public_id


def _planned_of(side: Any) -> str:
    return BrandPost.objects.get(campaign__brand=side.brand, state="planned").public_id


def _picks(side: Any) -> str:
    return list_of(side.brand.scope).public_id


def _rewards(w: World) -> dict[str, str]:
    return {
        "own": w.a.reward.public_id,
        "others": w.others_reward.public_id,
        "managers": w.managers_reward.public_id,
        "b": w.b.reward.public_id,
    }


# The kinds of object that addresses name; every kind also has "missing".
KINDS: Mapping[str, Objects] = {
    "campaign": _campaigns,
    "gift": _gifts,
    "coded": lambda w: {
        "own": w.a.coded.public_id,
        "uncoded": w.a.accepted.public_id,
        "b": w.b.coded.public_id,
    },
    "pick-list": lambda w: {"a": _picks(w.a), "b": _picks(w.b)},
    "money": lambda w: {"own": money_of(w.a.brand.scope), "b": money_of(w.b.brand.scope)},
    "address": lambda w: {"own": saved_by(w.a.member).public_id, "b": saved_by(w.b.member).public_id},
    "present": lambda w: {"own": w.a.present.public_id, "b": w.b.present.public_id},
    "thanked": lambda w: {
        "own": w.a.given.gift.public_id,
        "no-present": w.a.accepted.public_id,
        "b": w.b.given.gift.public_id,
    },
    "parcel": lambda w: {"own": w.a.shipped.shipment.public_id, "b": w.b.shipped.shipment.public_id},
    "referral": lambda w: {
        "own": named(w.a.referral),
        "vouched": named(w.a.vouch.referral),
        "b": named(w.b.referral),
    },
    "friend": lambda w: {"other": w.members["other"].public_id},
    "code-import": lambda w: {"a": w.a.code_import.public_id, "b": w.b.code_import.public_id},
    "group": lambda w: {"own": w.a.group.public_id, "b": w.b.group.public_id},
    "group-link": lambda w: {"own": w.a.group_link, "b": w.b.group_link},
    "ritual": lambda w: {"own": w.a.ritual.public_id, "b": w.b.ritual.public_id},
    "prompt": lambda w: {"own": w.a.prompt.public_id, "b": w.b.prompt.public_id},
    "calendar": lambda w: {"own": w.a.calendar_secret, "b": w.b.calendar_secret},
    "door-ticket": lambda w: {"own": w.a.seat_id, "b": w.b.seat_id},
    "task-card": lambda w: {"own": w.a.task_card.public_id, "b": w.b.task_card.public_id},
    "post-photo": lambda w: {"own": w.a.post.photos.get().public_id, "b": w.b.post.photos.get().public_id},
    "photo": lambda w: {"own": photo_in(w.a.group).public_id, "b": photo_in(w.b.group).public_id},
    "event": lambda w: {"own": w.a.event.public_id, "b": w.b.event.public_id},
    "bare-event": lambda w: {"own": w.a.bare_event.public_id, "b": w.b.bare_event.public_id},
    "star": lambda w: {"own": w.a.star.public_id, "b": w.b.star.public_id},
    "flaggable": lambda w: {"own": w.a.flags.flaggable.public_id, "b": w.b.flags.flaggable.public_id},
    "review-case": lambda w: {"own": w.a.flags.review.public_id, "b": w.b.flags.review.public_id},
    "introduction": lambda w: {
        "own": w.a.flags.introduction.public_id,
        "offered": w.a.flags.offered.public_id,
        "b": w.b.flags.introduction.public_id,
    },
    "silent-group": lambda w: {
        "own": w.a.flags.stewardship.silent.public_id,
        "b": w.b.flags.stewardship.silent.public_id,
    },
    "steward-claim": lambda w: {
        "own": w.a.flags.stewardship.own.public_id,
        "others": w.a.flags.stewardship.others.public_id,
        "b": w.b.flags.stewardship.own.public_id,
    },
    "draft": lambda w: {
        "own": w.a.flags.drafts.own.public_id,
        "shown": w.a.flags.drafts.shown.public_id,
        "b": w.b.flags.drafts.own.public_id,
    },
    "spot": lambda w: {"own": w.a.flags.spot.public_id, "b": w.b.flags.spot.public_id},
    "complaint": lambda w: {
        "own": w.a.flags.complaint.public_id,
        "fellows": w.a.flags.complained.public_id,
        "b": w.b.flags.complaint.public_id,
    },
    "decision": lambda w: {
        "own": w.a.flags.decision.public_id,
        "fellows": w.a.flags.appealed.public_id,
        "b": w.b.flags.decision.public_id,
    },
    "post": lambda w: {"own": w.a.post.public_id, "b": w.b.post.public_id},
    "comment": lambda w: {"own": w.a.answer.public_id, "b": w.b.answer.public_id},
    "membership": lambda w: {
        "asked": w.a.asked.public_id,
        "fellow": w.a.fellow.public_id,
        "b": w.b.fellow.public_id,
    },
    "webhook": lambda w: {"any": Endpoint.objects.all()[0].public_id},
    "event-import": lambda w: {
        "own": EventImport.objects.filter(site=w.a.site)[0].public_id,
        "b": EventImport.objects.filter(site=w.b.site)[0].public_id,
    },
    "site": lambda w: {"own": w.a.site.public_id, "b": w.b.site.public_id},
    "reward": _rewards,
    "item": lambda w: {"a": w.a.item.public_id, "b": w.b.item.public_id},
    "case": lambda w: {"queued": w.a.queued.public_id, "held": w.a.held.public_id, "b": w.b.held.public_id},
    "certification": lambda w: {"any": Certification.objects.earliest("pk").public_id},
    "draw": lambda w: {"open": w.a.open_draw.public_id, "drawn": w.a.drawn.public_id},
    "proof": lambda w: {"own": w.a.proof.public_id, "b": w.b.proof.public_id},
    "ticket": lambda w: {"own": w.a.ticket, "b": w.b.ticket},
    "which": lambda w: {"work": "work", "name": "name"},
    "invitation": lambda w: {"own": w.a.share_code, "b": w.b.share_code},
    "notice": lambda w: {"any": MEMBERSHIP.key},
    "export": lambda w: {
        "own": w.exports["owner"].public_id,
        "others": w.exports["other"].public_id,
    },
    "export-link": lambda w: {"own": w.export_token},
    "notice-text": lambda w: {"any": MEMBERSHIP.hash},
    "consent": lambda w: {"membership": MEMBERSHIP.key, "name": REAL_NAME.key},
    "verified": lambda w: {"list": "1-revocation"},
    "relation": lambda w: {"public": "public", "circle": "circle", "blocked": "blocked"},
    "person": lambda w: {
        "own": w.members["owner"].public_id,
        "others": w.members["other"].public_id,
        "blocker": w.blocker.public_id,
        "blocked": w.blocked.public_id,
    },
    "service": lambda w: {"any": "wechat"},
    "amendment": lambda w: {"own": w.a.amendment.public_id, "b": w.b.amendment.public_id},
    "appointment": lambda w: {"own": w.a.appointment.public_id, "b": w.b.appointment.public_id},
    "followed-post": lambda w: {"own": w.a.mention.post.public_id, "b": w.b.mention.post.public_id},
    "brand": lambda w: {"own": w.a.brand.public_id, "b": w.b.brand.public_id},
    "promise": lambda w: {"own": promise_of(w.a), "b": promise_of(w.b)},
    "brand-post": lambda w: {"own": _draft_of(w.a), "b": _draft_of(w.b)},
    "planned-brand-post": lambda w: {"own": _planned_of(w.a), "b": _planned_of(w.b)},
    "mention": lambda w: {"own": w.a.mention.public_id, "b": w.b.mention.public_id},
    "risk-case": lambda w: {"own": w.a.on_hold.public_id, "b": w.b.on_hold.public_id},
    "hold": lambda w: {"own": w.a.confirmed.public_id, "b": w.b.confirmed.public_id},
    "step": lambda w: {"seen": "seen"},
    "contact-kind": lambda w: {"phone": "phone", "email": "email"},
    "session": lambda w: {"own": w.sessions["owner"], "others": w.sessions["other"]},
    "passkey": lambda w: {"own": w.passkeys["owner"], "others": w.passkeys["other"]},
    "login": lambda w: {"own": w.logins["owner"], "others": w.logins["other"]},
    "program": lambda w: {"own": w.programs["owner"], "others": w.programs["other"]},
    "notification": lambda w: {"own": w.a.news.public_id, "b": w.b.news.public_id},
    "poster": lambda w: {"own": f"invitation-{w.a.share_code}", "b": f"invitation-{w.b.share_code}"},
    "picture": lambda w: {"drawn": w.picture},
    "language": lambda w: {"any": "en"},
    "size": lambda w: {"any": "192"},
    "device": lambda w: {"own": w.a.device.public_id, "b": w.b.device.public_id},
    "topic": lambda w: {"own": w.a.mute.public_id, "b": w.b.mute.public_id},
    "leaving": lambda w: {"own": leave_path(w.a.member.public_id, "activity").split("/")[2]},
}


# The first words of addresses.
HEADS: Mapping[str, str] = {
    "addresses": "address",
    "calendars": "calendar",
    "callbacks": "parcel",
    "campaigns": "campaign",
    "code-imports": "code-import",
    "presents": "present",
    "pick-lists": "pick-list",
    "gifts": "gift",
    "group-links": "group-link",
    "groups": "group",
    "events": "event",
    "door": "door-ticket",
    "task-cards": "task-card",
    "photos": "photo",
    "post-photos": "post-photo",
    "memberships": "membership",
    "complaints": "complaint",
    "moderation": "decision",
    "review-cases": "review-case",
    "radar": "spot",
    "introductions": "introduction",
    "steward-claims": "steward-claim",
    "drafts": "draft",
    "posts": "post",
    "prompts": "prompt",
    "rituals": "ritual",
    "stars": "star",
    "comments": "comment",
    "rewards": "reward",
    "items": "item",
    "desk": "case",
    "certifications": "certification",
    "draws": "draw",
    "go": "site",
    "event-imports": "event-import",
    "webhooks": "webhook",
    "i": "invitation",
    "notices": "notice",
    "notice-texts": "notice-text",
    "consents": "consent",
    "evidence": "proof",
    "levels": "person",
    "verify": "verified",
    "work-email-proofs": "proof",
    "evidence-pictures": "ticket",
    "appeals": "which",
    "contacts": "contact-kind",
    "sessions": "session",
    "passkeys": "passkey",
    "logins": "login",
    "sign-in": "service",
    "programs": "program",
    "people": "person",
    "amendments": "amendment",
    "ambassadors": "appointment",
    "followed-posts": "followed-post",
    "mentions": "mention",
    "brand-posts": "brand-post",
    "brands": "brand",
    "promises": "promise",
    "holds": "hold",
    "risk-cases": "risk-case",
    "referrals": "referral",
    "blocks": "person",
    "mutes": "person",
    "as": "relation",
    "welcome": "step",
    "notifications": "notification",
    "posters": "poster",
    "pictures": "picture",
    "manifest": "language",
    "offline": "language",
    "icons": "size",
    "push-devices": "device",
    "exports": "export",
    "export-links": "export-link",
    "muted-topics": "topic",
    "unsubscribe": "leaving",
}


# Routes that ask more of what they name than that it exists: a stock of its own, nobody coming yet, silence.
KIND_OF: Mapping[str, str] = {
    "api-brand-post-stop": "planned-brand-post",
    **dict.fromkeys(("gifts:reveal", "api-gift-reveal"), "coded"),
    **dict.fromkeys(("groups:flag-post", "api-post-flag"), "flaggable"),
    **dict.fromkeys(("gifts:thanks", "api-gift-thanks"), "thanked"),
    **dict.fromkeys(("gifts:give", "gifts:book", "api-book"), "friend"),
    **dict.fromkeys(("api-event-deposit", "groups:ask-deposit"), "bare-event"),
    **dict.fromkeys(("api-event-repeat", "groups:repeat-event"), "bare-event"),
    **dict.fromkeys(SILENT, "silent-group"),
    **dict.fromkeys(MONEY_ROUTES, "money"),
    "groups:link": "group-link",
}


def kind_of(route: Route) -> str:
    """Which kind of object the address names; "" for none."""
    if not route.takes_object or route.is_admin:
        return ""
    if route.name in KIND_OF:
        return KIND_OF[route.name]
    parts = route.pattern.removeprefix("api/v1/").split("/")
    head = "as" if "as" in parts else parts[1] if parts[0] == "me" else parts[0]
    return HEADS[head]


def objects_of(world: World, route: Route) -> dict[str, str]:
    """{object's name in the matrix: what stands in the address}; {"-": ""} where there is none.

    "missing" comes first: the others' refusals are compared with its body.
    """
    if route.is_admin:
        return _admin_objects(world, route)
    kind = kind_of(route)
    if not kind:
        return {"-": ""}
    missing = {"invitation": "ZZZZZZZZ", "size": "7"}.get(kind, NOBODY)
    return {"missing": missing, **KINDS[kind](world)}


def _admin_objects(world: World, route: Route) -> dict[str, str]:
    if route.name == "admin:view_on_site":
        return {"-": str(world.a.offered.pk)}
    if not route.model or not (route.takes_object or route.action):
        return {"-": ""}
    if route.pattern.endswith("<path:object_id>/"):  # only sends on to .../change/, without looking
        return {"-": "1"}
    rows = {name: str(row.pk) for name, row in rows_of(world, route.model).items()}
    if route.name.endswith("_draft"):
        rows = {"a": str(world.a.draft.pk), "b": str(world.b.draft.pk)}
    if route.model == "outbox.Job" and route.action:
        rows = {state: str(job.pk) for state, job in world.jobs.items()}
    if not route.is_changelist_action:
        rows = {"missing": "987654321", **rows}
    if route.name.endswith("~"):  # Django's own page behind ours: a key that is spelled another way
        rows = {name: "".join(f"_{ord(sign):02X}" for sign in key) for name, key in rows.items()}
    return rows


# Pages between two steps: their visitor has begun to come in.
ENTERING = frozenset({"accounts:join-code", "accounts:resend-code", "accounts:sign-in-code"})
# Read by GET: what stands after the question mark.
QUERIES: Mapping[str, dict[str, str]] = {
    "admin:autocomplete": {
        "app_label": "accounts",
        "model_name": "rolegrant",
        "field_name": "member",
        "term": "member",
    },
    "admin:search": {"s": "member"},
}


def body_of(world: World, route: Route, target: str, objects: Mapping[str, str]) -> dict[str, Any]:
    """Raises KeyError for an unsafe route without a body: add one above."""
    if route.is_changelist_action:
        typed = {"action": route.action, "_selected_action": [objects[target]], "reason": "matrix"}
        return typed | (_instead(world) if route.action == "propose_instead" else {})
    if route.action and route.name not in BODIES:
        return {"reason": "matrix"}
    if route.is_admin and route.name not in BODIES:
        return {}  # nothing is typed over in the admin; an empty form must not pass either
    return BODIES[route.name](world, target)


def _instead(world: World) -> dict[str, str]:
    """What is of equal worth, for every gift of both worlds: the page behind the act sends it."""
    typed = {"chosen": "1"}
    for gift in Gift.objects.select_related("item"):
        found = choices_of(gift)
        typed |= {f"item-{gift.public_id}": found[0][0].public_id} if found else {}
    return typed

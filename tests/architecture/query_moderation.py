"""Flags, cases and decisions in the world that grows, and the addresses where they are read."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from accounts.models import Member
from common.clock import db_now
from common.crypto import create_key
from groups.models import (
    ActionAppeal,
    Brake,
    BuddyDraft,
    ClaimVote,
    Comment,
    Complaint,
    Flag,
    Group,
    Introduction,
    Membership,
    ModerationAction,
    Post,
    RadarItem,
    RadarSpot,
    ReviewCase,
    StewardClaim,
    StewardSilence,
)
from tests.factories.accounts import MemberFactory
from tests.factories.drafts import draft
from tests.factories.groups import group, member


def one_more_flag(made: Group, reader: Member) -> None:
    """A case more with an appealed decision about the same author, and a flag more on the first case."""
    rows = Membership.objects.filter(group=made, state="active").exclude(member=reader).order_by("pk")
    author = rows[0].member
    now = db_now()
    post = Post.objects.create(group=made, author=author, audience=20, body="Go away", created_at=now)
    Comment.objects.create(post=post, author=author, body="Off", created_at=now)
    case = ReviewCase.objects.create(group=made, post=post, author=author, opened_at=now)
    first = ReviewCase.objects.filter(group=made).order_by("pk")[0]
    for one in (case, first):
        Flag.objects.create(case=one, member=MemberFactory.create(), reason="unkind", snapshot="Go", at=now)
    action = ModerationAction.objects.create(
        case=case, group=made, member=author, kind="fold", reason="unkind", created_at=now
    )
    ActionAppeal.objects.create(action=action, text="Look again", created_at=now)
    until = now + timedelta(minutes=30)
    key = create_key("groups.introduction")
    Introduction.objects.create(
        asker=author,
        mutual=reader,
        target=MemberFactory.create(),
        why="Bees",
        data_key=key,
        created_at=now,
        expires_at=now + timedelta(days=1),
    )
    one_more_vote(made, author)
    RadarSpot.objects.create(group=made, kind="topic", size=3, opened_at=now, last_at=now)
    RadarItem.objects.create(spot=RadarSpot.objects.filter(group=made).order_by("pk")[0], case=case)
    Brake.objects.create(group=made, post=post, at=now, until=until)
    for who in (reader, author):
        dates = {"opened_at": now, "since": now, "seen_by_at": now, "answer_by_at": now}
        Complaint.objects.create(group=made, member=who, body="It is too loud", **dates)


def one_more_vote(made: Group, by: Member) -> None:
    """On the one claim that there may be."""
    now = db_now()
    silence, _made = StewardSilence.objects.get_or_create(group=made, defaults={"noticed_at": now})
    dates = {"opened_at": now, "due_at": now + timedelta(days=7)}
    claim, _made = StewardClaim.objects.get_or_create(
        group=made,
        silence=silence,
        defaults={"claimant": by, "voters": 9, "needed": 2, "state": "objection", **dates},
    )
    ClaimVote.objects.create(claim=claim, member=MemberFactory.create(), is_support=True, at=now)


def _first(model: Any, world: Any) -> Any:
    return model.objects.filter(group__public_id=world.group_id).order_by("pk")[0]


def _case(tail: str, root: str = "") -> Callable[[Any], str]:
    return lambda world: f"{root}/review-cases/{_first(ReviewCase, world).public_id}/{tail}"


def _action(tail: str, root: str = "") -> Callable[[Any], str]:
    return lambda world: f"{root}/moderation/{_first(ModerationAction, world).public_id}/{tail}"


def _flagged(world: Any) -> Post:
    found: Post | None = _first(ReviewCase, world).post
    assert found is not None
    return found


def _complaint(tail: str, *, own: bool, root: str = "") -> Callable[[Any], str]:
    def address(world: Any) -> str:
        rows = Complaint.objects.filter(group__public_id=world.group_id).order_by("pk")
        mine = rows.filter(member=world.member) if own else rows.exclude(member=world.member)
        return f"{root}/complaints/{mine[0].public_id}/{tail}"

    return address


def _others_introduction(world: Any) -> Introduction:
    return Introduction.objects.filter(mutual=world.member).order_by("pk")[0]


def _introduction(tail: str, root: str = "") -> Callable[[Any], str]:
    return lambda world: f"{root}/introductions/{_others_introduction(world).public_id}/{tail}"


def _claim(tail: str) -> Callable[[Any], str]:
    """Of the reader's own where it is taken back."""

    def address(world: Any) -> str:
        claim = _first(StewardClaim, world)
        if tail == "withdraw/":
            StewardClaim.objects.filter(pk=claim.pk).update(claimant=world.member)
        return f"/steward-claims/{claim.public_id}/{tail}"

    return address


API = "/api/v1"


def _draft(tail: str, root: str = "") -> Callable[[Any], str]:
    """The reader's own, in a group of its own."""

    def address(world: Any) -> str:
        found = BuddyDraft.objects.filter(author=world.member).first()
        if found is None:
            buddy = member()
            found = draft(group(world.member, buddy), world.member, buddy)
        return f"{root}/drafts/{found.public_id}/{tail}"

    return address


ADDRESSES: Mapping[str, tuple[str, Callable[[Any], str]]] = {
    "groups:desk": ("member", lambda world: f"/groups/{world.group_id}/desk/"),
    "groups:introduction": ("member", _introduction("")),
    "api-introduction": ("member", _introduction("", API)),
    "groups:ask-introduction": (
        "member",
        lambda world: f"/people/{_others_introduction(world).asker.public_id}/introduction/",
    ),
    "groups:radar-spot": ("member", lambda world: f"/radar/{_first(RadarSpot, world).public_id}/"),
    "api-group-radar": ("member", lambda world: f"{API}/groups/{world.group_id}/radar/"),
    "groups:stewardship": ("member", lambda world: f"/groups/{world.group_id}/stewardship/"),
    "groups:steward-here": ("member", lambda world: f"/groups/{world.group_id}/here/"),
    "groups:vote-on-claim": ("member", _claim("vote/")),
    "groups:withdraw-claim": ("member", _claim("withdraw/")),
    "api-group-stewardship": ("member", lambda world: f"{API}/groups/{world.group_id}/stewardship/"),
    "groups:show-draft": ("member", lambda world: f"/groups/{world.group_id}/drafts/new/"),
    "groups:draft": ("member", _draft("")),
    "groups:publish-draft": ("member", _draft("publish/")),
    "groups:end-draft": ("member", _draft("end/")),
    "api-draft": ("member", _draft("", API)),
    "groups:log": ("member", lambda world: f"/groups/{world.group_id}/log/"),
    "api-group-log": ("member", lambda world: f"{API}/groups/{world.group_id}/log/"),
    "groups:lift-brake": ("member", lambda world: f"/posts/{world.post_id}/lift/"),
    "groups:complaints": ("member", lambda world: f"/groups/{world.group_id}/complaints/"),
    "groups:complaint": ("member", _complaint("", own=True)),
    "groups:see-complaint": ("member", _complaint("seen/", own=False)),
    "groups:answer-complaint": ("member", _complaint("answer/", own=False)),
    "api-group-complaints": ("member", lambda world: f"{API}/groups/{world.group_id}/complaints/"),
    "api-complaint": ("member", _complaint("", own=True, root=API)),
    "groups:review-case": ("member", _case("")),
    "groups:take-case": ("member", _case("take/")),
    "groups:moderation": ("member", _action("")),
    "groups:undo-moderation": ("member", _action("undo/")),
    "groups:judge-appeal": ("member", _action("judge/")),
    "groups:flag-post": ("member", lambda world: f"/posts/{_flagged(world).public_id}/flag/"),
    "groups:flag-comment": (
        "member",
        lambda world: f"/comments/{_flagged(world).comments.get().public_id}/flag/",
    ),
    "api-group-desk": ("member", lambda world: f"{API}/groups/{world.group_id}/desk/"),
    "api-review-case": ("member", _case("", API)),
    "api-moderation": ("member", _action("", API)),
}

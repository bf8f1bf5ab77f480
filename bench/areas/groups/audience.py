"""Nobody gains access to an older post, whatever becomes of its group and of its readers.

What is allowed is worked out here, from the rules in plain words, and shares no code with the product: a post
keeps the audience of its day, a group may narrow it but never widen it, nothing crosses a block, and an
answer that waits for one's own is read by those who gave one.
"""

import random
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.test import override_settings

from accounts.models import Member
from accounts.operations import block_member
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.trial import Trial
from common.access import Actor
from common.clock import db_now
from common.errors import Refused
from common.search import read_query
from groups import operations, queries
from groups.models import Group, Post
from groups.search import find_posts
from tests.factories.groups import group, member, steward_of
from tests.factories.rituals import opened, ritual

WORLDS = 24
VISIBILITIES = ("private", "listed", "public")
# The widest audience that a group of that visibility lets out: fellows, the community, everybody.
REACH = {"private": 20, "listed": 30, "public": 40}
NO_LIMITS = {"groups.posts-a-day": 1_000_000, "groups.founded-a-day": 1_000_000}


@dataclass(kw_only=True)
class World:
    """``inside``: the readers by their role in the group, 0 outside; ``blocked``: a block with the author."""

    group: Group
    author: Member
    inside: dict[str, int]
    people: dict[str, Actor]
    posts: list[Post] = field(default_factory=list)
    answered: set[str] = field(default_factory=set)


@dataclass(kw_only=True)
class Tally:
    cases: int = 0
    leaks: int = 0
    hidden: int = 0
    gained: int = 0
    seen: int = 0
    wrong: list[str] = field(default_factory=list)


@counted("groups.audience", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=600)
def count(trial: Trial) -> Figure:
    tally = Tally()
    chance = random.Random(6)
    with override_settings(LIMITS=NO_LIMITS):
        for _number in range(trial.size(WORLDS)):
            _live(tally, chance)
    return trial.figure(
        ok=tally.cases >= 2_000 and not tally.leaks and not tally.hidden and not tally.gained,
        numbers={
            "cases": tally.cases,
            "seen": tally.seen,
            "leaks": tally.leaks,
            "hidden": tally.hidden,
            "gained": tally.gained,
        },
        notes={"wrong": tally.wrong[:20]},
    )


def _live(tally: Tally, chance: random.Random) -> None:
    """Posts under one visibility; then another visibility, somebody leaves, somebody answers."""
    world = _build(chance.choice(VISIBILITIES))
    could = _look(tally, world)
    for _change in range(2):
        Group.objects.filter(pk=world.group.pk).update(visibility=chance.choice(VISIBILITIES))
        world.group.refresh_from_db()
        can = _look(tally, world)
        tally.gained += len(_fellows(can) - _fellows(could))
    _somebody_leaves(world)
    _somebody_answers(world)
    _look(tally, world)


def _fellows(pairs: set[tuple[int, str]]) -> set[tuple[int, str]]:
    """Without those outside: what a narrower group hid from them may come back, and the oracle judges it."""
    return {pair for pair in pairs if pair[1] not in ("stranger", "visitor")}


def _build(visibility: str) -> World:
    author, fellow, leaver, stranger, blocked, blocker = (member() for _n in range(6))
    made = group(author, fellow, leaver, blocked, blocker, visibility="listed")
    block_member(actor=author, member_id=blocked.pk, now=db_now())
    block_member(actor=blocker, member_id=author.pk, now=db_now())
    Group.objects.filter(pk=made.pk).update(visibility=visibility)
    made.refresh_from_db()
    people: dict[str, Actor] = {
        "author": author,
        "steward": steward_of(made),
        "fellow": fellow,
        "leaver": leaver,
        "stranger": stranger,
        "visitor": AnonymousUser(),
        "blocked": blocked,
        "blocker": blocker,
    }
    inside = {name: 10 for name in ("author", "fellow", "leaver", "blocked", "blocker")}
    world = World(
        group=made, author=author, people=people, inside={**dict.fromkeys(people, 0), **inside, "steward": 30}
    )
    for audience in (10, 20, 30, 40):
        try:
            post = operations.write_post(
                actor=author, group_id=made.pk, body="Camels are tall", audience=audience, now=db_now()
            )
        except Refused:
            continue
        world.posts.append(post)
    prompt = opened(made, of=ritual(made, answer_first=True), closes_at=db_now() + timedelta(hours=20))
    world.posts.append(
        operations.answer_prompt(
            actor=author, public_id=prompt.public_id, body="Camels are shy", now=db_now()
        )
    )
    world.answered.add("author")
    return world


def allowed(world: World, post: Post, name: str) -> bool:
    """The oracle."""
    if name in ("blocked", "blocker"):
        return False
    role = world.inside[name]
    if name == "author" and role:
        return True
    if post.veiled_until and name not in world.answered:
        return False
    if role:
        return post.audience >= (10 if role >= 20 else 20)
    least = 40 if name == "visitor" else 30
    return post.audience >= least and REACH[world.group.visibility] >= least


def _look(tally: Tally, world: World) -> set[tuple[int, str]]:
    """Each reader and post, by the post's page, the board, and search; returns who can read what."""
    can = set()
    for name, who in world.people.items():
        _pinned, board, _next = queries.board_of(group=world.group, viewer=who)
        listed = {shown.post.pk for shown in board}
        found = _found(who)
        for post in world.posts:
            may_read = allowed(world, post, name)
            readable = queries.is_readable(Post.objects.select_related("group").get(pk=post.pk), who)
            doors = (readable, post.pk in listed)
            tally.cases += 3
            tally.seen += sum(doors)
            tally.leaks += sum(1 for door in doors if door and not may_read)
            tally.leaks += post.public_id in found and not may_read
            tally.hidden += sum(1 for door in doors if may_read and not door)
            if set(doors) != {may_read}:
                tally.wrong.append(f"{name} audience={post.audience} {world.group.visibility} {doors}")
            if readable:
                can.add((post.pk, name))
    return can


def _found(who: Actor) -> set[str]:
    if who.pk is None:
        return set()
    return {hit.key for hit in find_posts(who, read_query("Camels"), None, 50).items}


def _somebody_leaves(world: World) -> None:
    operations.leave_group(actor=world.people["leaver"], group_id=world.group.pk, now=db_now())
    world.inside["leaver"] = 0


def _somebody_answers(world: World) -> None:
    prompt = world.group.prompts.latest("pk")
    operations.answer_prompt(
        actor=world.people["fellow"], public_id=prompt.public_id, body="They are", now=db_now()
    )
    world.answered.add("fellow")

"""The board as one reader sees it. Every list and page of posts asks here, so that there is one rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.people import Person, people_seen_by
from accounts.visibility import met_by, visible_to
from common.access import Actor
from common.clock import DbNowOnce
from common.pagination import keyset
from groups import board_rules
from groups.board_states import MOST_PINS, PostAudience, PostState
from groups.models import Comment, Group, Membership, Post, PostPhoto, PromptAnswer, Reaction
from groups.moderation_states import Cover
from groups.post_photo_states import PostPhotoState
from groups.queries.memberships import role_in
from groups.states import GroupRole, MembershipState, Visibility

# Posts of a board, and answers below one, on a page.
A_PAGE, A_PAGE_BELOW = 20, 50


def readable_posts(*, group: Group, viewer: Actor) -> QuerySet[Post]:
    """Posts of the group that this reader may see now: frozen audience, present visibility, no block.

    One statement for the reader's role, none for visitors.
    """
    role = role_in(group_id=group.pk, member_id=viewer.pk)
    least = board_rules.least_audience(
        role=role,
        signed_in=viewer.pk is not None,
        visibility=group.visibility,
        steward_role=GroupRole.CO_STEWARD,
    )
    rows = Post.objects.filter(visible_to(viewer, path="author_id"), group=group)
    if least is None:
        return rows.none()
    shown = Q(audience__gte=least)
    if role < GroupRole.CO_STEWARD:
        shown &= ~Q(cover=Cover.HIDDEN)
    if role:  # one's own, whoever it was written for; not from outside
        shown |= Q(author_id=viewer.pk)
    return rows.filter(shown, unveiled_to(viewer))


def unveiled_to(viewer: Actor) -> Q:
    """Not an answer that waits for the reader's own: over, one's own, or answered by the reader too."""
    free = Q(veiled_until__isnull=True) | Q(veiled_until__lte=DbNowOnce())
    if viewer.pk is None:
        return free
    answers = PromptAnswer.objects.filter(prompt_id=OuterRef("prompt_id"), member_id=viewer.pk)
    return free | Q(author_id=viewer.pk) | Q(Exists(answers))


@dataclass(frozen=True, kw_only=True)
class ShownPost:
    """``author``: None when they show nobody their page any more. ``reactions``: {kind: how many}.

    ``photos``: those that are shown; its author also has those that are being made safe.
    """

    post: Post
    author: Person | None
    reactions: dict[str, int] = field(default_factory=dict)
    my_reaction: str = ""
    photos: list[PostPhoto] = field(default_factory=list)


def board_of(
    *, group: Group, viewer: Actor, cursor: str | None = None, size: int = A_PAGE
) -> tuple[list[ShownPost], list[ShownPost], str | None]:
    """(pinned ones on the first page, posts newest first, next cursor). A fixed number of statements."""
    rows = readable_posts(group=group, viewer=viewer).exclude(state=PostState.DELETED)
    rows = rows.select_related("prompt")
    page = keyset(rows, order=("-pk",), cursor=cursor, size=size)
    pinned: list[Post] = []
    if not cursor:
        pinned = list(rows.filter(pinned_at__isnull=False).order_by("-pinned_at")[:MOST_PINS])
    shown = {one.post.pk: one for one in show_posts([*pinned, *page.items], viewer)}
    return [shown[one.pk] for one in pinned], [shown[one.pk] for one in page.items], page.next_cursor


def show_posts(posts: list[Post], viewer: Actor) -> list[ShownPost]:
    """Authors, reactions, the reader's own reaction, and photos. Four statements."""
    people = people_seen_by(viewer, {post.author_id for post in posts})
    ids = [post.pk for post in posts]
    counts: dict[int, dict[str, int]] = {}
    for post_id, kind, count in (
        Reaction.objects.filter(post_id__in=ids).values_list("post_id", "kind").annotate(n=Count("pk"))
    ):
        counts.setdefault(post_id, {})[kind] = count
    own = Reaction.objects.filter(post_id__in=ids, member_id=viewer.pk or 0)
    mine = dict(own.values_list("post_id", "kind"))
    photos = _photos_of(posts, viewer)
    return [
        ShownPost(
            post=post,
            author=people.get(post.author_id),
            reactions=counts.get(post.pk, {}),
            my_reaction=mine.get(post.pk, ""),
            photos=photos.get(post.pk, []),
        )
        for post in posts
    ]


def _photos_of(posts: list[Post], viewer: Actor) -> dict[int, list[PostPhoto]]:
    """{post id: what this reader sees, in the order of adding}. The reader may see the posts."""
    ids = [post.pk for post in posts if post.is_shown]
    waiting = Q(state=PostPhotoState.RECEIVED, post__author_id=viewer.pk or 0)
    rows = PostPhoto.objects.filter(Q(state=PostPhotoState.SHOWN) | waiting, post_id__in=ids)
    found: dict[int, list[PostPhoto]] = {}
    for photo in rows.order_by("pk"):
        found.setdefault(photo.post_id, []).append(photo)
    return found


def post_by_id(public_id: str) -> Post | None:
    """With its group. One statement. Not every reader may see it: ask ``readable``."""
    return Post.objects.select_related("group", "prompt").filter(public_id=public_id).first()


def comment_by_id(public_id: str) -> Comment | None:
    """With its post and group. One statement."""
    return Comment.objects.select_related("post__group").filter(public_id=public_id).first()


def is_readable(post: Post, viewer: Actor) -> bool:
    """Two statements."""
    return readable_posts(group=post.group, viewer=viewer).filter(pk=post.pk).exists()


def shown_post(post: Post, viewer: Actor) -> ShownPost:
    return show_posts([post], viewer)[0]


@dataclass(frozen=True, kw_only=True)
class ShownComment:
    comment: Comment
    author: Person | None


def comments_on(
    *, post: Post, viewer: Actor, cursor: str | None = None, size: int = A_PAGE_BELOW
) -> tuple[list[ShownComment], str | None]:
    """Oldest first, nobody's across a block. Two statements. The reader may see the post.

    What stewards have hidden is there for them and its author.
    """
    page = keyset(readable_comments(post=post, viewer=viewer), order=("pk",), cursor=cursor, size=size)
    people = people_seen_by(viewer, {row.author_id for row in page.items})
    found = [ShownComment(comment=row, author=people.get(row.author_id)) for row in page.items]
    return found, page.next_cursor


def readable_comments(*, post: Post, viewer: Actor) -> QuerySet[Comment]:
    """Below a post that the reader may see."""
    stewards = Membership.objects.filter(
        group_id=post.group_id,
        member_id=viewer.pk or 0,
        state=MembershipState.ACTIVE,
        role__gte=GroupRole.CO_STEWARD,
    )
    shown = ~Q(cover=Cover.HIDDEN) | Q(author_id=viewer.pk) | Q(Exists(stewards))
    return Comment.objects.filter(visible_to(viewer, path="author_id"), shown, post=post)


def kind_answers(post: Post, *, but: int) -> int:
    """How many people have answered it, without its author, without ``but``, and without what is folded or
    was sent although it may hurt. One statement.
    """
    rows = Comment.objects.filter(post=post, state=PostState.SHOWN, cover=Cover.OPEN, sent_anyway=False)
    rows = rows.exclude(author_id__in=(post.author_id, but))
    return rows.values("author_id").distinct().count()


def readers_now(*, group: Group, audience: int, author_id: int) -> int | None:
    """How many people could read it now, without the author; None: everybody of the community, or the world.

    One statement, blocks left out.
    """
    if audience > PostAudience.FELLOWS and group.visibility != Visibility.PRIVATE:
        return None
    rows = Membership.objects.filter(group=group, state=MembershipState.ACTIVE).exclude(member_id=author_id)
    if audience == PostAudience.STEWARDS:
        rows = rows.filter(role__gte=GroupRole.CO_STEWARD)
    return rows.filter(met_by(author_id, path="member_id")).count()


def mentionable(*, post: Post, handles: Iterable[str]) -> list[int]:
    """Members of the group behind the handles who may read the post, across no block. One statement."""
    rows = Membership.objects.filter(
        met_by(post.author_id, path="member_id"),
        group_id=post.group_id,
        state=MembershipState.ACTIVE,
        member__handle__in=list(handles),
    ).exclude(member_id=post.author_id)
    if post.audience == PostAudience.STEWARDS:
        rows = rows.filter(role__gte=GroupRole.CO_STEWARD)
    return list(rows.order_by("pk").values_list("member_id", flat=True))


def _veiled_from(posts: Mapping[int, Post], pairs: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of the pairs whose member has an answer of their own to give first."""
    veiled = set(
        Post.objects.filter(pk__in=posts, veiled_until__gt=DbNowOnce()).values_list("pk", flat=True)
        if any(post.veiled_until for post in posts.values())
        else ()
    )
    if not veiled:
        return set()
    answered = set(
        PromptAnswer.objects.filter(
            prompt__posts__in=veiled, member_id__in={member_id for _post, member_id in pairs}
        ).values_list("prompt_id", "member_id")
    )
    return {
        (post_id, member_id)
        for post_id, member_id in pairs
        if post_id in veiled
        and posts[post_id].author_id != member_id
        and (posts[post_id].prompt_id or 0, member_id) not in answered
    }


def posts_by_id(post_ids: Iterable[int], *, viewer: Actor | None = None) -> dict[int, Post]:
    """With group and author; for a ``viewer`` without what waits for their own answer. One statement."""
    rows = Post.objects.select_related("group", "author").filter(pk__in=set(post_ids))
    if viewer is not None:
        rows = rows.filter(unveiled_to(viewer))
    return {post.pk: post for post in rows}


def readable_pairs(*, posts: Mapping[int, Post], pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """(post id, member id) where the member is in the post's group and may read it.

    Two statements, three where a post waits for its readers' own answers.
    """
    wanted = list(pairs)
    veiled = _veiled_from(posts, wanted)
    rows = Membership.objects.filter(
        group_id__in={post.group_id for post in posts.values()},
        member_id__in={member_id for _post, member_id in wanted},
        state=MembershipState.ACTIVE,
    )
    roles = {
        (group_id, member_id): role
        for group_id, member_id, role in rows.values_list("group_id", "member_id", "role")
    }
    found = set()
    for post_id, member_id in wanted:
        post = posts.get(post_id)
        role = roles.get((post.group_id, member_id), 0) if post else 0
        if (
            post is not None
            and role
            and (post_id, member_id) not in veiled
            and (
                post.author_id == member_id
                or role >= GroupRole.CO_STEWARD
                or (post.audience >= PostAudience.FELLOWS and not post.is_hidden)
            )
        ):
            found.add((post_id, member_id))
    return found

"""The board: posts, comments under them, and small signs of having read."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from groups.board_states import (
    COMMENT_LIMIT,
    POST_LIMIT,
    POST_MOVES,
    PostAudience,
    PostKind,
    PostState,
    ReactionKind,
)
from groups.moderation_states import Cover

_MEMBER = settings.AUTH_USER_MODEL


class Words(Stateful):
    """What a post and a comment share. A deleted one keeps its place and loses its words.

    ``cover`` follows from what stewards decided (``operations.covers``). ``sent_anyway``: the writer was
    asked whether these words might hurt, and sent them.
    """

    MOVES: ClassVar[Moves] = POST_MOVES

    public_id = PublicIdField()
    author = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=PostState.choices, default=PostState.SHOWN)
    cover = models.PositiveSmallIntegerField(choices=Cover.choices, default=Cover.OPEN, db_default=Cover.OPEN)
    sent_anyway = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(_("written"))
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_shown(self) -> bool:
        return self.state == PostState.SHOWN

    @property
    def is_folded(self) -> bool:
        return self.cover == Cover.FOLDED

    @property
    def is_hidden(self) -> bool:
        return self.cover == Cover.HIDDEN

    def delete_words(self, *, actor: Actor) -> None:
        self._move(PostState.DELETED, actor=actor, body="")


class Post(Words):
    """``audience`` is fixed when it is written: a group that opens up later opens no older post.

    ``veiled_until``: an answer to a prompt that asks for one's own first is read by those who gave one.
    """

    group = models.ForeignKey("groups.Group", on_delete=models.PROTECT, related_name="posts", db_index=False)
    kind = models.CharField(max_length=16, choices=PostKind.choices, default=PostKind.NOTE)
    audience = models.PositiveSmallIntegerField(choices=PostAudience.choices)
    body = models.TextField(max_length=POST_LIMIT, blank=True)
    prompt = models.ForeignKey(
        "groups.Prompt", null=True, blank=True, on_delete=models.PROTECT, related_name="posts"
    )
    veiled_until = models.DateTimeField(null=True, blank=True)
    pinned_at = models.DateTimeField(null=True, blank=True)
    comment_count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        indexes = [
            models.Index(fields=["group", "-id"], name="post_on_board"),
            models.Index(
                fields=["group", "-pinned_at"], condition=Q(pinned_at__isnull=False), name="post_pinned"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PostState.values), name="post_known_state"),
            models.CheckConstraint(
                condition=~Q(state=PostState.DELETED) | Q(body=""), name="post_deleted_is_empty"
            ),
        ]

    def edit(self, *, body: str, anyway: bool, now: datetime) -> None:
        self.body, self.sent_anyway, self.edited_at = body, anyway, now
        self.save(update_fields=["body", "sent_anyway", "edited_at"])


class Comment(Words):
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="comments", db_index=False)
    body = models.TextField(max_length=COMMENT_LIMIT, blank=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [models.Index(fields=["post", "id"], name="comment_under_post")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=PostState.DELETED) | Q(body=""), name="comment_deleted_is_empty"
            )
        ]


class Reaction(models.Model):
    """One per member and post; choosing another replaces it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reactions")
    member = models.ForeignKey(_MEMBER, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=ReactionKind.choices)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints = [models.UniqueConstraint(fields=["post", "member"], name="reaction_one_per_reader")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

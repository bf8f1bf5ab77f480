"""The board of a group, one post with its answers, and what can be done with them."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.access import Actor, allow, may
from common.errors import NotFound
from common.web import ActionView, NonceForm, SignInRequired
from groups import operations, queries
from groups.board_states import PostKind, ReactionKind
from groups.models import Comment, Post
from groups.web.asking import Asking
from groups.web.board_forms import CommentForm, EditForm, PinForm, PostForm, ReactForm
from groups.web.frame import framed


def _post_page(public_id: str) -> str:
    return reverse("groups:post", args=[public_id])


def _readable(request: HttpRequest, public_id: str, verb: str = "groups.read-post") -> Post:
    """Raises: NotFound, NeedsSignIn."""
    post = queries.post_by_id(public_id)
    allow(request.user, verb, post)
    if post is None:
        raise NotFound
    return post


class BoardView(Asking, SignInRequired, ActionView):
    """Posts, the newest first, and the place to write one."""

    form_class = PostForm
    template_name = "groups/board.html"
    done_message = _("It stands on the board.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = framed(request, kwargs["public_id"])
        group = page["group"]
        pinned, posts, following = queries.board_of(
            group=group, viewer=request.user, cursor=request.GET.get("cursor")
        )
        receipt = queries.readers_now(group=group, audience=20, author_id=request.user.pk or 0)
        return {
            **page,
            "pinned": pinned,
            "posts": posts,
            "next_cursor": following,
            "live": not request.GET.get("cursor"),
            "may_post": may(request.user, "groups.post", group),
            "receipt": receipt,
            "mute": queries.mute_of(group_id=group.pk, member_id=request.user.pk),
        }

    def act(self, request: HttpRequest, form: PostForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        operations.write_post(
            actor=request.user,
            group_id=queries.group_id_of(public_id),
            now=timezone.now(),
            **form.given,
        )
        return reverse("groups:board", args=[public_id])


def _pictures(post: Post, viewer: Actor) -> queries.RecapPictures | None:
    if post.kind != PostKind.RECAP or not post.is_shown or post.is_hidden:
        return None
    return queries.recap_pictures(post, viewer)


class PostView(Asking, SignInRequired, ActionView):
    """One post, who can see it, and its answers; the form writes one."""

    form_class = CommentForm
    template_name = "groups/post.html"
    done_message = _("Your answer stands below.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        post = _readable(request, kwargs["public_id"])
        comments, following = queries.comments_on(
            post=post, viewer=request.user, cursor=request.GET.get("cursor")
        )
        return {
            "shown": queries.shown_post(post, request.user),
            "post": post,
            "group": post.group,
            "comments": comments,
            "next_cursor": following,
            "live": not request.GET.get("cursor"),
            "signs": ReactionKind.choices,
            "pictures": _pictures(post, request.user),
            "receipt": queries.readers_now(
                group=post.group, audience=post.audience, author_id=post.author_id
            ),
            "brake": queries.brake_on(post),
            "may_lift": may(request.user, "groups.lift-brake", post),
            "may_comment": post.is_shown and may(request.user, "groups.comment", post),
            "mute": queries.mute_of(group_id=post.group_id, member_id=request.user.pk),
            "may_pin": post.is_shown and may(request.user, "groups.pin-post", post),
        }

    def act(self, request: HttpRequest, form: CommentForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        operations.comment(actor=request.user, public_id=public_id, now=timezone.now(), **form.given)
        return _post_page(public_id)


class _QuietView(Asking, SignInRequired, ActionView):
    """Acts from the post's own page; opened by itself it leads there."""

    template_name = "groups/post_act.html"
    verb = "groups.read-post"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        post = _readable(request, kwargs["public_id"], self.verb)
        return {"post": post, "group": post.group}


class ReactView(_QuietView):
    form_class = ReactForm
    verb = "groups.react"

    def act(self, request: HttpRequest, form: ReactForm, **kwargs: Any) -> str:
        public_id, kind = kwargs["public_id"], form.cleaned_data["kind"]
        operations.react(actor=request.user, public_id=public_id, kind=kind, now=timezone.now())
        return _post_page(public_id)


class PinView(_QuietView):
    form_class = PinForm
    verb = "groups.pin-post"

    def act(self, request: HttpRequest, form: PinForm, **kwargs: Any) -> str:
        public_id, pinned = kwargs["public_id"], form.cleaned_data["pinned"]
        operations.pin_post(actor=request.user, public_id=public_id, pinned=pinned, now=timezone.now())
        return _post_page(public_id)


class LiftBrakeView(_QuietView):
    """Answers go on at once."""

    template_name = "groups/post_lift.html"
    verb = "groups.lift-brake"
    done_message = _("Answers go on.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = super().context(request, **kwargs)
        return {**page, "brake": queries.brake_on(page["post"])}

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        operations.lift_brake(actor=request.user, public_id=kwargs["public_id"])
        return _post_page(kwargs["public_id"])


class EditView(_QuietView):
    form_class = EditForm
    verb = "groups.edit-post"
    done_message = _("Saved.")

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        post = queries.post_by_id(kwargs["public_id"])
        return {"body": post.body if post and post.author_id == request.user.pk else ""}

    def act(self, request: HttpRequest, form: EditForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        operations.edit_post(actor=request.user, public_id=public_id, now=timezone.now(), **form.given)
        return _post_page(public_id)


class DeletePostView(_QuietView):
    verb = "groups.delete-post"
    template_name = "groups/post_delete.html"
    done_message = _("Deleted. What others wrote below stays.")

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        post = operations.delete_post(actor=request.user, public_id=kwargs["public_id"])
        return reverse("groups:board", args=[post.group.public_id])


class DeleteCommentView(SignInRequired, ActionView):
    template_name = "groups/post_delete.html"
    done_message = _("Deleted.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        made: Comment | None = queries.comment_by_id(kwargs["public_id"])
        allow(request.user, "groups.delete-comment", made)
        if made is None:
            raise NotFound
        return {"post": made.post, "group": made.post.group}

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        made = operations.delete_comment(actor=request.user, public_id=kwargs["public_id"])
        return _post_page(made.post.public_id)

"""Blocking, muting, and taking either back. Each act says first what it does."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import operations, people, visibility
from accounts.audience import Relation
from accounts.queries import find_member_id
from common.errors import NotFound
from common.pagination import keyset
from common.web import ActionView, PageView, SignInRequired


class TieView(SignInRequired, ActionView):
    """About somebody whose page the member may open."""

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        person = people.person_seen_by(request.user, kwargs["public_id"])
        if person.relation == Relation.SELF:
            raise NotFound
        return {"person": person}


class BlockView(TieView):
    template_name = "accounts/block.html"
    done_message = _("Blocked. You don’t see each other any more.")

    def act(self, request: HttpRequest, form: Any, **kwargs: Any) -> str:
        member_id = find_member_id(kwargs["public_id"]) or 0
        operations.block_member(actor=request.user, member_id=member_id, now=timezone.now())
        return reverse("accounts:blocks")


class MuteView(TieView):
    template_name = "accounts/mute.html"
    done_message = _("Muted. Nobody is told.")

    def act(self, request: HttpRequest, form: Any, **kwargs: Any) -> str:
        member_id = find_member_id(kwargs["public_id"]) or 0
        operations.mute_member(actor=request.user, member_id=member_id, now=timezone.now())
        return reverse("accounts:person", args=[kwargs["public_id"]])


class TiesView(SignInRequired, PageView):
    """My list, newest first."""

    template_name = "accounts/ties.html"
    kind: ClassVar[str]

    def rows(self, member_id: int) -> QuerySet[Any]:
        raise NotImplementedError

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = keyset(
            self.rows(request.user.pk or 0), order=("-id",), cursor=request.GET.get("cursor"), size=25
        )
        return {
            "ties": page.items,
            "next_cursor": page.next_cursor,
            "is_blocks": self.kind == "blocks",
            "undo": f"accounts:undo-{self.kind.removesuffix('s')}",
        }


class BlocksView(TiesView):
    kind = "blocks"

    def rows(self, member_id: int) -> QuerySet[Any]:
        return visibility.blocked_by(member_id)


class MutesView(TiesView):
    kind = "mutes"

    def rows(self, member_id: int) -> QuerySet[Any]:
        return visibility.muted_by(member_id)


class _UndoView(SignInRequired, ActionView):
    """Only a button of the list: there is no page to show."""

    http_method_names = ["post", "options"]


class UndoBlockView(_UndoView):
    done_message = _("Unblocked. You may see each other again.")

    def act(self, request: HttpRequest, form: Any, **kwargs: Any) -> str:
        member_id = find_member_id(kwargs["public_id"]) or 0
        operations.unblock_member(actor=request.user, member_id=member_id, now=timezone.now())
        return reverse("accounts:blocks")


class UndoMuteView(_UndoView):
    done_message = _("You hear their news again.")

    def act(self, request: HttpRequest, form: Any, **kwargs: Any) -> str:
        operations.unmute_member(actor=request.user, member_id=find_member_id(kwargs["public_id"]) or 0)
        return reverse("accounts:mutes")

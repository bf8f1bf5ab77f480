"""What keeps a group in order, for programs: signs, pins, words, days, addresses."""

from typing import Any, ClassVar

from django.conf import settings
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.access import allow
from common.api import OperationView, require_sign_in
from common.clock import db_now
from common.errors import NotFound
from groups import operations, queries
from groups.api import serializers as shapes
from groups.api.groups import group_body
from groups.api.joining import membership_body
from groups.board_states import ReactionKind
from groups.models import CalendarLink

Body = dict[str, Any]
Answer = tuple[int, Body]


class SignInput(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(
        choices=ReactionKind.choices, allow_blank=True, help_text="Empty takes it back."
    )


class PinInput(serializers.Serializer[Any]):
    pinned = serializers.BooleanField()


class PinOutput(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    pinned = serializers.BooleanField()


class RestDayInput(serializers.Serializer[Any]):
    on = serializers.DateField()
    rests = serializers.BooleanField()


class RestDaysOutput(serializers.Serializer[Any]):
    days = serializers.ListField(child=serializers.DateField())


class StarSwitchBody(serializers.Serializer[Any]):
    is_on = serializers.BooleanField()


class CalendarLinkOutput(serializers.Serializer[Any]):
    address = serializers.CharField(help_text="Whoever has it reads the calendar; empty: there is none.")


class PostSign(OperationView):
    input_serializer = SignInput

    @extend_schema(request=SignInput, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Leave a sign under a post; another replaces it."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> Answer:
        operations.react(actor=request.user, public_id=kwargs["public_id"], kind=data["kind"], now=db_now())
        return 204, {}


class PostPin(OperationView):
    input_serializer = PinInput

    @extend_schema(request=PinInput, responses=PinOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Keep a post on top, or let it go again."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> Answer:
        post = operations.pin_post(
            actor=request.user, public_id=kwargs["public_id"], pinned=data["pinned"], now=db_now()
        )
        return 200, {"public_id": post.public_id, "pinned": post.pinned_at is not None}


class CommentDelete(OperationView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Take the words of my answer back for good."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> Answer:
        operations.delete_comment(actor=request.user, public_id=kwargs["public_id"])
        return 204, {}


class PostUnflag(OperationView):
    find: ClassVar[Any] = staticmethod(queries.post_by_id)

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Take my waiting flags back. Again changes nothing."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> Answer:
        words = self.find(kwargs["public_id"])
        allow(request.user, "groups.flag", words)
        if words is None:
            raise NotFound
        operations.withdraw_flags(actor=request.user, words=words, now=db_now())
        return 204, {}


class CommentUnflag(PostUnflag):
    find: ClassVar[Any] = staticmethod(queries.comment_by_id)


class GroupArchive(OperationView):
    @extend_schema(request=None, responses=shapes.GroupOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """The group ends: it can be read, and nothing new happens in it."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> Answer:
        group_id = queries.group_id_of(kwargs["public_id"])
        return 200, group_body(operations.archive_group(actor=request.user, group_id=group_id))


class MembershipLift(OperationView):
    @extend_schema(request=None, responses=shapes.OwnMembershipOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Whoever was kept out may ask again."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> Answer:
        theirs = operations.lift_ban(actor=request.user, public_id=kwargs["public_id"], now=db_now())
        return 200, membership_body(theirs)


class RestDays(OperationView):
    input_serializer = RestDayInput

    @extend_schema(responses=RestDaysOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """On which days from today on no ritual opens."""
        require_sign_in(request)
        group = queries.group_of(public_id)
        allow(request.user, "groups.keep-rituals", group)
        if group is None:
            raise NotFound
        return Response({"days": queries.rest_days_of(group=group, now=db_now())})

    @extend_schema(request=RestDayInput, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Let a day rest, or not any more."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> Answer:
        group_id = queries.group_id_of(kwargs["public_id"])
        operations.set_rest_day(actor=request.user, group_id=group_id, now=db_now(), **data)
        return 204, {}


class StarSwitch(OperationView):
    input_serializer = StarSwitchBody

    @extend_schema(request=StarSwitchBody, responses=StarSwitchBody)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Begin to ask for daily stars, or stop; who has said yes stays."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> Answer:
        group_id = queries.group_id_of(kwargs["public_id"])
        plan = operations.switch_stars(actor=request.user, group_id=group_id, is_on=data["is_on"])
        return 200, {"is_on": plan.is_on}


def _address(link: CalendarLink | None) -> Body:
    path = reverse("groups:calendar-file", args=[link.secret]) if link else ""
    return {"address": f"{settings.SITE_URL}{path}" if link else ""}


class OwnCalendarLink(OperationView):
    @extend_schema(responses=CalendarLinkOutput)
    def get(self, request: Request) -> Response:
        """Where my calendar is read from."""
        allow(request.user, "groups.keep-calendar")
        return Response(_address(queries.calendar_link_of(request.user.pk or 0)))

    @extend_schema(request=None, responses=CalendarLinkOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """A new address; the one before ends at once."""
        return super().post(request, **kwargs)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """The address ends at once."""
        return self._operate(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> Answer:
        if request.method == "DELETE":
            operations.end_calendar_link(actor=request.user)
            return 204, {}
        return 200, _address(operations.make_calendar_link(actor=request.user, now=db_now()))

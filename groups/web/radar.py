"""What repeats itself or rises suddenly, for the stewards of a group."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.access import allow
from common.errors import NotFound
from common.web import ActionView, NonceForm, SignInRequired
from groups import operations, queries
from groups.radar_states import RadarState


class SpotView(SignInRequired, ActionView):
    """The parts of a topic, and that one has seen it."""

    template_name = "groups/radar.html"
    done_message = _("Thank you for looking.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        spot = queries.spot_by_id(kwargs["public_id"])
        allow(request.user, "groups.see-spot", spot)
        if spot is None:
            raise NotFound
        return {
            "spot": spot,
            "group": spot.group,
            "parts": queries.parts_of_topic(spot, viewer=request.user),
            "is_open": spot.state == RadarState.OPEN,
        }

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        spot = operations.see_spot(actor=request.user, public_id=kwargs["public_id"])
        return reverse("groups:desk", args=[spot.group.public_id])

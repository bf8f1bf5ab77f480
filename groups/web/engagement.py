"""How a group does, for its stewards: numbers, and nobody's."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from common.access import allow
from common.clock import db_now
from common.web import PageView, SignInRequired
from groups import queries
from groups.queries.ladder import first_words
from groups.web.frame import framed


class EngagementView(SignInRequired, PageView):
    template_name = "groups/engagement.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = framed(request, kwargs["public_id"])
        allow(request.user, "groups.see-desk", page["group"])
        weeks = queries.engagement_of(group=page["group"])
        most = max((week.points for week in weeks), default=0)
        firsts = first_words(group_id=page["group"].pk, now=db_now())
        return {
            **page,
            "firsts": firsts,
            "weeks": weeks,
            "latest": weeks[0] if weeks else None,
            "most": max(most, 1),
        }

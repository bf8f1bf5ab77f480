"""On the way to a site: what it will learn, said before anybody goes."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest

from accounts.queries import as_member
from common.errors import NotFound
from common.web import PageView, SignInRequired
from connect import queries
from connect.clicks import PARAMETER, click_token


class Go(SignInRequired, PageView):
    template_name = "connect/go.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        member = as_member(request.user)
        site = queries.site_of(kwargs["public_id"])
        if site is None or site.retired_at or not site.landing_url:
            raise NotFound
        token = click_token(member=member.public_id, site=site.public_id)
        joint = "&" if urlsplit(site.landing_url).query else "?"
        return {
            "site": site.name,
            "host": urlsplit(site.landing_url).hostname,
            "url": f"{site.landing_url}{joint}{urlencode({PARAMETER: token})}",
        }

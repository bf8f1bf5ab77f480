"""What is sealed, as everybody may read it: what changed between versions, and the public notice."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from campaigns.queries.amendments import version_changes
from campaigns.queries.campaigns import campaign_detail
from campaigns.queries.sheets import sheet_for
from common.web import PageView


class VersionsView(PageView):
    """Five statements."""

    template_name = "campaigns/versions.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        campaign = campaign_detail(slug=kwargs["slug"], actor=request.user)
        return {"campaign": campaign, "versions": version_changes(campaign_id=campaign.campaign_id)}


class SheetView(PageView):
    template_name = "campaigns/sheet.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        campaign = campaign_detail(slug=kwargs["slug"], actor=request.user)
        return {"campaign": campaign, "rows": sheet_for(campaign, actor=request.user)}

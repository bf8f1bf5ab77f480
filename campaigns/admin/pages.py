"""Pages about one campaign that its managers may see."""

from typing import Any

from django.http import HttpRequest

from campaigns.admin.acts import DeskPage
from campaigns.models import Campaign
from campaigns.queries.campaigns import managed_by
from common.access import allow
from common.errors import NotFound


def managed_campaign(request: HttpRequest, campaign_id: int) -> Campaign:
    """Raises: NotAllowed for who manages nothing; NotFound, also for another brand's campaign."""
    allow(request.user, "campaigns.manage-campaigns")
    campaign = managed_by(request.user).select_related("brand", "current").filter(pk=campaign_id).first()
    if campaign is None:
        raise NotFound
    return campaign


class CampaignPage(DeskPage):
    def find(self, request: HttpRequest, **kwargs: Any) -> Campaign:
        return managed_campaign(request, kwargs["object_id"])

"""The compliance sheet of one campaign."""

from campaigns.compliance import SheetRow, compliance_sheet
from campaigns.models import Campaign
from campaigns.queries.campaigns import CampaignDetail, draft_detail
from campaigns.queries.names import names_in
from campaigns.rulebook import read_rules
from common.access import Actor, may
from gifts.queries import values_by_public_id


def sheet_of(campaign: CampaignDetail) -> list[SheetRow]:
    """Of the version in force, or of a draft as it would be. Two statements, one more where groups are named.

    Raises: BadRules (a draft that is not complete).
    """
    if campaign.rulebook is None:
        campaign = draft_detail(campaign_id=campaign.campaign_id)
    rulebook = campaign.rulebook or read_rules(campaign.rules)
    values_fen = values_by_public_id(rulebook.promised_items)
    return compliance_sheet(campaign, rulebook, names=names_in(rulebook), values_fen=values_fen)


def sheet_for(campaign: CampaignDetail, *, actor: Actor) -> list[SheetRow]:
    """What is to be mended is shown to whoever can mend it. For members a statement more, and their roles.

    Raises: BadRules (a draft that is not complete).
    """
    rows = sheet_of(campaign)
    if actor.is_authenticated:
        found = Campaign.objects.select_related("brand").get(pk=campaign.campaign_id)
        if may(actor, "campaigns.edit-campaign", found):
            return rows
    return [row.for_visitors for row in rows]

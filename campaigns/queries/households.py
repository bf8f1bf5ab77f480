"""Who lives with the people who run a campaign: what their household draws waits for a person."""

from accounts.notification_queries import role_holders
from accounts.queries import staff_ids
from accounts.states import Role
from campaigns.models import Campaign
from campaigns.queries.risk_friend import browsers_of, users_of
from campaigns.risk_rules import HOUSEHOLD
from gifts.address_queries import share_a_door


def lives_with_staff(member_id: int, campaign: Campaign) -> bool:
    """Whether a parcel of hers went where one of theirs did, or few people use a browser of hers and they are
    among them. Five statements, and two for each browser of hers.
    """
    scope = campaign.brand.scope
    theirs = (staff_ids() | role_holders(Role.MANAGER, {scope})[scope]) - {member_id}
    if not theirs:
        return False
    users = map(users_of, sorted(browsers_of(member_id)))
    if any(used & theirs for used in users if len(used) <= HOUSEHOLD):
        return True
    return share_a_door(member_id, theirs)

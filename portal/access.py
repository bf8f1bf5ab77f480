"""Who may do what at the front door: everybody for themselves."""

from common.access import declare, is_member

declare("portal.arrive", is_member, hidden=False)
declare("portal.put-card-away", is_member, hidden=False)

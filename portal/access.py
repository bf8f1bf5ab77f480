"""Who may do what at the front door: everybody for themselves."""

from common.access import Actor, declare, is_member, predicate


@predicate
def is_owner(actor: Actor, owner_id: int | None) -> bool:
    return owner_id is not None and actor.pk == owner_id


declare("portal.draw-picture", is_owner)
declare("portal.arrive", is_member, hidden=False)
declare("portal.put-card-away", is_member, hidden=False)

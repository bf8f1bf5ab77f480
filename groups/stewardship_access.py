"""Who may claim the stewardship of a group whose stewards are silent, vote on it, and stop it."""

from common.access import Actor, declare, predicate
from groups import queries
from groups.access import is_community_steward, is_inside
from groups.models import Group, StewardClaim
from groups.states import GroupRole


@predicate
def is_steward_there(actor: Actor, group: Group | None) -> bool:
    if group is None:
        return False
    return queries.role_in(group_id=group.pk, member_id=actor.pk) >= GroupRole.STEWARD


@predicate
def may_vote_there(actor: Actor, claim: StewardClaim | None) -> bool:
    """In its group; who of those may vote, the operation says."""
    return claim is not None and is_inside(actor, claim.group)


@predicate
def is_own_claim(actor: Actor, claim: StewardClaim | None) -> bool:
    return claim is not None and actor.pk is not None and claim.claimant_id == actor.pk


declare("groups.see-stewardship", is_inside)
declare("groups.claim-stewardship", is_inside)
declare("groups.be-here", is_steward_there)
declare("groups.vote-on-claim", may_vote_there)
declare("groups.withdraw-claim", is_own_claim)
declare("groups.stop-claim", is_community_steward, hidden=False)

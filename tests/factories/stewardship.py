"""Groups whose stewards are silent, and who offers to look after them."""

from dataclasses import dataclass
from datetime import timedelta

from accounts.models import Member
from common.clock import db_now
from groups import operations
from groups.models import Group, StewardClaim, StewardSilence
from tests.factories.groups import NOW, group, member


@dataclass(frozen=True, kw_only=True)
class Stewardship:
    """A group that nobody claims yet, the owner's claim in another, and somebody else's in a third."""

    silent: Group
    own: StewardClaim
    others: StewardClaim


def silent_group(*people: Member) -> Group:
    """Its founder was not seen since; each of ``people`` wrote something today."""
    made = group(*people, member(), now=NOW)
    for one in people:
        operations.write_post(actor=one, group_id=made.pk, body="Rain", now=db_now())
    noticed(made)
    return made


def noticed(made: Group) -> StewardSilence:
    """After everything that stewards have done in making it."""
    return StewardSilence.objects.create(group=made, noticed_at=db_now() + timedelta(seconds=1))


def claimed(made: Group, by: Member) -> StewardClaim:
    return operations.claim_stewardship(actor=by, group_id=made.pk, words="I am here", now=db_now())


def set_up(own: Group, owner: Member) -> Stewardship:
    """``own``: the owner's own group, where a steward was not seen for a while, either."""
    noticed(own)
    other = member()
    return Stewardship(
        silent=silent_group(owner),
        own=claimed(silent_group(owner), owner),
        others=claimed(silent_group(owner, other), other),
    )

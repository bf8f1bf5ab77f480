"""A member leaves the community: out of every group and every line, offices handed on."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from common.access import SYSTEM
from groups.models import InviteLink, Membership, Vouch
from groups.operations.seats import let_go, lock_group
from groups.operations.succession import hand_on
from groups.states import PENDING, MembershipState


@transaction.atomic
def let_go_of_groups(member_id: int, now: datetime) -> None:
    """The erasure's step. Repeating changes nothing."""
    Vouch.objects.filter(Q(voucher_id=member_id) | Q(membership__member_id=member_id)).delete()
    InviteLink.objects.filter(maker_id=member_id).delete()
    Membership.objects.filter(invited_by_id=member_id).update(invited_by=None)
    live = Membership.objects.filter(member_id=member_id, state__in=(*PENDING, MembershipState.ACTIVE))
    for group_id in live.order_by("group_id").values_list("group_id", flat=True):
        group = lock_group(group_id)
        mine = Membership.objects.get(group_id=group_id, member_id=member_id)
        if mine.state == MembershipState.ACTIVE:
            hand_on(group, mine, actor=SYSTEM)
            mine.leave(actor=SYSTEM, now=now)
            let_go(group, mine, how=MembershipState.LEFT, actor=SYSTEM, now=now)
        elif mine.state in PENDING:
            mine.leave(actor=SYSTEM, now=now)
    Membership.objects.filter(member_id=member_id).update(note="", answer="")

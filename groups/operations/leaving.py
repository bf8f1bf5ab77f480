"""A member leaves the community: out of every group and every line, offices handed on."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from common.access import SYSTEM
from common.search import remove_entries
from groups.board_states import PostState
from groups.models import Comment, InviteLink, Membership, Post, Reaction, Vouch
from groups.operations.indexing import SEARCH
from groups.operations.seats import let_go, lock_group
from groups.operations.succession import hand_on
from groups.states import PENDING, MembershipState


@transaction.atomic
def let_go_of_groups(member_id: int, now: datetime) -> None:
    """The erasure's step. Repeating changes nothing."""
    Vouch.objects.filter(Q(voucher_id=member_id) | Q(membership__member_id=member_id)).delete()
    InviteLink.objects.filter(maker_id=member_id).delete()
    Reaction.objects.filter(member_id=member_id).delete()
    _delete_words(member_id)
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


def _delete_words(member_id: int) -> None:
    """What they wrote goes; what others wrote below it stays."""
    for kind in (Post, Comment):
        for words in kind.objects.filter(author_id=member_id).exclude(state=PostState.DELETED).order_by("pk"):
            words.delete_words(actor=SYSTEM)
            if kind is Post:
                remove_entries(source=SEARCH, object_id=words.pk)

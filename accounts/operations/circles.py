"""Who shares a group with whom: written down here by the apps that have the groups.

Call it in the transaction that changes the membership. No actor: whoever calls has decided.
"""

from django.db import transaction

from accounts.models import CirclePlace


def enter_circle(*, circle: str, member_id: int, step: int) -> bool:
    """The member is in the circle as of ``step``; see ``_place``."""
    return _place(circle=circle, member_id=member_id, is_in=True, step=step)


def leave_circle(*, circle: str, member_id: int, step: int) -> bool:
    """The member is in the circle no more as of ``step``; see ``_place``."""
    return _place(circle=circle, member_id=member_id, is_in=False, step=step)


@transaction.atomic
def _place(*, circle: str, member_id: int, is_in: bool, step: int) -> bool:
    """Whether this was the newest news of the member and the circle; older or repeated news changes nothing.

    ``circle`` is the caller's own word, such as ``group:<public id>``. ``step`` grows with every change of
    one membership (its row's version): news may arrive in any order and more than once.
    """
    row = CirclePlace(circle=circle, member_id=member_id, is_in=is_in, step=step)
    mine = CirclePlace.objects.filter(circle=circle, member_id=member_id)
    if mine.filter(step__lt=step).update(is_in=is_in, step=step):
        return True
    CirclePlace.objects.bulk_create([row], ignore_conflicts=True)
    # Of two first entries at once the later step wins, whoever inserted.
    if mine.filter(step=step, is_in=is_in).exists():
        return True
    return bool(mine.filter(step__lt=step).update(is_in=is_in, step=step))

"""Coming back, by code or by password. The web adds the session, the API a token."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts import errors, rules
from accounts.models import Member
from accounts.operations.codes import confirm_code, spend_code
from accounts.operations.registration import active_member
from accounts.queries import find_member_by_contact
from common.limits import hit
from common.logs import log

_QUARTER_HOUR = 900
_PER_LOGIN = 10
_PER_ADDRESS = 100


def sign_in_with_code(*, ref: str, code: str) -> Member:
    """The member whose contact the code proves. Sent again within a minute it gives the same member.

    Raises: WrongCode, CodeUsedUp, NotJoinedYet (the code stays good for joining), MemberSuspended.
    """
    proven = confirm_code(ref=ref, typed=code)
    with transaction.atomic():
        spent = spend_code(proven, hand_over=False)
        if spent.owner_id is None:
            raise errors.NotJoinedYet
        member = active_member(spent.owner_id)
    log(__name__, "member.signed-in", member=member.pk, by="code")
    return member


def sign_in_with_password(*, login: str, password: str, address: str) -> Member:
    """``login``: phone, e-mail or handle. Every try counts, right or wrong, per login and per address.

    Costs one password hash whoever asks, so that time tells nothing either.

    Raises: WrongSignIn, TooMany.
    """
    hit("password-by-login", login.strip().lower(), limit=_PER_LOGIN, per_seconds=_QUARTER_HOUR)
    hit("password-by-address", address, limit=_PER_ADDRESS, per_seconds=_QUARTER_HOUR)
    member = _find(login)
    if member is None:
        make_password(password)
        raise errors.WrongSignIn
    if not member.check_password(password) or not member.is_active:
        raise errors.WrongSignIn
    log(__name__, "member.signed-in", member=member.pk, by="password")
    return member


def _find(login: str) -> Member | None:
    by_handle = Member.objects.filter(handle=login.strip().lower()).first()
    if by_handle is not None:
        return by_handle
    try:
        return find_member_by_contact(rules.parse_contact(login))
    except errors.BadContact:
        return None

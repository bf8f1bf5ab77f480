"""Coming back, by code or by password. The web adds the session, the API a token."""

import secrets
from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from accounts import errors, limits
from accounts.models import Member
from accounts.operations.codes import confirm_code, spend_code
from accounts.operations.registration import active_member
from accounts.queries import find_member_by_login, login_subject
from common.limits import hit_all
from common.logs import log


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


def sign_in_with_password(*, login: str, password: str, address: str, browser: str = "") -> Member:
    """``login``: phone, e-mail or handle. Every try counts, right or wrong, by network and by login.

    ``browser``: as in ``limits.password_tries``. One look-up and one password hash whoever asks, so that
    time tells nothing either.

    Raises: WrongSignIn, TooMany.
    """
    subject = login_subject(login)
    hit_all(limits.password_tries(login=subject, address=address, browser=browser))
    member = find_member_by_login(login)
    known = check_password(password, member.password if member else _nobodys_password())
    if member is None or not known or not member.is_active:
        raise errors.WrongSignIn
    log(__name__, "member.signed-in", member=member.pk, by="password")
    return member


@cache
def _nobodys_password() -> str:
    """A hash to compare with when there is nobody: the same work as for somebody."""
    return make_password(secrets.token_urlsafe(32))

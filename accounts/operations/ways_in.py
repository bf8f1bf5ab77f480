"""Letting go of everything that signs a member in."""

from django.contrib.sessions.models import Session
from django.db import transaction

from accounts.models import (
    ApiToken,
    AuthenticatorApp,
    BrowserSession,
    ContactCode,
    FormerContact,
    LinkedLogin,
    Passkey,
    RecoveryCode,
)


@transaction.atomic
def forget_ways_in(*, member_id: int) -> None:
    """For an erasure: browsers, programs, passkeys, app, recovery codes, linked logins and former contacts.

    Repeating changes nothing.
    """
    keys = list(BrowserSession.objects.filter(member_id=member_id).values_list("session_id", flat=True))
    Session.objects.filter(pk__in=keys).delete()
    for kind in (ApiToken, AuthenticatorApp, RecoveryCode, Passkey, LinkedLogin, FormerContact):
        kind._default_manager.filter(member_id=member_id).delete()
    ContactCode.objects.filter(for_member_id=member_id).delete()

"""What members change about themselves."""

from django.db import transaction

from accounts import errors
from accounts.models import Member
from accounts.queries import as_member
from accounts.states import Locale
from common.access import Actor, allow


@transaction.atomic
def change_locale(*, actor: Actor, locale: str) -> None:
    """The language of pages, mails and messages from now on. Repeating changes nothing.

    Raises: NeedsSignIn, BadLocale.
    """
    member = as_member(actor)
    allow(actor, "accounts.change-locale", member)
    if locale not in Locale.values:
        raise errors.BadLocale(field="locale")
    Member.objects.filter(pk=member.pk).update(locale=locale)
    member.locale = locale

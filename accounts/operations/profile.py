"""What members change about themselves."""

from django.db import transaction

from accounts import errors
from accounts.models import Member
from accounts.states import Locale
from common.access import allow


@transaction.atomic
def change_locale(*, actor: Member, locale: str) -> None:
    """The language of pages, mails and messages from now on. Repeating changes nothing.

    Raises: BadLocale.
    """
    allow(actor, "accounts.change-locale", actor)
    if locale not in Locale.values:
        raise errors.BadLocale(field="locale")
    Member.objects.filter(pk=actor.pk).update(locale=locale)
    actor.locale = locale

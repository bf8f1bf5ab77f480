"""Who I am here, in one go: what newcomers say about themselves first."""

from datetime import datetime

from django.db import transaction

from accounts import errors, rules
from accounts.models import Member
from accounts.operations.profiles import ProfileChanges, edit_profile
from accounts.queries import as_member
from accounts.states import Locale
from common.access import Actor, allow


@transaction.atomic
def introduce_oneself(*, actor: Actor, display_name: str, locale: str, time_zone: str, now: datetime) -> None:
    """The name that others read, the language and the time zone. Repeating changes nothing.

    Raises: NeedsSignIn, BadDisplayName, BadLocale, BadTimeZone.
    """
    member = as_member(actor)
    allow(actor, "accounts.introduce-oneself", member)
    if locale not in Locale.values:
        raise errors.BadLocale(field="locale")
    zone = rules.check_time_zone(time_zone)
    edit_profile(actor=actor, changes=ProfileChanges(display_name=display_name), now=now)
    Member.objects.filter(pk=member.pk).update(locale=locale, time_zone=zone)
    member.locale, member.time_zone = locale, zone

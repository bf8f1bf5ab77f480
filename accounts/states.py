"""The words of accounts: states, roles, kinds. One table of legal moves per machine."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.moves import Moves

DISPLAY_NAME_LENGTH = 40
PASSKEY_NAME_LENGTH = 40
CODE_DIGITS = 6
CODE_MINUTES = 10
CODE_TRIES = 5
# A right code may be sent again for so long: a double click, or an answer that got lost on the way.
CODE_REPEAT_SECONDS = 60


class MemberState(models.TextChoices):
    ACTIVE = "active", pgettext_lazy("member", "active")
    SUSPENDED = "suspended", pgettext_lazy("member", "suspended")
    ERASED = "erased", pgettext_lazy("member", "erased")


MEMBER_MOVES: Moves = {
    MemberState.ACTIVE: frozenset({MemberState.SUSPENDED, MemberState.ERASED}),
    MemberState.SUSPENDED: frozenset({MemberState.ACTIVE, MemberState.ERASED}),
    MemberState.ERASED: frozenset(),
}


class Role(models.TextChoices):
    """What a member may do for the community, everywhere or in one scope."""

    MANAGER = "manager", _("campaign manager")
    CERTIFIER = "certifier", _("certifier")
    STEWARD = "steward", _("steward")
    CLERK = "clerk", _("fulfilment clerk")
    AUDITOR = "auditor", _("auditor")


class ContactKind(models.TextChoices):
    PHONE = "phone", _("phone")
    EMAIL = "email", _("e-mail")


class CodePurpose(models.TextChoices):
    """What a proven contact is used for. Joining and signing in are one, so that neither tells who exists."""

    ENTER = "enter", _("join or sign in")
    RESET = "reset", _("set a new password")
    CONTACT = "contact", _("add a contact")
    CONFIRM = "confirm", _("confirm that it is you")


class Looked(models.TextChoices):
    """What of a member's data somebody of the team has read."""

    CONTACTS = "contacts", _("phone number and e-mail address")
    SESSIONS = "sessions", _("where you are signed in")
    ADDRESS = "address", _("delivery address")
    DOCUMENTS = "documents", _("documents of a verification")


class AccountNews(models.TextChoices):
    """What somebody is told when the ways into their account change."""

    CONTACT_ADDED = "contact-added", _("A phone number or e-mail address was added to your account.")
    CONTACT_CHANGED = (
        "contact-changed",
        _("This phone number or e-mail address no longer belongs to your account."),
    )
    PASSWORD_CHANGED = "password-changed", _("Your password was changed, and other devices were signed out.")
    APP_ADDED = "app-added", _("An authenticator app now protects your account.")
    APP_REMOVED = "app-removed", _("Signing in no longer asks for your authenticator app.")
    PASSKEY_ADDED = "passkey-added", _("A passkey was added to your account.")
    LOGIN_ADDED = "login-added", _("Another service can now sign you in.")


class TokenScope(models.TextChoices):
    READ = "read", pgettext_lazy("token", "read")
    WRITE = "write", pgettext_lazy("token", "read and write")


class ConsentPurpose(models.TextChoices):
    """Accounts' own purposes; other apps bring theirs with their notices."""

    MEMBERSHIP = "membership", _("rules and privacy notice")


class Locale(models.TextChoices):
    ENGLISH = "en", "English"
    CHINESE = "zh-hans", "简体中文"

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


class ExportState(models.TextChoices):
    REQUESTED = "requested", pgettext_lazy("archive", "asked for")
    BUILDING = "building", pgettext_lazy("archive", "being put together")
    READY = "ready", pgettext_lazy("archive", "ready")
    SHREDDED = "shredded", pgettext_lazy("archive", "destroyed")


EXPORT_MOVES: Moves = {
    ExportState.REQUESTED: frozenset({ExportState.BUILDING, ExportState.SHREDDED}),
    ExportState.BUILDING: frozenset({ExportState.READY, ExportState.SHREDDED}),
    ExportState.READY: frozenset({ExportState.SHREDDED}),
    ExportState.SHREDDED: frozenset(),
}
RUNNING_EXPORTS = (ExportState.REQUESTED, ExportState.BUILDING)
# Promised to the member; the law gives a month (GDPR article 12) or says "in time" (PIPL article 45).
EXPORT_DEADLINE_HOURS = 72
EXPORT_KEPT_DAYS = 3
LINK_MINUTES = 10


class ErasureState(models.TextChoices):
    REQUESTED = "requested", pgettext_lazy("erasure", "asked for")
    COOLING_OFF = "cooling_off", pgettext_lazy("erasure", "time to think again")
    RUNNING = "running", pgettext_lazy("erasure", "being carried out")
    WAITING = "waiting", pgettext_lazy("erasure", "waiting for something to end")
    FINISHED = "finished", pgettext_lazy("erasure", "finished")
    WITHDRAWN = "withdrawn", pgettext_lazy("erasure", "taken back")


ERASURE_MOVES: Moves = {
    ErasureState.REQUESTED: frozenset({ErasureState.COOLING_OFF, ErasureState.WITHDRAWN}),
    ErasureState.COOLING_OFF: frozenset({ErasureState.RUNNING, ErasureState.WITHDRAWN}),
    ErasureState.RUNNING: frozenset({ErasureState.WAITING, ErasureState.FINISHED}),
    ErasureState.WAITING: frozenset({ErasureState.RUNNING}),
    ErasureState.FINISHED: frozenset(),
    ErasureState.WITHDRAWN: frozenset(),
}
OPEN_ERASURES = (
    ErasureState.REQUESTED,
    ErasureState.COOLING_OFF,
    ErasureState.RUNNING,
    ErasureState.WAITING,
)
# Within the 15 working days that China's ministries ask of apps, and the month of GDPR article 12.
ERASURE_DEADLINE_DAYS = 15
COOLING_OFF_DAYS = 7
# A desk that is warned so early can still act in time.
WARN_BEFORE_DAYS = 3
# How long somebody who has left earns nobody a credit by coming back.
TOMBSTONE_DAYS = 365
# How long a proof that it is really the member counts.
PROOF_MINUTES = 10

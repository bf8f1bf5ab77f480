"""The rows of the member's own page that lead to security, devices and who looked."""

from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _

from accounts.middleware import begin
from accounts.security_steps import ERASURE, EXPORT
from common.registries import MeEntry, erasure_steps, export_steps, me_entries

ENTRIES = (
    MeEntry(
        key="accounts.security",
        label=_("Sign-in and security"),
        hint=_("Contacts, password, passkeys, second factor"),
        url_name="accounts:security",
        icon="lock",
        order=40,
    ),
    MeEntry(
        key="accounts.sessions",
        label=_("Signed-in devices"),
        hint=_("Where you are signed in"),
        url_name="accounts:sessions",
        icon="phone",
        order=45,
    ),
    MeEntry(
        key="accounts.looks",
        label=_("Who looked"),
        hint=_("When the team read your data, and why"),
        url_name="accounts:looks",
        icon="shield-check",
        order=70,
    ),
)


def register() -> None:
    for entry in ENTRIES:
        me_entries.register(entry)
    export_steps.register(EXPORT)
    erasure_steps.register(ERASURE)
    user_logged_in.connect(begin, dispatch_uid="accounts.begin-session")

"""Ways in: browsers, second factors, passkeys, linked logins. In the archive; gone after leaving."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from accounts.models import (
    AuthenticatorApp,
    BrowserSession,
    FormerContact,
    LinkedLogin,
    Look,
    Passkey,
)
from accounts.operations.leaving.forgetting import forget_ways_in
from common.exporting import holding, table
from common.registries import (
    DataNote,
    ErasureStep,
    ExportStep,
    ExportTable,
    PersonMark,
    RetentionRule,
    data_notes,
    erasure_steps,
    export_steps,
    person_marks,
    retention_rules,
)


def export_security(member_id: int) -> Sequence[ExportTable]:
    return [
        table(
            "browsers",
            _("Browsers that are signed in"),
            BrowserSession.objects.filter(member_id=member_id).order_by("pk"),
            {
                "browser": _("Browser"),
                "system": _("System"),
                "network_hint": _("Network"),
                "started_at": _("Since"),
                "seen_at": _("Last used"),
            },
        ),
        table(
            "passkeys",
            _("Passkeys"),
            Passkey.objects.filter(member_id=member_id).order_by("pk"),
            {"name": _("Label"), "created_at": _("Made"), "last_used_at": _("Last used")},
        ),
        table(
            "app",
            _("Authenticator app"),
            AuthenticatorApp.objects.filter(member_id=member_id),
            {"started_at": _("Since"), "confirmed_at": _("Confirmed")},
        ),
        table(
            "logins",
            _("Linked logins"),
            LinkedLogin.objects.filter(member_id=member_id).order_by("pk"),
            {"provider": _("Provider"), "linked_at": _("Since")},
        ),
        table(
            "looks",
            _("When the team opened your account"),
            Look.objects.filter(member_id=member_id).order_by("pk"),
            {"at": _("At"), "what": _("What"), "why": _("Why")},
        ),
    ]


def marks(member_id: int) -> Sequence[str]:
    """Logins elsewhere, and contacts given up of late: by them the same person would come back."""
    logins = LinkedLogin.objects.filter(member_id=member_id).values_list("subject_index", flat=True)
    former = FormerContact.objects.filter(member_id=member_id).values_list("contact_index", flat=True)
    return [*logins, *former]


_MODELS = [
    "accounts.BrowserSession",
    "accounts.Passkey",
    "accounts.AuthenticatorApp",
    "accounts.LinkedLogin",
]
_WAY_IN = "A secret of a way in; that there is one is in the archive."
_NOTES = [
    DataNote(key="accounts.RecoveryCode", not_exported=_WAY_IN),
    DataNote(
        key="accounts.FormerContact",
        not_exported="A contact that was given up, sealed for a month against theft of accounts.",
    ),
    DataNote(key="accounts.Look", kept="That somebody of the team looked, under pseudonyms."),
]


def register() -> None:
    export_steps.register(
        ExportStep(
            key="accounts.security",
            title=_("Ways into your account"),
            order=16,
            models=[*_MODELS, "accounts.Look"],
            build=export_security,
        )
    )
    person_marks.register(PersonMark(key="accounts.logins", find=marks))
    erasure_steps.register(
        ErasureStep(
            key="accounts.ways-in",
            title=_("Ending every way in"),
            order=75,
            models=[*_MODELS, "accounts.RecoveryCode", "accounts.FormerContact"],
            run=forget_ways_in,
        )
    )
    for note in _NOTES:
        data_notes.register(note)
    retention_rules.register(
        RetentionRule(
            key="accounts.ways-in",
            order=21,
            title=_("Passkeys, authenticator app, linked logins"),
            why=_("So that you can prove that it is you."),
            until=_("Until you remove them, or leave."),
            holding=lambda member_id: holding(
                Passkey.objects.filter(member_id=member_id), since="created_at"
            ),
        )
    )

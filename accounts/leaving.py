"""What accounts contributes to archives, erasures and the page of what is stored."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import consent_queries
from accounts.models import ApiToken, Consent, DataExport, Erasure, Member, RoleGrant
from accounts.operations.leaving.forgetting import close_door, destroy_archives, destroy_files, forget_member
from accounts.operations.leaving.tombstones import leave_tombstones
from accounts.queries import contacts_of
from accounts.states import ErasureState, ExportState, MemberState, Role, TokenScope
from common.exporting import table
from common.registries import (
    AuditSubjects,
    DataNote,
    ErasureStep,
    ExportStep,
    ExportTable,
    LeavingObstacle,
    PersonMark,
    audit_subjects,
    data_notes,
    erasure_steps,
    export_steps,
    leaving_obstacles,
    person_marks,
)

# --- the archive ----------------------------------------------------------------------------------


def export_account(member_id: int) -> Sequence[ExportTable]:
    member = Member.objects.select_related("data_key").get(pk=member_id)
    return [
        ExportTable(
            key="account",
            title=_("Account"),
            columns={
                "display_name": _("display name"),
                "handle": _("handle"),
                "public_id": _("Public id"),
                "locale": _("language"),
                "time_zone": _("time zone"),
                "state": _("state"),
                "joined_at": _("joined"),
            },
            rows=[
                {
                    "display_name": member.display_name,
                    "handle": member.handle,
                    "public_id": member.public_id,
                    "locale": member.locale,
                    "time_zone": member.time_zone,
                    "state": MemberState(member.state),
                    "joined_at": member.joined_at,
                }
            ],
        ),
        ExportTable(
            key="contacts",
            title=_("How we reach you"),
            columns={"kind": _("Kind"), "value": _("Contact")},
            rows=[{"kind": contact.kind, "value": contact.value} for contact in contacts_of(member)],
        ),
        _agreements(member_id),
        *_keys_of(member_id),
    ]


def _keys_of(member_id: int) -> list[ExportTable]:
    return [
        table(
            "tokens",
            _("Programs that may act for you"),
            ApiToken.objects.filter(member_id=member_id),
            {
                "public_id": _("Public id"),
                "label": _("Label"),
                "scope": _("May"),
                "created_at": _("Made"),
                "last_used_at": _("Last used"),
                "expires_at": _("Ends"),
                "revoked_at": _("Ended"),
            },
            choices={"scope": TokenScope},
        ),
        table(
            "roles",
            _("Roles"),
            RoleGrant.objects.filter(member_id=member_id).order_by("pk"),
            {"role": _("Role"), "scope": _("Where"), "granted_at": _("Since"), "revoked_at": _("Ended")},
            choices={"role": Role},
        ),
    ]


def _agreements(member_id: int) -> ExportTable:
    rows = Consent.objects.filter(member_id=member_id).order_by("given_at")
    return ExportTable(
        key="consents",
        title=_("What you agreed to"),
        columns={
            "title": _("Purpose"),
            "notice_hash": _("Fingerprint of the words"),
            "given_at": _("Agreed"),
            "withdrawn_at": _("Withdrawn"),
        },
        rows=[
            {
                "purpose": row.purpose,
                "title": consent_queries.title_of(row.purpose),
                "notice_hash": row.notice_hash,
                "given_at": row.given_at,
                "withdrawn_at": row.withdrawn_at,
            }
            for row in rows
        ],
    )


def export_leaving(member_id: int) -> Sequence[ExportTable]:
    return [
        table(
            "archives",
            _("Archives you asked for"),
            DataExport.objects.filter(member_id=member_id).order_by("pk"),
            {
                "public_id": _("Public id"),
                "state": _("state"),
                "requested_at": _("asked for at"),
                "ready_at": _("ready since"),
                "expires_at": _("kept until"),
                "ended_at": _("destroyed"),
                "downloads": _("downloads"),
            },
            choices={"state": ExportState},
        ),
        table(
            "erasures",
            _("Requests to be erased"),
            Erasure.objects.filter(member_id=member_id).order_by("pk"),
            {
                "public_id": _("Public id"),
                "state": _("state"),
                "requested_at": _("asked for at"),
                "due_at": _("due"),
                "ended_at": _("ended"),
            },
            choices={"state": ErasureState},
        ),
    ]


# --- leaving --------------------------------------------------------------------------------------


def roles_to_hand_back(member_id: int) -> str | None:
    live = RoleGrant.objects.filter(member_id=member_id, revoked_at__isnull=True)
    names = sorted({str(Role(role).label) for role in live.values_list("role", flat=True)})
    if not names:
        return None
    joined = ", ".join(names)
    return gettext("You still work for this community (%(roles)s). Hand your role back first.") % {
        "roles": joined
    }


def superuser_to_hand_over(member_id: int) -> str | None:
    supers = Member.objects.filter(is_superuser=True, state=MemberState.ACTIVE)
    if not supers.filter(pk=member_id).exists():
        return None
    if supers.count() == 1:
        return gettext(
            "You are the last one who runs this installation. Make somebody else a superuser first."
        )
    return gettext("You run this installation. Another superuser has to take your rights first.")


def marks(member_id: int) -> Sequence[str]:
    row = Member.objects.filter(pk=member_id).values_list("phone_index", "email_index").first()
    return [index for index in row or () if index]


def subjects(member_id: int) -> Sequence[str]:
    """Members, their archives and erasures, by public id."""
    return [
        *Member.objects.filter(pk=member_id).values_list("public_id", flat=True),
        *DataExport.objects.filter(member_id=member_id).values_list("public_id", flat=True),
        *Erasure.objects.filter(member_id=member_id).values_list("public_id", flat=True),
        *ApiToken.objects.filter(member_id=member_id).values_list("public_id", flat=True),
    ]


def register() -> None:
    _register_archive()
    _register_erasure()


def _register_archive() -> None:
    export_steps.register(
        ExportStep(
            key="accounts.account",
            title=_("Your account"),
            order=10,
            models=["accounts.Member", "accounts.Consent", "accounts.ApiToken", "accounts.RoleGrant"],
            build=export_account,
        )
    )
    export_steps.register(
        ExportStep(
            key="accounts.leaving",
            title=_("Archives and erasures"),
            order=90,
            models=["accounts.DataExport", "accounts.Erasure"],
            build=export_leaving,
        )
    )
    audit_subjects.register(AuditSubjects(key="accounts", find=subjects))


def _register_erasure() -> None:
    person_marks.register(PersonMark(key="accounts.contacts", find=marks))
    for key, find in (("roles", roles_to_hand_back), ("superuser", superuser_to_hand_over)):
        leaving_obstacles.register(LeavingObstacle(key=f"accounts.{key}", find=find))
    steps: list[tuple[str, Any, int, Any, list[str]]] = [
        ("door", _("Signing out everywhere"), 0, close_door, ["accounts.ApiToken", "sessions.Session"]),
        ("tombstone", _("Remembering that somebody left"), 5, leave_tombstones, []),
        ("archives", _("Destroying archives"), 80, destroy_archives, ["accounts.DataExport"]),
        ("files", _("Destroying files"), 85, destroy_files, ["common.StoredFile", "common.StoredBlob"]),
        (
            "member",
            _("Forgetting the account"),
            90,
            forget_member,
            [
                "accounts.Member",
                "accounts.ContactCode",
                "common.DataKey",
                "common.IdempotencyRecord",
                "admin.LogEntry",
            ],
        ),
    ]
    for key, title, order, run, models in steps:
        erasure_steps.register(
            ErasureStep(key=f"accounts.{key}", title=title, order=order, run=run, models=models)
        )
    for note in _NOTES:
        data_notes.register(note)


_NOTES = [
    DataNote(key="accounts.AuthenticatorApp", not_exported="A secret of a way in."),
    DataNote(key="accounts.RecoveryCode", not_exported="A secret of a way in."),
    DataNote(key="accounts.FormerContact", not_exported="A contact given up, sealed for a month."),
    DataNote(key="accounts.Look", kept="That somebody of the team looked, under pseudonyms."),
    DataNote(
        key="accounts.Consent", kept="That and when was agreed, by a pseudonym: the proof of lawfulness."
    ),
    DataNote(key="accounts.RoleGrant", kept="Who could do what, when: ids of a pseudonym."),
    DataNote(key="accounts.Erasure", kept="The receipt that somebody was erased, and when."),
    DataNote(
        key="accounts.ErasureProgress",
        not_exported="How far the erasure came; its state is in the archive.",
        kept="Names of steps and times.",
    ),
    DataNote(
        key="accounts.ContactCode",
        not_exported="A sealed copy of the contact, gone after a day; the contact itself is in the archive.",
    ),
    DataNote(
        key="accounts.Tombstone",
        not_exported="An index that leads to nobody; exists only after leaving.",
        kept="A year, under a key that is then shredded, so that coming back earns nobody a reward.",
    ),
    DataNote(
        key="sessions.Session",
        not_exported="Which browsers are signed in, for 14 days at most.",
    ),
    DataNote(key="common.DataKey", not_exported="A key: it would only open what the archive shows in plain."),
    DataNote(key="common.StoredFile", not_exported="Each app exports the files that it keeps."),
    DataNote(key="common.StoredBlob", not_exported="The sealed bytes of a file."),
    DataNote(
        key="common.IdempotencyRecord",
        not_exported="Answers to repeated requests, for 7 days; they repeat what the tables hold.",
    ),
    DataNote(
        key="common.LimitWindow",
        not_exported="Counters under a keyed hash, for 2 days.",
        kept="Counters under a keyed hash, gone after 2 days.",
    ),
    DataNote(key="admin.LogEntry", not_exported="What staff did in the admin; the audit trail is exported."),
    DataNote(
        key="auth.Permission",
        not_exported="Django's own; nobody is given any.",
        kept="Django's own; nobody is given any.",
    ),
]

"""What accounts itself lets go of, first and last: the door, and who it was."""

from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from accounts.models import (
    ApiToken,
    ChannelChoice,
    Consent,
    ContactCode,
    DataExport,
    Member,
    Notification,
    NotificationSettings,
    PushDevice,
    TopicMute,
)
from accounts.operations.leaving.archives import shred_export
from accounts.states import ExportState, MemberState
from common.access import SYSTEM
from common.crypto import shred_key
from common.files.keeping import shred_file
from common.ids import new_code
from common.models import DataKey, FileState, IdempotencyRecord, StoredFile
from common.registries import Waiting

POLICY = "member-left"


@transaction.atomic
def close_door(member_id: int, now: datetime) -> Waiting | None:
    """From here on the account can do nothing: signed out on every device, tokens and consents ended."""
    member = Member.objects.get(pk=member_id)
    if member.state == MemberState.ACTIVE:
        member.suspend(actor=SYSTEM, why="leaving")
    ApiToken.objects.filter(member=member).delete()
    Consent.objects.filter(member=member, withdrawn_at__isnull=True).update(withdrawn_at=now)
    _end_sessions(member_id)
    return None


def _end_sessions(member_id: int) -> None:
    """Sessions don't say whose they are outside their sealed data, so each is looked at."""
    mine = [
        session.pk
        for session in Session.objects.iterator(chunk_size=500)
        if session.get_decoded().get("_auth_user_id") == str(member_id)
    ]
    Session.objects.filter(pk__in=mine).delete()


@transaction.atomic
def forget_notifications(member_id: int, now: datetime) -> Waiting | None:
    """Everything the member was told and chose to hear; others keep their news without the cause."""
    for model in (Notification, NotificationSettings, ChannelChoice, TopicMute, PushDevice):
        model._base_manager.filter(member_id=member_id).delete()
    Notification.objects.filter(caused_by_id=member_id).update(caused_by=None)
    return None


@transaction.atomic
def destroy_archives(member_id: int, now: datetime) -> Waiting | None:
    live = DataExport.objects.filter(member_id=member_id).exclude(state=ExportState.SHREDDED)
    for export in live.select_related("file__key"):
        shred_export(export, why=POLICY, now=now)
    return None


@transaction.atomic
def destroy_files(member_id: int, now: datetime) -> Waiting | None:
    """Every stored file of the member's that its app has not destroyed itself."""
    owner = _owner(member_id)
    for file in StoredFile.objects.filter(owner=owner).exclude(state=FileState.SHREDDED):
        shred_file(file, actor=SYSTEM, policy=POLICY, now=now)
    return None


def _owner(member_id: int) -> str:
    return f"member:{Member.objects.values_list('public_id', flat=True).get(pk=member_id)}"


@transaction.atomic
def forget_member(member_id: int, now: datetime) -> Waiting | None:
    """Contacts, name, handle, password and key go. The row stays as a pseudonym that nothing explains."""
    member = Member.objects.get(pk=member_id)
    _forget_codes([member.phone_index, member.email_index])
    _forget_answers(member)
    _forget_admin_log(member)
    key_id = member.data_key_id
    if member.state != MemberState.ERASED:
        member.erase(actor=SYSTEM, handle=f"gone-{new_code(10).lower()}")
    for pk in DataKey.objects.filter(owner=_owner(member_id)).values_list("pk", flat=True):
        shred_key(pk)
    if key_id is not None:
        shred_key(key_id)
        DataKey.objects.filter(pk=key_id).delete()
    return None


def _forget_codes(indexes: list[str | None]) -> None:
    codes = ContactCode.objects.filter(contact_index__in=[index for index in indexes if index])
    keys = [key_id for key_id in codes.values_list("data_key_id", flat=True) if key_id]
    codes.delete()
    DataKey.objects.filter(pk__in=keys).delete()


def _forget_answers(member: Member) -> None:
    """Answers to the member's own requests, and others' that name the member."""
    IdempotencyRecord.objects.filter(actor=f"member:{member.pk}").delete()
    named = Q(text__contains=member.public_id) | Q(text__contains=member.handle)
    IdempotencyRecord.objects.annotate(text=Cast("answer", TextField())).filter(named).delete()


def _forget_admin_log(member: Member) -> None:
    """Django's own log writes an object's name down."""
    kind = ContentType.objects.get_for_model(Member)
    about = LogEntry.objects.filter(content_type=kind, object_id=str(member.pk))
    about.update(object_repr="", change_message="")

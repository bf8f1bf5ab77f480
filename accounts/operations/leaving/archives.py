"""An archive of everything that is stored about a member: asked for, built by a job, fetched, destroyed."""

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts import leaving_errors as errors
from accounts.archive import ARCHIVE_TYPE, write_archive
from accounts.leaving_facts import ExportReady, ExportRequested
from accounts.models import DataExport
from accounts.queries import as_member
from accounts.states import (
    EXPORT_DEADLINE_HOURS,
    EXPORT_KEPT_DAYS,
    LINK_MINUTES,
    RUNNING_EXPORTS,
    ExportState,
)
from common.access import SYSTEM, Actor, allow
from common.bearers import hash_secret
from common.clock import DbNow, db_now
from common.crypto import create_key, joint_secret
from common.errors import Stale
from common.files import blobs
from common.files.keeping import ORIGINAL, find_blob, keep_made, shred_file
from common.models import DataKey
from common.registries import export_steps
from outbox.audit import note
from outbox.facts import record

PURPOSE = "accounts.export"
SHRED_AT_ONCE = 100


@transaction.atomic
def request_export(*, actor: Actor, now: datetime) -> DataExport:
    """Ask for an archive. While one is on its way, asking again gives the same; an older one is destroyed.

    Raises: NeedsSignIn, NeedsFreshProof.
    """
    member = as_member(actor)
    allow(actor, "accounts.request-export", member)
    mine = DataExport.objects.filter(member=member)
    running = mine.filter(state__in=RUNNING_EXPORTS).first()
    if running is not None:
        return running
    for older in mine.filter(state=ExportState.READY):
        shred_export(older, why="newer-one", now=now)
    due_at = now + timedelta(hours=EXPORT_DEADLINE_HOURS)
    try:
        with transaction.atomic():
            export = DataExport.objects.create(member=member, requested_at=now, due_at=due_at)
    except IntegrityError:  # dataexport_one_running: the other of two clicks
        return mine.get(state__in=RUNNING_EXPORTS)
    fact = ExportRequested(export_id=export.pk, member_id=member.pk, occurred_at=now.isoformat())
    record(fact, subject=f"member:{member.public_id}")
    return export


def build_export(*, export_id: int, now: datetime) -> None:
    """Walk every app's step and seal the archive; call it outside a transaction. A crash begins anew.

    Nothing stands in plain on any disk, and nothing is kept of an archive that is destroyed meanwhile.
    """
    export = _begin(export_id)
    if export is None:
        return
    key = create_key(f"export:{export.public_id}")
    writer = blobs.SealingWriter(joint_secret(key, _member_key(export)), blobs.new_name())
    try:
        sha256 = write_archive(writer.write, member=export.member, now=now, progress=_progress(export))
        writer.finish()
        _end(export, key, writer, sha256, now=now)
    except BaseException as error:
        writer.abandon()
        blobs.remove(writer.name)
        if isinstance(error, Stale):
            return
        raise


def _member_key(export: DataExport) -> DataKey:
    key = export.member.data_key
    if key is None:
        raise errors.NoKey
    return key


@transaction.atomic
def _begin(export_id: int) -> DataExport | None:
    rows = DataExport.objects.select_related("member__data_key")
    export = rows.filter(pk=export_id, state__in=RUNNING_EXPORTS).first()
    if export is not None and export.state == ExportState.REQUESTED:
        export.begin(actor=SYSTEM, steps=len(export_steps))
    return export


def _progress(export: DataExport) -> "Progress":
    return Progress(export.pk)


class Progress:
    """Writes down how many steps are done, each in a statement of its own."""

    def __init__(self, export_id: int) -> None:
        self._row = DataExport.objects.filter(pk=export_id)

    def __call__(self, done: int) -> None:
        self._row.update(steps_done=done)


@transaction.atomic
def _end(
    export: DataExport, key: DataKey, writer: blobs.SealingWriter, sha256: str, *, now: datetime
) -> None:
    file = keep_made(
        owner=f"member:{export.member.public_id}",
        purpose=PURPOSE,
        key=key,
        blob=writer.name,
        size=writer.size,
        sha256=sha256,
        media_type=ARCHIVE_TYPE,
    )
    expires_at = db_now() + timedelta(days=EXPORT_KEPT_DAYS)
    export.finish(actor=SYSTEM, file=file, size_bytes=writer.size, now=now, expires_at=expires_at)
    fact = ExportReady(export_id=export.pk, member_id=export.member_id, occurred_at=now.isoformat())
    record(fact, subject=f"member:{export.member.public_id}")


@transaction.atomic
def make_link(*, actor: Actor, public_id: str, now: datetime) -> str:
    """A link that is good once and for ten minutes; an earlier one ends. Only its hash is kept.

    Raises: NotFound (somebody else's), NeedsFreshProof, NoArchive.
    """
    export = DataExport.objects.select_related("member").filter(public_id=public_id).first()
    allow(actor, "accounts.fetch-export", export)
    token = secrets.token_urlsafe(24)
    ready = DataExport.objects.filter(public_id=public_id, state=ExportState.READY, expires_at__gt=DbNow())
    until = db_now() + timedelta(minutes=LINK_MINUTES)
    if ready.update(link_hash=hash_secret(token), link_until=until) != 1:
        raise errors.NoArchive
    return token


@transaction.atomic
def take_archive(*, actor: Actor, token: str) -> tuple[DataExport, Iterator[bytes]]:
    """Use the link up; gives the archive's plain bytes, which exist only in memory.

    Raises: NeedsSignIn, LinkOver (unknown, used, too old, somebody else's).
    """
    member = as_member(actor)
    allow(actor, "accounts.take-archive", member)
    mine = DataExport.objects.filter(
        member=member, state=ExportState.READY, link_hash=hash_secret(token), link_until__gt=DbNow()
    )
    export = mine.select_related("member__data_key", "file__key").first()
    used = {"link_hash": "", "link_until": None, "downloads": F("downloads") + 1}
    if export is None or export.file is None or mine.update(**used) != 1:
        raise errors.LinkOver
    note(actor, verb="download", kind="accounts.dataexport", key=export.public_id)
    secret = joint_secret(export.file.key, _member_key(export))
    return export, blobs.read_chunks(secret, find_blob(export.file, ORIGINAL).name)


def shred_due_exports(*, now: datetime) -> int:
    """Destroy archives whose days are over, by the database's clock; returns how many. Repeatable."""
    due = DataExport.objects.filter(state=ExportState.READY, expires_at__lte=DbNow())
    ids = list(due.order_by("expires_at").values_list("pk", flat=True)[:SHRED_AT_ONCE])
    return sum(_shred_one(export_id, now=now) for export_id in ids)


@transaction.atomic
def _shred_one(export_id: int, *, now: datetime) -> bool:
    export = DataExport.objects.select_related("file__key").get(pk=export_id)
    if export.state == ExportState.SHREDDED:
        return False
    try:
        shred_export(export, why="kept-its-days", now=now)
    except Stale:
        return False
    return True


def shred_export(export: DataExport, *, why: str, now: datetime, actor: Actor = SYSTEM) -> None:
    """Inside the caller's transaction: the key first, then the file."""
    export.shred(actor=actor, why=why, now=now)
    if export.file is not None:
        shred_file(export.file, actor=actor, policy=why, now=now)

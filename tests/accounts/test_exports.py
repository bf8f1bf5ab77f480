"""An archive: complete, readable offline, encrypted while it lies there, fetched once, destroyed in time."""

import io
import json
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts import leaving_errors as errors
from accounts.models import DataExport
from accounts.operations import leaving
from common.errors import NeedsFreshProof, NotFound
from common.files import blobs
from common.models import StoredBlob
from common.registries import ErasureStep, ExportFile, ExportStep, export_steps
from outbox.models import AuditLine
from outbox.testing import run_jobs
from tests.accounts.leaving_worlds import NOW, erase
from tests.factories import gifts
from tests.factories.accounts import MemberFactory
from tests.factories.trust import CaseFactory

pytestmark = pytest.mark.django_db


def asked(member):
    return leaving.request_export(actor=member, now=NOW)


def ready(member):
    export = asked(member)
    run_jobs()
    return DataExport.objects.select_related("file__key", "member__data_key").get(pk=export.pk)


def taken(member, export):
    token = leaving.make_link(actor=member, public_id=export.public_id, now=NOW)
    _export, pieces = leaving.take_archive(actor=member, token=token)
    return zipfile.ZipFile(io.BytesIO(b"".join(pieces)))


def test_the_archive_holds_every_step_as_data_and_as_pages():
    member = MemberFactory.create(display_name="Zhao Liu", phone="+8613812340000")
    CaseFactory.create(member=member, legal_name="张伟")
    gifts.accepted(member)
    archive = taken(member, ready(member))
    names = set(archive.namelist())
    assert {f"data/{step.key}.json" for step in export_steps} <= names
    account = json.loads(archive.read("data/accounts.account.json"))
    assert account["contacts"] == [{"kind": "phone", "value": "+8613812340000"}]
    assert json.loads(archive.read("data/trust.cases.json"))["claims"][0]["legal_name"] == "张伟"
    address = json.loads(archive.read("data/gifts.gifts.json"))["addresses"][0]
    assert address["recipient_name"] == "林小雨"
    english, chinese = archive.read("index.html").decode(), archive.read("index.zh.html").decode()
    for page in (english, chinese):
        assert "Zhao Liu" in page and "张伟" in page and "林小雨" in page
    assert "Waiting for an answer" not in chinese and "关于您的全部存储信息" in chinese


def test_its_pages_open_offline_without_scripts():
    member = MemberFactory.create()
    archive = taken(member, ready(member))
    for page in ("index.html", "index.zh.html"):
        text = archive.read(page).decode()
        assert "<script" not in text and "http://" not in text and "https://" not in text
        for link in re.findall(r'(?:href|src)="([^"#]+)"', text):
            assert link in archive.namelist()
    assert b"--" in archive.read("style.css")


def test_files_of_apps_come_along(monkeypatch):
    def files(member_id):
        return [ExportFile(path="photos/me.jpg", read=lambda: [b"abc", b"def"])]

    step = ExportStep(key="tests.files", title="Files", models=[], build=lambda _id: [], files=files)
    monkeypatch.setitem(export_steps._items, step.key, step)
    member = MemberFactory.create()
    archive = taken(member, ready(member))
    assert archive.read("files/photos/me.jpg") == b"abcdef"


def test_nothing_readable_lies_on_disk():
    member = MemberFactory.create(display_name="Canary Zhao")
    export = ready(member)
    (blob,) = StoredBlob.objects.filter(file=export.file)
    assert b"PK" != blobs.path_of(blob.name).read_bytes()[:2]
    for path in Path(settings.FILES_DIR).rglob("*"):
        assert path.is_dir() or b"Canary Zhao" not in path.read_bytes()


def test_its_key_or_the_members_is_enough_to_lose_it():
    from common.crypto import KeyShredded, shred_key

    member = MemberFactory.create()
    export = ready(member)
    token = leaving.make_link(actor=member, public_id=export.public_id, now=NOW)
    shred_key(member.data_key_id or 0)
    with pytest.raises(KeyShredded):
        leaving.take_archive(actor=member, token=token)


def test_asking_twice_gives_one_archive():
    member = MemberFactory.create()
    assert asked(member).pk == asked(member).pk


def test_a_new_archive_ends_the_older_one():
    member = MemberFactory.create()
    older = ready(member)
    ready(member)
    assert DataExport.objects.get(pk=older.pk).state == "shredded"


def test_a_stale_proof_is_refused(settings):
    settings.STEP_UP = True
    member = MemberFactory.create()
    for proven_at in (None, NOW - timedelta(minutes=6)):
        member.proven_at = proven_at
        with pytest.raises(NeedsFreshProof):
            asked(member)
    assert not DataExport.objects.exists()


def test_a_link_works_once_and_is_written_down():
    member = MemberFactory.create()
    export = ready(member)
    token = leaving.make_link(actor=member, public_id=export.public_id, now=NOW)
    leaving.take_archive(actor=member, token=token)
    with pytest.raises(errors.LinkOver):
        leaving.take_archive(actor=member, token=token)
    assert AuditLine.objects.filter(verb="download", object_id=export.public_id).count() == 1


def test_a_link_is_worth_nothing_to_anybody_else_or_later():
    member, other = MemberFactory.create(), MemberFactory.create()
    export = ready(member)
    token = leaving.make_link(actor=member, public_id=export.public_id, now=NOW)
    with pytest.raises(errors.LinkOver):
        leaving.take_archive(actor=other, token=token)
    with pytest.raises(NotFound):
        leaving.make_link(actor=other, public_id=export.public_id, now=NOW)
    DataExport.objects.update(link_until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(errors.LinkOver):
        leaving.take_archive(actor=member, token=token)


def test_an_archive_is_destroyed_after_its_days_with_a_receipt():
    export = ready(MemberFactory.create())
    (blob,) = StoredBlob.objects.filter(file=export.file)
    assert leaving.shred_due_exports(now=NOW) == 0
    DataExport.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert leaving.shred_due_exports(now=NOW) == 1
    gone = DataExport.objects.select_related("file__key").get()
    assert gone.file
    assert (gone.state, gone.file.key.wrapped) == ("shredded", "")
    assert gone.file.receipt
    with pytest.raises(errors.NoArchive):
        leaving.make_link(actor=gone.member, public_id=gone.public_id, now=NOW)
    assert leaving.shred_due_exports(now=NOW) == 0
    assert blob.pk


def test_an_archive_that_is_destroyed_while_it_is_built_leaves_nothing(monkeypatch):
    member = MemberFactory.create()
    export = asked(member)

    def leave(member_id):
        from accounts.operations.leaving.archives import shred_export

        shred_export(DataExport.objects.select_related("file").get(pk=export.pk), why="left", now=NOW)
        return []

    step = ExportStep(key="tests.leave", title="Leave", models=[], build=leave)
    monkeypatch.setitem(export_steps._items, step.key, step)
    leaving.build_export(export_id=export.pk, now=NOW)
    assert DataExport.objects.get().state == "shredded"
    assert not StoredBlob.objects.exists()


def test_a_crash_while_building_begins_anew(monkeypatch):
    member = MemberFactory.create()
    export = asked(member)
    with monkeypatch.context() as patched:
        step = ExportStep(key="tests.broken", title="Broken", models=[], build=lambda _id: 1 / 0)  # type: ignore[arg-type,return-value]
        patched.setitem(export_steps._items, step.key, step)
        with pytest.raises(ZeroDivisionError):
            leaving.build_export(export_id=export.pk, now=NOW)
    leaving.build_export(export_id=export.pk, now=NOW)
    assert DataExport.objects.get().state == "ready"


def test_erasing_destroys_archives():
    member = MemberFactory.create()
    ready(member)
    erase(member)
    assert DataExport.objects.get().state == "shredded"
    assert isinstance(ErasureStep, type)


# --- pages and programs ---------------------------------------------------------------------------


def test_the_member_asks_and_fetches():
    browser = Client()
    browser.force_login(MemberFactory.create())
    assert browser.post("/exports/").status_code == 303
    run_jobs()
    link = re.search(r"/exports/\w+/link/", browser.get("/exports/").content.decode())
    assert link
    place = browser.post(link[0]).headers["Location"]
    assert browser.get(place).status_code == 200
    assert browser.get(place).status_code == 200  # looking uses nothing up
    answer = browser.post(place)
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert zipfile.ZipFile(io.BytesIO(body)).testzip() is None
    assert browser.post(place).status_code == 410


def test_without_a_fresh_proof_the_page_asks_for_one(settings):
    settings.STEP_UP = True
    browser = Client()
    browser.force_login(MemberFactory.create())
    browser.session.flush()
    assert "prove" in browser.post("/exports/").headers["Location"] or not DataExport.objects.exists()

"""Codes over the portal, the API and the admin."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Member
from common.models import IdempotencyRecord
from gifts.models import CodeImport, CodeReveal, Gift, Item, PoolCode
from outbox.testing import run_jobs
from tests.factories import gifts as make

pytestmark = pytest.mark.django_db


def _of(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def _coded(text: str = "PLAIN-CODE-1") -> tuple[Gift, Member]:
    gift = make.accepted(of=make.codes(texts=[text, "OTHER"]).pool.item)
    assert gift.recipient is not None
    return gift, gift.recipient


def test_page_of_the_gift_offers_to_show_the_code_and_does_not_hold_it() -> None:
    gift, recipient = _coded()

    page = _of(recipient).get(f"/gifts/{gift.public_id}/").content.decode()

    assert f'action="/gifts/{gift.public_id}/code/"' in page
    assert "PLAIN-CODE-1" not in page
    assert not CodeReveal.objects.exists()


def test_press_shows_the_code_in_its_answer_only() -> None:
    gift, recipient = _coded()
    browser = _of(recipient)

    shown = browser.post(f"/gifts/{gift.public_id}/code/")

    assert "PLAIN-CODE-1" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    again = browser.get(f"/gifts/{gift.public_id}/").content.decode()
    assert "PLAIN-CODE-1" not in again
    assert "Shown once" in again


def test_looking_at_the_address_of_the_press_changes_nothing() -> None:
    gift, recipient = _coded()

    answer = _of(recipient).get(f"/gifts/{gift.public_id}/code/")

    assert answer.status_code == 302
    assert not CodeReveal.objects.exists()


def test_api_answers_the_code_and_keeps_no_copy() -> None:
    gift, recipient = _coded()

    answer = _of(recipient).post(
        f"/api/v1/gifts/{gift.public_id}/reveal/", content_type="application/json", data={}
    )

    assert answer.json() == {"code": "PLAIN-CODE-1"}
    assert not IdempotencyRecord.objects.exists()


def test_program_fills_a_pool_and_asks_how_far_it_is() -> None:
    manager, shelf = make.with_role("manager"), make.item(kind="code")
    client = _of(manager)

    made = client.post(
        f"/api/v1/items/{shelf.public_id}/code-imports/",
        {"codes": ["A-1", "B-2", "A-1"], "reason": "spring"},
        content_type="application/json",
        headers={"Idempotency-Key": "fill-the-pool"},
    )
    _work_in()

    assert made.status_code == 202
    seen = client.get(f"/api/v1/code-imports/{made.json()['public_id']}/").json()
    assert (seen["state"], seen["added"], seen["problems"]) == (
        "done",
        2,
        [{"line": 3, "problem": "repeated"}],
    )


def _work_in() -> None:
    run_jobs(["gifts.import-codes"])


def _upload(manager: Member, shelf: Item, content: bytes, **fields: str) -> Any:
    file = SimpleUploadedFile("codes.csv", content, content_type="text/csv")
    address = reverse("admin:gifts_item_import_codes", args=[shelf.pk])
    return _of(manager).post(address, {"file": file, "reason": "spring", **fields}, follow=True)


def test_manager_uploads_a_file_and_reads_what_was_wrong() -> None:
    manager, shelf = make.with_role("manager"), make.item(kind="code")

    _upload(manager, shelf, b"CODE-0001\nCODE-0001\nCODE-0002\n")
    _work_in()

    source = CodeImport.objects.get()
    page = _of(manager).get(f"/admin/gifts/codeimport/{source.pk}/change/").content.decode()
    assert "stands in this file before" in page
    assert "(&#x27;done&#x27;" not in page
    assert PoolCode.objects.count() == make.left(shelf) == 2


def test_dry_run_over_the_admin_adds_nothing() -> None:
    manager, shelf = make.with_role("manager"), make.item(kind="code")

    _upload(manager, shelf, b"CODE-0001\n", dry_run="on")
    _work_in()

    assert CodeImport.objects.get().state == "done"
    assert not PoolCode.objects.exists()


def test_unreadable_upload_is_answered_with_a_sentence() -> None:
    manager, shelf = make.with_role("manager"), make.item(kind="code")

    page = _upload(manager, shelf, "A-1\n卡".encode("gbk")).content.decode()

    assert "look at line 2" in page
    assert not CodeImport.objects.exists()

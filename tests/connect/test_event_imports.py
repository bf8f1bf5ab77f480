"""Files of events: looked at, taken in by the job, refused line by line."""

import json
import uuid
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from common.errors import NotAllowed
from connect import errors
from connect.callers import SiteCaller
from connect.models import Event, EventImport, EventImportPart, Site
from connect.operations import run_event_import, start_event_import
from connect.states import MOST_EVENTS
from outbox.testing import run_jobs
from tests.factories import connect as make
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db
AT = datetime.now(UTC).isoformat()


@pytest.fixture
def shop():
    make.kind("purchase", cups={"type": "integer"}, note={"type": "string"}, gift={"type": "boolean"})
    return make.site()


@pytest.fixture
def boss():
    return MemberFactory.create(superuser=True)


def brought(actor, shop, text, *, format="csv", dry_run=False):
    body = text if isinstance(text, bytes) else text.encode()
    source = start_event_import(
        actor=actor, site_id=shop.pk, chunks=[body], format=format, dry_run=dry_run, now=timezone.now()
    )
    run_jobs({"connect.import-events"})
    source.refresh_from_db()
    return source


def csv_of(*rows, header="event_id,name,occurred_at,external_id"):
    return "\n".join([header, *rows])


def row(number, *more):
    return ",".join([f"o-{number}", "purchase", AT, f"c-{number}", *more])


def counts(source):
    return source.accepted, source.duplicates, source.refused


def test_a_file_is_taken_in_and_its_lines_are_forgotten(shop, boss):
    source = brought(boss, shop, csv_of(row(1), row(2)))
    assert (source.state, counts(source)) == ("done", (2, 0, 0))
    assert {event.event_id for event in Event.objects.all()} == {"o-1", "o-2"}
    assert not EventImportPart.objects.exists()


def test_a_dry_run_takes_nothing_and_says_the_same(shop, boss):
    text = csv_of(row(1), row(1), row(2), "o-3,sale,now,c")
    looked = brought(boss, shop, text, dry_run=True)
    assert not Event.objects.exists() and counts(looked) == (2, 1, 1)
    assert counts(brought(boss, shop, text)) == counts(looked)


def test_a_dry_run_says_the_same_of_an_id_that_comes_again_after_hundreds(shop, boss):
    rows = [row(number) for number in range(MOST_EVENTS)]
    text = csv_of(*rows, row(0), ",".join(["o-1", "purchase", AT, "somebody-else"]))
    looked, taken = (brought(boss, shop, text, dry_run=dry) for dry in (True, False))
    assert counts(looked) == counts(taken) == (MOST_EVENTS, 1, 1)
    assert looked.told == taken.told == [[MOST_EVENTS + 3, "event-id-reused", "event_id"]]


def test_refusals_name_their_line_and_nothing_of_the_customer(shop, boss):
    source = brought(boss, shop, csv_of(row(1), "", "o-2,purchase,yesterday,secret-9", "o-3,purchase"))
    assert source.told == [[4, "malformed", "occurred_at"], [5, "not-an-object", ""]]
    assert "secret-9" not in json.dumps(source.told)


def test_columns_of_properties_get_the_types_of_their_kind(shop, boss):
    header = (
        "event_id,name,occurred_at,external_id,value_minor,properties.cups,properties.note,properties.gift"
    )
    brought(boss, shop, csv_of(row(1, "9900", "3", "42", "true"), header=header))
    event = Event.objects.get()
    assert event.value_minor == 9900 and event.properties == {"cups": 3, "note": "42", "gift": True}


def test_what_does_not_fit_the_shape_is_refused_by_its_place(shop, boss):
    header = "event_id,name,occurred_at,external_id,properties.cups"
    source = brought(boss, shop, csv_of(row(1, "three"), header=header))
    assert source.told == [[2, "does-not-fit-schema", "properties/cups"]]


def test_a_cell_over_two_lines_counts_as_two(shop, boss):
    header = "event_id,name,occurred_at,external_id,properties.note"
    source = brought(boss, shop, csv_of(row(1, '"a\nb"'), "bad", header=header))
    assert counts(source) == (1, 0, 1) and source.told[0][0] == 4


def test_ndjson_is_read_line_by_line(shop, boss):
    good = json.dumps(make.event(1, external_id="c-1"))
    source = brought(boss, shop, f"{good}\n\n{{broken\n[1]\n", format="ndjson")
    assert counts(source) == (1, 0, 2) and [told[0] for told in source.told] == [3, 4]


def test_a_line_with_signs_that_no_database_keeps_is_refused_and_the_rest_taken(shop, boss):
    odd = ['{"\\u0000": 1}', '{"\\u202e\\ud800": 1}', '{"event_id": "\\u0000"}']
    fine = dict(zip(("event_id", "name", "occurred_at", "external_id"), row(1).split(","), strict=True))
    source = brought(boss, shop, "\n".join([*odd, json.dumps(fine)]), format="ndjson")
    assert (source.state, counts(source)) == ("done", (1, 0, 3))
    assert source.told[:2] == [[1, "unknown-field", "?"], [2, "unknown-field", "??"]]


def test_sending_a_file_again_takes_nothing_twice(shop, boss):
    for expected in ((600, 0, 0), (0, 600, 0)):
        source = brought(boss, shop, csv_of(*(row(number) for number in range(600))))
        assert counts(source) == expected and source.parts_done == source.parts_total == 2
    assert Event.objects.count() == 600


def test_a_job_that_stopped_half_way_goes_on_where_it_stopped(shop, boss, monkeypatch):
    text = csv_of(*(row(number) for number in range(501)))
    source = start_event_import(
        actor=boss, site_id=shop.pk, chunks=[text.encode()], format="csv", dry_run=False, now=timezone.now()
    )
    from connect.operations import event_imports

    assert event_imports._take_next(source, now=timezone.now())
    run_event_import(import_id=source.pk, now=timezone.now())
    run_event_import(import_id=source.pk, now=timezone.now())
    source.refresh_from_db()
    assert (source.state, counts(source), Event.objects.count()) == ("done", (501, 0, 0), 501)


@pytest.mark.parametrize(
    ("text", "format", "refusal"),
    [
        (b"", "csv", errors.NoEvents),
        (b"event_id,name\n", "csv", errors.NoEvents),
        (b"event_id,colour\n1,red", "csv", errors.BadHeader),
        (b"event_id,event_id\n1,2", "csv", errors.BadHeader),
        (b"event_id\n\xff", "csv", errors.EventFileNotText),
        (b"{}", "xlsx", errors.BadFormat),
    ],
)
def test_what_is_no_file_of_events_is_refused_whole(shop, boss, text, format, refusal):
    with pytest.raises(refusal):
        brought(boss, shop, text, format=format)
    assert not EventImport.objects.exists()


def test_a_file_too_large_is_refused(shop, boss):
    chunks = (b"x" * 1024 * 1024 for _ in range(11))
    with pytest.raises(errors.EventFileTooLarge):
        start_event_import(
            actor=boss, site_id=shop.pk, chunks=chunks, format="ndjson", dry_run=True, now=timezone.now()
        )


def test_lines_wait_sealed(shop, boss):
    start_event_import(
        actor=boss, site_id=shop.pk, chunks=[csv_of(row(1)).encode()], format="csv", dry_run=True, now=AT_NOW
    )
    assert "c-1" not in EventImportPart.objects.get().sealed


AT_NOW = timezone.now()


def test_a_site_that_was_retired_meanwhile_takes_nothing(shop, boss):
    source = start_event_import(
        actor=boss, site_id=shop.pk, chunks=[csv_of(row(1)).encode()], format="csv", dry_run=False, now=AT_NOW
    )
    Site.objects.update(retired_at=AT_NOW)
    run_jobs({"connect.import-events"})
    source.refresh_from_db()
    assert source.state == "failed" and not Event.objects.exists() and not EventImportPart.objects.exists()


def test_is_refused_to_another_sites_key_and_to_members(shop):
    other = make.site()
    key = SiteCaller(
        site_id=other.pk, slug=other.slug, public_id=other.public_id, scopes=frozenset(["events:write"])
    )
    for actor in (key, MemberFactory.create()):
        with pytest.raises(NotAllowed):
            brought(actor, shop, csv_of(row(1)))
    assert not EventImport.objects.exists()


def test_a_sites_server_sends_a_file_and_asks_how_far_it_is(shop, client):
    secret = make.key_of(shop, scopes=["events:write"])
    body = {"format": "csv", "content": csv_of(row(1), "bad"), "dry_run": False}
    key = str(uuid.uuid4())
    sent = make.call(secret, "event-imports/", body, **{"Idempotency-Key": key})
    assert sent.status_code == 202 and sent.json()["state"] == "waiting"
    again = make.call(secret, "event-imports/", body, **{"Idempotency-Key": key})
    assert again.json() == sent.json() and EventImport.objects.count() == 1
    run_jobs({"connect.import-events"})
    path = f"/api/v1/event-imports/{sent.json()['public_id']}/"
    told = client.get(path, headers={"Authorization": f"Bearer {secret}"}).json()
    assert (told["state"], told["percent"], told["accepted"], told["refused"]) == ("done", 100, 1, 1)
    assert told["problems"] == [{"line": 3, "code": "not-an-object", "where": ""}]
    stranger = make.key_of(make.site())
    assert client.get(path, headers={"Authorization": f"Bearer {stranger}"}).status_code == 404


def test_a_call_of_more_than_a_megabyte_is_told_so_by_its_bytes(shop, client):
    text = csv_of(row(1, "红" * 400_000), header="event_id,name,occurred_at,external_id,properties.note")
    said = json.dumps({"format": "csv", "content": text}, ensure_ascii=False)
    answer = client.post(
        "/api/v1/event-imports/",
        said.encode(),
        content_type="application/json",
        headers={
            "Authorization": f"Bearer {make.key_of(shop, scopes=['events:write'])}",
            "Idempotency-Key": str(uuid.uuid4()),
        },
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
    assert not EventImport.objects.exists()


def test_the_admin_takes_a_file_and_shows_what_became_of_it(shop, boss, client):
    client.force_login(boss)
    page = reverse("admin:connect_site_import_events", args=[shop.pk])
    assert client.get(page).status_code == 200
    file = SimpleUploadedFile("events.csv", csv_of(row(1), "bad").encode(), content_type="text/csv")
    sent = client.post(page, {"file": file, "format": "csv"})
    assert sent.status_code == 302
    run_jobs({"connect.import-events"})
    shown = client.get(sent.headers["Location"]).content.decode()
    assert "100 %" in shown and "3: not-an-object" in shown
    wrong = SimpleUploadedFile("events.csv", b"colour\nred", content_type="text/csv")
    assert "this is none: colour" in client.post(page, {"file": wrong, "format": "csv"}).content.decode()

"""Markup in every text that somebody can type, looked for on every page: as text, and in a real browser."""

import json
import os
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.http import HttpResponse

from bench import matrix as asked
from bench.figures import SQLITE, Figure, Number, counted
from bench.matrix import Matrix
from bench.payloads import alive, payloads
from bench.trial import Trial
from config.stack.services import find_chromium
from tests.authz.cells import Cell

# Texts that people type, per model. JSON columns hold a text per language, or several texts by name.
TEXTS: Sequence[tuple[str, str]] = (
    ("accounts.Member", "display_name"),
    ("accounts.ApiToken", "label"),
    ("campaigns.Brand", "name"),
    ("campaigns.Brand", "organiser"),
    ("campaigns.Brand", "contact"),
    ("campaigns.Campaign", "title"),
    ("campaigns.Campaign", "draft_texts"),
    ("campaigns.Campaign", "public_reason"),
    ("campaigns.CampaignVersion", "texts"),
    ("campaigns.Attribution", "reason"),
    ("campaigns.Decision", "data"),
    ("gifts.Item", "name"),
    ("gifts.Item", "description"),
    ("gifts.Gift", "reason"),
    ("gifts.StockEntry", "reason"),
    ("gifts.TrackingStep", "text"),
    ("outbox.Job", "last_error"),
    ("outbox.AuditLine", "why"),
)
READERS = ("anonymous", "owner", "superuser")
PASSES = 4
IN_BROWSER = 12
# What a text column may hold is checked by forms; here it is written past them.
LANGUAGES = ("en", "zh-hans")


@counted("security.xss", stacks=[SQLITE], limit_seconds=900)
def count(trial: Trial) -> Figure:
    every = payloads()
    with asked.product_only(), asked.quiet():
        matrix = asked.matrix_of(asked.build_world())
        drop_triggers()
        cells = list(pages(matrix))
        found: list[str] = []
        seen: set[str] = set()
        shown: dict[str, int] = {}
        errors = looked = 0
        for number in range(PASSES):
            planted = every[number::PASSES]
            plant(planted)
            for cell in cells:
                response = ask(matrix, cell)
                errors += response.status_code >= 500
                if not is_page(response):
                    continue
                looked += 1
                html = text_of(response)
                found += [f"{cell}: {text}" for text in alive(html, planted)]
                marks = {mark for mark in map(mark_of, TEXTS) if mark in html}
                seen |= marks
                shown[str(cell)] = len(marks)
        dialogs = in_browser(trial, matrix, sorted(cells, key=lambda cell: -shown.get(str(cell), 0)))
    unseen = [f"{model}.{field}" for model, field in TEXTS if mark_of((model, field)) not in seen]
    numbers: dict[str, Number] = {"payloads": len(every), "fields": len(TEXTS), "fields_seen": len(seen)}
    numbers |= {"pages": looked, "alive": len(found), "errors": errors, **dialogs}
    ok = not found and not errors and not dialogs.get("dialogs") and len(every) >= 200 and len(seen) > 10
    return trial.figure(
        ok=ok and dialogs.get("control", 1) == 1,
        numbers=numbers,
        notes={"alive": found[:50], "never_shown": unseen},
    )


def pages(matrix: Matrix) -> Iterator[Cell]:
    """Every address that is read, on the first object that is there, by each kind of reader."""
    for route, objects in matrix.objects.items():
        if "GET" in route.methods:
            targets = [target for target in objects if target != "missing"]
            for target in targets[:2]:
                for role in READERS:
                    yield Cell(route=route, method="GET", target=target, role=role)


def ask(matrix: Matrix, cell: Cell) -> HttpResponse:
    with asked.rolled_back():
        return matrix.send(cell)


def is_page(response: HttpResponse) -> bool:
    return response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html")


def text_of(response: HttpResponse) -> str:
    body = b"".join(response) if response.streaming else response.content
    return body.decode()


def mark_of(field: tuple[str, str]) -> str:
    """Stands before a field's payloads, so that a page tells which fields it shows."""
    return f"mark{TEXTS.index(field):02d}x"


def plant(planted: list[str]) -> None:
    for model, field in TEXTS:
        text = " ".join([mark_of((model, field)), *planted])
        rows = apps.get_model(model)._base_manager.all()
        column = rows.model._meta.get_field(field)
        value: Any = text
        if column.get_internal_type() == "JSONField":
            value = json_of(field, text)
        table, name = rows.model._meta.db_table, column.column
        with connection.cursor() as cursor:
            stored = json.dumps(value) if isinstance(value, dict) else value
            cursor.execute(f'UPDATE "{table}" SET "{name}" = %s', [stored])  # noqa: S608 - names of ours


def json_of(field: str, text: str) -> dict[str, Any]:
    """The shapes that our JSON columns have."""
    both = dict.fromkeys(LANGUAGES, text)
    if field in ("texts", "draft_texts"):
        return {name: both for name in ("title", "lead", "about", "share")}
    if field == "data":
        return {"reason": text}
    return both


def drop_triggers() -> None:
    """Append-only tables let nobody write into their rows; here we must."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')


def in_browser(trial: Trial, matrix: Matrix, cells: list[Cell]) -> dict[str, Number]:
    """Open the pages that show most in headless Chromium and count dialogs. Nothing without a browser."""
    program = os.environ.get("CHROMIUM") or find_chromium()
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        program = None
    if not program:
        return {}
    trial.start_web()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    counted_dialogs = {"now": 0}

    def on_dialog(dialog: Any) -> None:
        counted_dialogs["now"] += 1
        dialog.dismiss()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for cell in cells[:IN_BROWSER]:
            context = browser.new_context()
            context.add_cookies(cookies_of(trial, matrix, cell))
            page = context.new_page()
            page.on("dialog", on_dialog)
            page.goto(f"{trial.address}{matrix.address(cell)}", wait_until="load")
            page.wait_for_timeout(150)
            context.close()
        dialogs, counted_dialogs["now"] = counted_dialogs["now"], 0
        page = browser.new_page()
        page.on("dialog", on_dialog)
        page.set_content("<img src=x onerror=alert(1)>")
        page.wait_for_timeout(500)
        browser.close()
    return {"browser_pages": len(cells[:IN_BROWSER]), "dialogs": dialogs, "control": counted_dialogs["now"]}


def cookies_of(trial: Trial, matrix: Matrix, cell: Cell) -> list[Any]:
    if cell.role == "anonymous":
        return []
    name, value = settings.SESSION_COOKIE_NAME, matrix.world.cookies[cell.role]
    return [{"name": name, "value": value, "url": trial.address}]

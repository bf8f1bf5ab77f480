"""What makes the portal installable, as far as the server answers for it."""

import io
import json

import pytest
from django.test import Client
from PIL import Image

from common import registries
from common.registries import Registry, WorkerPart
from portal.web import pwa


@pytest.mark.parametrize(("language", "name"), [("en", "Guanxi"), ("zh-hans", "关系")])
def test_manifest_speaks_its_language_and_its_icons_exist(client: Client, language: str, name: str) -> None:
    answer = client.get(f"/manifest/{language}.webmanifest")
    assert answer.headers["Content-Type"] == "application/manifest+json"
    found = json.loads(answer.content)
    assert (found["name"], found["id"], found["scope"]) == (name, "/", "/")
    assert {icon.get("purpose", "any") for icon in found["icons"]} == {"any", "maskable"}
    for icon in found["icons"]:
        picture = Image.open(io.BytesIO(client.get(icon["src"]).content))
        assert f"{picture.width}x{picture.height}" == icon["sizes"]


def test_maskable_icon_keeps_the_mark_in_the_middle(client: Client) -> None:
    """Phones may cut all but the middle circle of four fifths."""
    picture = Image.open(io.BytesIO(client.get("/icons/maskable.png").content)).convert("RGB")
    paper, middle = picture.getpixel((0, 0)), picture.width / 2
    marked = [
        ((x - middle) ** 2 + (y - middle) ** 2) ** 0.5
        for x in range(0, picture.width, 4)
        for y in range(0, picture.height, 4)
        if picture.getpixel((x, y)) != paper
    ]
    assert marked
    assert max(marked) < picture.width * 0.4


@pytest.mark.parametrize("address", ["/manifest/fr.webmanifest", "/offline/fr/", "/icons/7.png"])
def test_others_are_not_found(client: Client, address: str, db: None) -> None:
    assert client.get(address).status_code == 404


def test_worker_may_serve_the_whole_site_and_is_looked_at_again(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer.headers["Cache-Control"]
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_changed_shell_makes_another_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    before = pwa._make_worker.__wrapped__()
    monkeypatch.setattr(pwa, "_offline", lambda language: "other words")
    assert pwa._make_worker.__wrapped__() != before
    assert before.count("shell-${KNOWN.version}") == 1


def test_apps_may_add_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    parts: Registry[WorkerPart] = Registry()
    parts.register(WorkerPart(key="push", path="common/js/ui.js"))
    monkeypatch.setattr(pwa, "worker_parts", parts)
    assert '"parts": ["/static/common/js/ui.js"]' in pwa._make_worker.__wrapped__()


def test_worker_keeps_only_what_says_nothing_about_anybody() -> None:
    known = json.loads(pwa._make_worker.__wrapped__().split("const KNOWN = ")[1].split(";\n")[0])
    assert all(path.startswith("/static/") for path in known["shell"])
    assert set(known["offline"].values()) == {"/offline/en/", "/offline/zh-hans/"}


@pytest.mark.parametrize(("language", "words"), [("en", "No connection"), ("zh-hans", "没有网络连接")])
def test_offline_page_needs_no_session(client: Client, language: str, words: str) -> None:
    answer = client.get(f"/offline/{language}/")
    assert words in answer.content.decode()
    assert "public" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Language"] == language
    assert not answer.cookies


def test_every_registered_part_is_a_static_file() -> None:
    from django.contrib.staticfiles import finders

    assert all(finders.find(part.path) for part in registries.worker_parts)

"""The end of a member's way: a photo without its place, everything taken along, a neutral gap afterwards."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect

from tests.journeys.browsing import Person

GPS = 0x8825


def photo_with_a_place(folder: Path) -> Path:
    """A JPEG as a phone takes it: with where and when."""
    image, exif = Image.new("RGB", (640, 640), (180, 120, 60)), Image.Exif()
    exif.get_ifd(GPS).update({1: "N", 2: (31.0, 13.0, 0.0), 3: "E", 4: (121.0, 28.0, 0.0)})
    exif[0x010F] = "Phone Maker"
    path = folder / "photo.jpg"
    image.save(path, exif=exif)
    assert Image.open(path).getexif().get_ifd(GPS)
    return path


def show_a_photo(newcomer: Person, anna: Person, own: str, taken: Path) -> None:
    """Made again by a worker, without the place; shown to whoever the member chose."""
    page = newcomer.page
    newcomer.go("/me/photo/")
    page.locator("input[type=file]").set_input_files(taken)
    newcomer.turns(page.locator("button[form=photo]"))
    newcomer.waits_for("/me/photo/", page.locator("main img[src*='/photo/']"))
    newcomer.go("/me/profile/")
    page.locator("select[name=photo_audience]").select_option("2")
    newcomer.turns(page.locator("button[form=profile]"))
    anna.go(own)
    shown = anna.page.locator("main img[src*='/photo/']")
    expect(shown).to_be_visible()
    made = Image.open(
        io.BytesIO(anna.page.request.get(anna.site + (shown.get_attribute("src") or "")).body())
    )
    assert not made.getexif()


def take_everything_along(newcomer: Person, headline: str, code: Callable[[], str]) -> None:
    """The archive is opened and read: pages for people, data for programs, both with what was written."""
    page = newcomer.page
    newcomer.go("/exports/")
    newcomer.turns(page.locator("main form.card button[type=submit]"))
    prove(newcomer, code)
    if not page.locator("main progress, main form[action$='/link/']").count():
        newcomer.turns(page.locator("main form.card button[type=submit]"))
    newcomer.waits_for("/exports/", page.locator("form[action$='/link/']"))
    page.locator("form[action$='/link/'] button").click()
    newcomer.comes_to(r"/export-links/")
    with page.expect_download() as fetched:
        page.locator("button[form=fetch]").click()
    with zipfile.ZipFile(fetched.value.path()) as archive:
        names = archive.namelist()
        pages = "".join(archive.read(name).decode() for name in names if name.endswith(".html"))
        data = [json.loads(archive.read(name)) for name in names if name.endswith(".json")]
    assert any(name.endswith("index.html") for name in names), names
    assert headline in pages
    assert headline in json.dumps(data, ensure_ascii=False)


def leave(newcomer: Person, code: Callable[[], str]) -> None:
    page = newcomer.page
    newcomer.go("/erasure/")
    newcomer.turns(page.locator("main form.card button[type=submit]"))
    newcomer.comes_to(r"/erasure/confirm/")
    newcomer.turns(page.locator("form[action$='/erasure/confirm/'] button"))
    if prove(newcomer, code):
        newcomer.go("/erasure/confirm/")
        page.locator("form[action$='/erasure/confirm/'] button").click()
    newcomer.comes_to(r"/erasure/$")


def prove(person: Person, code: Callable[[], str]) -> bool:
    """By a code to the phone, if a fresh proof is asked for; whether it was."""
    page = person.page
    if "/prove/" not in page.url:
        return False
    person.turns(page.locator("form[action$='/prove/send/'] button").first)
    person.type(code=code())
    person.turns(page.locator("form.card:has([name=code]) button[type=submit]"))
    return True


def is_a_neutral_gap(anna: Person, own: str, name: str, *, gone: int) -> None:
    """Where the member was, nobody is; what is left says no name, the same as for whoever shows none."""
    gap = anna.page.get_by_text("Somebody", exact=True)
    anna.waits_for("/campaigns/spring/progress/", gap.nth(gone - 1))
    assert name not in anna.text()
    assert anna.page.request.get(anna.site + own).status == 404

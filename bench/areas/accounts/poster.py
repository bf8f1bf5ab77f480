"""Posters can be scanned after what chats do to them: JPEG at quality 40, and half the size."""

import io
import itertools

import zxingcpp
from PIL import Image

from bench.figures import SQLITE, Figure, counted
from bench.trial import Trial
from common.posters import POSTER, Contents, draw
from common.posters.drawing import POSTER_SIZE

TRIALS = 60
QUALITY = 40
CALL = "Scan or long-press the code to see what it is about"

NAMES = (
    "小林",
    "Sam",
    "Alexandria Wolfeschlegelsteinhausenberger",
    "😀😀",
    "欧阳娜娜 Nana",
    "Łukasz Ó Súilleabháin",
)
TITLES = (
    ("en", "Spring outing on sunny days"),
    ("en", "An outing " * 24),
    ("en", "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen for everybody 🎉"),
    ("zh-hans", "晴天去春游"),
    ("zh-hans", "三位好友一起出发，去西湖边走走、看看、聊聊；" * 8),
    ("zh-hans", "2026年Spring Festival：一起包饺子🥟（家属可同行）"),
)
# As short as a laptop's address and as long as a host with a long name makes it.
HOSTS = ("http://127.0.0.1:8000", "https://guanxi.community.sunny-days-society.example.org:8443")


def contents(number: int) -> Contents:
    """A different poster for each number."""
    every = itertools.product(HOSTS, TITLES, NAMES)
    host, (language, title), name = next(itertools.islice(every, number % 72, None))
    is_chinese = language == "zh-hans"
    return Contents(
        language=language,
        lead=f"{name} 邀请您" if is_chinese else f"{name} invites you",
        title=title,
        facts=(("主办" if is_chinese else "Organiser", "Sunny Days Society 晴天社 " * 4), ("When", "2026")),
        url=f"{host}/i/K7MPQ2XW{number:02d}/",
        code=f"K7MP Q2XW {number:02d}",
        call="长按或扫码，看看是什么活动" if is_chinese else CALL,
        name="关系" if is_chinese else "Guanxi",
    )


def worn(picture: bytes) -> Image.Image:
    """What arrives after being sent on."""
    out = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").save(out, "JPEG", quality=QUALITY)
    image = Image.open(out)
    return image.resize((image.width // 2, image.height // 2), Image.Resampling.BILINEAR)


def read(image: Image.Image) -> str:
    found = zxingcpp.read_barcodes(image)
    return str(found[0].text) if found else ""


def without_quiet_zone(picture: bytes) -> bytes:
    """The same poster with dark ink right up to the code's edge."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    found = zxingcpp.read_barcodes(image)[0].position
    left, top = found.top_left.x, found.top_left.y
    right, bottom = found.bottom_right.x + 1, found.bottom_right.y + 1
    code = image.crop((left, top, right, bottom))
    margin = (right - left) // 6
    image.paste("#18271f", (left - margin, top - margin, right + margin, bottom + margin))
    image.paste(code, (left, top))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@counted("accounts.poster", stacks=[SQLITE])
def count(trial: Trial) -> Figure:
    return scan(trial, has_quiet_zone=True)


def scan(trial: Trial, *, has_quiet_zone: bool) -> Figure:
    trials = TRIALS * (10 if trial.full else 1)
    unread: list[str] = []
    largest = 0
    for number in range(trials):
        made = contents(number)
        picture = draw(made, POSTER)
        largest = max(largest, len(picture))
        if Image.open(io.BytesIO(picture)).size != POSTER_SIZE:
            unread.append(f"{number}: wrong size")
        shown = picture if has_quiet_zone else without_quiet_zone(picture)
        if read(worn(shown)) != made.url:
            unread.append(f"{number}: {made.language} {made.title[:20]}")
    numbers = {"trials": trials, "read": trials - len(unread), "lost": len(unread), "bytes": largest}
    return trial.figure(ok=not unread, numbers=numbers, notes={"unread": unread[:5]})

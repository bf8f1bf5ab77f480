"""What the pages promise: small, no inline code, every part accessible and there."""

import gzip
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from common.icons import ICONS
from common.templatetags import kept, ui
from common.web import NonceForm
from tests.architecture.tree import APPS, ROOT

KIB = 1024
TEMPLATES = sorted(
    path
    for app in [*APPS, "simulators"]
    for path in (ROOT / app / "templates").rglob("*.html")
    if not {"email", "admin"} & set(path.parts)
)
STATIC = ROOT / "common" / "static" / "common"
FORBIDDEN = {
    "inline style": re.compile(r"<style\b|\sstyle\s*=", re.I),
    "inline handler": re.compile(r"\s(on[a-z]+|hx-on[\w:-]*)\s*=\s*[\"'{]", re.I),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)|javascript:", re.I),
    "something from elsewhere": re.compile(
        r"<(?:script|link|img|iframe)[^>]*(?:src|href)=[\"'](?:https?:)?//", re.I
    ),
}

# WeChat's button takes its styles from inside itself; the page's policy knows these by their hash.
KNOWN_BY_HASH = "<style>{{ wechat.style }}</style>"


def zipped(*paths: Path) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9, mtime=0)) for path in paths)


def drawn(source: str, **values: object) -> str:
    request = RequestFactory().get("/somewhere/?state=open")
    return Template("{% load ui %}" + source).render(Context({"request": request, **values}))


class AddressForm(NonceForm):
    phone = forms.RegexField(r"^\d+$", label="Phone", help_text="Digits only.")
    size = forms.ChoiceField(label="Size", choices=[("s", "S")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="I agree")


# --- size -----------------------------------------------------------------------------------------


def test_all_styles_together_fit_the_budget() -> None:
    assert zipped(*STATIC.rglob("*.css")) <= 15 * KIB


def test_all_scripts_together_fit_the_budget() -> None:
    htmx = finders.find("django_htmx/htmx-2.min.js")
    assert htmx
    assert zipped(Path(htmx), *STATIC.rglob("*.js")) <= 22 * KIB


# --- no inline code -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_has_no_inline_code_and_loads_nothing_foreign(path: Path) -> None:
    source = path.read_text().replace(KNOWN_BY_HASH, "")
    assert [name for name, pattern in FORBIDDEN.items() if pattern.search(source)] == []


@pytest.mark.parametrize(
    "bad",
    [
        '<p style="x">',
        "<style>",
        '<a onclick="x">',
        "<script>x</script>",
        '<a href="javascript:x">',
        '<p hx-on:click="x">',
        '<img src="https://a.example/x.png">',
    ],
)
def test_scan_sees_each_kind_of_inline_code(bad: str) -> None:
    assert any(pattern.search(bad) for pattern in FORBIDDEN.values())


# --- icons ----------------------------------------------------------------------------------------


def test_every_icon_that_a_template_names_exists() -> None:
    named = {
        (name, str(path.relative_to(ROOT)))
        for path in TEMPLATES
        for name in re.findall(r"{%\s*icon\s+[\"']([^\"']+)[\"']", path.read_text())
    }
    assert {(name, where) for name, where in named if name not in ICONS} == set()


def test_every_icon_is_a_drawing() -> None:
    for shape in ICONS.values():
        ElementTree.fromstring(f"<g>{shape}</g>")  # noqa: S314  our own constants


def test_icon_is_silent_unless_labelled() -> None:
    assert 'aria-hidden="true"' in ui.icon("gift")
    assert 'role="img" aria-label="&lt;Gift&gt;"' in ui.icon("gift", label="<Gift>")


# --- forms ----------------------------------------------------------------------------------------


def test_form_has_token_nonce_and_button() -> None:
    html = drawn('{% form_body form submit="Send" %}', form=AddressForm(), csrf_token="token-value")
    assert 'name="csrfmiddlewaretoken" value="token-value"' in html
    assert re.search(r'name="nonce" value="[\w-]{20,}"', html)
    assert re.search(r"<button[^>]*>Send</button>", html)
    assert 'class="summary"' not in html


def test_form_keeps_its_nonce_and_contents_after_an_error() -> None:
    form = AddressForm({"nonce": "the-first-one", "phone": "<12>"})
    html = drawn("{% form_body form %}", form=form)
    assert 'name="nonce" value="the-first-one"' in html
    assert 'value="&lt;12&gt;"' in html


def test_errors_stand_at_the_field_and_in_a_summary_that_links_to_it() -> None:
    form = AddressForm({"phone": "x"})
    form.add_error(None, "The campaign is over.")
    html = drawn("{% form_body form %}", form=form)
    assert 'role="alert"' in html
    assert "<li>The campaign is over.</li>" in html
    for target in ("id_phone", "id_size", "id_agree"):
        assert f'href="#{target}"' in html
        assert f'id="{target}"' in html
        assert f'id="{target}_error"' in html
    assert re.search(r'<input[^>]*name="phone"[^>]*aria-describedby="id_phone_helptext id_phone_error"', html)
    assert re.search(r'<input[^>]*name="phone"[^>]*aria-invalid="true"', html)
    assert '<fieldset aria-describedby="id_size_error">' in html


# --- the other tags -------------------------------------------------------------------------------


def test_progress_shows_knots_and_a_goal() -> None:
    html = drawn('{% progress_bar 2 3 "2 of 3 friends joined" names %}', names=["林小雨"])
    assert html.count("knot--on") == 2
    assert "小雨" in html
    assert '<progress value="2" max="3" aria-label="2 of 3 friends joined"' in html


def test_long_progress_is_a_bar_and_never_more_than_full() -> None:
    html = drawn('{% progress_bar 400 300 "Full" %}')
    assert "knots" not in html
    assert 'value="300" max="300"' in html


@pytest.mark.parametrize(
    ("fen", "written"),
    [
        (0, "¥0"),
        (12800, "¥128"),
        (12850, "¥128.50"),
        (123456789, "¥1,234,567.89"),
        (-5, "-¥0.05"),
        (None, ""),
    ],
)
def test_money_is_written_in_yuan(fen: int | None, written: str) -> None:
    with translation.override("zh-hans"):
        assert ui.money(fen) == written


def test_time_is_in_the_readers_words_and_zone() -> None:
    moment = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    with timezone.override("Asia/Shanghai"), translation.override("zh-hans"):
        assert ui.when(moment) == '<time datetime="2026-11-23T00:30:00+08:00">2026年11月23日 00:30</time>'
    with timezone.override("UTC"), translation.override("en"):
        assert "22 Nov 2026, 16:30" in ui.when(moment)
        assert ">22 Nov 2026<" in ui.when(moment, "day")
    assert ui.when(None) == ""


def test_seconds_are_not_counted() -> None:
    now = timezone.now()
    with translation.override("en"):
        assert ">just now<" in ui.when(now - timedelta(seconds=50), "ago")
        assert ">1 minute ago<" in ui.when(now - timedelta(seconds=70), "ago").replace("\xa0", " ")


def test_qr_code_is_inline_and_without_styles() -> None:
    svg = ui.qr_svg("https://example.org/i/K7MPQ2XW/", label="<Link>")
    assert "style=" not in svg
    assert "&lt;Link&gt;" in svg
    ElementTree.fromstring(svg)  # noqa: S314  our own output


def test_more_keeps_the_filters() -> None:
    assert "/somewhere/?state=open&amp;cursor=abc" in drawn("{% more cursor %}", cursor="abc")
    assert "href" not in drawn("{% more cursor %}", cursor=None)


@pytest.mark.parametrize(
    ("name", "shown"), [("林小雨", "小雨"), ("Mei", "M"), ("Mei Lin", "ML"), ("", "?"), ("李雷", "李雷")]
)
def test_avatar_shows_initials(name: str, shown: str) -> None:
    assert ui.initials(name) == shown


def test_texts_are_escaped_in_every_tag() -> None:
    evil = "<b>x</b>"
    for source in (
        "{% badge 'good' evil %}", "{% notice 'bad' evil %}", "{% seal evil %}", "{% avatar evil %}",
        "{% copy_field evil evil %}", "{% progress_bar 1 2 evil names %}",
    ):  # fmt: skip
        assert "<b>" not in drawn(source, evil=evil, names=[evil])


def test_wrap_draws_nothing_around_nothing() -> None:
    assert drawn("{% wrap 'common/includes/action.html' %}  {% endwrap %}").strip() == ""
    assert "<div" in drawn("{% wrap 'common/includes/action.html' %}<a>x</a>{% endwrap %}")


# --- the page about it ----------------------------------------------------------------------------

GUIDE = (ROOT / "docs" / "design-system.md").read_text()


def test_every_tag_is_explained_and_every_explained_tag_exists() -> None:
    table = GUIDE.split("## Tags")[1].split("## Classes")[0]
    explained = set(re.findall(r"{% (\w+)", table)) | set(re.findall(r"\\\|(\w+) }}", table))
    built = set(ui.register.tags) | set(ui.register.filters) | set(kept.register.tags)
    assert explained - {"load", "endwrap", "endkeep", "block"} == built - {"own_name"}


def test_every_explained_class_has_its_style() -> None:
    section = GUIDE.split("## Classes")[1].split("## Forms")[0].split("Scripts look")[0]
    styles = "".join(path.read_text() for path in STATIC.rglob("*.css"))
    spans = " ".join(re.findall(r"`([a-z][a-z_ -]+)`", section)).split()
    assert {name for name in spans if f".{name}" not in styles and name != "data-label"} == {"popover"} & set(
        spans
    )

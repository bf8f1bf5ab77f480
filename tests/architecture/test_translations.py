"""Chinese is complete: every text of every app is translated in the compiled catalogue that is served."""

import ast
import re
from collections.abc import Container, Iterator
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import trans_real
from django.utils.translation.template import templatize

from tests.architecture.tree import APPS, ROOT

LANGUAGE = "zh-hans"
PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
PRESENT = [app for app in [*APPS, "config"] if (ROOT / app).is_dir()]
CATALOGUES = sorted(ROOT.glob("*/locale/zh_Hans/LC_MESSAGES/django.po"))
STRING = r"""u?("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")

Message = str | tuple[str, int]


def python_messages(path: Path) -> Iterator[Message]:
    """The keys that gettext will look up, as the catalogue writes them."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        words = [
            arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
        ]
        if name in PLAIN and words:
            yield words[0]
        elif name in PLURAL and words:
            yield (words[0], 0)
        elif name in CONTEXT and len(words) == 2:
            yield f"{words[0]}\x04{words[1]}"


def template_messages(path: Path) -> Iterator[Message]:
    """What Django's own extraction sees in a template."""
    source = templatize(path.read_text(), origin=str(path))
    for name, first, second in re.findall(rf"\b(n?p?gettext|_)\(\s*{STRING}(?:\s*,\s*{STRING})?", source):
        one = ast.literal_eval(first)
        if name == "ngettext":
            yield (one, 0)
        elif name == "pgettext":
            yield f"{one}\x04{ast.literal_eval(second)}"
        else:
            yield one


def messages_of(app: str) -> dict[Message, str]:
    found: dict[Message, str] = {}
    for path in sorted((ROOT / app).rglob("*")):
        read = {".py": python_messages, ".html": template_messages, ".txt": template_messages}.get(
            path.suffix
        )
        if read is None or (path.suffix != ".py" and "templates" not in path.parts):
            continue
        for message in read(path):
            found.setdefault(message, str(path.relative_to(ROOT)))
    return found


def entries(path: Path) -> list[dict[str, str]]:
    """A catalogue's living entries: ``msgid``, ``msgctxt``, ``msgstr`` or ``msgstr[0]``, and ``flags``."""
    found = []
    for block in re.split(r"\n\s*\n", path.read_text()):
        entry, key = {"flags": ""}, ""
        for line in block.splitlines():
            if line.startswith("#,"):
                entry["flags"] += line
            elif match := re.match(r'(msg\w+(?:\[\d\])?) (".*")$', line):
                key = match[1]
                entry[key] = ast.literal_eval(match[2])
            elif line.startswith('"'):
                entry[key] += ast.literal_eval(line)
        if entry.get("msgid"):
            found.append(entry)
    return found


@pytest.fixture(scope="module")
def served() -> Container[Message]:
    """Everything that the running site can say in Chinese: Django's and the apps' catalogues together."""
    return trans_real.DjangoTranslation(LANGUAGE)._catalog  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize("app", PRESENT)
def test_every_text_has_its_chinese(app: str, served: Container[Message]) -> None:
    missing = {str(message): where for message, where in messages_of(app).items() if message not in served}
    assert missing == {}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.relative_to(ROOT).parts[0])
def test_catalogue_is_finished(path: Path) -> None:
    unfinished = [
        entry["msgid"]
        for entry in entries(path)
        if "fuzzy" in entry["flags"] or not (entry.get("msgstr") or entry.get("msgstr[0]"))
    ]
    assert unfinished == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.relative_to(ROOT).parts[0])
def test_chinese_keeps_every_placeholder(path: Path) -> None:
    broken = []
    for entry in entries(path):
        wanted = set(PLACEHOLDER.findall(entry.get("msgid_plural") or entry["msgid"]))
        given = set(PLACEHOLDER.findall(entry.get("msgstr") or entry.get("msgstr[0]", "")))
        if wanted != given:
            broken.append(entry["msgid"])
    assert broken == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.relative_to(ROOT).parts[0])
def test_chinese_speaks_politely_to_one_person(path: Path) -> None:
    """To one person 您; 你们 to several has no polite form of its own."""
    familiar = re.compile("你(?!们)")
    rude = [row["msgid"] for row in entries(path) if any(familiar.search(text) for text in row.values())]
    assert rude == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.relative_to(ROOT).parts[0])
def test_compiled_catalogue_is_up_to_date(path: Path) -> None:
    with path.with_suffix(".mo").open("rb") as compiled:
        catalogue = trans_real.gettext_module.GNUTranslations(compiled)._catalog  # type: ignore[attr-defined]
    stale = []
    for entry in entries(path):
        key: Message = f"{entry['msgctxt']}\x04{entry['msgid']}" if "msgctxt" in entry else entry["msgid"]
        if "msgid_plural" in entry:
            key = (str(key), 0)
        if catalogue.get(key) != (entry.get("msgstr") or entry.get("msgstr[0]")):
            stale.append(entry["msgid"])
    assert stale == []


def said(entry: dict[str, str]) -> str:
    """What a page says where it asks for this entry's text."""
    if "msgid_plural" in entry:
        return translation.ngettext(entry["msgid"], entry["msgid_plural"], 1)
    if "msgctxt" in entry:
        return translation.pgettext(entry["msgctxt"], entry["msgid"])
    return translation.gettext(entry["msgid"])


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.relative_to(ROOT).parts[0])
def test_pages_say_what_the_catalogue_of_their_app_says(path: Path) -> None:
    """One text has one Chinese: where two apps mean different things, one of them gives it a context."""
    with translation.override(LANGUAGE):
        other = {
            entry["msgid"]: (entry.get("msgstr") or entry.get("msgstr[0]"), said(entry))
            for entry in entries(path)
            if "fuzzy" not in entry["flags"]
        }
    assert {msgid: both for msgid, both in other.items() if both[0] != both[1]} == {}

"""All codes of refusals: ``python -m tests.architecture.problem_codes`` writes their page anew."""

import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

import django

from tests.architecture.tree import APPS, ROOT

PAGE = ROOT / "docs" / "problem-codes.md"
# Said by the frame, before any operation.
OF_THE_FRAME: Mapping[tuple[str, int], str] = {
    ("authentication-failed", 401): "The bearer can't be read.",
    ("bad-key", 401): "This key is not valid any more.",
    ("bad-token", 401): "This token is not valid any more.",
    ("method-not-allowed", 405): "There is no such call at this address.",
    ("not-acceptable", 406): "There is no such format.",
    ("parse-error", 400): "The body is no JSON that can be kept.",
    ("unsupported-media-type", 415): "Send JSON, or the parts of a form where a picture goes along.",
}
_HEAD = """# The codes of refusals

A refusal of the API is `application/problem+json` (RFC 9457). `code` is for programs and does not change;
`detail` is this sentence in the reader's language, with its numbers; `field` or `errors` say where. A code
that several parts of the product share has a sentence for each. `tests/architecture/test_problem_codes.py`
holds this page against the program, so that no code goes unnoticed.

| code | status | what it says |
|---|---|---|
"""


def refusals() -> Iterator[type]:
    """Ours, wherever they stand; those that tests make up are left out."""
    from common.errors import NeedsFreshProof, Refused

    yield NeedsFreshProof
    waiting: list[type] = [Refused]
    while waiting:
        found = waiting.pop()
        waiting += found.__subclasses__()
        if found is not Refused and found.__module__.partition(".")[0] in (*APPS, "config"):
            yield found


def sentences() -> dict[tuple[str, int], list[str]]:
    """{(code, status): what it says, in English}."""
    from django.conf import settings
    from django.urls import get_resolver
    from django.utils import translation
    from django.utils.module_loading import import_string

    # Everything that is ever asked for is imported now.
    assert get_resolver().url_patterns
    assert all(import_string(path) for path in settings.MIDDLEWARE)
    told: dict[tuple[str, int], list[str]] = defaultdict(list)
    told |= {key: [words] for key, words in OF_THE_FRAME.items()}
    with translation.override("en"):
        for one in refusals():
            words = re.sub(r"%\((\w+)\)[sd]", r"*\1*", str(one.message)).replace("|", r"\|")  # type: ignore[attr-defined]
            told[one.code, one.status].append(words)  # type: ignore[attr-defined]
    return told


def page() -> str:
    rows = [
        f"| `{code}` | {status} | {' · '.join(sorted(set(words)))} |\n"
        for (code, status), words in sorted(sentences().items())
    ]
    return _HEAD + "".join(rows)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    PAGE.write_text(page())

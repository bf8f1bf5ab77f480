"""The counter of `security.xss` finds markup that came through alive, and nothing that was escaped."""

import pytest
from django.template import Context, Engine

from bench.payloads import alive, payloads

EVERY = payloads()


def page(source: str, text: str) -> str:
    return Engine().from_string(source).render(Context({"text": text}))


def test_there_are_over_two_hundred_different_ones() -> None:
    assert len(set(EVERY)) == len(EVERY) >= 200


@pytest.mark.parametrize("source", ["<p>{{ text }}</p>", '<input value="{{ text }}">'])
def test_escaped_markup_is_not_alive(source: str) -> None:
    assert alive(page(source, " ".join(EVERY)), EVERY) == []


@pytest.mark.parametrize(
    "source", ["<p>{{ text|safe }}</p>", "{% autoescape off %}{{ text }}{% endautoescape %}"]
)
def test_each_one_is_found_where_escaping_was_taken_away(source: str) -> None:
    assert alive(page(source, " ".join(EVERY)), EVERY) == EVERY
